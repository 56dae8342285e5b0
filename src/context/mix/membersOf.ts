/** What can stand behind the dot. */
import type { Knowledge, KnownSymbol, SymbolKey } from '../Knowledge';

const deepestInheritance = 5;

/** Members of a symbol, then those that it inherits, the nearest first. */
export function membersOf(key: SymbolKey, symbols: Knowledge['symbols'], depth = 0): SymbolKey[] {
  const symbol = symbols[key];
  if (symbol === undefined || depth > deepestInheritance) {
    return [];
  }
  const aliased = symbol.kind === 'type' && symbol.type !== undefined ? [symbol.type] : [];
  const bases = [...symbol.bases, ...aliased, ...symbol.members.flatMap((member) => embedded(symbols[member]))];
  const inherited = bases.flatMap((base) => membersOf(base, symbols, depth + 1));
  return [...new Set([...symbol.members, ...inherited])];
}

/** The type of a field of Go that has no name of its own, and what a type of Rust stands for (`Deref`): its members are the struct's. */
function embedded(field: KnownSymbol | undefined): SymbolKey[] {
  const isEmbedded =
    field?.path.endsWith('.go') === true &&
    field.kind === 'field' &&
    /^\*?[\w.]+(?:\s|$)(?!\s*[\w*[(])/.test(field.text);
  const isTarget = field?.path.endsWith('.rs') === true && field.kind === 'type' && field.name === 'Target';
  return (isEmbedded || isTarget) && field.type !== undefined ? [field.type] : [];
}
