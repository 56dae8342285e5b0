/** Definitions and uses of names: by language servers where they answer, else by the index and by the names themselves. */
import * as vscode from 'vscode';
import { escapeRegExp } from '../../base/escapeRegExp';
import type { ApprovedOperation } from '../../tools/gate/PathGate';
import type { FileSource, Limited, SymbolPlace, SymbolSource, TextHit } from '../../tools/ToolHost';
import type { FolderSearch } from '../context/ContextLoader';

export interface EditorSymbolsHost {
  readonly searches: () => readonly FolderSearch[];
  readonly files: FileSource;
  /** A record for searching the first folder, where the gate allows that without asking. */
  readonly wholeFolder: () => Promise<ApprovedOperation | undefined>;
}

/** Milliseconds after which a language server is not waited for. */
const patience = 5_000;

export class EditorSymbols implements SymbolSource {
  readonly #host: EditorSymbolsHost;

  constructor(host: EditorSymbolsHost) {
    this.#host = host;
  }

  async find(name: string, limit: number, signal: AbortSignal): Promise<Limited<SymbolPlace>> {
    const served = await within(
      vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
        'vscode.executeWorkspaceSymbolProvider',
        name,
      ),
    );
    signal.throwIfAborted();
    const exact = (served ?? []).filter(
      (symbol) => symbol.location.uri.scheme === 'file' && symbol.name.startsWith(name),
    );
    const byServer = exact.map(({ name: found, kind, location }) => ({
      ...{ name: found, kind: vscode.SymbolKind[kind]?.toLowerCase() ?? 'symbol', path: location.uri.fsPath },
      ...{ line: location.range.start.line, text: '' },
    }));
    const byIndex = byServer.length > 0 ? [] : await this.#indexed(name, limit + 1, signal);
    const all = [...byServer, ...byIndex];
    const items = await Promise.all(all.slice(0, limit).map((symbol) => withLine(symbol)));
    return { items, isCut: all.length > limit };
  }

  async references(
    name: string,
    at: { readonly record: ApprovedOperation; readonly line: number } | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<Limited<TextHit> & { readonly bySyntax: boolean }> {
    const served = at === undefined ? undefined : await this.#servedReferences(name, at.record.realPath, at.line);
    signal.throwIfAborted();
    if (served !== undefined && served.length > 0) {
      const items = await Promise.all(served.slice(0, limit).map((place) => withLine(place)));
      return { items, isCut: served.length > limit, bySyntax: false };
    }
    const record = await this.#host.wholeFolder();
    if (record === undefined) {
      return { items: [], isCut: false, bySyntax: true };
    }
    const pattern = `(?<![\\p{L}\\p{N}_$])${escapeRegExp(name)}(?![\\p{L}\\p{N}_$])`;
    const query = { pattern, isRegularExpression: true, matchCase: true, include: undefined, limit };
    return { ...(await this.#host.files.search(record, query, signal)), bySyntax: true };
  }

  async #indexed(name: string, most: number, signal: AbortSignal): Promise<readonly SymbolPlace[]> {
    const found = await Promise.all(
      this.#host.searches().map(async ({ folder, search }) => {
        const symbols = await search.findSymbols(name, most, signal).catch(() => []);
        return symbols.map(({ name: each, kind, path, startLine }) => ({
          ...{ name: each, kind, path: vscode.Uri.joinPath(folder, path).fsPath, line: startLine, text: '' },
        }));
      }),
    );
    return found.flat();
  }

  async #servedReferences(name: string, path: string, line: number): Promise<readonly TextHit[] | undefined> {
    const uri = vscode.Uri.file(path);
    const document = await vscode.workspace.openTextDocument(uri).then(
      (opened) => opened,
      () => undefined,
    );
    const character =
      document !== undefined && line < document.lineCount ? document.lineAt(line).text.indexOf(name) : -1;
    if (character < 0) {
      return undefined;
    }
    const places = await within(
      vscode.commands.executeCommand<vscode.Location[] | undefined>(
        'vscode.executeReferenceProvider',
        uri,
        new vscode.Position(line, character),
      ),
    );
    return places
      ?.filter((place) => place.uri.scheme === 'file')
      .map((place) => ({ path: place.uri.fsPath, line: place.range.start.line, text: '' }));
  }
}

/** The same with the line that it stands on. */
async function withLine<Place extends { readonly path: string; readonly line: number }>(
  place: Place,
): Promise<Place & { readonly text: string }> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.path)).then(
    (opened) => opened,
    () => undefined,
  );
  const isThere = document !== undefined && place.line < document.lineCount;
  return { ...place, text: isThere ? document.lineAt(place.line).text : '' };
}

/** Undefined = nobody answers, or not in time. */
async function within<T>(answer: Thenable<T | undefined>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([answer, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
