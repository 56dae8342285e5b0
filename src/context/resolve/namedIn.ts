/** Definitions of an outline by their names, as those find them who import from its file. */
import type { Definition, Outline } from '../../syntax/Outline';

export function topLevel(outline: Outline, name: string): number | undefined {
  const isMeant = (one: Definition): boolean =>
    one.name === name && one.container === undefined && one.kind !== 'module';
  const index = outline.definitions.findIndex(isMeant);
  // An interface of TypeScript with the name of a class adds to that class.
  const merged =
    outline.definitions[index]?.kind === 'interface'
      ? outline.definitions.findIndex((one) => one.kind === 'class' && isMeant(one))
      : -1;
  return index < 0 ? undefined : merged < 0 ? index : merged;
}

export function nested(outline: Outline, name: string): number | undefined {
  const index = outline.definitions.findIndex((one) => one.name === name && one.kind !== 'module');
  return index < 0 ? undefined : index;
}

export function isOffered(outline: Outline, definition: Definition): boolean {
  return definition.exported || outline.exports.some(({ name }) => name === definition.name);
}
