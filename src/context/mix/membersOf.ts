/** What can stand behind the dot. */
import type { Knowledge, SymbolKey } from '../Knowledge';

const deepestInheritance = 5;

/** Members of a symbol, then those that it inherits, the nearest first. */
export function membersOf(key: SymbolKey, symbols: Knowledge['symbols'], depth = 0): SymbolKey[] {
  const symbol = symbols[key];
  if (symbol === undefined || depth > deepestInheritance) {
    return [];
  }
  const inherited = symbol.bases.flatMap((base) => membersOf(base, symbols, depth + 1));
  return [...new Set([...symbol.members, ...inherited])];
}
