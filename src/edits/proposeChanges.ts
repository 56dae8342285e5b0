/**
 * From what a model asked for to a set of proposed files, all or nothing. Works on texts alone: reading, asking, writing are others'
 * business, and the paths that come out are the ones that the gate has to judge.
 */
import { applyEdits, type PlacedEdit } from './applyEdits';
import { withHiddenOf } from './hiddenOfFile';
import { type EditFailure, failure, type RequestedChange } from './RequestedEdit';
import { isFromNotebookJson, isNotebook, refuseCells, refuseNotebook } from './refuse/notebooks';
import { rewriteFile } from './rewriteFile';

export interface ProposedChange {
  readonly path: string;
  /** New path, where the file moves. */
  readonly newPath: string | undefined;
  /** undefined = the file is to be made. */
  readonly base: string | undefined;
  /** undefined = the file is to be deleted. */
  readonly result: string | undefined;
  /** Where and how the edits were found; empty for whole files. */
  readonly edits: readonly PlacedEdit[];
}

export type Proposal = { readonly kind: 'proposed'; readonly changes: readonly ProposedChange[] } | EditFailure;

/**
 * @param read the text of a file as it is now; undefined = there is none
 * @param notebooks `cells`: `read` gives the cells of a notebook as `textOfCells` writes them, and whoever writes the result puts them back;
 *   `refused`: it gives files as they are, and a notebook is not touched
 */
export function proposeChanges(
  requested: readonly RequestedChange[],
  read: (path: string) => string | undefined,
  notebooks: 'cells' | 'refused' = 'refused',
): Proposal {
  if (requested.length === 0) {
    return failure('bad_format', 'There are no changes to make. Send at least one edit.');
  }
  const merged = mergeByPath(requested);
  if ('code' in merged) {
    return merged;
  }
  const changes: ProposedChange[] = [];
  for (const change of merged) {
    const proposed = propose(change, read(change.path), read, notebooks);
    if ('code' in proposed) {
      const others = merged.length > 1 ? ' No file was changed.' : '';
      return { ...proposed, message: proposed.message + others };
    }
    changes.push(proposed);
  }
  const targets = new Set<string>();
  for (const { path, newPath } of changes) {
    const target = tidyPath(newPath ?? path);
    if (targets.has(target)) {
      return failure('bad_format', `${target}: two changes lead to the same file. Send each file once.`);
    }
    targets.add(target);
  }
  return { kind: 'proposed', changes };
}

/** A path without the spellings that models mix, `./a` and `a//b`; what `..` leads to only the gate can tell. */
export function tidyPath(path: string): string {
  return path.replace(/(?<=.)\/{2,}/g, '/').replace(/^(?:\.\/+)+(?=.)/, '');
}

/** Edits of one file that came in several parts belong together; anything else twice is a contradiction. */
function mergeByPath(requested: readonly RequestedChange[]): RequestedChange[] | EditFailure {
  const merged = new Map<string, RequestedChange>();
  for (const change of requested) {
    const key = tidyPath(change.path);
    const earlier = merged.get(key);
    if (earlier === undefined) {
      merged.set(key, change);
    } else if (earlier.kind === 'edit' && change.kind === 'edit') {
      const moveTo = change.moveTo ?? earlier.moveTo;
      merged.set(key, { ...earlier, edits: [...earlier.edits, ...change.edits], moveTo });
    } else {
      return failure('bad_format', `${change.path}: two different changes of one file. Send each file once.`);
    }
  }
  return [...merged.values()];
}

function propose(
  change: RequestedChange,
  base: string | undefined,
  read: (path: string) => string | undefined,
  notebooks: 'cells' | 'refused',
): ProposedChange | EditFailure {
  const { path } = change;
  const refused = change.kind === 'delete' ? undefined : refusedNotebook(change, notebooks);
  if (refused !== undefined) {
    return refused;
  }
  const proposed = proposeOne(base === undefined ? change : withHiddenOf(base, change), base, read);
  if ('code' in proposed) {
    const isFromJson = change.kind === 'edit' && change.edits.some(({ search }) => isFromNotebookJson(search));
    return (proposed.code === 'no_match' && isFromJson ? refuseNotebook(path) : undefined) ?? proposed;
  }
  return refuseCells(proposed.newPath ?? path, proposed.result ?? '') ?? proposed;
}

/** Cells and other text do not become each other. */
function refusedNotebook(
  change: Exclude<RequestedChange, { readonly kind: 'delete' }>,
  notebooks: 'cells' | 'refused',
): EditFailure | undefined {
  const { path } = change;
  const target = change.kind === 'edit' ? (change.moveTo ?? path) : path;
  return notebooks === 'refused' || isNotebook(path) !== isNotebook(target)
    ? (refuseNotebook(path) ?? refuseNotebook(target))
    : undefined;
}

function proposeOne(
  change: RequestedChange,
  base: string | undefined,
  read: (path: string) => string | undefined,
): ProposedChange | EditFailure {
  const { path } = change;
  const proposed = { path, newPath: undefined, base, edits: [] };
  switch (change.kind) {
    case 'delete':
      return base === undefined ? missing(path) : { ...proposed, result: undefined };
    case 'create': {
      if (base !== undefined) {
        return failure('refused', `${path}: the file is already there. Send an update of it instead.`);
      }
      return whole(proposed, change.content);
    }
    case 'rewrite':
      return whole(proposed, change.content);
    case 'edit':
      return edit(change, base, read);
  }
}

function whole(proposed: Omit<ProposedChange, 'result'>, content: string): ProposedChange | EditFailure {
  const written = rewriteFile(proposed.path, proposed.base, content);
  return written.kind === 'failed' ? written : { ...proposed, result: written.text };
}

function edit(
  change: RequestedChange & { readonly kind: 'edit' },
  base: string | undefined,
  read: (path: string) => string | undefined,
): ProposedChange | EditFailure {
  const { path, edits, moveTo } = change;
  const stays = moveTo === undefined || tidyPath(moveTo) === tidyPath(path);
  if (!stays && read(moveTo) !== undefined) {
    return failure('refused', `${path}: ${moveTo} is already there. Choose another name.`);
  }
  const newPath = stays ? undefined : moveTo;
  const [first, second] = edits;
  if (base === undefined) {
    return first?.search === '' && second === undefined && newPath === undefined
      ? whole({ path, newPath, base, edits: [] }, first.replace)
      : missing(path);
  }
  if (edits.length === 0 && newPath !== undefined) {
    return { path, newPath, base, result: base, edits: [] };
  }
  const applied = applyEdits(path, base, edits);
  return applied.kind === 'failed' ? applied : { path, newPath, base, result: applied.text, edits: applied.edits };
}

function missing(path: string): EditFailure {
  return failure('no_match', `${path}: there is no such file. Check the path; to make it, send the whole file.`);
}
