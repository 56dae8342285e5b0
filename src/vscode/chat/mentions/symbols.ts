/** Symbols by their names, and the places that a question is about, from the code index. */
import * as vscode from 'vscode';
import type { Offer, SymbolPlace } from '../../../chat/ChatHost';
import type { Attachment } from '../../../chat/conversation/records';
import { definitionsOf } from '../../../context/search/definitionsOf';
import type { FolderSearch } from '../../context/ContextLoader';
import { bounded, labelOf, linesLabel } from './labels';

const mostSymbols = 12;
/** Estimated tokens of all places of a question together. */
const codebaseBudget = 6_000;

export type MayRead = (uri: vscode.Uri, ask: boolean) => Promise<boolean>;

export async function symbolsNamed(
  searches: readonly FolderSearch[],
  letters: string,
  signal: AbortSignal,
): Promise<readonly Offer[]> {
  const found = await Promise.all(
    searches.map(async ({ folder, search }) => {
      const symbols = await search.findSymbols(letters, mostSymbols, signal).catch(() => []);
      return symbols.map(({ name, kind, path, startLine, endLine, container }) => {
        const uri = vscode.Uri.joinPath(folder, path);
        const label = container === '' ? name : `${container}.${name}`;
        return {
          ...{ id: `symbol:${startLine}-${endLine}:${encodeURIComponent(label)}:${uri}`, label },
          ...{ detail: `${kind} · ${labelOf(uri)}:${startLine + 1}`, tokens: null },
        };
      });
    }),
  );
  return found.flat().slice(0, mostSymbols);
}

/** Those that are defined in one place of all folders. */
export async function definitionsNamed(
  searches: readonly FolderSearch[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly SymbolPlace[]> {
  const found = await Promise.all(
    searches.map(async ({ folder, search }) => {
      const definitions = await definitionsOf(search, names, signal).catch(() => []);
      return definitions.map(({ name, symbol: { path, startLine } }) => ({
        ...{ name, line: startLine + 1 },
        path: labelOf(vscode.Uri.joinPath(folder, path)),
      }));
    }),
  );
  const all = found.flat();
  return all.filter(({ name }) => all.filter((other) => other.name === name).length === 1);
}

/** `address`: what stands behind `symbol:` in an offer's id. Undefined = it is gone. */
export async function symbolAttachment(
  address: string,
  textOf: (uri: vscode.Uri) => Promise<string | undefined>,
): Promise<Attachment | undefined> {
  const [, from = '0', to = '0', name = '', uriText = ''] = /^(\d+)-(\d+):([^:]*):(.+)$/s.exec(address) ?? [];
  const [start, end] = [Number(from), Number(to)];
  const uri = uriText === '' ? undefined : vscode.Uri.parse(uriText, true);
  const text = uri === undefined ? undefined : await textOf(uri);
  if (uri === undefined || text === undefined) {
    return undefined;
  }
  const lines = text.split(/\r\n?|\n/).slice(start, end + 1);
  return {
    ...{ id: `symbol:${address}`, kind: 'symbol', uri: `${uri}`, lines: [start, end] },
    label: `${decodeURIComponent(name)} (${labelOf(uri)}:${linesLabel(start, end)})`,
    text: bounded(lines.join('\n')),
  };
}

/** What the index finds for a question, places in the text and how many in the label; or that it finds nothing. */
export async function codebaseAttachment(
  searches: readonly FolderSearch[],
  question: string,
  mayRead: MayRead,
  signal: AbortSignal,
): Promise<Attachment> {
  const found = await Promise.all(
    searches.map(async ({ folder, search }) => {
      const pieces = await search.retrieve(question, codebaseBudget / searches.length, signal);
      return pieces.map((piece) => ({ ...piece, uri: vscode.Uri.joinPath(folder, piece.path) }));
    }),
  );
  const allowed = await Promise.all(
    found.flat().map(async (piece) => ((await mayRead(piece.uri, false)) ? [piece] : [])),
  );
  const places = allowed.flat();
  if (places.length === 0) {
    // Person and model learn that it was looked for.
    return {
      ...{ id: 'codebase', kind: 'codebase', text: 'Nothing was found.' },
      label: vscode.l10n.t('Codebase: nothing found'),
    };
  }
  const text = places
    .map((piece) => `${labelOf(piece.uri)}:${linesLabel(piece.startLine, piece.endLine)}\n${piece.text}`)
    .join('\n\n');
  return {
    ...{ id: 'codebase', kind: 'codebase', text: bounded(text) },
    label:
      places.length === 1 ? vscode.l10n.t('Codebase: 1 place') : vscode.l10n.t('Codebase: {0} places', places.length),
    places: places.map(({ uri, startLine, endLine }) => ({ uri: `${uri}`, lines: [startLine, endLine] })),
  };
}
