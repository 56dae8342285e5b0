/** The order in which a review is walked through, and what rows it shows: files with counts and rungs, hunks below them. */
import { countLines } from '../hunks';
import type { Rung } from '../RequestedEdit';
import { isPending, loosestRung, type ReviewFile, type ReviewKind, type ReviewSet } from './ReviewSet';

/** A hunk that is still to be judged. */
export interface Stop {
  readonly set: string;
  readonly path: string;
  /** Place in `ReviewFile.hunks`. */
  readonly hunk: number;
}

export function stopsOf(sets: readonly ReviewSet[]): Stop[] {
  return sets.flatMap(({ id, files }) =>
    files.flatMap(({ path, hunks }) =>
      hunks.flatMap(({ state }, hunk) => (state === 'pending' ? [{ set: id, path, hunk }] : [])),
    ),
  );
}

/**
 * The pending hunk after or before a place, round the end; undefined = none is left.
 * @param from where the person is, judged or not; undefined = nowhere yet
 */
export function nextStop(sets: readonly ReviewSet[], from: Stop | undefined, direction: 1 | -1): Stop | undefined {
  const stops = stopsOf(sets);
  if (from === undefined) {
    return direction === 1 ? stops[0] : stops.at(-1);
  }
  const rank = ({ set, path, hunk }: Stop): readonly [number, number, number] => {
    const setAt = sets.findIndex(({ id }) => id === set);
    return [setAt, sets[setAt]?.files.findIndex((file) => file.path === path) ?? -1, hunk];
  };
  const here = rank(from);
  const compare = (one: readonly number[]): number => {
    const at = one.findIndex((value, index) => value !== here[index]);
    return at < 0 ? 0 : (one[at] ?? 0) - (here[at] ?? 0);
  };
  return direction === 1
    ? (stops.find((stop) => compare(rank(stop)) > 0) ?? stops[0])
    : (stops.findLast((stop) => compare(rank(stop)) < 0) ?? stops.at(-1));
}

export interface FileRow {
  readonly path: string;
  readonly label: string;
  readonly kind: ReviewKind;
  /** Of pending hunks. */
  readonly added: number;
  readonly removed: number;
  readonly pending: number;
  /** The loosest of its hunks. */
  readonly rung: Rung | undefined;
  readonly brokenAt: number | undefined;
}

/** The files that still have something to judge. */
export function fileRows({ files }: ReviewSet): FileRow[] {
  return files.filter(isPending).map(fileRow);
}

function fileRow(file: ReviewFile): FileRow {
  const pending = file.hunks.filter(({ state }) => state === 'pending');
  const { path, label, kind, brokenAt } = file;
  return { path, label, kind, brokenAt, ...countLines(pending), pending: pending.length, rung: loosestRung(file) };
}
