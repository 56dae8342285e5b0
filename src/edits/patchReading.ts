/** The second reading of a patch: models drop the space in front of context lines, and an indented line does not show it. */
import { type BaseText, lineKey } from './match/BaseText';
import type { PatchLine, RequestedEdit } from './RequestedEdit';

/** Search and replacement that a patch's lines spell. Context lines are in both, as `contextOf` gives them. */
export function textsOfPatchLines(
  lines: readonly PatchLine[],
  contextOf: (line: PatchLine) => string = (line) => line.text,
): { readonly search: string; readonly replace: string } {
  const texts = (without: PatchLine['kind']): string =>
    lines
      .filter(({ kind }) => kind !== without)
      .map((line) => `${line.kind === 'context' ? contextOf(line) : line.text}\n`)
      .join('');
  return { search: texts('add'), replace: texts('remove') };
}

/**
 * The edit with every context line taken as it came where only that stands in the file. Undefined when this reads nothing differently.
 */
export function readPatchLinesAgain(base: BaseText, edit: RequestedEdit): RequestedEdit | undefined {
  const isThere = (line: string): boolean =>
    base.linesWith(lineKey(line, 'content')).some((at) => base.line(at).trimEnd() === line.trimEnd());
  const texts = textsOfPatchLines(edit.patchLines ?? [], ({ text, raw }) =>
    !isThere(text) && isThere(raw) ? raw : text,
  );
  return texts.search === edit.search ? undefined : { ...edit, ...texts };
}
