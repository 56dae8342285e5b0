/** Definitions of outlines as the symbols of `Knowledge`. */
import { estimateTokens } from '../../base/estimateTokens';
import type { Definition, Outline } from '../../syntax/Outline';
import type { KnownSymbol, SymbolKey } from '../Knowledge';
import type { DefinitionPlace } from '../resolve/Resolver';

const insidesOf = new WeakMap<Outline, Map<number, number[]>>();

/** Places of the definitions inside of each definition. */
export function insides(outline: Outline): ReadonlyMap<number, readonly number[]> {
  const known = insidesOf.get(outline);
  if (known !== undefined) {
    return known;
  }
  const inside = new Map<number, number[]>();
  outline.definitions.forEach(({ container }, at) => {
    if (container !== undefined) {
      inside.set(container, [...(inside.get(container) ?? []), at]);
    }
  });
  insidesOf.set(outline, inside);
  return inside;
}

/** How a definition's symbol is named. */
export function keyOf({ path, index }: DefinitionPlace): SymbolKey {
  return `${path}#${index}`;
}

/** Undefined = the symbol is a whole module. */
export function placeOf(key: SymbolKey): DefinitionPlace | undefined {
  const at = key.lastIndexOf('#');
  return at < 0 || at === key.length - 1 ? undefined : { path: key.slice(0, at), index: Number(key.slice(at + 1)) };
}

/** Without links to other symbols than its members. */
export function knownSymbol(path: string, definition: Definition, members: readonly SymbolKey[]): KnownSymbol {
  const { name, kind, nameLine, signature, container } = definition;
  const lines = signature.split('\n').length;
  return {
    path,
    name,
    kind,
    startLine: Math.min(nameLine, definition.startLine),
    endLine: Math.max(nameLine, definition.startLine + lines - 1),
    text: signature,
    tokens: estimateTokens(signature),
    members,
    bases: [],
    ...(container === undefined ? {} : { container: keyOf({ path, index: container }) }),
  };
}

/** A module as the thing before a dot. */
export function moduleSymbol(path: string, name: string, members: readonly SymbolKey[]): KnownSymbol {
  return { path, name, kind: 'module', startLine: 0, endLine: 0, text: '', tokens: 0, members, bases: [] };
}

/** By the word or by the name: what another file can seldom reach. */
export function isPrivateMember(definition: Definition | undefined): boolean {
  return (
    definition === undefined ||
    /^[_#]/.test(definition.name) ||
    /^\s*(?:[@\w]+\s+)*private\b/.test(definition.signature)
  );
}
