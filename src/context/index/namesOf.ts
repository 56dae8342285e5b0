/** Which names a file makes known, for the question whether a name exists anywhere at all. */
import type { Outline } from '../../syntax/Outline';

/** What it defines, what it imports from wherever, and what it calls its exports; undefined = nothing is known about the file. */
export function* namesOf(outline: Outline | undefined): Generator<string> {
  if (outline === undefined) {
    return;
  }
  for (const { name } of outline.definitions) {
    yield name;
  }
  for (const { name, local } of [...outline.imports.flatMap(({ names }) => names), ...outline.exports]) {
    yield name;
    yield local;
  }
}
