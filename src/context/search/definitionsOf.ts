/** Where the symbols are defined that a text names: only those of which there is one. */
import type { CodeSearch, FoundSymbol } from './CodeSearch';

/** Symbols of one name that are looked at. */
const most = 16;

/** `names`: as in `retry` or `Queue.push`. What is not there, or in several places, is left out. Rejects as `findSymbols` does. */
export async function definitionsOf(
  search: Pick<CodeSearch, 'findSymbols'>,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly { readonly name: string; readonly symbol: FoundSymbol }[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const parts = name.split('.');
      const last = parts.at(-1) ?? '';
      const container = parts.slice(0, -1).join('.');
      const symbols = (await search.findSymbols(last, most, signal)).filter(
        (symbol) => symbol.name === last && (container === '' || symbol.container === container),
      );
      // Overloads and merged declarations stand in one file.
      const isOne = new Set(symbols.map(({ path }) => path)).size === 1;
      const symbol = isOne ? symbols.toSorted((one, other) => one.startLine - other.startLine)[0] : undefined;
      return symbol === undefined ? [] : [{ name, symbol }];
    }),
  );
  return found.flat();
}
