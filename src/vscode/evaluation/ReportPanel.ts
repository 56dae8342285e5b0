/** Shows the page of an evaluation's report in an editor tab. The page has no script, and gets no right to run one or to load anything. */
import * as vscode from 'vscode';
import { reportMark } from '../../evaluation/report/reportMark';

/** Largest page that is read, in bytes. */
const pageLimit = 20_000_000;

export async function openEvaluationReport(uri?: vscode.Uri): Promise<void> {
  const [chosen] =
    uri === undefined
      ? ((await vscode.window.showOpenDialog({
          title: vscode.l10n.t('Choose the report of an evaluation'),
          openLabel: vscode.l10n.t('Show the report'),
          filters: { HTML: ['html'] },
        })) ?? [])
      : [uri];
  if (chosen === undefined) {
    return;
  }
  const { size } = await vscode.workspace.fs.stat(chosen);
  const page = size > pageLimit ? '' : new TextDecoder().decode(await vscode.workspace.fs.readFile(chosen));
  if (!page.includes(reportMark)) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('This is no report of an evaluation. “glm-tandem evaluate … --out FOLDER” writes report.html.'),
    );
    return;
  }
  const title = /<title>([^<]{1,200})<\/title>/.exec(page)?.[1] ?? '';
  const panel = vscode.window.createWebviewPanel(
    'tandem.evaluationReport',
    vscode.l10n.t('Evaluation: {0}', title),
    vscode.ViewColumn.Active,
    { enableScripts: false, enableForms: false, enableCommandUris: false, localResourceRoots: [] },
  );
  panel.webview.html = strictly(page);
}

/** Whatever the file says, nothing is loaded and nothing runs: the first policy of a page cannot be loosened by a later one. */
function strictly(page: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'">`;
  return `<!DOCTYPE html><html><head>${policy}</head>${page.replace(/<!DOCTYPE[^>]*>/i, '')}</html>`;
}
