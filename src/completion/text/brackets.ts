/**
 * Which closing brackets and quotes of a text belong to something that was opened before it. Reads strings and line comments roughly,
 * without a grammar.
 */
import { type LanguageRules, languageRules } from './languageRules';

export interface BracketScan {
  /** For each offset of a closing bracket or quote: the offset of its opening one, or -1 when that stands before the text. */
  readonly openerOf: ReadonlyMap<number, number>;
  /** Offsets of brackets that are still open at the end. */
  readonly open: readonly number[];
  /** How many brackets are open where the text begins, as far as its line tells. */
  readonly openBefore: number;
}

const openerFor: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** `linePrefix`: what stands before the text on its first line; decides whether the text begins inside a string. */
export function scanBrackets(text: string, linePrefix: string, languageId: string): BracketScan {
  const rules = languageRules(languageId);
  const whole = linePrefix + text;
  const shift = linePrefix.length;
  const openerOf = new Map<number, number>();
  const stack: number[] = [];
  let quote: { readonly sign: string; readonly at: number } | undefined;
  let openBefore = 0;
  for (let i = 0; i < whole.length; i++) {
    if (i === shift) {
      openBefore = stack.length;
    }
    const unit = whole.charAt(i);
    if (quote !== undefined) {
      if (unit === '\\') {
        i++;
      } else if (unit === quote.sign) {
        record(openerOf, i, quote.at, shift);
        quote = undefined;
      } else if (unit === '\n' && quote.sign !== '`') {
        quote = undefined;
      }
    } else if (startsComment(whole, i, rules)) {
      const end = whole.indexOf('\n', i);
      i = end < 0 ? whole.length : end - 1;
    } else if (startsString(whole, i, rules)) {
      quote = { sign: unit, at: i };
    } else if (unit === '(' || unit === '[' || unit === '{') {
      stack.push(i);
    } else if (openerFor[unit] !== undefined) {
      closeBracket(whole, i, stack, openerOf, shift);
    }
  }
  return { openerOf, open: stack.filter((at) => at >= shift).map((at) => at - shift), openBefore };
}

function closeBracket(whole: string, at: number, stack: number[], openerOf: Map<number, number>, shift: number): void {
  const top = stack.at(-1);
  if (top !== undefined && whole[top] === openerFor[whole.charAt(at)]) {
    stack.pop();
    record(openerOf, at, top, shift);
  } else if (top === undefined) {
    record(openerOf, at, -1, shift);
  }
}

function record(openerOf: Map<number, number>, at: number, opener: number, shift: number): void {
  if (at >= shift) {
    openerOf.set(at - shift, opener < shift ? -1 : opener - shift);
  }
}

export function startsString(text: string, at: number, { singleQuotes }: LanguageRules): boolean {
  const unit = text[at];
  if (unit === '"' || unit === '`') {
    return true;
  }
  // After a letter it is an apostrophe, except in prefixed strings such as Python's f'…'.
  return unit === "'" && singleQuotes && !/[\p{L}\p{N}_]$/u.test(text.slice(0, at).replace(/\b[bfruBFRU]{1,2}$/, ''));
}

export function startsComment(text: string, at: number, { comment }: LanguageRules): boolean {
  if (comment === undefined || !text.startsWith(comment, at)) {
    return false;
  }
  // `#` in the middle of a word is none, nor are the slashes of an address.
  return comment !== '//' ? at === 0 || /[\s;]/.test(text.charAt(at - 1)) : text[at - 1] !== ':';
}
