/**
 * Shows an evaluation's report in an editor tab. The page is made anew from the run's figures, in the words and colours of this window; where only the
 * page is there, it is shown as it is. It has no script, and gets no right to run one or to load anything.
 */
import * as vscode from 'vscode';
import { reportMark } from '../../evaluation/report/reportMark';

/** Largest file that is read, in bytes. */
const fileLimit = 50_000_000;

export async function openEvaluationReport(uri?: vscode.Uri): Promise<void> {
  const [chosen] =
    uri === undefined
      ? ((await vscode.window.showOpenDialog({
          title: vscode.l10n.t('Choose the report of an evaluation'),
          openLabel: vscode.l10n.t('Show the report'),
          filters: { [vscode.l10n.t('Reports')]: ['json', 'html'] },
        })) ?? [])
      : [uri];
  if (chosen === undefined) {
    return;
  }
  const page = (await pageOfFigures(chosen)) ?? (await readText(chosen));
  if (page?.includes(reportMark) !== true) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'This is no report of an evaluation. “glm-tandem evaluate … --out FOLDER” writes report.json and report.html.',
      ),
    );
    return;
  }
  const title = plain(/<title>([^<]{1,200})<\/title>/.exec(page)?.[1] ?? '');
  const panel = vscode.window.createWebviewPanel(
    'tandem.evaluationReport',
    vscode.l10n.t('Evaluation: {0}', title),
    vscode.ViewColumn.Active,
    { enableScripts: false, enableForms: false, enableCommandUris: false, localResourceRoots: [] },
  );
  panel.webview.html = strictly(page);
}

/** From `report.json`, the chosen file or the one beside it; undefined = there is none, or it is another's. */
async function pageOfFigures(chosen: vscode.Uri): Promise<string | undefined> {
  const name = chosen.path.slice(chosen.path.lastIndexOf('/') + 1);
  const place = name.endsWith('.json') ? chosen : vscode.Uri.joinPath(chosen, '..', 'report.json');
  if (place !== chosen && name !== 'report.html') {
    return undefined;
  }
  const text = await readText(place);
  if (text === undefined) {
    return undefined;
  }
  const { pageOf } = await import('./reportPage');
  const tag = vscode.env.language.toLowerCase() === 'zh-cn' ? 'zh-CN' : 'en';
  return pageOf(text, tag, (english) => vscode.l10n.t(english));
}

/** Undefined = it is not there, is no file, or is too large. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    return size > fileLimit ? undefined : new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

/** A title's text, which stands escaped in the page. */
function plain(text: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => signs[name] ?? entity);
}

/** Whatever the file says, nothing is loaded and nothing runs: the first policy of a page cannot be loosened by a later one. */
function strictly(page: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; form-action 'none'">`;
  return `<!DOCTYPE html><html><head>${policy}</head>${page.replace(/<!DOCTYPE[^>]*>/i, '')}</html>`;
}
