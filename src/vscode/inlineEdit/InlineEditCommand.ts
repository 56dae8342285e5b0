/**
 * Inline edit in the editor: the selected lines, a few words, and the answer under review while it is still being written. Refining goes
 * on with the same conversation.
 */
import * as vscode from 'vscode';
import { createId } from '../../base/createId';
import type { ProposedChange } from '../../edits/proposeChanges';
import { parsedText } from '../../edits/refuse/notebooks';
import { createReview, isPending, type ReviewSet } from '../../edits/review/ReviewSet';
import type { RequestNote } from '../../glm/Model';
import type { Connection } from '../../glm/ModelConnection';
import type { Conversation, Diagnostic, InlineEditRequest } from '../../inlineEdit/InlineEdit';
import { linesAround } from '../../inlineEdit/newDiagnostics';
import { type InlineEditOutcome, runInlineEdit } from '../../inlineEdit/runInlineEdit';
import { cellPlaceOf } from '../notebook/editorNotebooks';
import { withProgressOrWarning } from '../progress';
import type { Reviews } from '../review/Reviews';
import type { ReviewCommands } from '../review/reviewCommands';
import { askInstruction, type InstructionHistory } from './askInstruction';
import { type MayChangeHost, mayChange } from './mayChange';
import { definitionsFor, diagnosticsIn } from './selectionContext';

export interface InlineEditHost extends MayChangeHost {
  readonly connection: Connection;
  readonly reviews: Reviews;
  readonly commands: ReviewCommands;
  readonly history: InstructionHistory;
  /** Whether a model may see a file. */
  readonly mayRead: (path: string) => Promise<boolean>;
  /** 0-based line at which a text that could be parsed cannot be any more; undefined = nothing broke, or nobody can tell. */
  readonly brokenAt: (languageId: string, before: string, after: string) => Promise<number | undefined>;
}

/** The last edit, as long as nothing of it was judged. */
interface Refinable {
  readonly set: string;
  readonly request: InlineEditRequest;
  readonly conversation: Conversation;
  readonly said: readonly string[];
}

/** What an edit goes on from. */
interface Earlier {
  readonly conversation: Conversation;
  /** The person's words so far. */
  readonly said: readonly string[];
  /** The request whose answer it goes on from. */
  readonly record: string | undefined;
}

/** While an answer streams, the diff is drawn anew at most this often, in milliseconds. */
const drawEvery = 120;

export class InlineEditCommand {
  readonly #host: InlineEditHost;
  #refinable: Refinable | undefined;
  /** Sets whose diff was shown while the answer came in. */
  readonly #opened = new Set<string>();

  constructor(host: InlineEditHost) {
    this.#host = host;
    host.reviews.onDidChange(() => {
      const set = this.#refinable === undefined ? undefined : host.reviews.set(this.#refinable.set);
      const untouched = set?.files.every(({ hunks }) => hunks.every(({ state }) => state === 'pending')) === true;
      void vscode.commands.executeCommand('setContext', 'tandem.inlineEdit.refinable', untouched);
    });
  }

  /** @param given what to do; undefined = the person is asked */
  async edit(given: string | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || !(await mayChange(editor.document, this.#host))) {
      return;
    }
    const { document, selection } = editor;
    const cell = cellPlaceOf(document);
    const whole = selection.isEmpty ? undefined : wholeLines(document, selection);
    const instruction =
      given ??
      (await askInstruction(
        vscode.l10n.t('GLM Tandem: Edit'),
        whole !== undefined
          ? vscode.l10n.t('What should change in lines {0} to {1}?', whole.start + 1, whole.end)
          : cell === undefined
            ? vscode.l10n.t('What should change in this file?')
            : vscode.l10n.t('What should change in this cell?'),
        this.#host.history,
      ));
    if (instruction === undefined) {
      return;
    }
    const range =
      whole === undefined
        ? new vscode.Range(0, 0, document.lineCount, 0)
        : new vscode.Range(whole.start, 0, whole.end, 0);
    const diagnostics = diagnosticsIn(document.uri, range);
    const snippets = whole === undefined ? [] : await definitionsFor(document, range, this.#host.mayRead);
    // As it is now, whatever was typed while the instruction was.
    const edited = editedText(document, whole);
    const request: InlineEditRequest = {
      ...{ languageId: document.languageId, instruction, snippets, ...edited },
      diagnostics: diagnostics.map((each) => ({ ...each, line: each.line + (cellPlaceOf(document)?.line ?? 0) })),
    };
    const earlier = { conversation: [], said: [instruction], record: undefined };
    await this.#run(createId(Date.now()), vscode.Uri.parse(edited.uri).fsPath, request, earlier);
  }

  /**
   * Lets the model put a block of code where it belongs in a file; false = nothing of it came under review. `record`: the request whose
   * answer the block is from.
   */
  async merge(
    uri: vscode.Uri,
    languageId: string,
    text: string,
    code: string,
    record: string | undefined,
  ): Promise<boolean> {
    const longest = Math.max(2, ...[...code.matchAll(/`{3,}/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    const request: InlineEditRequest = {
      ...{ uri: uri.toString(), path: vscode.workspace.asRelativePath(uri), languageId, text },
      ...{ selection: undefined, diagnostics: [], snippets: [] },
      instruction: `Put this code into the file, where it belongs, in place of what it is a new version of. Change nothing else. Where a comment stands for code that is left out, keep the file's own code.\n\n${fence}\n${code.replace(/\n?$/, '\n')}${fence}`,
      title: vscode.l10n.t('Code from the chat'),
    };
    const id = createId(Date.now());
    await this.#run(id, uri.fsPath, request, { conversation: [], said: [], record });
    return this.#host.reviews.set(id) !== undefined;
  }

  /** Lets the model mend what the editor reports since its last change. */
  async mend(document: vscode.TextDocument, diagnostics: readonly Diagnostic[]): Promise<void> {
    if (!(await mayChange(document, this.#host))) {
      return;
    }
    const selection = linesAround(diagnostics, document.lineCount);
    const request: InlineEditRequest = {
      ...{ uri: document.uri.toString(), path: vscode.workspace.asRelativePath(document.uri) },
      ...{ languageId: document.languageId, text: document.getText(), selection, diagnostics },
      snippets:
        selection === undefined
          ? []
          : await definitionsFor(document, new vscode.Range(selection.start, 0, selection.end, 0), this.#host.mayRead),
      instruction: 'Your last change brought the problems that the editor reports. Mend them, and change nothing else.',
      title: vscode.l10n.t('Mend new problems'),
    };
    await this.#run(createId(Date.now()), document.uri.fsPath, request, {
      conversation: [],
      said: [],
      record: undefined,
    });
  }

  async refine(given: string | undefined): Promise<void> {
    const last = this.#refinable;
    if (last === undefined) {
      return;
    }
    const title = vscode.l10n.t('GLM Tandem: Refine');
    const placeholder = vscode.l10n.t('What should be different?');
    const instruction = given ?? (await askInstruction(title, placeholder, this.#host.history));
    const set = this.#host.reviews.set(last.set);
    if (instruction !== undefined && set !== undefined) {
      const request = { ...last.request, instruction, brokenAt: set.files[0]?.brokenAt };
      const { conversation } = last;
      const earlier = { conversation, said: [...last.said, instruction], record: set.record };
      await this.#run(last.set, set.files[0]?.path ?? '', request, earlier);
    }
  }

  async #run(id: string, path: string, request: InlineEditRequest, earlier: Earlier): Promise<void> {
    let record = earlier.record;
    const note = (): RequestNote => {
      const made = noteOf(request, earlier.said, record);
      record = made.id;
      return made;
    };
    const before = this.#host.reviews.set(id);
    const outcome = await withProgressOrWarning(vscode.l10n.t('GLM Tandem: writing the edit…'), async (signal) => {
      const connected = await this.#host.connection.connect(signal);
      const onProgress = this.#drawer(id, path, request, signal);
      return runInlineEdit(request, earlier.conversation, connected, { note, onProgress }, signal);
    });
    await this.#settle(id, path, request, outcome, before, { said: earlier.said, record });
  }

  async #settle(
    id: string,
    path: string,
    request: InlineEditRequest,
    outcome: InlineEditOutcome | undefined,
    before: ReviewSet | undefined,
    { said, record }: Pick<Earlier, 'said' | 'record'>,
  ): Promise<void> {
    const { reviews, commands, brokenAt } = this.#host;
    if (outcome?.kind !== 'proposed') {
      // What was shown of an answer that counts for nothing goes again; what was there before a refinement comes back.
      await (before === undefined ? reviews.discard(id) : reviews.add(before));
      this.#opened.delete(id);
      await commands.closeFinished();
      if (outcome !== undefined) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('GLM Tandem: the model’s answer could not be used: {0}', outcome.message),
        );
      }
      return;
    }
    const { change, conversation } = outcome;
    const [old, changed] = [request.text, change.result ?? ''].map((text) => parsedText(request.path, text));
    const broken = await brokenAt(request.languageId, old ?? '', changed ?? '');
    this.#refinable = { set: id, request, conversation, said };
    await reviews.add({ ...setOf(id, path, request, change, broken), record });
    // A diff that was shown while the answer came in has the rest by now; the person may have gone elsewhere since.
    if (!this.#opened.delete(id)) {
      await commands.begin(id);
    }
  }

  #drawer(id: string, path: string, request: InlineEditRequest, signal: AbortSignal): (text: string) => void {
    let last = 0;
    let opened = false;
    return (result) => {
      const now = performance.now();
      if (signal.aborted || now - last < drawEvery || result === request.text) {
        return;
      }
      last = now;
      const change = { path: request.path, newPath: undefined, base: request.text, result, edits: [] };
      const set = setOf(id, path, request, change, undefined);
      this.#host.reviews.show({ ...set, files: set.files.filter(isPending) });
      if (!opened) {
        opened = true;
        this.#opened.add(id);
        void this.#host.commands.begin(id);
      }
    };
  }
}

function setOf(
  id: string,
  path: string,
  request: InlineEditRequest,
  change: ProposedChange,
  brokenAt: number | undefined,
): ReviewSet {
  const title = (request.title ?? request.instruction).replace(/\s+/g, ' ').slice(0, 100);
  return createReview({ id, title, origin: 'inline-edit' }, [{ change, path, label: request.path, brokenAt }]);
}

function noteOf(
  { uri, path, languageId, selection }: InlineEditRequest,
  said: readonly string[],
  parent: string | undefined,
): RequestNote {
  const lines = selection === undefined ? {} : { lines: [selection.start, selection.end - 1] as const };
  return { id: createId(Date.now()), surface: 'inline_edit', uri, path, languageId, ...lines, said, parent };
}

/** What an edit in a document is about: its file's text, or all cells of its notebook, and the lines in it. Without a selection a cell counts as one. */
function editedText(
  document: vscode.TextDocument,
  selected: { readonly start: number; readonly end: number } | undefined,
): Pick<InlineEditRequest, 'uri' | 'path' | 'text' | 'selection'> {
  const cell = cellPlaceOf(document);
  if (cell === undefined) {
    const { uri } = document;
    const path = vscode.workspace.asRelativePath(uri);
    return { uri: uri.toString(), path, text: document.getText(), selection: selected };
  }
  const { uri, text, line, count } = cell;
  const { start, end } = selected ?? { start: 0, end: count };
  const selection = { start: line + Math.min(start, count), end: line + Math.min(end, count) };
  return { uri: uri.toString(), path: vscode.workspace.asRelativePath(uri), text, selection };
}

/** The lines that a selection touches; one that ends at a line's start does not touch that line. */
export function wholeLines(document: vscode.TextDocument, selection: vscode.Selection) {
  const { start, end } = selection;
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { start: start.line, end: Math.min(last + 1, document.lineCount) };
}
