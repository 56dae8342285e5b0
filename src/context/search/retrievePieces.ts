/**
 * The places of a workspace that a question is about: files whose names and definitions share rare words with it, then the pieces of those
 * files that do (Okapi BM25, Robertson and Zaragoza 2009, with names worth more than bodies). A word is a part of a name: `fitMessages` is
 * found by "fit" and by "messages".
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { Definition } from '../../syntax/Outline';
import type { ContextSnippet } from '../ContextSource';
import { nameOf, stemOf } from '../files/paths';
import type { SymbolIndex } from '../index/SymbolIndex';

/** Files whose text is looked at, lines of one piece, pieces of one file, words of a question. */
const most = { files: 60, lines: 60, pieces: 4, words: 24, charactersOfFile: 400_000 };
/** How fast more of the same word stops to count, and how much longer pieces have to prove. */
const k1 = 1.2;
const b = 0.5;
const usualLines = 25;

/** Words that say nothing about code. */
const everyday = new Set(
  'the and for are was what where when which who how why does did can could should would this that these those with from into have has had not but you your our its there here about code file function class method please explain show find tell use used using make made get set all any one two new is it in of on to do be by as at an or if we me my i a'.split(
    ' ',
  ),
);

/** The words by which a question is looked for, lower case, longest first; Han text as pairs of signs. */
export function wordsOfQuestion(question: string): readonly string[] {
  const latin = (question.match(/[\p{Script=Latin}_][\p{Script=Latin}\p{N}_]*/gu) ?? []).flatMap((name) => {
    const parts = name.split(/_|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter((part) => part !== '');
    return parts.length > 1 ? [name, ...parts] : parts;
  });
  const han = (question.match(/\p{Script=Han}{2,}/gu) ?? []).flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
  const words = [...latin, ...han].map((word) => stem(word.toLowerCase())).filter((word) => isWord(word));
  return [...new Set(words)].toSorted((one, other) => other.length - one.length).slice(0, most.words);
}

export function retrievePieces(
  index: SymbolIndex,
  read: (path: string) => string | undefined,
  question: string,
  budget: number,
): readonly ContextSnippet[] {
  const words = wordsOfQuestion(question);
  if (words.length === 0) {
    return [];
  }
  const { files, rarity } = rankFiles(index, words);
  const pieces = files.flatMap(({ path, score }) => {
    const text = read(path)?.slice(0, most.charactersOfFile);
    const lines = text?.split(/\r\n?|\n/) ?? [];
    return piecesOf(index.outline(path)?.definitions ?? [], lines.length)
      .map(([startLine, endLine, name]) => {
        const piece = lines.slice(startLine, endLine + 1).join('\n');
        const inside = bm25(countWords(piece, words), rarity, endLine - startLine + 1);
        const named = bm25(countWords(`${name} ${nameOf(path)}`, words), rarity, usualLines);
        return { path, startLine, endLine, text: piece, score: inside + 2 * named + score / 4 };
      })
      .filter(({ score: own, text: piece }) => own > score / 4 && piece.trim() !== '');
  });
  return chosen(pieces, budget);
}

type Rarity = ReadonlyMap<string, number>;

function rankFiles(index: SymbolIndex, words: readonly string[]) {
  const counted: { readonly path: string; readonly counts: ReadonlyMap<string, number> }[] = [];
  const files = new Map<string, number>();
  let total = 0;
  for (const [path, { languageId, packed }] of index.files) {
    if (languageId === '' || packed === '') {
      continue;
    }
    total++;
    const counts = countWords(`${packed} ${path} ${stemOf(path)} ${stemOf(path)}`, words);
    if (counts.size > 0) {
      counted.push({ path, counts });
      for (const word of counts.keys()) {
        files.set(word, (files.get(word) ?? 0) + 1);
      }
    }
  }
  const rarity: Rarity = new Map(
    words.map((word) => {
      const count = files.get(word) ?? 0;
      return [word, Math.log(1 + (total - count + 0.5) / (count + 0.5))];
    }),
  );
  const ranked = counted
    .map(({ path, counts }) => ({ path, score: bm25(counts, rarity, usualLines) }))
    .toSorted((one, other) => other.score - one.score || one.path.localeCompare(other.path))
    .slice(0, most.files);
  return { files: ranked, rarity };
}

function bm25(counts: ReadonlyMap<string, number>, rarity: Rarity, lines: number): number {
  const length = 1 - b + (b * lines) / usualLines;
  let score = 0;
  for (const [word, count] of counts) {
    score += ((rarity.get(word) ?? 0) * count * (k1 + 1)) / (count + k1 * length);
  }
  return score;
}

/** How often each word begins in a text: `fits` and `refit` hold "fit", `benefit` as well; that rarely matters and costs nothing. */
function countWords(text: string, words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const pattern = new RegExp(words.join('|'), 'giu');
  for (const [match] of text.matchAll(pattern)) {
    const word = match.toLowerCase();
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Lines of one piece, and what it is called: each definition, long ones in windows. */
function piecesOf(definitions: readonly Definition[], lines: number): readonly (readonly [number, number, string])[] {
  const parents = new Set(definitions.flatMap(({ container }) => container ?? []));
  const pieces: [number, number, string][] = [];
  const isSmall = ({ startLine, endLine }: Definition): boolean => endLine - startLine < most.lines;
  definitions.forEach((definition, at) => {
    const { startLine, endLine, name, container } = definition;
    const around = container === undefined ? undefined : definitions[container];
    // What is inside of a small piece is shown with it.
    if (around !== undefined && isSmall(around)) {
      return;
    }
    const called = around === undefined ? name : `${around.name} ${name}`;
    if (isSmall(definition)) {
      pieces.push([startLine, endLine, called]);
    } else if (parents.has(at)) {
      pieces.push([startLine, startLine + 12, called]);
    } else {
      for (let start = startLine; start <= endLine; start += most.lines / 2) {
        pieces.push([start, Math.min(endLine, start + most.lines - 1), called]);
      }
    }
  });
  return pieces.length > 0 || lines === 0 ? pieces : [[0, Math.min(lines - 1, most.lines - 1), '']];
}

function chosen(
  pieces: readonly (Omit<ContextSnippet, 'retriever' | 'tokens'> & { readonly score: number })[],
  budget: number,
): readonly ContextSnippet[] {
  const taken: ContextSnippet[] = [];
  let room = budget;
  for (const { score: _score, ...piece } of pieces.toSorted((one, other) => other.score - one.score)) {
    const same = taken.filter(({ path }) => path === piece.path);
    const overlaps = same.some(({ startLine, endLine }) => startLine <= piece.endLine && endLine >= piece.startLine);
    const tokens = estimateTokens(piece.text);
    if (same.length < most.pieces && !overlaps && tokens <= room) {
      room -= tokens;
      taken.push({ ...piece, retriever: 'question', tokens });
    }
  }
  return taken;
}

function isWord(word: string): boolean {
  return (word.length > 2 || /\p{Script=Han}/u.test(word)) && !everyday.has(word);
}

/** Endings that change with grammar only. */
function stem(word: string): string {
  return /\p{Script=Han}/u.test(word)
    ? word
    : word.replace(/(?<=.{3})(?:ies|s|ed|ing)$/, (end) => (end === 'ies' ? 'y' : ''));
}
