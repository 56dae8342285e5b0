/**
 * A model reads a file with what nobody sees spelled out (`base/hiddenCharacters`). What it asks for is turned back before it is looked for
 * in the file, or put into it: the search text has to be the file's own, and no name of a character may get into the file.
 */
import { hiddenAsIn } from '../base/hiddenCharacters';
import type { RequestedChange, RequestedEdit } from './RequestedEdit';

export function withHiddenOf(base: string, change: RequestedChange): RequestedChange {
  const restored = hiddenAsIn(base);
  switch (change.kind) {
    case 'edit':
      return { ...change, edits: change.edits.map((edit) => restoredEdit(edit, restored)) };
    case 'rewrite':
      return { ...change, content: restored(change.content) };
    default:
      return change;
  }
}

function restoredEdit(edit: RequestedEdit, restored: (text: string) => string): RequestedEdit {
  const { search, replace, anchors, patchLines } = edit;
  return {
    ...edit,
    search: restored(search),
    replace: restored(replace),
    ...(anchors && { anchors: anchors.map(restored) }),
    ...(patchLines && {
      patchLines: patchLines.map((line) => ({ ...line, text: restored(line.text), raw: restored(line.raw) })),
    }),
  };
}
