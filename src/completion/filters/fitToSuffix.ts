/**
 * The rest of the cursor's line and the end of a suggestion often say the same: `print(█)` completed by `"a")`. Finds out what is
 * doubled and either takes it off the suggestion or lets the suggestion replace it.
 */
import { type BracketScan, scanBrackets } from '../text/brackets';
import { currentLineRest, isBlank, isSubsequence } from '../text/lines';

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
  const most = isInterpolation(linePrefix) ? text.length : surplus(text, rest, scan);
  const doubled = overlap(text, rest, scan, most);
  if (doubled > 0) {
    return { text: text.slice(0, -doubled), replace: 0 };
  }
  const repeated = startOfRest(text, rest, scan);
  if (repeated > 0) {
    return { text: text.slice(0, repeated), replace: 0 };
  }
  const whole = rest.trimEnd();
  const firstLineEnd = text.indexOf('\n');
  if (firstLineEnd > 0 && text.slice(0, firstLineEnd).trimEnd().endsWith(whole)) {
    const end = text.slice(0, firstLineEnd).trimEnd().length;
    if (belongsToPrefix(scan, end - whole.length, end)) {
      return { text, replace: whole.length };
    }
  }
  const closers = closersWritten(text, rest, scan) || closedGeneric(text, linePrefix, rest);
  const lengths = [wholeRest(text, rest, closers), closers];
  // Editors show only what replaces a subsequence of itself.
  return { text, replace: lengths.find((length) => isSubsequence(rest.slice(0, length), text)) ?? 0 };
}

/** A shorter beginning of the rest may well occur in honest code. */
const shortestRepeated = 6;

/** Where on its first line the text says what stands behind the cursor already, and goes on in its own way; 0 = nowhere. */
function startOfRest(text: string, rest: string, scan: BracketScan): number {
  const said = rest.replace(/[\s)\]}>"'`;,]*$/, '');
  const at = said.length < shortestRepeated || !/\w{3}/.test(said) ? -1 : currentLineRest(text).indexOf(said);
  return at > 0 && belongsToPrefix(scan, at, at + said.length) ? at : 0;
}

/** The cursor stands in braces inside of a string, where brackets are counted anew: `f"{█}"`, `${█}`, `#{█}`. */
function isInterpolation(linePrefix: string): boolean {
  return /(?:[$#]\{|\bf["'][^"']*\{)[^{}]*$/.test(linePrefix);
}

/** A shorter beginning of what is left of the rest may stand at the end of the text by chance. */
const shortestWritten = 3;

/**
 * Beyond the closing signs that are replaced, what the text says at the end of its first line as well, `█) => {};` completed by
 * `a) => {`, and blanks at the end of the rest.
 */
function wholeRest(text: string, rest: string, replaced: number): number {
  if (replaced === 0) {
    return 0;
  }
  const line = currentLineRest(text).trimEnd();
  const left = rest.slice(replaced);
  if (isBlank(left)) {
    return rest.length;
  }
  const blanks = left.length - left.trimStart().length;
  const said = left.trim();
  for (let length = said.length; length > 0; length--) {
    const isLong = length === said.length || length >= shortestWritten;
    if (isLong && line.endsWith(said.slice(0, length))) {
      return replaced + blanks + length;
    }
  }
  return replaced;
}

/** `Map<█>` completed by `string, number> = …`: 1 when the text closes what stands open before it. */
function closedGeneric(text: string, linePrefix: string, rest: string): number {
  if (!rest.startsWith('>') || !/[\w$]<[^<>]*$/.test(linePrefix)) {
    return 0;
  }
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '<') {
      depth++;
    } else if (text[i] === '>' && !/[=-]/.test(text.charAt(i - 1))) {
      if (depth === 0) {
        return 1;
      }
      depth--;
    }
  }
  return 0;
}

/** Length of the end of the text that is the beginning of the rest: all of it, or closing signs only. */
function overlap(text: string, rest: string, scan: BracketScan, mostBrackets: number): number {
  const whole = rest.trimEnd().length;
  for (let length = Math.min(whole, text.length); length > 0; length--) {
    const head = rest.slice(0, length);
    if (!text.endsWith(head)) {
      continue;
    }
    const start = text.length - length;
    const isWord = /^\w/.test(head) && /\w$/.test(text.slice(0, start));
    const isWanted = length === whole ? !isWord : /^[)\]}>"'`;,\s]+$/.test(head) && !isBlank(head);
    if (isWanted && belongsToPrefix(scan, start, text.length) && mostBrackets >= bracketsIn(head)) {
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

/**
 * How many closing brackets the text and the rest have together beyond what is open before the cursor. `max(min(█)` needs the one behind the
 * cursor although the text closes one, too. Where the rest closes more than its line opened, all was well before the text.
 */
function surplus(text: string, rest: string, { openerOf, openBefore }: BracketScan): number {
  const written = [...openerOf].filter(([at, opener]) => opener < 0 && isBracket(text.charAt(at))).length;
  const behind = bracketsIn(rest);
  return Math.max(0, written + behind - Math.max(openBefore, behind));
}

/** Closing brackets among the signs with which a text begins. */
function bracketsIn(text: string): number {
  return [...(/^[^\w({[]*/.exec(text)?.[0] ?? '')].filter(isBracket).length;
}

function isBracket(unit: string): boolean {
  return /[)\]}]/.test(unit);
}

/** How much of the rest's closing signs the text writes itself somewhere: `█)` completed by `"a").trim()`. */
function closersWritten(text: string, rest: string, scan: BracketScan): number {
  const { openerOf } = scan;
  const most = surplus(text, rest, scan);
  let brackets = 0;
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
    if (at !== undefined && text[at] === unit && (!isBracket(unit) || brackets < most)) {
      brackets += isBracket(unit) ? 1 : 0;
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
