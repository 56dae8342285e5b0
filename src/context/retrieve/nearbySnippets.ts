/**
 * Retrievers of what no import leads to: where somebody just edited, pieces of visited files that look like the place at hand, the
 * subject of a test, the files beside it. Sorted by use; the mixer takes what fits.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { KnowledgeRequest } from '../ContextIndex';
import type { ContextSnippet, RetrieverName } from '../ContextSource';
import { folderOf, nameOf, stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';

/** Lines of one piece of a visited file; pieces overlap by half. */
const pieceLines = 24;
const leastSimilarity = 0.12;
const most = { visited: 12, pieces: 3, edits: 4, siblings: 2, headersOfSibling: 10, charactersOfFile: 400_000 };
/** Lines around an edit that are shown with it. */
const aroundEdit = 3;

type Read = (path: string) => string | undefined;

export function nearbySnippets(request: KnowledgeRequest, symbols: Symbols, read: Read): ContextSnippet[] {
  return [
    ...testSubject(request, symbols),
    ...recentEdits(request, read),
    ...similarPieces(request, read),
    ...siblings(request, symbols),
  ];
}

function snippet(path: string, lines: readonly string[], startLine: number, retriever: RetrieverName): ContextSnippet {
  const text = lines.join('\n').trimEnd();
  return {
    path,
    text,
    startLine,
    endLine: startLine + Math.max(0, lines.length - 1),
    retriever,
    tokens: estimateTokens(text),
  };
}

function linesOf(path: string, read: Read): string[] {
  return (read(path)?.slice(0, most.charactersOfFile) ?? '').split(/\r\n?|\n/);
}

function recentEdits({ path, edits }: KnowledgeRequest, read: Read): ContextSnippet[] {
  return edits
    .filter((edit) => edit.path !== path)
    .slice(0, most.edits)
    .flatMap((edit) => {
      const lines = linesOf(edit.path, read);
      const start = Math.max(0, edit.startLine - aroundEdit);
      const piece = lines.slice(start, Math.min(edit.endLine, edit.startLine + pieceLines) + aroundEdit + 1);
      return piece.join('').trim() === '' ? [] : [snippet(edit.path, piece, start, 'recent-edits')];
    });
}

/** Pieces of visited files that share the most words with the lines before the cursor (Jaccard index). */
function similarPieces({ path, text, line, visited }: KnowledgeRequest, read: Read): ContextSnippet[] {
  const here = wordsOf(text.split(/\r\n?|\n/).slice(Math.max(0, line - pieceLines), line + 1));
  const pieces = [...new Set(visited)]
    .filter((other) => other !== path)
    .slice(0, most.visited)
    .flatMap((other) => {
      const lines = linesOf(other, read);
      const best = { start: 0, score: 0 };
      for (let start = 0; start < lines.length; start += pieceLines / 2) {
        const score = similarity(here, wordsOf(lines.slice(start, start + pieceLines)));
        if (score > best.score) {
          Object.assign(best, { start, score });
        }
      }
      return best.score < leastSimilarity ? [] : [{ other, lines, ...best }];
    });
  return pieces
    .toSorted((one, two) => two.score - one.score)
    .slice(0, most.pieces)
    .map(({ other, lines, start }) => snippet(other, lines.slice(start, start + pieceLines), start, 'open-files'));
}

function wordsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.join('\n').match(/[\p{L}_][\p{L}\p{N}_]{2,}/gu) ?? []);
}

function similarity(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((word) => other.has(word)).length;
  return common / Math.max(1, one.size + other.size - common);
}

/** Names of the file that a test is about: `shop.test.ts`, `test_shop.py`, `ShopTest.java`, `shop_test.go`. */
function subjectStem(path: string): string | undefined {
  const stem = stemOf(path);
  const subject = /^(?:test_(.+)|(.+?)(?:[._-](?:test|tests|spec)|Tests?|IT|Spec))$/.exec(stem);
  return subject?.[1] ?? subject?.[2];
}

function testSubject({ path, languageId }: KnowledgeRequest, symbols: Symbols): ContextSnippet[] {
  const stem = subjectStem(path);
  if (stem === undefined) {
    return [];
  }
  const folder = folderOf(path).split('/');
  const nearness = (other: string): number =>
    folder.filter((segment) => folderOf(other).split('/').includes(segment)).length;
  const [subject] = [...symbols.paths()]
    .filter((other) => stemOf(other) === stem && other !== path && related(symbols.languageOf(other), languageId))
    .sort((one, two) => nearness(two) - nearness(one) || one.length - two.length || (one < two ? -1 : 1));
  return subject === undefined ? [] : headers(subject, symbols, 'test-subject', 30);
}

/** Files of the same folder, those whose names begin alike first. */
function siblings({ path, languageId }: KnowledgeRequest, symbols: Symbols): ContextSnippet[] {
  const folder = folderOf(path);
  const [first] = stemOf(path).split(/[._-]|(?<=[a-z])(?=[A-Z])/);
  return symbols
    .names(folder)
    .map((name) => (folder === '' ? name : `${folder}/${name}`))
    .filter(
      (other) => other !== path && related(symbols.languageOf(other), languageId) && subjectStem(other) === undefined,
    )
    .filter((other) => nameOf(other).startsWith(first ?? '') && (first?.length ?? 0) > 2)
    .slice(0, most.siblings)
    .flatMap((other) => headers(other, symbols, 'siblings', most.headersOfSibling));
}

function related(one: string | undefined, other: string): boolean {
  const family = (language: string): string => (/^(?:type|java)script/.test(language) ? 'script' : language);
  return one !== undefined && family(one) === family(other);
}

/** Headers of what a file offers. */
function headers(path: string, symbols: Symbols, retriever: RetrieverName, count: number): ContextSnippet[] {
  const offered = (symbols.outline(path)?.definitions ?? [])
    .filter(({ container, exported }) => container === undefined && exported)
    .slice(0, count);
  const text = offered.map(({ signature }) => signature).join('\n');
  return text === ''
    ? []
    : [
        {
          ...{ path, text, retriever, tokens: estimateTokens(text) },
          startLine: offered[0]?.startLine ?? 0,
          endLine: offered.at(-1)?.endLine ?? 0,
        },
      ];
}
