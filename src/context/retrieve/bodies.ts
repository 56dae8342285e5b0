/** More of the definitions that a document names: header and body, as they stand in their files. */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../ContextSource';
import type { Symbols } from '../index/Symbols';
import type { Knowledge, SymbolKey } from '../Knowledge';
import { placeOf } from './knownSymbols';

const bodyLines = 30;
const bodyTokens = 260;

/** `read`: the text of a file as it is now; undefined = it is gone. */
export function bodiesOf(
  { names, symbols }: Pick<Knowledge, 'names' | 'symbols'>,
  index: Symbols,
  read: (path: string) => string | undefined,
): Record<SymbolKey, ContextSnippet> {
  const bodies: Record<SymbolKey, ContextSnippet> = {};
  const texts = new Map<string, readonly string[]>();
  for (const key of new Set(Object.values(names))) {
    const symbol = symbols[key];
    const place = placeOf(key);
    const definition = place === undefined ? undefined : index.outline(place.path)?.definitions[place.index];
    // Of a class the headers of its members say more than its first lines.
    const isWhole = definition !== undefined && definition.endLine <= (symbol?.endLine ?? 0);
    if (symbol === undefined || definition === undefined || isWhole || symbol.members.length > 0) {
      continue;
    }
    const lines = texts.get(symbol.path) ?? read(symbol.path)?.split(/\r\n?|\n/) ?? [];
    texts.set(symbol.path, lines);
    const [header = ''] = symbol.text.split('\n', 1);
    if (!lines.slice(definition.startLine, definition.nameLine + 1).some((line) => line.includes(header))) {
      // The file has changed and was not read again yet: the lines would be some others.
      continue;
    }
    const endLine = Math.min(definition.endLine, definition.startLine + bodyLines - 1);
    const text = lines.slice(definition.startLine, endLine + 1).join('\n');
    const tokens = estimateTokens(text);
    if (text !== '' && tokens <= bodyTokens) {
      bodies[key] = { path: symbol.path, text, startLine: definition.startLine, endLine, retriever: 'imports', tokens };
    }
  }
  return bodies;
}
