/** What language servers and linters report, and which of it is new after an edit. */
import * as vscode from 'vscode';
import type { DiagnosticSource, FileDiagnostic } from '../../tools/ToolHost';

const severities = ['error', 'warning', 'information', 'information'] as const;
/** Milliseconds in which a server may react to an edit, and in which it has to have gone quiet. */
const reaction = 2_500;
const quiet = 600;

export class EditorDiagnostics implements DiagnosticSource {
  async read(paths: readonly string[] | undefined): Promise<readonly FileDiagnostic[]> {
    const wanted = paths === undefined ? undefined : new Set(paths.map((path) => vscode.Uri.file(path).toString()));
    return vscode.languages
      .getDiagnostics()
      .filter(([uri]) => uri.scheme === 'file' && (wanted === undefined || wanted.has(uri.toString())))
      .flatMap(([uri, diagnostics]) =>
        diagnostics.map(({ range, severity, message, source = '', code }) => {
          const number = typeof code === 'object' ? code.value : code;
          return {
            ...{ path: uri.fsPath, line: range.start.line, severity: severities[severity] ?? 'information', message },
            source: [source, number ?? ''].join(' ').trim(),
          };
        }),
      );
  }

  /** Resolves when servers have reacted to an edit, or did not for a while. */
  settled(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      let timer = setTimeout(() => finish(), reaction);
      const subscription = vscode.languages.onDidChangeDiagnostics(() => {
        clearTimeout(timer);
        timer = setTimeout(() => finish(), quiet);
      });
      const finish = (): void => {
        clearTimeout(timer);
        subscription.dispose();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      signal.addEventListener('abort', finish, { once: true });
    });
  }
}
