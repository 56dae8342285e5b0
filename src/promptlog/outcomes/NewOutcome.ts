/**
 * What can happen to a record after it was written, as features tell it; the writer adds time and schema. One shape for each word, so
 * that every surface tells the same thing in the same way.
 */
import * as z from 'zod';
import { outcomeSchema } from '../records';

/** Why a completion was not taken, concluded from what the person did next. */
export const rejectionReasons = [
  /** Other text was typed in its place. */
  'typed-over',
  /** The same text was typed by hand to its end. */
  'typed-alike',
  /** Text before it was deleted. */
  'deleted',
  /** The cursor went elsewhere. */
  'moved-away',
  /** The document was left or closed. */
  'left',
  /** Another completion came in its place. */
  'replaced',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** Seconds after acceptance at which it is looked whether the text still stands. */
export const survivalSeconds = [30, 120, 300, 600] as const;
export type SurvivalSeconds = (typeof survivalSeconds)[number];

interface Inferred {
  /** True where nobody told it and it was concluded from what came next. */
  readonly inferred: boolean;
}

type Happening =
  /** A completion stood at the cursor long enough to be read. */
  | ({ readonly action: 'shown' } & Inferred)
  /** A completion, answer or edit was taken whole. */
  | ({ readonly action: 'accepted' } & Inferred)
  /** The first `characters` UTF-16 units were taken, and no more. */
  | ({ readonly action: 'partly_accepted'; readonly characters: number } & Inferred)
  /** A completion (`after`: seconds since it was shown), or one hunk of an edit. */
  | ({
      readonly action: 'rejected';
      readonly reason?: RejectionReason;
      readonly after?: number;
      readonly hunk?: number;
    } & Inferred)
  /** `share`: of the accepted text's 4-grams, 0 to 1; `kept`: what it has become, of which the log keeps a hash only. */
  | ({
      readonly action: 'survived';
      readonly after: SurvivalSeconds;
      readonly share: number;
      readonly kept?: string;
    } & Inferred)
  /** Thumbs, `none` = taken back; the comment is the person's own and is kept like a prompt. */
  | ({ readonly action: 'feedback'; readonly value: 'up' | 'down' | 'none'; readonly comment?: string } & Inferred)
  /** An answer, or a block of code in it, was copied. */
  | ({ readonly action: 'copied' } & Inferred)
  /** A block of code was put in at the cursor, or elsewhere. */
  | ({ readonly action: 'inserted'; readonly into?: 'new_file' | 'terminal' } & Inferred)
  /** A hunk (0-based) was applied; `match` names the rung of matching that found its place. */
  | ({ readonly action: 'applied'; readonly hunk?: number; readonly match?: string } & Inferred)
  /** A hunk, or all, was taken back; `after`: seconds since it was applied. */
  | ({ readonly action: 'undone'; readonly hunk?: number; readonly after?: number } & Inferred)
  /** Tests ran after the change; the numbers are there where the runner told them. */
  | ({
      readonly action: 'tests_run';
      readonly succeeded: boolean;
      readonly failed?: number;
      readonly passed?: number;
    } & Inferred);

export type NewOutcome = { /** Id of the record. */ readonly record: string } & Happening;
export type OutcomeAction = NewOutcome['action'];

const { schema: _schema, event: _event, ts: _ts, ...fields } = outcomeSchema.shape;
const outcomeFields = z.looseObject(fields);

/** For messages between threads. */
export const newOutcome = z.custom<NewOutcome>((value) => outcomeFields.safeParse(value).success);
