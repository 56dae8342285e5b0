/** What the editor reports: about the visible file, or about everything. */
import * as vscode from 'vscode';
import type { Attachment } from '../../../chat/conversation/records';
import { bounded, labelOf } from './labels';
import type { MayRead } from './symbols';

const mostProblems = 200;

/** Of one document, or of all whose text may go along, as messages quote it; undefined = there are none. */
export async function problemsAttachment(
  document: vscode.TextDocument | undefined,
  mayRead: MayRead,
): Promise<Attachment | undefined> {
  const all: readonly (readonly [vscode.Uri, readonly vscode.Diagnostic[]])[] =
    document === undefined
      ? vscode.languages.getDiagnostics()
      : [[document.uri, vscode.languages.getDiagnostics(document.uri)]];
  const asks = document !== undefined;
  const may = await Promise.all(
    all.map(async ([uri, diagnostics]) => diagnostics.length > 0 && (await mayRead(uri, asks))),
  );
  const problems = all
    .filter((_, index) => may[index])
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => ({ uri, diagnostic })))
    .toSorted((one, other) => one.diagnostic.severity - other.diagnostic.severity);
  const lines = problems
    .slice(0, mostProblems)
    .map(({ uri, diagnostic: { range, message, source = '', severity } }) => {
      const kind = vscode.DiagnosticSeverity[severity] ?? '';
      return `${labelOf(uri)}:${range.start.line + 1}:${range.start.character + 1} ${kind} ${source} ${message}`;
    });
  if (lines.length === 0) {
    return undefined;
  }
  const more = problems.length - lines.length;
  const text = bounded([...lines, ...(more > 0 ? [`… ${more} more problems …`] : [])].join('\n'));
  return document === undefined
    ? { id: 'all-problems', kind: 'problems', label: vscode.l10n.t('All problems'), text }
    : {
        ...{ id: `problems:${document.uri}`, kind: 'problems', uri: `${document.uri}`, text },
        label: vscode.l10n.t('Problems in {0}', labelOf(document.uri)),
      };
}
