/**
 * Emphasis in scripts that put no blanks between words. CommonMark takes `**` between a full stop and a letter for no closing mark, so that
 * `**你好。**再见` would stay as it is; here Chinese, Japanese and Korean signs count as neither blank nor punctuation, as in the proposal
 * “CommonMark CJK-friendly amendments” (2024).
 */
import Parser, { type StateInline } from 'markdown-it';

const cjk =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303F\uFF00-\uFFEF]/u;
const punctuation = /^[\p{P}\p{S}]/u;
const blank = /^\s/u;

export class EmphasisState extends Parser.StateInline {
  override scanDelims(start: number, canSplitWord: boolean): ReturnType<StateInline['scanDelims']> {
    const scanned = super.scanDelims(start, canSplitWord);
    const end = start + scanned.length;
    const before = /.$/su.exec(this.src.slice(Math.max(0, start - 2), start))?.[0] ?? ' ';
    const behind = end < this.posMax ? this.src.slice(end, end + 2) : ' ';
    if (!cjk.test(before) && !cjk.test(behind)) {
      return scanned;
    }
    const isLeft = !blank.test(behind) && (cjk.test(behind) || !punctuation.test(behind) || isBoundary(before));
    const isRight = !blank.test(before) && (cjk.test(before) || !punctuation.test(before) || isBoundary(behind));
    return {
      can_open: isLeft && (canSplitWord || !isRight || punctuation.test(before)),
      can_close: isRight && (canSplitWord || !isLeft || punctuation.test(behind)),
      length: scanned.length,
    };
  }
}

/** What may stand on the other side of a mark that touches punctuation. */
function isBoundary(sign: string): boolean {
  return blank.test(sign) || punctuation.test(sign) || cjk.test(sign);
}
