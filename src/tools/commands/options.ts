/** Reads a program's options against the list of those that are known to be harmless. What is not on the list is asked about. */
import type { Opinion } from '../Decision';
import type { Word } from './Word';

export interface OptionTable {
  /** Letters without a value: `la`. */
  readonly letters?: string;
  /** Letters with a value: `n`. */
  readonly valueLetters?: string;
  /** Letters whose value may only follow at once: `U`. */
  readonly maybeLetters?: string;
  /** False = behind a letter with a value stand further letters, or a number, never another value. */
  readonly attached?: false;
  /** Long names without a value, separated by spaces. */
  readonly long?: string;
  /** Long names with a value, `--name=value` or `--name value`. */
  readonly longValues?: string;
  /** Long names whose value may only follow behind `=`. */
  readonly longMaybe?: string;
  /** Those whose values are paths, among the ones above: `-f --file`. */
  readonly paths?: string;
  /** Options that run, write or send: asked about every time. Prefixes of long ones count, as programs accept them. */
  readonly never?: string;
  /** `-5` is a number of something. */
  readonly numbers?: boolean;
}

export interface ReadOptions {
  readonly operands: readonly Word[];
  /** Values of options that are paths. */
  readonly paths: readonly Word[];
  /** `-l`, `--name`, as they are in the table. */
  readonly given: ReadonlySet<string>;
  /** Values by option. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly opinions: readonly Opinion[];
}

const listed = (names: string | undefined): readonly string[] => (names ?? '').split(' ').filter((name) => name !== '');

export function readOptions(words: readonly Word[], table: OptionTable): ReadOptions {
  const never = listed(table.never);
  const pathOptions = listed(table.paths);
  const operands: Word[] = [];
  const paths: Word[] = [];
  const given = new Set<string>();
  const values = new Map<string, string[]>();
  const opinions: Opinion[] = [];
  const take = (name: string, value: Word): void => {
    values.set(name, [...(values.get(name) ?? []), value.text]);
    if (pathOptions.includes(name)) {
      paths.push(value);
    }
  };
  const refuse = (name: string): void => {
    const isNever = never.some(
      (one) => one === name || (name.length > 3 && one.startsWith('--') && one.startsWith(name)),
    );
    opinions.push(
      isNever
        ? { decision: 'ask_always', reason: 'an option that runs, writes or sends: {0}', detail: name }
        : { decision: 'ask', reason: 'an option that is not known to be harmless: {0}', detail: name },
    );
  };
  for (let index = 0; index < words.length; index++) {
    const word = words[index];
    if (word === undefined) {
      break;
    }
    const { text } = word;
    if (text === '--') {
      operands.push(...words.slice(index + 1));
      break;
    }
    const next = (name: string): void => {
      const value = words[++index];
      if (value === undefined) {
        refuse(name);
        return;
      }
      // A program that takes no value here after all would take this for an option.
      if (/^-(?!\d*$)/.test(value.text)) {
        opinions.push({
          decision: 'ask_always',
          reason: 'an option that is not known to be harmless: {0}',
          detail: `${name} ${value.text}`,
        });
      }
      take(name, value);
    };
    if (text.startsWith('--')) {
      const [name = text] = /^[^=]*/.exec(text) ?? [];
      const isGiven = text.includes('=');
      const short = name.slice(2);
      const value = { ...word, text: text.slice(name.length + 1) };
      given.add(name);
      if (listed(table.longValues).includes(short)) {
        if (isGiven) {
          take(name, value);
        } else {
          next(name);
        }
      } else if (listed(table.longMaybe).includes(short)) {
        if (isGiven) {
          take(name, value);
        }
      } else if (isGiven || !listed(table.long).includes(short)) {
        refuse(name);
      }
    } else if (/^-\d+$/.test(text) && table.numbers === true) {
      given.add('-n');
    } else if (text.length > 1 && text.startsWith('-')) {
      for (let at = 1; at < text.length; at++) {
        const name = `-${text[at]}`;
        given.add(name);
        if ((table.valueLetters ?? '').includes(text[at] ?? ' ')) {
          if (table.attached === false && !/^\d*$/.test(text.slice(at + 1))) {
            refuse(name);
            continue;
          }
          if (at + 1 < text.length) {
            take(name, { ...word, text: text.slice(at + 1) });
          } else {
            next(name);
          }
          break;
        }
        if ((table.maybeLetters ?? '').includes(text[at] ?? ' ')) {
          if (at + 1 < text.length) {
            take(name, { ...word, text: text.slice(at + 1) });
          }
          break;
        }
        if (!(table.letters ?? '').includes(text[at] ?? ' ')) {
          refuse(name);
        }
      }
    } else {
      operands.push(word);
    }
  }
  return { operands, paths, given, values, opinions };
}
