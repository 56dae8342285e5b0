/** The gate's reasons in the person's language. */
import * as vscode from 'vscode';
import type { ToldReason } from '../../base/gateReasons';

export function describeGateReasons(told: readonly ToldReason[]): string[] {
  return told.map(({ reason, detail }) => vscode.l10n.t(reason, detail ?? ''));
}
