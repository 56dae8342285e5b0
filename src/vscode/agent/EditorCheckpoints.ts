/** Checkpoints in the editor: kept before a turn, and brought back after the person has read exactly what that does. */
import * as vscode from 'vscode';
import type { Log } from '../../platform/Log';
import { isEmptyPlan, type RestorePlan } from '../../tools/checkpoints/Checkpoint';
import type { Checkpoints } from '../../tools/checkpoints/Checkpoints';
import { tellFailures } from '../review/describeReview';

export interface EditorCheckpointsHost {
  readonly checkpoints: Checkpoints;
  readonly log: Log;
  /** A path as people read it. */
  readonly label: (path: string) => string;
}

/** Files that are named; the others are counted. */
const mostNamed = 12;

export class EditorCheckpoints {
  readonly #host: EditorCheckpointsHost;
  #hasTold = false;

  constructor(host: EditorCheckpointsHost) {
    this.#host = host;
  }

  /** Undefined = nothing can be kept, which is said once: a turn goes on without it. */
  async keepFiles(title: string, signal: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#host.checkpoints.keep(title, signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#host.log.error(`A checkpoint could not be kept: ${error instanceof Error ? error.message : 'unknown'}`);
      if (!this.#hasTold) {
        this.#hasTold = true;
        void vscode.window.showWarningMessage(
          vscode.l10n.t(
            'The files could not be kept before this turn, so it cannot be taken back as a whole. Make room on the disk.',
          ),
        );
      }
      return undefined;
    }
  }

  /** Whether anything was brought back. */
  async restoreFiles(id: string, direction: 'back' | 'again'): Promise<boolean> {
    const never = new AbortController().signal;
    const plan = await this.#host.checkpoints.plan(id, direction, never);
    if (plan === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('This state of the files is not kept any more.'));
      return false;
    }
    if (isEmptyPlan(plan)) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('The files are as they were then.'), 4000);
      return false;
    }
    const restore = vscode.l10n.t('Bring Back');
    const message =
      direction === 'back'
        ? vscode.l10n.t('Bring the files back to where they were before “{0}”?', plan.checkpoint.title)
        : vscode.l10n.t('Bring back the files that “{0}” had left?', plan.checkpoint.title);
    const detail = this.#describe(plan);
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, restore)) !== restore) {
      return false;
    }
    const done = await this.#host.checkpoints.restore(id, plan, direction, never);
    tellFailures(done.failed);
    vscode.window.setStatusBarMessage(vscode.l10n.t('{0} files brought back.', done.made.length), 4000);
    return done.made.length > 0;
  }

  #describe({ changed, missing, made, checkpoint }: RestorePlan): string {
    const files = (title: string, paths: readonly string[]): string[] => {
      if (paths.length === 0) {
        return [];
      }
      const named = paths.slice(0, mostNamed).map((path) => `  ${this.#host.label(path)}`);
      const more = paths.length > mostNamed ? [`  ${vscode.l10n.t('and {0} more', paths.length - mostNamed)}`] : [];
      return [title, ...named, ...more, ''];
    };
    return [
      ...files(vscode.l10n.t('Get their text of then, unsaved changes included:'), changed),
      ...files(vscode.l10n.t('Were deleted and come back:'), missing),
      ...files(vscode.l10n.t('Were made since and are deleted:'), made),
      ...(checkpoint.notKept === 0
        ? []
        : [
            vscode.l10n.t(
              '{0} large files were not kept and stay as they are, and so does every new file.',
              checkpoint.notKept,
            ),
            '',
          ]),
      vscode.l10n.t(
        'Ignored files and files with secrets stay as they are. What commands did elsewhere is not undone. You can take this back.',
      ),
    ].join('\n');
  }
}
