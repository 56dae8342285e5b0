/**
 * The rest of the cursor's line and the end of a suggestion often say the same: `print(█)` completed by `"a")`. Finds out what is
 * doubled and either takes it off the suggestion or lets the suggestion replace it.
 */
import { type BracketScan, scanBrackets } from '../text/brackets';
import { isBlank, isSubsequence } from '../text/lines';

export interface Fitted {
  readonly text: string;
  /** How many characters right of the cursor `text` replaces; they are a subsequence of it. */
  readonly replace: number;
}

/** `rest`: what stands right of the cursor on its line. Applying it to its own result changes nothing. */
export function fitToSuffix(text: string, linePrefix: string, rest: string, languageId: string): Fitted {
  if (isBlank(rest) || text === '') {
    return { text, replace: 0 };
  }
  const scan = scanBrackets(text, linePrefix, languageId);
  const doubled = overlap(text, rest, scan);
  if (doubled > 0) {
    return { text: text.slice(0, -doubled), replace: 0 };
  }
  const whole = rest.trimEnd();
  const firstLineEnd = text.indexOf('\n');
  if (firstLineEnd > 0 && text.slice(0, firstLineEnd).trimEnd().endsWith(whole)) {
    const end = text.slice(0, firstLineEnd).trimEnd().length;
    if (belongsToPrefix(scan, end - whole.length, end)) {
      return { text, replace: whole.length };
    }
  }
  const replace = closersWritten(text, rest, scan);
  return { text, replace: isSubsequence(rest.slice(0, replace), text) ? replace : 0 };
}

/** Length of the end of the text that is the beginning of the rest: all of it, or closing signs only. */
function overlap(text: string, rest: string, scan: BracketScan): number {
  const whole = rest.trimEnd().length;
  for (let length = Math.min(whole, text.length); length > 0; length--) {
    const head = rest.slice(0, length);
    if (!text.endsWith(head)) {
      continue;
    }
    const start = text.length - length;
    const isWord = /^\w/.test(head) && /\w$/.test(text.slice(0, start));
    const isWanted = length === whole ? !isWord : /^[)\]}>"'`;,\s]+$/.test(head) && !isBlank(head);
    if (isWanted && belongsToPrefix(scan, start, text.length)) {
      return length;
    }
  }
  return 0;
}

/** Whether no bracket or quote in this stretch of the text is the partner of one that stands before the stretch in the text. */
function belongsToPrefix({ openerOf }: BracketScan, start: number, end: number): boolean {
  for (const [at, opener] of openerOf) {
    if (at >= start && at < end && opener >= 0 && opener < start) {
      return false;
    }
  }
  return true;
}

/** How much of the rest's closing signs the text writes itself somewhere: `█)` completed by `"a").trim()`. */
function closersWritten(text: string, rest: string, { openerOf }: BracketScan): number {
  const written = [...openerOf]
    .filter(([, opener]) => opener < 0)
    .map(([at]) => at)
    .sort((a, b) => a - b);
  let replaced = 0;
  let next = 0;
  for (let i = 0; i < rest.length; i++) {
    const unit = rest.charAt(i);
    const at = written[next];
    if (/\s/.test(unit)) {
      continue;
    }
    if (at !== undefined && text[at] === unit) {
      next++;
      replaced = i + 1;
    } else {
      // The statement's own end: written too, when the text ends with it.
      const isEnd = next > 0 && isBlank(rest.slice(i + 1)) && /[;,]/.test(unit) && text.endsWith(unit);
      return isEnd ? i + 1 : replaced;
    }
  }
  return replaced;
}
