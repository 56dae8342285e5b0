/** What the editor reports: about the visible file, or about everything. */
import * as vscode from 'vscode';
import type { Attachment } from '../../../chat/conversation/records';
import { labelOf } from './labels';

const mostProblems = 200;

/** Of one document, or of all; undefined = there are none. */
export function problemsAttachment(document: vscode.TextDocument | undefined): Attachment | undefined {
  const all: readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[] =
    document === undefined
      ? vscode.languages.getDiagnostics()
      : [[document.uri, vscode.languages.getDiagnostics(document.uri)]];
  const lines = all
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => ({ uri, diagnostic })))
    .toSorted((one, other) => one.diagnostic.severity - other.diagnostic.severity)
    .slice(0, mostProblems)
    .map(({ uri, diagnostic: { range, message, source = '', severity } }) => {
      const kind = vscode.DiagnosticSeverity[severity] ?? '';
      return `${labelOf(uri)}:${range.start.line + 1}:${range.start.character + 1} ${kind} ${source} ${message}`;
    });
  if (lines.length === 0) {
    return undefined;
  }
  return document === undefined
    ? { id: 'all-problems', kind: 'problems', label: vscode.l10n.t('All problems'), text: lines.join('\n') }
    : {
        ...{ id: `problems:${document.uri}`, kind: 'problems', uri: `${document.uri}`, text: lines.join('\n') },
        label: vscode.l10n.t('Problems in {0}', labelOf(document.uri)),
      };
}
