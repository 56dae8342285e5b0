/** What a model is told when its edit does not fit: what stands in the file instead, with line numbers, and what to send next. */

import { type EditFailure, failure, type RequestedEdit } from '../RequestedEdit';
import { type BaseText, lineKey } from './BaseText';
import { linesOf } from './Match';
import { lineSimilarity } from './similarity';

const mostNamed = 10;
const mostCandidates = 100;
const mostShown = 12;

export function describeAmbiguity(name: string, path: string, base: BaseText, lines: readonly number[]): EditFailure {
  const named = lines.slice(0, mostNamed).map((line) => line + 1);
  const more = lines.length > named.length ? ` and ${lines.length - named.length} more` : '';
  const [first] = lines;
  const distinct = first === undefined || base.lineCount === 1 ? '' : ' (1-based line where the text begins)';
  return failure(
    'ambiguous',
    `${name}: the search text stands at ${lines.length} ${lines.length === 1 ? 'line more than once: line' : 'places: lines'} ${named.join(', ')}${more}. Nothing was changed. Add lines above or below until it is unique, or give a lineHint${distinct}.`,
    lines.slice(0, mostCandidates).map((line) => ({ path, line })),
  );
}

/** @param before edits of the same file that come first: their new text is a common thing to search for by mistake */
export function describeNoMatch(
  name: string,
  path: string,
  base: BaseText,
  edit: RequestedEdit,
  before: readonly RequestedEdit[],
): EditFailure {
  if (base.view === '') {
    return failure('no_match', `${name}: the file is empty. Send an empty search text to fill it.`);
  }
  const search = edit.search.trim();
  if (search !== '' && before.some(({ replace }) => replace.includes(search))) {
    return failure(
      'no_match',
      `${name}: the search text is new text of an earlier edit. All edits are matched against the file as it was; nothing was changed. Merge the two edits into one.`,
    );
  }
  const searchLines = linesOf(edit.search);
  const near = nearestLines(base, searchLines);
  if (near === undefined) {
    return failure(
      'no_match',
      `${name}: the search text is not in the file, nor anything like it. Nothing was changed. Read the file again and send text that stands in it.`,
    );
  }
  const shown = Math.min(searchLines.length, mostShown);
  const lines = Array.from({ length: shown }, (_, index) => near + index)
    .filter((line) => line < base.lineCount)
    .map((line) => `${String(line + 1).padStart(6)} | ${base.line(line)}`);
  return failure(
    'no_match',
    `${name}: the search text is not in the file. Nothing was changed. Nearest lines:\n${lines.join('\n')}\nSend the search text again exactly as these lines stand (without the numbers), this edit only.`,
    [{ path, line: near }],
  );
}

/** The line at which most of the search lines stand, or the one most like one of them; undefined = nothing is alike. */
function nearestLines(base: BaseText, searchLines: readonly string[]): number | undefined {
  const { keys, lines } = base.index;
  const wanted = searchLines.map((line) => lineKey(line, 'content'));
  const votes = new Map<number, number>();
  for (const [index, key] of wanted.entries()) {
    const places = key === '' ? [] : (lines.get(key) ?? []);
    for (const line of places.slice(0, 1000)) {
      const start = Math.max(0, line - index);
      votes.set(start, (votes.get(start) ?? 0) + (1 + key.length) / places.length);
    }
  }
  const [voted] = [...votes].sort(([oneLine, one], [otherLine, other]) => other - one || oneLine - otherLine);
  if (voted !== undefined) {
    return voted[0];
  }
  const longest = wanted.reduce((best, key, index) => (key.length > (wanted[best]?.length ?? 0) ? index : best), 0);
  const key = (wanted[longest] ?? '').slice(0, 200);
  const words = new Set(key.match(/[\p{L}\p{N}_]+/gu));
  const scored = keys
    .map((there, line) => ({ line, shared: sharedWords(words, there) }))
    .filter(({ shared }) => shared > 0)
    .sort((one, other) => other.shared - one.shared || one.line - other.line)
    .slice(0, 50)
    .map(({ line }) => ({ line, similarity: lineSimilarity(key, (keys[line] ?? '').slice(0, 200)) }))
    .sort((one, other) => other.similarity - one.similarity || one.line - other.line);
  const best = scored[0];
  return best === undefined || best.similarity < 0.4 ? undefined : Math.max(0, best.line - longest);
}

function sharedWords(words: ReadonlySet<string>, line: string): number {
  let shared = 0;
  for (const word of words) {
    if (line.includes(word)) {
      shared++;
    }
  }
  return shared;
}
