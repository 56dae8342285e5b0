/** The commands of review, inline edit and refactoring, registered at activation; everything behind them is loaded when one is called. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { ProposedChange } from '../../edits/proposeChanges';
import type { PathGate } from '../../tools/gate/PathGate';
import type { ProposalOutcome } from '../../tools/ToolHost';
import { commandIds } from '../commandIds';
import type { AppliedBlock } from '../inlineEdit/ApplyCode';

/** What the loaded part can do. */
export interface ReviewSurface {
  /** `argument`: what the view, a lens or a keybinding passes. */
  run(command: string, argument: unknown): Promise<void>;
  /** Puts code from a chat answer under review; false = nothing came of it. */
  applyCode(block: AppliedBlock): Promise<boolean>;
  /**
   * Puts edits of a turn under review and resolves with what became of them. `byRules`: what is plain, and what the turn's gate
   * allows, is made at once. `record`: the request whose answer they come from.
   */
  propose(
    title: string,
    changes: readonly ProposedChange[],
    byRules: boolean,
    signal: AbortSignal,
    gate: () => PathGate,
    record?: string,
  ): Promise<readonly ProposalOutcome[]>;
}

const reviewCommandIds = [
  ...[commandIds.reviewOpen, commandIds.reviewNext, commandIds.reviewPrevious],
  ...[commandIds.reviewAcceptHunk, commandIds.reviewRejectHunk],
  ...[commandIds.reviewAcceptFile, commandIds.reviewRejectFile],
  ...[commandIds.reviewAcceptAll, commandIds.reviewRejectAll],
  ...[commandIds.reviewUndo, commandIds.reviewRedo],
  ...[commandIds.inlineEdit, commandIds.refineEdit, commandIds.mendEdit, commandIds.refactor],
] as const;

/**
 * @param load constructs the rest with the first call, and gives the same after that
 * @param waiting the folder in which an earlier window may have left something; looked at once, later
 */
export function registerReview(load: () => Promise<ReviewSurface>, waiting: vscode.Uri): Disposable {
  void vscode.workspace.fs.readDirectory(waiting).then(
    (entries) => (entries.some(([name]) => /\.(?:review|change)\.json$/.test(name)) ? void load() : undefined),
    () => {},
  );
  return vscode.Disposable.from(
    ...reviewCommandIds.map((id) =>
      vscode.commands.registerCommand(id, async (argument?: unknown) => (await load()).run(id, argument)),
    ),
  );
}
