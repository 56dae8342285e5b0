/** The editor as the surroundings of a question: what stands behind each @, found by a few letters and taken when it is chosen. */
import * as vscode from 'vscode';
import { estimateTokens } from '../../../base/estimateTokens';
import type { ChatContext, Offer, SymbolPlace } from '../../../chat/ChatHost';
import type { Attachment } from '../../../chat/conversation/records';
import type { PersonsWeb } from '../../../chat/prompt/PersonsWeb';
import type { CommandNeed } from '../../../chat/slashCommands';
import type { FolderSearch } from '../../context/ContextLoader';
import type { ProblemPlace } from '../ChatCodeActions';
import { fetchPage } from '../fetchForPerson';
import { changesAttachment, repositoryOf } from './changes';
import { CurrentEditor } from './currentEditor';
import { fileAttachment, fileOffer, filesNamed, folderAttachment, isFolder, openFiles } from './files';
import { bounded, labelOf, linesLabel } from './labels';
import { isPicture, readPicture } from './pictureFiles';
import { problemsAttachment } from './problems';
import { projectCommands, projectInstructions } from './projectTexts';
import { codebaseAttachment, definitionsNamed, type MayRead, symbolAttachment, symbolsNamed } from './symbols';
import type { TerminalWatch } from './TerminalWatch';

const mostFound = 24;
/** Lines that go along above and below a problem. */
const linesAround = 20;

export interface EditorContextHost {
  /** Whether a file may go along: asks the gate, and the person where the gate says so and `ask` is true. */
  readonly mayRead: MayRead;
  readonly searches: () => readonly FolderSearch[];
  readonly terminals: TerminalWatch;
  readonly web: PersonsWeb;
  /** Words of the code that a question in another language may be about; '' = none are known. */
  readonly searchWords: (question: string, signal: AbortSignal) => Promise<string>;
}

export class EditorContext implements ChatContext {
  readonly #host: EditorContextHost;
  readonly #editor = new CurrentEditor();

  constructor(host: EditorContextHost) {
    this.#host = host;
  }

  offers(): readonly Offer[] {
    const editor = this.#editor.get();
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
            label: `${labelOf(document.uri)}:${linesLabel(selection.start.line, selection.end.line)}`,
            detail: vscode.l10n.t('Selection'),
            tokens: estimateTokens(document.getText(selection)),
          },
        ];
    return [...selected, file];
  }

  async search(query: string, signal: AbortSignal): Promise<readonly Offer[]> {
    const [, kind, rest = ''] = /^(file|folder|symbol):(.*)$/s.exec(query) ?? [];
    const text = kind === undefined ? query : rest;
    const lower = text.toLowerCase();
    const isTrusted = vscode.workspace.isTrusted;
    const words = kind === undefined ? this.#words().filter(({ label }) => begins(label, lower)) : [];
    const open =
      kind === 'symbol' || kind === 'folder'
        ? []
        : openFiles()
            .map(fileOffer)
            .filter(({ label, detail }) => `${detail}/${label}`.toLowerCase().includes(lower));
    const isSearched = text !== '' && isTrusted;
    const [found, symbols] = await Promise.all([
      isSearched && kind !== 'symbol' ? filesNamed(text, signal) : [],
      isSearched && kind !== 'file' && kind !== 'folder' ? symbolsNamed(this.#host.searches(), text, signal) : [],
    ]);
    const files = found.filter(({ id }) => kind === undefined || id.startsWith(`${kind}:`));
    // Symbols that begin with what was typed are as likely meant as files.
    const near = symbols.filter(({ label }) => label.toLowerCase().includes(lower)).slice(0, 4);
    const address = /^(?:url:)?(https?:\/\/\S{4,})$/.exec(query)?.[1];
    if (address !== undefined) {
      return [
        {
          id: `url:${address}`,
          label: address,
          detail: vscode.l10n.t('Fetch this page, after a question'),
          tokens: null,
        },
      ];
    }
    const all = new Map([...words, ...open, ...near, ...files, ...symbols].map((offer) => [offer.id, offer]));
    return [...all.values()].slice(0, mostFound);
  }

  definitions(names: readonly string[], signal: AbortSignal): Promise<readonly SymbolPlace[]> {
    return definitionsNamed(this.#host.searches(), names, signal);
  }

  async take(id: string, signal: AbortSignal): Promise<Attachment | undefined> {
    const editor = this.#editor.get();
    switch (id) {
      case 'selection':
        return this.#selection();
      case 'problems':
        return editor === undefined ? undefined : problemsAttachment(editor.document, this.#host.mayRead);
      case 'all-problems':
        return problemsAttachment(undefined, this.#host.mayRead);
      case 'changes':
        return changesAttachment(await repositoryOf(editor?.document.uri), this.#host.mayRead);
      case 'terminal':
        return this.#host.terminals.attachment();
      case 'codebase':
        // What it is about is known when the question is asked.
        return { id, kind: 'codebase', label: vscode.l10n.t('Codebase'), text: '', isDeferred: true };
    }
    const [, kind, address = ''] = /^(file|folder|symbol|url):(.+)$/s.exec(id) ?? [];
    if (kind === 'url') {
      return fetchPage(address, this.#host.web);
    }
    if (kind === 'symbol') {
      return symbolAttachment(address, async (uri) => (await this.#file(uri))?.text);
    }
    const uri = kind !== undefined && isOffered(address) ? vscode.Uri.parse(address, true) : undefined;
    signal.throwIfAborted();
    if (uri === undefined) {
      return undefined;
    }
    // A folder that was dropped comes as any file does.
    return kind === 'folder' || (await isFolder(uri)) ? folderAttachment(uri) : this.#file(uri);
  }

  /** What `take` cannot give, as it has to be made smaller first: a picture by its `file:` id. */
  async picture(id: string): Promise<{ readonly name: string; readonly data: string } | undefined> {
    const address = id.startsWith('file:') ? id.slice('file:'.length) : '';
    if (!isPicture(address) || !isOffered(address)) {
      return undefined;
    }
    const uri = vscode.Uri.parse(address, true);
    const data = (await this.#host.mayRead(uri, true)) ? await readPicture(uri) : undefined;
    return data === undefined ? undefined : { name: labelOf(uri), data };
  }

  async resolve(attachment: Attachment, question: string, signal: AbortSignal): Promise<Attachment | undefined> {
    if (attachment.kind !== 'codebase') {
      return attachment;
    }
    const words = await this.#host.searchWords(question, signal);
    return codebaseAttachment(this.#host.searches(), `${question} ${words}`, this.#host.mayRead, signal);
  }

  async takeFor(need: CommandNeed, signal: AbortSignal): Promise<readonly Attachment[]> {
    const editor = this.#editor.get();
    const code =
      editor === undefined ? undefined : editor.selection.isEmpty ? `file:${editor.document.uri}` : 'selection';
    const id = need === 'code' ? code : need;
    const taken = id === undefined ? undefined : await this.take(id, signal);
    return taken === undefined ? [] : [taken];
  }

  readonly instructions = (): Promise<readonly Attachment[]> => projectInstructions();
  readonly commands = projectCommands;

  /** The lines around a problem, and what the editor says about them. */
  async takeProblem({ uri, range, problems }: ProblemPlace): Promise<readonly Attachment[]> {
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
    if (document === undefined || !isOffered(uri.toString()) || !(await this.#host.mayRead(uri, true))) {
      return [];
    }
    const start = Math.max(0, range.start.line - linesAround);
    const end = Math.min(document.lineCount - 1, range.end.line + linesAround);
    const label = `${labelOf(uri)}:${linesLabel(start, end)}`;
    const lines = new vscode.Range(start, 0, end, document.lineAt(end).text.length);
    return [
      {
        ...{ id: `selection:${label}`, kind: 'selection', label, uri: `${uri}`, languageId: document.languageId },
        ...{ lines: [start, end], text: bounded(document.getText(lines)) },
      },
      {
        ...{ id: `problems:${label}`, kind: 'problems', uri: `${uri}` },
        label: vscode.l10n.t('Problems in {0}', label),
        text: problems.join('\n'),
      },
    ];
  }

  /** What has a name of its own behind an @. */
  #words(): readonly Offer[] {
    const { t } = vscode.l10n;
    const named = (id: string, detail: string, more: Partial<Offer> = {}): Offer => ({
      ...{ id, label: id, detail, tokens: null },
      ...more,
    });
    const isTrusted = vscode.workspace.isTrusted;
    const hasIndex = this.#host.searches().length > 0;
    const [selection] = this.offers().filter(({ id }) => id === 'selection');
    return [
      ...(selection === undefined ? [] : [named('selection', selection.label)]),
      named('problems', t('Problems of the visible file')),
      named('all-problems', t('Problems of all files')),
      ...(isTrusted ? [named('changes', t('Uncommitted changes'))] : []),
      ...(this.#host.terminals.isEmpty ? [] : [named('terminal', t('The last commands and their output'))]),
      ...(hasIndex ? [named('codebase', t('Places that the question is about, found when it is asked'))] : []),
      named('url', t('A web page by its address'), { label: 'url:', insert: 'url:https://' }),
      named('file', t('A file by its name'), { label: 'file:', insert: 'file:' }),
      ...(isTrusted
        ? [named('folder', t('The names of a folder’s files'), { label: 'folder:', insert: 'folder:' })]
        : []),
      ...(hasIndex
        ? [named('symbol', t('A function, class or other symbol'), { label: 'symbol:', insert: 'symbol:' })]
        : []),
    ];
  }

  #selection(): Attachment | undefined {
    const editor = this.#editor.get();
    if (editor === undefined || editor.selection.isEmpty) {
      return undefined;
    }
    const { document, selection } = editor;
    const { start, end } = selection;
    const label = `${labelOf(document.uri)}:${linesLabel(start.line, end.line)}`;
    return {
      ...{ id: `selection:${label}`, kind: 'selection', label, uri: `${document.uri}` },
      ...{ languageId: document.languageId, lines: [start.line, end.line] },
      text: bounded(document.getText(selection)),
    };
  }

  async #file(uri: vscode.Uri): Promise<Attachment | undefined> {
    return isOffered(uri.toString()) && (await this.#host.mayRead(uri, true)) ? fileAttachment(uri) : undefined;
  }
}

/** Whether a label, or one of the words that it is made of, begins like that. */
function begins(label: string, letters: string): boolean {
  return label.startsWith(letters) || label.includes(`-${letters}`);
}

/** Only places of the workspace and open documents go along, whatever the page asks for. */
function isOffered(address: string): boolean {
  try {
    const uri = vscode.Uri.parse(address, true);
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    return isOpen || (vscode.workspace.isTrusted && vscode.workspace.getWorkspaceFolder(uri) !== undefined);
  } catch {
    return false;
  }
}
