/**
 * “Evaluate Model…”: runs `glm-tandem evaluate` as a task, with an endpoint of the role “evaluation”, and shows the report when it is done. What it
 * says stands in the task's terminal, where it can also be stopped.
 */
import * as vscode from 'vscode';
import * as z from 'zod';
import { AssistantError } from '../../base/AssistantError';
import { type DataSetName, dataSetNames } from '../../evaluation/datasets/DataSetFormat';
import type { Endpoints } from '../../glm/endpoints/Endpoints';
import { originOf } from '../../glm/endpointUrl';
import type { EndpointKeys } from '../EndpointKeys';
import { describeError } from '../StatusBar';
import { openEvaluationReport } from './ReportPanel';
import { runToEnd } from './runToEnd';

export interface EvaluateContext {
  readonly endpoints: Endpoints;
  readonly keys: EndpointKeys;
}

/** What a key binding may say at once; anything left out is asked for. */
const argument = z.object({
  dataset: z.enum(dataSetNames).optional(),
  /** Absolute paths. */
  data: z.string().optional(),
  out: z.string().optional(),
  /** The first so many items; 0 = all. */
  limit: z.int().nonnegative().optional(),
});

/** In which a key travels to the command line: never among its arguments, which others can read. */
const keyVariable = 'TANDEM_EVALUATION_KEY';

export async function runEvaluateCommand({ endpoints, keys }: EvaluateContext, given: unknown): Promise<void> {
  const known = argument.safeParse(given).data ?? {};
  const name = await chooseEndpoint(endpoints);
  const endpoint = name === undefined ? undefined : endpoints.settingsOf(name);
  if (endpoint === undefined) {
    return;
  }
  const dataset = known.dataset ?? (await chooseDataSet());
  const data = dataset && (known.data ?? (await chooseData()));
  const limit = data === undefined ? undefined : (known.limit ?? (await chooseLimit()));
  const folder = limit === undefined ? undefined : (known.out ?? (await chooseFolder()));
  if (dataset === undefined || data === undefined || limit === undefined || folder === undefined) {
    return;
  }
  const out = vscode.Uri.joinPath(vscode.Uri.file(folder), `${dataset}-${new Date().toISOString().replace(/\W/g, '')}`);
  const key = endpoint.url === '' ? undefined : await keys.get(originOf(endpoint.url));
  const { url, engineModel } = endpoint;
  const model = url === '' ? engineModel : endpoint.model || (await firstModel(endpoints, name));
  if (model === undefined) {
    return;
  }
  const args = [
    ...['evaluate', '--dataset', dataset, '--data', data, '--out', out.fsPath],
    ...(limit === 0 ? [] : ['--limit', String(limit)]),
    ...(url === '' ? [] : ['--endpoint', url]),
    ...['--model', model],
    ...(key === undefined ? [] : ['--key-from-env', keyVariable]),
    ...['--language', vscode.env.language.toLowerCase() === 'zh-cn' ? 'zh-cn' : 'en'],
  ];
  await runTask(args, key);
  await vscode.workspace.fs.stat(vscode.Uri.joinPath(out, 'report.json')).then(
    () => openEvaluationReport(vscode.Uri.joinPath(out, 'report.json')),
    // It failed or was stopped: its terminal says why.
    () => {},
  );
}

async function chooseEndpoint(endpoints: Endpoints): Promise<string | undefined> {
  const names = endpoints.namesOf('evaluation');
  const set = names.filter((name) => {
    const settings = endpoints.settingsOf(name);
    return settings !== undefined && (settings.url !== '' || settings.engineModel !== '');
  });
  if (set.length === 0) {
    void vscode.window.showErrorMessage(describeError({ code: 'endpoint.notConfigured', args: [] }));
    return undefined;
  }
  return set.length === 1
    ? set[0]
    : vscode.window.showQuickPick([...set], { title: vscode.l10n.t('Which endpoint is to be evaluated?') });
}

/** The model that an endpoint offers where none is set; undefined = it cannot be asked, which the person has been told. */
async function firstModel(endpoints: Endpoints, name: string | undefined): Promise<string | undefined> {
  try {
    const connected = await endpoints.connection(name ?? '')?.connect(AbortSignal.timeout(30_000));
    return connected?.modelId;
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      throw error;
    }
    void vscode.window.showErrorMessage(describeError(error));
    return undefined;
  }
}

async function chooseDataSet(): Promise<DataSetName | undefined> {
  const details: Readonly<Record<DataSetName, string>> = {
    humaneval: vscode.l10n.t('HumanEval and EvalPlus: functions in Python'),
    infilling: vscode.l10n.t('HumanEval, fill in the middle'),
    mbpp: vscode.l10n.t('MBPP: small programs in Python'),
    'multipl-e': vscode.l10n.t('MultiPL-E: functions in JavaScript, TypeScript and Java'),
    ncb: vscode.l10n.t('NaturalCodeBench: questions of users, in Python and Java'),
    bfcl: vscode.l10n.t('Berkeley Function Calling Leaderboard, single turn'),
    own: vscode.l10n.t('Your own items'),
  };
  const items = dataSetNames.map((name) => ({ label: name, detail: details[name], name }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('With which data set?') }))?.name;
}

async function chooseData(): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: true, canSelectFolders: true },
      ...startFolder(),
      title: vscode.l10n.t('Choose the data set’s folder or file'),
    })) ?? [];
  return chosen?.fsPath;
}

/** Undefined = the person went away. */
async function chooseLimit(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('How many items?'),
    prompt: vscode.l10n.t('The first so many; empty means all of them.'),
    validateInput: (value) =>
      /^(?:[1-9]\d{0,6})?$/.test(value.trim()) ? undefined : vscode.l10n.t('A whole number, or nothing.'),
  });
  return text === undefined ? undefined : Number(text.trim());
}

async function chooseFolder(): Promise<string | undefined> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true },
      ...startFolder(),
      title: vscode.l10n.t('Choose the folder for the results'),
    })) ?? [];
  return chosen?.fsPath;
}

function startFolder(): { readonly defaultUri?: vscode.Uri } {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? {} : { defaultUri: folder };
}

/** Resolves once the task has ended, however. */
async function runTask(args: readonly string[], key: string | undefined): Promise<void> {
  const cli = vscode.Uri.joinPath(
    vscode.extensions.getExtension('glm-tandem.glm-tandem')?.extensionUri ?? vscode.Uri.file(__dirname),
    ...['dist', 'cli-main.js'],
  );
  const execution = new vscode.ProcessExecution(process.execPath, [cli.fsPath, ...args], {
    // VS Code's own program is the Node that is there.
    env: { ELECTRON_RUN_AS_NODE: '1', ...(key !== undefined && { [keyVariable]: key }) },
  });
  const scope = vscode.workspace.workspaceFolders?.[0] ?? vscode.TaskScope.Global;
  const name = vscode.l10n.t('Evaluation of a model');
  const task = new vscode.Task({ type: 'tandem.evaluation' }, scope, name, 'GLM Tandem', execution, []);
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated };
  await runToEnd(task);
}
