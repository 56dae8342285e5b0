/**
 * One way in which a model writes a tool call into its text. Each syntax is a pure function over the text from where a call may begin;
 * `TextParser` does everything that they share: cuts between chunks, reasoning, stray tokens, white space.
 */
import type { ParseOptions } from './OutputParser';
import type { ParseProblem } from './problems';
import type { CallResult } from './toolArguments';

export type CallReading =
  /** More text is needed; `name` as soon as it is known to be that of an offered tool. Never when the output has ended. */
  | { readonly kind: 'pending'; readonly name?: string | undefined }
  /**
   * No call begins here: the marker, or where there is none everything, is ordinary text. `searched`: to know that, all the text had to be
   * looked at, which cannot be done for every marker of a long one.
   */
  | { readonly kind: 'text'; readonly problem?: ParseProblem; readonly searched?: boolean }
  /** The first `length` characters were a call, good or not. */
  | { readonly kind: 'call'; readonly length: number; readonly result: CallResult };

/** What a stray tag behind a call says: nothing, or that the call went on after what looked like its end. */
export type StrayTag = 'ignored' | 'takesBack';

export interface CallSyntax {
  /** What a call begins with, anywhere in the text; undefined = only at the very beginning of a turn or right after the reasoning. */
  readonly marker: string | undefined;
  /** Tags that mean nothing outside a call. Before any call they are text. */
  readonly strayTags: ReadonlyMap<string, StrayTag>;
  /**
   * Reads a call at the beginning of `text`. What it decides must not depend on how much of the text is there yet: without enough it
   * says `pending`. `ended` = nothing more comes.
   */
  read(text: string, ended: boolean, options: ParseOptions): CallReading;
}

export const pending: CallReading = { kind: 'pending' };
export const plainText: CallReading = { kind: 'text' };

export function callReading(length: number, result: CallResult): CallReading {
  return { kind: 'call', length, result };
}

/** Whether `text` from `at` on begins with one of `tokens`, certainly (the token), perhaps later (undefined) or never (false). */
export function tokenAt(
  text: string,
  at: number,
  tokens: readonly string[],
  ended: boolean,
): string | false | undefined {
  const found = tokens.find((token) => text.startsWith(token, at));
  if (found !== undefined || ended) {
    return found ?? false;
  }
  const rest = text.slice(at, at + 32);
  return tokens.some((token) => token.startsWith(rest)) ? undefined : false;
}
