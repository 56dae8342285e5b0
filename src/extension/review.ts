/** Part of root 1, loaded when something is to be reviewed: the sets under review, what writes them, inline edit and refactoring. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createId } from '../base/createId';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import { FileStorage } from '../node/promptlog/FileStorage';
import type { Log } from '../platform/Log';
import type { NewOutcome } from '../promptlog/outcomes/NewOutcome';
import type { Outline } from '../syntax/Outline';
import { ChangeExecutor } from '../tools/changes/ChangeExecutor';
import { ChangeJournal } from '../tools/changes/ChangeJournal';
import type { GateAnswer } from '../tools/gate/PathGate';
import { ReviewStore } from '../tools/review/ReviewStore';
import { commandIds } from '../vscode/commandIds';
import { ApplyCode } from '../vscode/inlineEdit/ApplyCode';
import { InstructionHistory, instructionIn } from '../vscode/inlineEdit/askInstruction';
import { InlineEditCommand } from '../vscode/inlineEdit/InlineEditCommand';
import { NewProblems } from '../vscode/inlineEdit/NewProblems';
import { RefactorCommand } from '../vscode/refactoring/RefactorCommand';
import { AgentProposals } from '../vscode/review/AgentProposals';
import { askToRecover } from '../vscode/review/askToRecover';
import { EditorMarks } from '../vscode/review/EditorMarks';
import { ReviewDocuments } from '../vscode/review/ReviewDocuments';
import { ReviewOutcomes } from '../vscode/review/ReviewOutcomes';
import { Reviews } from '../vscode/review/Reviews';
import { isReviewNode, ReviewTree } from '../vscode/review/ReviewTree';
import type { ReviewSurface } from '../vscode/review/registerReview';
import { ReviewCommands } from '../vscode/review/reviewCommands';
import { slashed, windowFolders } from './windowFolders';

/** What an edit breaks: where the new text does not parse although the old one did; undefined = nobody can tell for the language. */
export type ProblemsOfEdit = (
  languageId: string,
  old: string,
  changed: string,
  signal: AbortSignal,
) => Promise<readonly { readonly line: number }[] | undefined>;

/** What a text defines; undefined = nobody can tell for the language. */
export type OutlineOf = (languageId: string, text: string, signal: AbortSignal) => Promise<Outline | undefined>;

/** A parser that takes longer than this, in milliseconds, says nothing. */
const parsePatience = 2_000;

export interface ReviewRootHost {
  readonly context: vscode.ExtensionContext;
  readonly endpoints: Endpoints;
  readonly log: Log;
  /** Where the product keeps what is pending. */
  readonly folder: vscode.Uri;
  /** Absent = no parser is there: nothing is flagged. */
  readonly problemsOfEdit?: ProblemsOfEdit;
  readonly outlineOf: OutlineOf;
  /** Tells the prompt log what became of an answer. */
  readonly tell: (outcome: NewOutcome) => void;
}

export async function openReview({
  context,
  endpoints,
  log,
  folder,
  problemsOfEdit,
  outlineOf,
  tell,
}: ReviewRootHost): Promise<ReviewSurface> {
  const { gate, files } = windowFolders(context);
  const storage = new FileStorage(join(folder.fsPath));
  const executor = new ChangeExecutor({
    gate,
    files,
    journal: new ChangeJournal(storage),
    createId: () => createId(Date.now()),
  });
  const outcomes = new ReviewOutcomes({ tell, now: () => performance.now() });
  const reviews = new Reviews({ executor, files, store: new ReviewStore(storage), outcomes, log });
  const commands = new ReviewCommands(reviews);
  const history = new InstructionHistory(context.workspaceState, 'tandem.inlineEdit.history');
  const judgeRead = (path: string): Promise<GateAnswer> => gate().decide({ operation: 'read', path: slashed(path) });
  const mayRead = async (path: string): Promise<boolean> => (await judgeRead(path)).decision === 'allow';
  const brokenAt = async (languageId: string, before: string, after: string): Promise<number | undefined> => {
    try {
      const problems = await problemsOfEdit?.(languageId, before, after, AbortSignal.timeout(parsePatience));
      return problems?.[0]?.line;
    } catch {
      return undefined;
    }
  };
  const connection = endpoints.role('chat');
  const asking = { connection, reviews, commands, history, files, judgeRead, mayRead, brokenAt };
  const inlineEdit = new InlineEditCommand(asking);
  const applyCode = new ApplyCode({
    ...{ reviews, commands, inlineEdit, files, mayRead, brokenAt },
    outlineOf: (languageId, text) =>
      outlineOf(languageId, text, AbortSignal.timeout(parsePatience)).catch(() => undefined),
  });
  const refactor = new RefactorCommand(asking);
  const newProblems = new NewProblems(reviews, inlineEdit);
  const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(context.extensionUri, 'media', 'review', name);

  const tellPending = (): void => {
    void vscode.commands.executeCommand('setContext', 'tandem.review.pending', reviews.pending > 0);
  };
  reviews.onDidChange(tellPending);
  // Before the views: a diff that VS Code restores asks for its texts at once.
  await reviews.load();
  context.subscriptions.push(
    reviews,
    newProblems,
    new ReviewDocuments(reviews),
    new ReviewTree(reviews),
    new EditorMarks(reviews, { pending: icon('pending.svg'), misfit: icon('misfit.svg') }),
  );
  void reviews.recover(askToRecover);
  const proposals = new AgentProposals({ reviews, commands, brokenAt });
  return {
    propose: (...about) => proposals.propose(...about),
    applyCode: (block) => applyCode.apply(block),
    run: async (command, argument) => {
      switch (command) {
        case commandIds.inlineEdit:
          return inlineEdit.edit(instructionIn(argument));
        case commandIds.refineEdit:
          return inlineEdit.refine(instructionIn(argument));
        case commandIds.mendEdit:
          return newProblems.mend();
        case commandIds.refactor:
          return refactor.run(instructionIn(argument));
        default:
          return commands.run(command, isReviewNode(argument) ? argument : undefined);
      }
    },
  };
}
