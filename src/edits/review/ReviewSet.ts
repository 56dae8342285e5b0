/**
 * Proposed changes while a person judges them: plain data that survives being written to a file and read again. What it means for the
 * text as it is now is worked out by `fitFile`, what a decision does by `decide`; nothing in here touches a file.
 */
import type { PlacedEdit } from '../applyEdits';
import { type Hunk, hunksBetween, linesWithBreaks } from '../hunks';
import type { ProposedChange } from '../proposeChanges';
import { isPlainMatch, type Rung, rungs } from '../RequestedEdit';

export const hunkStates = ['pending', 'accepted', 'rejected'] as const;
export type HunkState = (typeof hunkStates)[number];

export interface ReviewHunk extends Hunk {
  readonly state: HunkState;
  /** The loosest rung by which a part of it was found; undefined = nothing was searched for (a whole file, a language server's edit). */
  readonly rung?: Rung | undefined;
}

export const reviewKinds = ['edit', 'create', 'delete', 'move'] as const;
export type ReviewKind = (typeof reviewKinds)[number];

/** A text that the file had and the states of its hunks then, so that taking back and making again in the editor is understood. */
export interface ReviewStep {
  /** `fingerprint` of the text. */
  readonly text: string;
  readonly states: readonly HunkState[];
}

export interface ReviewFile {
  /** Identifies the file for the host: its absolute path. */
  readonly path: string;
  /** What people read: the path below the workspace folder. */
  readonly label: string;
  /** Absolute path that it moves to. */
  readonly newPath?: string | undefined;
  readonly kind: ReviewKind;
  /** The text that the proposal was made for; empty for a new file. Without byte order mark. */
  readonly base: string;
  /** The proposed text; empty for a file that is to be deleted. */
  readonly result: string;
  /** In order. Files that are made, deleted or moved are judged as a whole: one hunk. */
  readonly hunks: readonly ReviewHunk[];
  /** Later ones last; few. */
  readonly steps: readonly ReviewStep[];
  /** The file could be parsed before and cannot be after: the 0-based line where that shows. */
  readonly brokenAt?: number | undefined;
}

export interface ReviewSet {
  readonly id: string;
  /** What was asked for, in the person's words. */
  readonly title: string;
  /** `language-server`: its edit was used as it is. */
  readonly origin: 'inline-edit' | 'refactoring' | 'language-server' | 'chat' | 'agent';
  /** The request whose answer proposes it, as in its note; absent = none, or not known. */
  readonly record?: string | undefined;
  readonly files: readonly ReviewFile[];
}

/** A proposed change and where it goes. */
export interface ReviewInput {
  readonly change: ProposedChange;
  readonly path: string;
  readonly label: string;
  readonly newPath?: string | undefined;
  readonly brokenAt?: number | undefined;
}

export function createReview(
  set: Pick<ReviewSet, 'id' | 'title' | 'origin' | 'record'>,
  inputs: readonly ReviewInput[],
): ReviewSet {
  return { ...set, files: inputs.map(fileOf) };
}

function fileOf({ change, path, label, newPath, brokenAt }: ReviewInput): ReviewFile {
  const base = change.base ?? '';
  const result = change.result ?? '';
  const kind =
    change.base === undefined
      ? 'create'
      : change.result === undefined
        ? 'delete'
        : newPath === undefined
          ? 'edit'
          : 'move';
  const hunks: readonly Hunk[] = kind === 'edit' ? hunksBetween(base, result) : [wholeFile(base, result)];
  return {
    ...{ path, label, kind, base, result },
    ...(newPath !== undefined && { newPath }),
    ...(brokenAt !== undefined && { brokenAt }),
    hunks: hunks.map((hunk) => ({ ...hunk, state: 'pending' as const, rung: rungOf(hunk, change.edits) })),
    steps: [],
  };
}

function wholeFile(base: string, result: string): Hunk {
  return {
    base: { start: 0, end: linesWithBreaks(base).length },
    result: { start: 0, end: linesWithBreaks(result).length },
  };
}

/** The loosest rung among the edits that begin in a hunk and the last one that begins before it. */
function rungOf({ base }: Hunk, edits: readonly PlacedEdit[]): Rung | undefined {
  const before = edits
    .filter(({ startLine }) => startLine <= base.start)
    .sort((one, other) => other.startLine - one.startLine)[0];
  const inside = edits.filter(({ startLine }) => startLine > base.start && startLine < base.end);
  const found = [...(before === undefined ? [] : [before]), ...inside].map(({ rung }) => rungs.indexOf(rung));
  return found.length === 0 ? undefined : rungs[Math.max(...found)];
}

export function isPending(file: ReviewFile): boolean {
  return file.hunks.some(({ state }) => state === 'pending');
}

export function pendingCount(set: ReviewSet): number {
  return set.files.reduce((sum, { hunks }) => sum + hunks.filter(({ state }) => state === 'pending').length, 0);
}

/** The loosest rung of a file's hunks; undefined = nothing was searched for. */
export function loosestRung({ hunks }: ReviewFile): Rung | undefined {
  const found = hunks.flatMap(({ rung }) => (rung === undefined ? [] : [rungs.indexOf(rung)]));
  return found.length === 0 ? undefined : rungs[Math.max(...found)];
}

/**
 * Whether a rule that the person set may accept a file without showing it: every hunk was found as it is or but for white space at
 * line ends, only text changes, and what could be parsed still can.
 */
export function mayBeAcceptedByRule(file: ReviewFile): boolean {
  return (
    file.kind === 'edit' &&
    file.brokenAt === undefined &&
    file.hunks.every(({ rung }) => rung !== undefined && isPlainMatch(rung))
  );
}
