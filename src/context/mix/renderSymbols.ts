/** Symbols of one file as text: headers as they stand in the file, members inside of what they belong to, bodies left out. */
import type { Knowledge, KnownSymbol, SymbolKey } from '../Knowledge';

export interface RenderedSymbols {
  readonly text: string;
  /** Lines of the file, 0-based, both included. */
  readonly startLine: number;
  readonly endLine: number;
}

/** Of a header over several lines the one with the name. */
export function nameLineOf({ text, name }: KnownSymbol): string {
  const lines = text.split('\n');
  return lines.length === 1 ? text : (lines.find((line) => line.includes(name)) ?? lines[0] ?? '').trim();
}

/**
 * `keys`: symbols of one file; a member whose container is missing stands by itself. `brief`: one line for each symbol, and no closers.
 */
export function renderSymbols(
  keys: readonly SymbolKey[],
  symbols: Knowledge['symbols'],
  brief = false,
): RenderedSymbols {
  const chosen = new Set(keys);
  const known = keys
    .map((key) => ({ key, symbol: symbols[key] }))
    .filter((one): one is { key: string; symbol: KnownSymbol } => one.symbol !== undefined)
    .toSorted((one, other) => one.symbol.startLine - other.symbol.startLine || (one.key < other.key ? -1 : 1));
  const inside = (container: SymbolKey): readonly { key: string; symbol: KnownSymbol }[] =>
    known.filter(({ symbol }) => symbol.container === container);
  const render = ({ key, symbol }: { key: string; symbol: KnownSymbol }): string => {
    const members = inside(key);
    const text = brief ? nameLineOf(symbol) : symbol.text;
    const closer = !brief && text.endsWith('{') ? '}' : '';
    if (members.length === 0) {
      return text + closer;
    }
    const body = members.map((member) => (brief ? render(member) : indented(render(member))));
    return [text, ...body, ...(closer === '' ? [] : [closer])].join('\n');
  };
  const roots = known.filter(({ symbol }) => symbol.container === undefined || !chosen.has(symbol.container));
  return {
    text: roots.map(render).join('\n'),
    startLine: Math.min(...known.map(({ symbol }) => symbol.startLine)),
    endLine: Math.max(...known.map(({ symbol }) => symbol.endLine)),
  };
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
