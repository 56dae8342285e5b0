/** Definitions by a few letters of their name, as people type them: `chses` finds `ChatSession`. */
import type { SymbolIndex } from '../index/SymbolIndex';
import type { FoundSymbol } from './CodeSearch';

/** Names of no use to who looks for a place. */
const leastUseful = new Set(['field', 'variable', 'constant']);

export function findSymbols(index: SymbolIndex, letters: string, most: number): readonly FoundSymbol[] {
  const wanted = letters.toLowerCase();
  if (wanted === '') {
    return [];
  }
  // Only outlines that have the letters at all are unpacked.
  const rough = new RegExp(
    [...wanted].map((letter) => letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')).join('[^"]*?'),
    'iu',
  );
  const found: { readonly symbol: FoundSymbol; readonly score: number }[] = [];
  for (const [path, { packed, languageId }] of index.files) {
    if (languageId === '' || packed === '' || !rough.test(packed)) {
      continue;
    }
    const definitions = index.outline(path)?.definitions ?? [];
    for (const { name, kind, startLine, endLine, container, receiver } of definitions) {
      const score = scoreOf(name, wanted) - (leastUseful.has(kind) ? 1 : 0) - (container === undefined ? 0 : 0.5);
      if (score > 0) {
        const around = receiver ?? (container === undefined ? '' : (definitions[container]?.name ?? ''));
        found.push({ symbol: { name, kind, path, startLine, endLine, container: around }, score });
      }
    }
  }
  return found
    .toSorted(
      (one, other) =>
        other.score - one.score ||
        one.symbol.name.length - other.symbol.name.length ||
        one.symbol.path.localeCompare(other.symbol.path) ||
        one.symbol.startLine - other.symbol.startLine,
    )
    .slice(0, most)
    .map(({ symbol }) => symbol);
}

/** Higher = more likely meant; 0 or less = not meant. Whole name, beginning, beginning of a word, part, letters in order. */
function scoreOf(name: string, wanted: string): number {
  const lower = name.toLowerCase();
  if (lower === wanted) {
    return 10;
  }
  const at = lower.indexOf(wanted);
  if (at === 0) {
    return 8;
  }
  if (at > 0) {
    const beginsWord = /[A-Z]/.test(name[at] ?? '') || /[_\W]/.test(name[at - 1] ?? '');
    return beginsWord ? 6 : 4;
  }
  // Letters in order count only where they begin with the name's first.
  let from = 0;
  for (const letter of wanted) {
    const next = lower.indexOf(letter, from);
    if (next < 0 || (from === 0 && next > 0)) {
      return 0;
    }
    from = next + 1;
  }
  return wanted.length < 2 ? 0 : 2;
}
