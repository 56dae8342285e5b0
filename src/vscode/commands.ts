/** The commands of the command palette and of the status bar's menu. */
import * as vscode from 'vscode';
import type { Disposable } from '../base/events';
import type { IndexProgress } from '../context/ContextIndex';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import { displayHost, originOf, parseEndpointUrl } from '../glm/endpointUrl';
import type { Connection } from '../glm/ModelConnection';
import type { MultilineMode } from '../platform/settings';
import { commandIds } from './commandIds';
import type { Snooze } from './completion/Snooze';
import type { ConnectContext } from './connect/ConnectFlow';
import type { DoctorContext } from './doctorCommands';
import type { EndpointKeys } from './EndpointKeys';
import { keepKey } from './keepKey';
import type { OutputLog } from './OutputLog';
import type { SettingsReader } from './SettingsReader';
import { describeError } from './StatusBar';

export interface CommandContext {
  readonly settings: SettingsReader;
  readonly keys: EndpointKeys;
  readonly connection: Connection;
  readonly endpoints: Endpoints;
  readonly log: OutputLog;
  readonly connect: ConnectContext;
  readonly doctor: DoctorContext;
  readonly snooze: Snooze;
  /** Asks for a suggestion by hand. */
  readonly trigger: (multiline?: MultilineMode) => Promise<void>;
  /** Ends the pauses that endpoints asked for. */
  readonly endPauses: () => void;
  /** Whether there is such a pause now. */
  readonly isPaused: () => boolean;
  /** Undefined = there is no code index. */
  readonly indexing: () => IndexProgress | undefined;
}

export function registerCommands(context: CommandContext): Disposable {
  const handlers: Record<string, (argument?: unknown) => unknown> = {
    [commandIds.connect]: async () => (await import('./connect/ConnectFlow')).runConnectFlow(context.connect),
    [commandIds.runDoctor]: async () => (await import('./doctorCommands')).runDoctorCommand(context.doctor),
    [commandIds.copyReport]: async () => (await import('./doctorCommands')).copyReport(context.doctor),
    [commandIds.reportProblem]: async () => (await import('./doctorCommands')).reportProblem(context.doctor),
    [commandIds.toggleCompletions]: () => toggleCompletions(context),
    [commandIds.triggerCompletion]: () => context.trigger(),
    [commandIds.triggerLine]: () => context.trigger('never'),
    [commandIds.triggerBlock]: () => context.trigger('always'),
    [commandIds.toggleLanguage]: () => toggleHere(context, 'language'),
    [commandIds.toggleFolder]: () => toggleHere(context, 'folder'),
    [commandIds.snooze]: () => context.snooze.choose(),
    [commandIds.connectEndpoint]: () => connectEndpoint(context),
    [commandIds.setKey]: () => setKey(context),
    [commandIds.removeKey]: () => removeKey(context),
    [commandIds.reconnect]: () => reconnect(context),
    [commandIds.showMenu]: () => showMenu(context),
    [commandIds.showLog]: () => context.log.show(),
    [commandIds.evaluateModel]: async (given) =>
      (await import('./evaluation/EvaluateCommand')).runEvaluateCommand(context, given),
    [commandIds.openEvaluationReport]: async (uri) =>
      (await import('./evaluation/ReportPanel')).openEvaluationReport(uri instanceof vscode.Uri ? uri : undefined),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => vscode.commands.registerCommand(id, handler)),
  );
}

async function toggleCompletions({ settings }: CommandContext): Promise<void> {
  const enabled = !settings.completion().enabled;
  await settings.setCompletionEnabled(enabled);
  vscode.window.setStatusBarMessage(
    enabled ? vscode.l10n.t('Inline completions are on.') : vscode.l10n.t('Inline completions are off.'),
    3000,
  );
}

/** Switches completions on or off for the language or the folder of the active editor, and says so. */
async function toggleHere({ settings }: CommandContext, what: 'folder' | 'language'): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
  if (document === undefined || (what === 'folder' && folder === undefined)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a file first: it says which language or folder is meant.'),
    );
    return;
  }
  const enabled = !settings.completion(document).enabled;
  const { languageId } = document;
  const isFolder = what === 'folder' && folder !== undefined;
  await settings.setCompletionEnabledFor(isFolder ? { folder: folder.uri } : { languageId }, enabled);
  const where = isFolder ? folder.name : languageId;
  const text = enabled
    ? vscode.l10n.t('Inline completions are on for {0}.', where)
    : vscode.l10n.t('Inline completions are off for {0}.', where);
  vscode.window.setStatusBarMessage(text, 3000);
}

async function connectEndpoint(context: CommandContext): Promise<void> {
  const url = await vscode.window.showInputBox({
    title: vscode.l10n.t('Endpoint address'),
    prompt: vscode.l10n.t('Address of an OpenAI-style server. Leave it empty to use the local engine.'),
    placeHolder: 'http://localhost:8000/v1',
    value: context.settings.endpoint().url,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const parsed = value.trim() === '' ? undefined : parseEndpointUrl(value);
      return parsed?.kind === 'invalid' ? describeError(parsed.error) : undefined;
    },
  });
  if (url === undefined) {
    return;
  }
  await context.settings.setEndpointUrl(url.trim());
  await reconnect(context);
}

/** The address whose key is meant: the only one there is, or the one that the person chooses; undefined = they left, or there is none. */
async function chooseUrl({ endpoints, settings }: CommandContext): Promise<string | undefined> {
  const collector = settings.promptLog().collectorUrl;
  const urls = [
    ...endpoints.names.map((name) => ({ label: name, description: endpoints.settingsOf(name)?.url ?? '' })),
    ...(collector === '' ? [] : [{ label: vscode.l10n.t('OpenTelemetry collector'), description: collector }]),
  ];
  const usable = urls.filter(({ description }) => parseEndpointUrl(description).kind === 'valid');
  if (usable.length === 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t('Set an endpoint address first: a key belongs to one address.'),
    );
  }
  const [only, second] = usable;
  const title = vscode.l10n.t('GLM Tandem: Endpoint of the Key');
  return (second === undefined ? only : await vscode.window.showQuickPick(usable, { title }))?.description;
}

async function setKey(context: CommandContext): Promise<void> {
  const url = await chooseUrl(context);
  if (url === undefined) {
    return;
  }
  const host = displayHost(url);
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('Key for {0}', host),
    prompt: vscode.l10n.t('Kept in VS Code’s secret storage and sent to {0} only.', host),
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined || key.trim() === '') {
    return;
  }
  await keepKey(context.keys, originOf(url), key.trim());
  context.endpoints.reset();
  await reconnect(context);
}

async function removeKey(context: CommandContext): Promise<void> {
  const url = await chooseUrl(context);
  if (url === undefined) {
    return;
  }
  try {
    await context.keys.remove(originOf(url));
  } catch {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('VS Code’s secret storage cannot be used on this machine, so the key may still be in it.'),
    );
    return;
  }
  vscode.window.setStatusBarMessage(vscode.l10n.t('The key for {0} was removed.', displayHost(url)), 3000);
  context.endpoints.reset();
  await reconnect(context);
}

/** Connects afresh, with progress, and says in one line how it went. */
async function reconnect(context: CommandContext): Promise<void> {
  context.connection.reset();
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('GLM Tandem: connecting…'),
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    const subscription = token.onCancellationRequested(() => {
      controller.abort();
      context.connection.reset();
    });
    try {
      const connected = await context.connection.connect(controller.signal);
      const where = connected.host ?? vscode.l10n.t('the local engine');
      void vscode.window.showInformationMessage(
        vscode.l10n.t('GLM Tandem is connected: {0} at {1}.', connected.modelId, where),
      );
    } catch {
      const { state } = context.connection;
      if (!controller.signal.aborted && state.kind === 'failed') {
        void vscode.window.showWarningMessage(`GLM Tandem: ${describeError(state.error)}`);
      }
    } finally {
      subscription.dispose();
    }
  });
}

async function showMenu(context: CommandContext): Promise<void> {
  const enabled = context.settings.completion().enabled;
  const { state } = context.connection;
  const item = (label: string, command: string, ...args: readonly unknown[]) => ({
    label,
    run: (): unknown => vscode.commands.executeCommand(command, ...args),
  });
  const goOn = { label: `$(debug-continue) ${vscode.l10n.t('Do not wait any longer')}`, run: context.endPauses };
  const indexing = context.indexing();
  const index =
    indexing?.kind === 'paused'
      ? item(`$(run) ${vscode.l10n.t('Resume code indexing')}`, commandIds.resumeIndexing)
      : item(`$(debug-pause) ${vscode.l10n.t('Pause code indexing')}`, commandIds.pauseIndexing);
  const chosen = await vscode.window.showQuickPick(
    [
      ...(context.isPaused() ? [goOn] : []),
      item(`$(plug) ${vscode.l10n.t('Connect…')}`, commandIds.connect),
      item(
        enabled
          ? `$(circle-slash) ${vscode.l10n.t('Switch inline completions off')}`
          : `$(sparkle) ${vscode.l10n.t('Switch inline completions on')}`,
        commandIds.toggleCompletions,
      ),
      item(`$(bell-slash) ${vscode.l10n.t('No suggestions for a while…')}`, commandIds.snooze),
      ...(indexing === undefined || indexing.kind === 'off' ? [] : [index]),
      item(`$(globe) ${vscode.l10n.t('Set endpoint address…')}`, commandIds.connectEndpoint),
      item(`$(key) ${vscode.l10n.t('Set endpoint key…')}`, commandIds.setKey),
      item(`$(refresh) ${vscode.l10n.t('Connect again')}`, commandIds.reconnect),
      item(`$(pulse) ${vscode.l10n.t('Run the doctor')}`, commandIds.runDoctor),
      item(`$(record) ${vscode.l10n.t('Prompt log…')}`, commandIds.promptLogMenu),
      item(`$(output) ${vscode.l10n.t('Show log')}`, commandIds.showLog),
      item(`$(gear) ${vscode.l10n.t('Settings')}`, 'workbench.action.openSettings', '@ext:glm-tandem.glm-tandem'),
    ],
    {
      title: 'GLM Tandem',
      placeHolder: state.kind === 'failed' ? describeError(state.error) : vscode.l10n.t('What would you like to do?'),
    },
  );
  await chosen?.run();
}
