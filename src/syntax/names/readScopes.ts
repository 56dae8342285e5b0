/** Scopes and the names that they declare, read with the query scopes.scm of a language. */
import type { Query, Tree } from 'web-tree-sitter';

export interface Scope {
  /** UTF-16 offsets, the end not included. */
  readonly start: number;
  readonly end: number;
  /** Kind of the node in the language's grammar: `statement_block`, `function_definition`, … */
  readonly kind: string;
  readonly declared: readonly DeclaredName[];
}

export interface DeclaredName {
  readonly name: string;
  readonly offset: number;
}

interface Open {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
  readonly declared: DeclaredName[];
}

/** In the order of the text, outer ones first. A name that a scope declares stands in it once for each declaration. */
export function readScopes(tree: Tree, text: string, query: Query): Scope[] {
  const scopes: Open[] = [];
  const names = new Map<number, { readonly name: DeclaredName; outside: boolean }>();
  for (const { captures } of query.matches(tree.rootNode)) {
    const scope = captures.find(({ name }) => name === 'scope')?.node;
    if (scope !== undefined) {
      scopes.push({ start: scope.startIndex, end: scope.endIndex, kind: scope.type, declared: [] });
    }
    const declared = captures.find(({ name }) => name === 'declared')?.node;
    if (declared === undefined) continue;
    const name = { name: text.slice(declared.startIndex, declared.endIndex), offset: declared.startIndex };
    const outside = captures.some((each) => each.name === 'outside') || names.get(name.offset)?.outside === true;
    names.set(name.offset, { name, outside });
  }
  scopes.sort((a, b) => a.start - b.start || b.end - a.end);
  for (const { name, outside } of [...names.values()].sort((a, b) => a.name.offset - b.name.offset)) {
    const around = scopes.filter(({ start, end }) => start <= name.offset && name.offset < end);
    // The name of a function is declared around the function, its parameters inside of it.
    const holder = outside && around.length > 1 ? around.at(-2) : around.at(-1);
    holder?.declared.push(name);
  }
  return scopes;
}

/**
 * The names that can be used at `offset`, nearest first, each once. In a language without brackets a blank line at the end of a function is
 * outside of it: give the text with a word at the place.
 */
export function visibleNames(scopes: readonly Scope[], offset: number): string[] {
  const around = scopes.filter(({ start, end }) => start <= offset && offset <= end);
  const names = around.reverse().flatMap(({ declared }) => [...declared].reverse().map(({ name }) => name));
  return [...new Set(names)];
}
