/**
 * What the person allows and denies beyond what is built in. A pattern is words as they stand in a command: `npm test` means exactly these
 * two for allowing, and everything that begins with them for denying; ` *` at the end of an allowed one stands for any further words. An
 * allowed pattern lifts an ordinary question, never one that is asked every time.
 */
import { nameOf } from './floor';
import { wrappers } from './programs/askingPrograms';

export interface CommandPolicy {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** False = only what `allow` names is allowed, not the commands that are known to look only. */
  readonly allowsLooking: boolean;
}

export const defaultPolicy: CommandPolicy = { allow: [], deny: [], allowsLooking: true };

const split = (pattern: string): string[] => pattern.trim().split(/\s+/).filter(Boolean);

export function isAllowed(policy: CommandPolicy, words: readonly string[]): boolean {
  return policy.allow.some((pattern) => {
    const wanted = split(pattern);
    const isOpen = wanted.at(-1) === '*';
    const fixed = isOpen ? wanted.slice(0, -1) : wanted;
    return (
      fixed.length > 0 &&
      (isOpen ? words.length >= fixed.length : words.length === fixed.length) &&
      fixed.every((word, index) => word === words[index])
    );
  });
}

/** The pattern that denies; undefined = none. Looks behind wrappers, folders of programs and the case of their names. */
export function deniedBy(policy: CommandPolicy, words: readonly string[]): string | undefined {
  return policy.deny.find((pattern) => {
    const wanted = split(pattern).filter((word, index, all) => !(word === '*' && index === all.length - 1));
    const begins = (from: number): boolean =>
      wanted.length > 0 &&
      wanted.every((word, index) => {
        const there = words[from + index] ?? '';
        return index === 0 ? nameOf(there) === nameOf(word) : there === word;
      });
    return begins(0) || (wrappers.has(nameOf(words[0] ?? '')) && words.some((_, index) => begins(index)));
  });
}

/** For a command that nobody understood: whether a denied pattern stands anywhere in it. */
export function deniedSomewhere(policy: CommandPolicy, command: string): string | undefined {
  if (policy.deny.length === 0) {
    return undefined;
  }
  const words = command.split(/[\s;&|()<>`"'$\\{}]+/).filter(Boolean);
  return words
    .map((_, index) => deniedBy(policy, words.slice(index, index + 12)))
    .find((pattern) => pattern !== undefined);
}
