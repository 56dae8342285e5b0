/**
 * “Refactor with GLM…”: the model chooses among what the language server can do at the cursor and text edits of its own; what comes of it is
 * one set under review. Where the language server answers, its edit is what is shown.
 */
import * as vscode from 'vscode';
import { createId } from '../../base/createId';
import { diffLines } from '../../edits/diffLines';
import { readEditFile } from '../../edits/formats/editFile';
import { linesWithBreaks } from '../../edits/hunks';
import { mergeTextEdits, type OffsetEdit } from '../../edits/mergeTextEdits';
import { proposeChanges } from '../../edits/proposeChanges';
import { type EditFailure, failure } from '../../edits/RequestedEdit';
import { createReview, type ReviewInput, type ReviewSet } from '../../edits/review/ReviewSet';
import type { RequestNote } from '../../glm/Model';
import type { ConnectedModel, Connection } from '../../glm/ModelConnection';
import { type RefactoringRequest, type RefactoringStep, readPlan, refactoringMessages } from '../../refactoring/plan';
import { askInstruction, type InstructionHistory } from '../inlineEdit/askInstruction';
import { wholeLines } from '../inlineEdit/InlineEditCommand';
import { type MayChangeHost, mayChange } from '../inlineEdit/mayChange';
import { withProgressOrWarning } from '../progress';
import type { Reviews } from '../review/Reviews';
import type { ReviewCommands } from '../review/reviewCommands';
import { type OfferedActions, offeredAt, readEdit, renameEdit, toOffsets } from './languageActions';
import { moveEdits } from './moveEdits';

export interface RefactorHost extends MayChangeHost {
  readonly connection: Connection;
  readonly reviews: Reviews;
  readonly commands: ReviewCommands;
  readonly history: InstructionHistory;
  /** Whether a model may see a file. */
  readonly mayRead: (path: string) => Promise<boolean>;
  readonly brokenAt: (languageId: string, before: string, after: string) => Promise<number | undefined>;
}

/** The answer that could not be read, and one more. */
const mostAnswers = 2;

export class RefactorCommand {
  readonly #host: RefactorHost;

  constructor(host: RefactorHost) {
    this.#host = host;
  }

  /** @param given what to do; undefined = the person is asked */
  async run(given: string | undefined): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.scheme === 'vscode-notebook-cell') {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Notebooks cannot be refactored in this way. Use “Edit Selection…” in the cell.'),
      );
      return;
    }
    if (editor === undefined || !(await mayChange(editor.document, this.#host))) {
      return;
    }
    const { document, selection } = editor;
    const title = vscode.l10n.t('GLM Tandem: Refactor');
    const placeholder = vscode.l10n.t('What should be refactored here?');
    const instruction = given ?? (await askInstruction(title, placeholder, this.#host.history));
    if (instruction === undefined) {
      return;
    }
    const outcome = await withProgressOrWarning(vscode.l10n.t('GLM Tandem: planning the refactoring…'), (signal) =>
      this.#refactor(document, selection, instruction, signal),
    );
    if (outcome === undefined) {
      return;
    }
    if ('code' in outcome) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('GLM Tandem: the model’s answer could not be used: {0}', outcome.message),
      );
      return;
    }
    await this.#host.reviews.add(outcome);
    await this.#host.commands.begin(outcome.id);
  }

  async #refactor(
    document: vscode.TextDocument,
    selection: vscode.Selection,
    instruction: string,
    signal: AbortSignal,
  ): Promise<ReviewSet | EditFailure> {
    const [offered, connected] = await Promise.all([
      offeredAt(document, selection),
      this.#host.connection.connect(signal),
    ]);
    const path = vscode.workspace.asRelativePath(document.uri);
    const { languageId } = document;
    const request: RefactoringRequest = {
      ...{ path, languageId, text: document.getText(), instruction, offered },
      selection: wholeLines(document, selection),
    };
    const messages = refactoringMessages(request);
    let broken: ReviewSet | undefined;
    let note: RequestNote | undefined;
    for (let answers = 1; ; answers++) {
      note = noteOf(request, document.uri.toString(), note?.id);
      const said = await ask(connected, messages, note, signal);
      const plan = readPlan(said, offered);
      const outcome = 'code' in plan ? plan : await this.#carryOut(plan.steps, offered, document, instruction, signal);
      const set = 'code' in outcome ? undefined : { ...outcome, record: note.id };
      const problem = 'code' in outcome ? outcome.message : brokenIn(outcome);
      broken = set ?? broken;
      if (problem === undefined || answers === mostAnswers || signal.aborted) {
        // What cannot be parsed is shown all the same, with a flag, when nothing better came.
        return set ?? broken ?? outcome;
      }
      messages.push({ role: 'assistant', content: said }, { role: 'user', content: problem });
    }
  }

  /** All steps on the texts of now, together or not at all. */
  async #carryOut(
    steps: readonly RefactoringStep[],
    offered: OfferedActions,
    document: vscode.TextDocument,
    title: string,
    signal: AbortSignal,
  ): Promise<ReviewSet | EditFailure> {
    const moved = new Map<string, vscode.Uri>();
    const touched = new Map<string, { readonly uri: vscode.Uri; readonly edits: OffsetEdit[] }>();
    const add = (uri: vscode.Uri, edits: readonly OffsetEdit[]): void => {
      const known = touched.get(uri.toString());
      touched.set(uri.toString(), { uri, edits: [...(known?.edits ?? []), ...edits] });
    };
    for (const step of steps) {
      if ('edit' in step) {
        const failed = await this.#addTextEdit(step, document, add);
        if (failed !== undefined) {
          return failed;
        }
        continue;
      }
      if ('move' in step) {
        const to = uriOf(step.move, document.uri);
        const imports = (await openIfThere(to)) === undefined ? await moveEdits(document, to, signal) : undefined;
        if (imports === undefined) {
          return failure('refused', `${step.move} is already there, or lies outside the folder. Choose another path.`);
        }
        moved.set(document.uri.toString(), to);
        for (const { uri, edits } of imports) {
          add(uri, edits);
        }
        continue;
      }
      const edit =
        'rename' in step
          ? await renamed(document.uri, offered.position, step.rename)
          : (offered.edits[step.action - 1] ?? new vscode.WorkspaceEdit());
      const language = 'code' in edit ? edit : readEdit(edit);
      if (language === undefined || 'code' in language) {
        return (
          language ?? failure('refused', 'This step also deletes files, which cannot be reviewed. Choose another one.')
        );
      }
      for (const { from, to } of language.moves) {
        moved.set(from.toString(), to);
        add(from, []);
      }
      for (const { uri, edits } of language.texts) {
        const from = language.moves.find(({ to }) => to.toString() === uri.toString())?.from ?? uri;
        const target = await openIfThere(from);
        add(from, target === undefined ? wholeNewFile(edits) : toOffsets(target, edits));
      }
    }
    const inputs: ReviewInput[] = [];
    for (const { uri, edits } of touched.values()) {
      const target = await openIfThere(uri);
      const base = target?.getText();
      const result = mergeTextEdits(base ?? '', edits);
      const label = vscode.workspace.asRelativePath(uri);
      if (result === undefined) {
        return failure('refused', `${label}: two steps change the same text. Choose one of them.`);
      }
      const to = moved.get(uri.toString());
      if (result !== base || to !== undefined) {
        const brokenAt =
          target === undefined ? undefined : await this.#host.brokenAt(target.languageId, base ?? '', result);
        const newLabel = to === undefined ? undefined : vscode.workspace.asRelativePath(to);
        const change = { path: label, newPath: newLabel, base, result, edits: [] };
        inputs.push({ change, path: uri.fsPath, label, newPath: to?.fsPath, brokenAt });
      }
    }
    const origin = steps.some((step) => 'edit' in step) ? 'refactoring' : 'language-server';
    return inputs.length === 0
      ? failure('no_change', 'These steps change nothing.')
      : createReview({ id: createId(Date.now()), title: title.replace(/\s+/g, ' ').slice(0, 100), origin }, inputs);
  }

  async #addTextEdit(
    { edit }: Extract<RefactoringStep, { readonly edit: unknown }>,
    document: vscode.TextDocument,
    add: (uri: vscode.Uri, edits: readonly OffsetEdit[]) => void,
  ): Promise<EditFailure | undefined> {
    const uri = uriOf(edit.path, document.uri);
    if (!(await this.#host.mayRead(uri.fsPath))) {
      return failure('refused', `${edit.path}: this file may not be changed here. Leave it out.`);
    }
    const base = (await openIfThere(uri))?.getText();
    const reading = readEditFile(edit);
    const proposal = reading.kind === 'failed' ? reading : proposeChanges(reading.changes, () => base);
    if (proposal.kind === 'failed') {
      return proposal;
    }
    add(uri, lineEdits(base ?? '', proposal.changes[0]?.result ?? ''));
    return undefined;
  }
}

async function ask(
  { model, contextTokens }: ConnectedModel,
  messages: ReturnType<typeof refactoringMessages>,
  note: RequestNote,
  signal: AbortSignal,
): Promise<string> {
  const maxTokens = Math.floor((contextTokens ?? 8_192) / 4);
  let said = '';
  for await (const event of model.chat(
    { messages: [...messages], maxTokens, temperature: 0.1, thinking: false, note },
    signal,
  )) {
    if (event.type === 'text') {
      said += event.text;
    } else if (event.type === 'reclassified') {
      said = event.content;
    }
  }
  return said;
}

/** What the model is told of a file that its steps would break. */
function brokenIn({ files }: ReviewSet): string | undefined {
  const file = files.find(({ brokenAt }) => brokenAt !== undefined);
  return file === undefined
    ? undefined
    : `With these steps ${file.label} cannot be parsed any more (line ${(file.brokenAt ?? 0) + 1}), and it could before. Send all steps again, mended.`;
}

/** The file that a model's path means: with several folders the first part is a folder's name, else it lies beside the document's own. */
function uriOf(path: string, document: vscode.Uri): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first = '', ...rest] = path.replace(/^\.\//, '').split('/');
  const named = folders.length > 1 ? folders.find(({ name }) => name === first) : undefined;
  const folder = vscode.workspace.getWorkspaceFolder(document);
  return path === vscode.workspace.asRelativePath(document) || folder === undefined
    ? document
    : named === undefined
      ? vscode.Uri.joinPath(folder.uri, path)
      : vscode.Uri.joinPath(named.uri, ...rest);
}

function noteOf(
  { path, languageId, selection, instruction }: RefactoringRequest,
  uri: string,
  parent: string | undefined,
): RequestNote {
  const lines = [selection.start, selection.end - 1] as const;
  const id = createId(Date.now());
  return { id, surface: 'refactoring', uri, path, languageId, lines, said: [instruction], parent };
}

async function renamed(
  uri: vscode.Uri,
  position: vscode.Position,
  newName: string,
): Promise<vscode.WorkspaceEdit | EditFailure> {
  try {
    return await renameEdit(uri, position, newName);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return failure('refused', `The language server refused to rename to ${newName}: ${why}`);
  }
}

async function openIfThere(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    return undefined;
  }
}

function wholeNewFile(edits: readonly vscode.TextEdit[]): OffsetEdit[] {
  return [{ start: 0, end: 0, text: edits.map(({ newText }) => newText).join('') }];
}

/** The difference between two texts as edits of whole lines. */
function lineEdits(base: string, text: string): OffsetEdit[] {
  const before = linesWithBreaks(base);
  const after = linesWithBreaks(text);
  const offsets = [0];
  for (const line of before) {
    offsets.push((offsets.at(-1) ?? 0) + line.length);
  }
  return diffLines(before, after).map(({ aStart, aEnd, bStart, bEnd }) => ({
    start: offsets[aStart] ?? base.length,
    end: offsets[aEnd] ?? base.length,
    text: after.slice(bStart, bEnd).join(''),
  }));
}
