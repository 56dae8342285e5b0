/** What is known about a program that only looks. */
import type { Opinion } from '../../Decision';
import type { OptionTable, ReadOptions } from '../options';
import type { Word } from '../Word';

export interface Program {
  readonly options: OptionTable;
  /** What its operands are. `read`: files whose text it shows; `list`: files and folders of which it shows no text. */
  readonly operands: 'read' | 'list' | 'text' | 'none';
  /** The first operand is a pattern and no path, unless one of these options gave it. */
  readonly firstIsPattern?: readonly string[];
  /** Of a folder among its operands it shows the files in it, without any option that says so. */
  readonly readsFolders?: true;
  /** What options alone do not tell. */
  readonly judge?: (read: ReadOptions) => readonly Opinion[];
}

/** A program whose words are read in its own way. */
export interface OwnReader {
  readonly read: (words: readonly Word[]) => {
    readonly opinions: readonly Opinion[];
    readonly paths: readonly Word[];
    /** Words that are paths only where such a file is there; absent = none. */
    readonly perhaps?: readonly Word[];
  };
}

export const ask = (reason: Opinion['reason'], detail?: string): Opinion => ({ decision: 'ask', reason, detail });
export const askAlways = (reason: Opinion['reason'], detail?: string): Opinion => ({
  decision: 'ask_always',
  reason,
  detail,
});
export const deny = (reason: Opinion['reason'], detail?: string): Opinion => ({ decision: 'deny', reason, detail });
