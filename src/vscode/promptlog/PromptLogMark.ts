/** The mark in the status bar while the prompt log keeps something, or why it does not although the person agreed. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { ConsentChoice, ConsentDecision, OffReason } from '../../promptlog/consent';
import { className } from '../../promptlog/viewing/words';
import { commandIds } from '../commandIds';

export class PromptLogMark implements Disposable {
  readonly #item = vscode.window.createStatusBarItem('tandem.promptLog', vscode.StatusBarAlignment.Right, 99);

  constructor() {
    this.#item.name = vscode.l10n.t('GLM Tandem: Prompt Log');
    this.#item.command = commandIds.promptLogMenu;
  }

  /** Nothing is shown to somebody who has not agreed. `fault`: why what should be kept cannot be written. */
  show(choice: ConsentChoice, decision: ConsentDecision, fault: string | undefined): void {
    if (!choice.agreed) {
      this.#item.hide();
      return;
    }
    const { icon, label, detail } = lookOf(decision, fault);
    this.#item.text = icon;
    this.#item.accessibilityInformation = { label: `${label}. ${detail}`, role: 'button' };
    this.#item.tooltip = `${label}\n${detail}`;
    this.#item.show();
  }

  dispose(): void {
    this.#item.dispose();
  }
}

interface Look {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
}

function lookOf(decision: ConsentDecision, fault: string | undefined): Look {
  if (decision.kind === 'recording' && fault !== undefined) {
    const label = vscode.l10n.t('The prompt log cannot be written');
    return {
      icon: '$(warning)',
      label,
      detail: vscode.l10n.t('Until this is mended, nothing new is kept: {0}', fault),
    };
  }
  if (decision.kind === 'recording') {
    const classes = decision.classes.map((each) => className(each, vscode.l10n.t)).join(', ');
    const label = vscode.l10n.t('The prompt log is recording');
    return { icon: '$(record)', label, detail: vscode.l10n.t('Kept on this machine: {0}', classes) };
  }
  const paused = decision.reason === 'paused';
  const label = paused ? vscode.l10n.t('The prompt log is paused') : vscode.l10n.t('The prompt log is not recording');
  return { icon: paused ? '$(debug-pause)' : '$(circle-slash)', label, detail: describeOff(decision.reason) };
}

/** Why nothing is kept, for people. */
export function describeOff(reason: OffReason): string {
  switch (reason) {
    case 'not-asked':
    case 'declined':
      return vscode.l10n.t('You have not agreed to a prompt log.');
    case 'outdated':
      return vscode.l10n.t('What would be kept has changed since you agreed; set it up again.');
    case 'nothing-chosen':
      return vscode.l10n.t('Nothing is ticked that may be kept.');
    case 'telemetry-off':
      return vscode.l10n.t(
        'VS Code’s telemetry is not fully on (telemetry.telemetryLevel), and the prompt log follows it.',
      );
    case 'untrusted':
      return vscode.l10n.t('This folder is not trusted.');
    case 'folder-refused':
      return vscode.l10n.t('You said: never in this folder.');
    case 'ignored':
      return vscode.l10n.t('A .tandemignore file names this file or folder.');
    case 'paused':
      return vscode.l10n.t('Nothing is kept until you resume it.');
  }
}
