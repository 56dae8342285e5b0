/**
 * What a person's decision makes of a set: new states, and the texts that files get. Pure: the texts go to whoever writes, and only when
 * that worked the new set takes the old one's place.
 */

import { applyFitted } from '../fitHunks';
import { hunksBetween } from '../hunks';
import { withoutIds } from '../notebook/cells';
import { isNotebook } from '../refuse/notebooks';
import { fingerprint } from './fingerprint';
import { type FittedReviewHunk, fitFile } from './fitFile';
import type { HunkState, ReviewFile, ReviewSet, ReviewStep } from './ReviewSet';

/** Which hunks are meant: of all files or of one, all of its or one. */
export interface Choice {
  readonly path?: string | undefined;
  /** Place in `ReviewFile.hunks`. */
  readonly hunk?: number | undefined;
}

/** What accepting does to one file. */
export interface AcceptedChange {
  readonly path: string;
  readonly newPath: string | undefined;
  /** The text that was looked at; undefined = there was no file. */
  readonly before: string | undefined;
  /** undefined = the file goes. */
  readonly after: string | undefined;
}

export interface Refusal {
  readonly path: string;
  readonly hunk: number;
  readonly problem: NonNullable<FittedReviewHunk['problem']>;
}

export interface Acceptance {
  /** The set once all changes are made. */
  readonly set: ReviewSet;
  readonly changes: readonly AcceptedChange[];
  /** Hunks that were meant and do not fit; they stay pending. */
  readonly refused: readonly Refusal[];
}

/** More is never taken back step by step. */
const mostSteps = 40;

function chosen(file: ReviewFile, index: number, { path, hunk }: Choice): boolean {
  return (
    file.hunks[index]?.state === 'pending' &&
    (path === undefined || path === file.path) &&
    (hunk === undefined || hunk === index)
  );
}

/** Rejected hunks are gone from the proposal; no file is touched. */
export function reject(set: ReviewSet, choice: Choice): ReviewSet {
  return {
    ...set,
    files: set.files.map((file) => ({
      ...file,
      hunks: file.hunks.map((hunk, index) => (chosen(file, index, choice) ? { ...hunk, state: 'rejected' } : hunk)),
    })),
  };
}

/** @param read a file's text as it is now; undefined = there is none */
export function accept(set: ReviewSet, choice: Choice, read: (path: string) => string | undefined): Acceptance {
  const changes: AcceptedChange[] = [];
  const refused: Refusal[] = [];
  const files = set.files.map((file) => {
    if (!file.hunks.some((_, index) => chosen(file, index, choice))) {
      return file;
    }
    const live = read(file.path);
    const { hunks: pending } = fitFile(file, live);
    const meant = pending.filter(({ index }) => chosen(file, index, choice));
    for (const { index, problem } of meant) {
      if (problem !== undefined) {
        refused.push({ path: file.path, hunk: index, problem });
      }
    }
    const accepted = new Set(meant.filter(({ problem }) => problem === undefined).map(({ index }) => index));
    if (accepted.size === 0) {
      return file;
    }
    const after = textAfter(file, live, pending, accepted);
    changes.push({ path: file.path, newPath: file.newPath, before: live, after });
    const states = file.hunks.map(({ state }, index) => (accepted.has(index) ? 'accepted' : state));
    return withSteps(withStates(file, states), [stepOf(file, live), { text: printOf(file, after), states }]);
  });
  return { set: { ...set, files }, changes, refused };
}

function textAfter(
  file: ReviewFile,
  live: string | undefined,
  pending: readonly FittedReviewHunk[],
  accepted: ReadonlySet<number>,
): string | undefined {
  if (file.kind !== 'edit') {
    return file.kind === 'delete' ? undefined : file.result;
  }
  const fitted = pending.map(({ problem, hunk, live }) => ({
    kind: problem === undefined ? ('fits' as const) : ('changed' as const),
    hunk,
    live,
  }));
  return applyFitted(live ?? '', file.result, fitted, (at) => accepted.has(pending[at]?.index ?? -1));
}

function stepOf(file: ReviewFile, text: string | undefined): ReviewStep {
  return { text: printOf(file, text), states: file.hunks.map(({ state }) => state) };
}

/** A new cell has an id only once it is in its notebook. */
function printOf({ path }: ReviewFile, text = ''): string {
  return fingerprint(isNotebook(path) ? withoutIds(text) : text);
}

function withSteps(file: ReviewFile, steps: readonly ReviewStep[]): ReviewFile {
  const known = file.steps.filter(({ text }) => !steps.some((step) => step.text === text));
  return { ...file, steps: [...known, ...steps].slice(-mostSteps) };
}

function withStates(file: ReviewFile, states: readonly HunkState[]): ReviewFile {
  return { ...file, hunks: file.hunks.map((hunk, index) => ({ ...hunk, state: states[index] ?? hunk.state })) };
}

/**
 * The file after its text has become another one. Where that is a text of an earlier step (the person took an acceptance back, or made
 * it again), the states of then hold again; what was rejected since stays rejected.
 */
export function textChanged(file: ReviewFile, live: string | undefined): ReviewFile {
  if (file.steps.length === 0) {
    return file;
  }
  const print = printOf(file, live);
  const step = file.steps.find(({ text }) => text === print);
  return step === undefined ||
    step.states.every((state, index) => state === file.hunks[index]?.state || file.hunks[index]?.state === 'rejected')
    ? file
    : withStates(
        file,
        file.hunks.map(({ state }, index) => (state === 'rejected' ? state : (step.states[index] ?? state))),
      );
}

/** The text without a change that was made earlier, whatever else was typed since; undefined = that cannot be told apart any more. */
export function revertText(before: string, after: string, live: string): string | undefined {
  if (live === after) {
    return before;
  }
  const { changes, refused } = accept(
    { id: '', title: '', origin: 'agent', files: [inverse(before, after)] },
    {},
    () => live,
  );
  return refused.length > 0 ? undefined : changes[0]?.after;
}

function inverse(before: string, after: string): ReviewFile {
  const hunks = hunksBetween(after, before).map((hunk) => ({ ...hunk, state: 'pending' as const }));
  return { path: '', label: '', kind: 'edit', base: after, result: before, hunks, steps: [] };
}
