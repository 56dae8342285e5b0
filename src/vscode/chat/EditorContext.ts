/** The editor as the surroundings of a question: selection, visible file, problems, uncommitted changes, files by name. */
import * as vscode from 'vscode';
import { estimateTokens } from '../../base/estimateTokens';
import type { ChatContext, Offer } from '../../chat/ChatHost';
import type { Attachment } from '../../chat/conversation/records';
import type { CommandNeed, PromptCommand } from '../../chat/slashCommands';

/** Whether a file may go along: asks the gate, and the person where the gate says so. */
export type MayRead = (uri: vscode.Uri) => Promise<boolean>;

/** UTF-16 units of one attachment; longer texts keep their beginning and end. */
const longestText = 200_000;
const mostFound = 20;

export class EditorContext implements ChatContext {
  readonly #mayRead: MayRead;
  /** The editor that was used last: the panel itself takes the focus away. */
  #editor: vscode.TextEditor | undefined;

  constructor(mayRead: MayRead) {
    this.#mayRead = mayRead;
  }

  offers(): readonly Offer[] {
    const editor = this.#currentEditor();
    if (editor === undefined) {
      return [];
    }
    const { document, selection } = editor;
    const file = { id: `file:${document.uri}`, label: labelOf(document.uri), detail: '', tokens: null };
    const selected = selection.isEmpty
      ? []
      : [
          {
            id: 'selection',
            label: `${labelOf(document.uri)}:${linesLabel(selection)}`,
            detail: vscode.l10n.t('Selection'),
            tokens: estimateTokens(document.getText(selection)),
          },
        ];
    return [...selected, file];
  }

  async search(query: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const words: readonly Offer[] = [
      ...this.offers()
        .filter(({ id }) => id === 'selection')
        .map((offer) => ({ ...offer, label: 'selection', detail: offer.label })),
      { id: 'problems', label: 'problems', detail: vscode.l10n.t('Problems of the visible file'), tokens: null },
      ...(vscode.workspace.isTrusted
        ? [{ id: 'changes', label: 'changes', detail: vscode.l10n.t('Uncommitted changes'), tokens: null }]
        : []),
    ];
    const lower = query.toLowerCase();
    const named = words.filter(({ label }) => label.startsWith(lower));
    const open = this.#openFiles().filter(({ label }) => label.toLowerCase().includes(lower));
    const files = lower === '' || !vscode.workspace.isTrusted ? [] : await this.#filesNamed(query, signal);
    const all = new Map([...named, ...open, ...files].map((offer) => [offer.id, offer]));
    return [...all.values()].slice(0, mostFound);
  }

  async take(id: string, _signal: AbortSignal): Promise<Attachment | undefined> {
    if (id === 'selection') {
      return this.#selection();
    }
    if (id === 'problems') {
      return this.#problems();
    }
    if (id === 'changes') {
      return changes();
    }
    const [, kind, address] = /^(file|folder):(.+)$/s.exec(id) ?? [];
    if (address === undefined || !this.#isOffered(address)) {
      return undefined;
    }
    const uri = vscode.Uri.parse(address, true);
    return kind === 'folder' ? this.#folder(uri) : this.#file(uri);
  }

  async takeFor(need: CommandNeed, signal: AbortSignal): Promise<readonly Attachment[]> {
    const editor = this.#currentEditor();
    const id =
      need !== 'code'
        ? need
        : editor === undefined
          ? undefined
          : editor.selection.isEmpty
            ? `file:${editor.document.uri}`
            : 'selection';
    const taken = id === undefined ? undefined : await this.take(id, signal);
    return taken === undefined ? [] : [taken];
  }

  async instructions(_signal: AbortSignal): Promise<readonly Attachment[]> {
    const found: Attachment[] = [];
    for (const folder of vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : []) {
      const rules = vscode.Uri.joinPath(folder.uri, '.tandem', 'rules');
      const files = [vscode.Uri.joinPath(folder.uri, 'AGENTS.md'), ...(await markdownFiles(rules))];
      for (const uri of files) {
        const text = await readText(uri);
        if (text !== undefined && text.trim() !== '') {
          found.push({ id: `instructions:${uri}`, kind: 'instructions', label: labelOf(uri), uri: `${uri}`, text });
        }
      }
    }
    return found;
  }

  async commands(_signal: AbortSignal): Promise<readonly PromptCommand[]> {
    const found: PromptCommand[] = [];
    for (const folder of vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : []) {
      for (const uri of await markdownFiles(vscode.Uri.joinPath(folder.uri, '.tandem', 'prompts'))) {
        const prompt = (await readText(uri))?.trim() ?? '';
        if (prompt !== '') {
          found.push({ name: uri.path.slice(uri.path.lastIndexOf('/') + 1, -'.md'.length), needs: [], prompt });
        }
      }
    }
    return found;
  }

  #currentEditor(): vscode.TextEditor | undefined {
    const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
    if (active !== undefined && isOfPerson(active)) {
      this.#editor = active;
    } else if (this.#editor !== undefined && !visible.includes(this.#editor)) {
      this.#editor = undefined;
    }
    return this.#editor ?? visible.find(isOfPerson);
  }

  #openFiles(): readonly Offer[] {
    const uris = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
      tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
    );
    return uris.map(fileOffer);
  }

  async #filesNamed(query: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const cancellation = new vscode.CancellationTokenSource();
    const cancel = (): void => cancellation.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    // Signs that mean something in a pattern stand for any one sign.
    const pattern = `**/*${query.replace(/[[\]{}*?!,\\]/g, '?')}*`;
    try {
      const uris = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostFound, cancellation.token);
      const folders = new Map(
        uris.map((uri) => vscode.Uri.joinPath(uri, '..')).map((folder) => [folder.toString(), folder]),
      );
      const lower = query.toLowerCase();
      const named = [...folders.values()].filter(({ path }) =>
        path.slice(path.lastIndexOf('/')).toLowerCase().includes(lower),
      );
      return [...uris.map(fileOffer), ...named.map(folderOffer)];
    } catch {
      // A host without the search program: open files are still offered.
      return [];
    } finally {
      signal.removeEventListener('abort', cancel);
      cancellation.dispose();
    }
  }

  /** Only places of the workspace and open documents go along, whatever the page asks for. */
  #isOffered(address: string): boolean {
    try {
      const uri = vscode.Uri.parse(address, true);
      const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
      return isOpen || (vscode.workspace.isTrusted && vscode.workspace.getWorkspaceFolder(uri) !== undefined);
    } catch {
      return false;
    }
  }

  #selection(): Attachment | undefined {
    const editor = this.#currentEditor();
    if (editor === undefined || editor.selection.isEmpty) {
      return undefined;
    }
    const { document, selection } = editor;
    const label = `${labelOf(document.uri)}:${linesLabel(selection)}`;
    return {
      ...{
        id: `selection:${label}`,
        kind: 'selection',
        label,
        uri: `${document.uri}`,
        languageId: document.languageId,
      },
      lines: [selection.start.line, selection.end.line],
      text: bounded(document.getText(selection)),
    };
  }

  async #file(uri: vscode.Uri): Promise<Attachment | undefined> {
    if (!(await this.#mayRead(uri))) {
      return undefined;
    }
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    const text = open?.getText() ?? (await readText(uri));
    return text === undefined
      ? undefined
      : {
          ...{ id: `file:${uri}`, kind: 'file', label: labelOf(uri), uri: `${uri}`, text: bounded(text) },
          ...(open === undefined ? {} : { languageId: open.languageId }),
        };
  }

  async #folder(uri: vscode.Uri): Promise<Attachment | undefined> {
    const files = await vscode.workspace
      .findFiles(new vscode.RelativePattern(uri, '**/*'), '**/node_modules/**', 500)
      .then(undefined, () => []);
    const text = files.map(labelOf).toSorted().join('\n');
    return { id: `folder:${uri}`, kind: 'folder', label: `${labelOf(uri)}/`, text };
  }

  #problems(): Attachment | undefined {
    const document = this.#currentEditor()?.document;
    const diagnostics = document === undefined ? [] : vscode.languages.getDiagnostics(document.uri);
    if (document === undefined || diagnostics.length === 0) {
      return undefined;
    }
    const label = labelOf(document.uri);
    const text = diagnostics
      .slice(0, 100)
      .map(({ range, message, source = '', severity }) => {
        const kind = vscode.DiagnosticSeverity[severity] ?? '';
        return `${label}:${range.start.line + 1}:${range.start.character + 1} ${kind} ${source} ${message}`;
      })
      .join('\n');
    return { id: `problems:${document.uri}`, kind: 'problems', label: vscode.l10n.t('Problems in {0}', label), text };
  }
}

/** Whether an editor shows something of the person's, and not a log or a report. */
function isOfPerson({ document }: vscode.TextEditor): boolean {
  return ['file', 'untitled', 'vscode-remote', 'vscode-vfs'].includes(document.uri.scheme);
}

/** What the built-in Git extension offers, as far as it is used here. */
interface GitRepository {
  diff(cached?: boolean): Promise<string>;
  diffWithHEAD(): Promise<unknown>;
}

async function changes(): Promise<Attachment | undefined> {
  const repository = vscode.workspace.isTrusted ? await gitRepository() : undefined;
  if (repository === undefined) {
    return undefined;
  }
  const [staged, unstaged] = await Promise.all([repository.diff(true), repository.diff(false)]);
  const text = [staged, unstaged].filter((part) => part.trim() !== '').join('\n');
  return text === ''
    ? undefined
    : {
        ...{ id: 'changes', kind: 'changes', label: vscode.l10n.t('Uncommitted changes') },
        languageId: 'diff',
        text: bounded(text),
      };
}

async function gitRepository(): Promise<GitRepository | undefined> {
  const git = vscode.extensions.getExtension<{ getAPI(version: 1): { repositories: readonly GitRepository[] } }>(
    'vscode.git',
  );
  const api = (await git?.activate())?.getAPI(1);
  return api?.repositories[0];
}

function fileOffer(uri: vscode.Uri): Offer {
  const label = labelOf(uri);
  const cut = label.lastIndexOf('/') + 1;
  return { id: `file:${uri}`, label: label.slice(cut), detail: label.slice(0, Math.max(0, cut - 1)), tokens: null };
}

function folderOffer(uri: vscode.Uri): Offer {
  return { id: `folder:${uri}`, label: `${labelOf(uri)}/`, detail: vscode.l10n.t('Names of the files'), tokens: null };
}

/** A path that names no folder of this machine. */
function labelOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder === undefined
    ? uri.path.slice(uri.path.lastIndexOf('/') + 1)
    : vscode.workspace.asRelativePath(uri, false);
}

function linesLabel({ start, end }: vscode.Selection): string {
  return start.line === end.line ? `${start.line + 1}` : `${start.line + 1}-${end.line + 1}`;
}

function bounded(text: string): string {
  const half = longestText / 2;
  const mark = `\n… ${text.length - longestText} characters left out …\n`;
  return text.length <= longestText ? text : text.slice(0, half) + mark + text.slice(-half);
}

async function markdownFiles(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => type === vscode.FileType.File && /^[\p{L}\p{N}_-]+\.md$/u.test(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .toSorted((a, b) => a.path.localeCompare(b.path));
  } catch {
    return [];
  }
}

/** Undefined = there is no such file, or it is not text. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > 4 * longestText) {
      return (await vscode.workspace.openTextDocument(uri)).getText();
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.includes(0) ? undefined : new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}
