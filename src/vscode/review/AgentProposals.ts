/**
 * Edits of a turn on their way through the review. Where the person reviews, the turn waits for their decision; where their rules decide,
 * what was found exactly and hurts nothing is made at once, and the rest waits for them all the same.
 */
import * as vscode from 'vscode';
import { createId } from '../../base/createId';
import { languageOfPath } from '../../base/languageOfPath';
import type { ProposedChange } from '../../edits/proposeChanges';
import { isNotebook, parsedText } from '../../edits/refuse/notebooks';
import { createReview, mayBeAcceptedByRule, type ReviewFile, type ReviewSet } from '../../edits/review/ReviewSet';
import type { Operation } from '../../tools/Decision';
import type { PathGate } from '../../tools/gate/PathGate';
import type { ProposalOutcome } from '../../tools/ToolHost';
import type { Reviews } from './Reviews';
import type { ReviewCommands } from './reviewCommands';

export interface AgentProposalsHost {
  readonly reviews: Reviews;
  readonly commands: ReviewCommands;
  /** First line that does not parse any more, 0-based. */
  readonly brokenAt: (languageId: string, before: string, after: string) => Promise<number | undefined>;
}

export class AgentProposals {
  readonly #host: AgentProposalsHost;

  constructor(host: AgentProposalsHost) {
    this.#host = host;
  }

  /**
   * @param byRules true = the person's rules decide where they can
   * @param gate of the turn that the edits are from
   */
  async propose(
    title: string,
    changes: readonly ProposedChange[],
    byRules: boolean,
    signal: AbortSignal,
    gate: () => PathGate,
    record?: string,
  ): Promise<readonly ProposalOutcome[]> {
    const { reviews, commands } = this.#host;
    const id = createId(Date.now());
    const inputs = await Promise.all(
      changes.map(async (change) => {
        const { path, newPath, base, result } = change;
        const label = vscode.workspace.asRelativePath(vscode.Uri.file(path), false);
        const brokenAt =
          base === undefined || result === undefined
            ? undefined
            : await this.#host.brokenAt(
                isNotebook(label) ? 'python' : languageOfPath(label),
                parsedText(label, base),
                parsedText(label, result),
              );
        return { change, path, label, newPath, brokenAt };
      }),
    );
    signal.throwIfAborted();
    const set = createReview({ id, title, origin: 'agent', record }, inputs);
    const direct = byRules && (await this.#mayBeMade(set, gate()));
    signal.throwIfAborted();
    await reviews.add(set);
    if (direct) {
      await reviews.accept(id, {});
    } else {
      await commands.begin(id);
    }
    try {
      await this.#decided(id, signal);
    } catch (error) {
      await reviews.discard(id);
      await commands.closeFinished();
      throw error;
    }
    const now = reviews.set(id) ?? set;
    return now.files.map(outcomeOf);
  }

  /** Whether everything in a set is what a rule may accept: text found as it is, nothing broken, nothing that the gate asks about. */
  async #mayBeMade(set: ReviewSet, gate: PathGate): Promise<boolean> {
    for (const file of set.files) {
      const isPlain = mayBeAcceptedByRule(file) || (file.kind === 'create' && file.brokenAt === undefined);
      const { path } = file;
      const operation: Operation = file.kind === 'delete' ? 'delete' : 'write';
      const answer = await gate.decide({ operation, path, content: file.result, before: file.base });
      if (!isPlain || answer.decision !== 'allow') {
        return false;
      }
    }
    return true;
  }

  /** Resolves when nothing of a set is pending; rejects with the signal's reason. */
  #decided(id: string, signal: AbortSignal): Promise<void> {
    const { reviews } = this.#host;
    return new Promise((resolve, reject) => {
      const isDecided = (): boolean => !(reviews.set(id)?.files ?? []).some((file) => file.hunks.some(isOpen));
      const finish = (settle: () => void): void => {
        subscription.dispose();
        signal.removeEventListener('abort', onAbort);
        settle();
      };
      const onAbort = (): void => finish(() => reject(signal.reason));
      const subscription = reviews.onDidChange(() => {
        if (isDecided()) {
          finish(resolve);
        }
      });
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) {
        onAbort();
      } else if (isDecided()) {
        finish(resolve);
      }
    });
  }
}

function isOpen({ state }: ReviewFile['hunks'][number]): boolean {
  return state === 'pending';
}

function outcomeOf({ path, hunks }: ReviewFile): ProposalOutcome {
  const accepted = hunks.filter(({ state }) => state === 'accepted').length;
  const rejected = hunks.filter(({ state }) => state === 'rejected').length;
  const state = accepted === 0 ? 'rejected' : rejected === 0 ? 'made' : 'partly';
  const detail = state === 'partly' ? `${accepted} of ${hunks.length} changes were accepted` : '';
  return { path, state, detail };
}
