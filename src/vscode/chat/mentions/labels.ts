/** How places are called, and what is left of texts that are too long. */
import * as vscode from 'vscode';
import type { Offer } from '../../../chat/ChatHost';

/** UTF-16 units of one attachment; longer texts keep their beginning and end. */
export const longestText = 200_000;

/** A path that names no folder of this machine. */
export function labelOf(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder === undefined
    ? uri.path.slice(uri.path.lastIndexOf('/') + 1)
    : vscode.workspace.asRelativePath(uri, false);
}

/** Lines from 0, both included, as people count them. */
export function linesLabel(start: number, end: number): string {
  return start === end ? `${start + 1}` : `${start + 1}-${end + 1}`;
}

/** What terminals said, with how much of it is missing. */
export function terminalLabel(leftOut: number): string {
  return leftOut === 0
    ? vscode.l10n.t('Terminal output')
    : vscode.l10n.t('Terminal output, {0} lines left out', leftOut);
}

/** An offer for a place: its name first, where it is behind it. */
export function placeOffer(id: string, label: string): Offer {
  const cut = label.replace(/\/$/, '').lastIndexOf('/') + 1;
  return { id, label: label.slice(cut), detail: label.slice(0, Math.max(0, cut - 1)), tokens: null };
}

export function bounded(text: string, longest = longestText): string {
  const half = Math.floor(longest / 2);
  return text.length <= longest
    ? text
    : `${text.slice(0, half)}\n… ${text.length - 2 * half} characters left out …\n${text.slice(-half)}`;
}
