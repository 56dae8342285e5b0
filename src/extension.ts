/** Composition root 1: the extension. Every object that crosses rooms is constructed here, in reading order. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { version } from '../package.json';
import { formatBytes } from './base/formatBytes';
import { InlineCompletionPipeline } from './completion/InlineCompletionPipeline';
import type { CatalogueModel } from './glm/catalogue';
import { Endpoints } from './glm/endpoints/Endpoints';
import { defaultName, roles } from './glm/endpoints/readEndpoints';
import { Traffic } from './glm/endpoints/Traffic';
import { originOf } from './glm/endpointUrl';
import { chooseFormat } from './glm/fillInTheMiddle/chooseFormat';
import { GlmClient } from './glm/GlmClient';
import { ModelConnection } from './glm/ModelConnection';
import { QueuedModel } from './glm/QueuedModel';
import { RetryingModel } from './glm/RetryingModel';
import { modelsDirectory } from './node/cacheDirectory';
import { type EngineProcess, startEngineProcess } from './node/engineProcess';
import type { Progress } from './node/models/download';
import { fetchModel } from './node/models/fetchModel';
import { networkOptions } from './node/network';
import { systemClock } from './node/systemClock';
import type { NetworkOptions } from './platform/network';
import { redactedLog } from './promptlog/redactedLog';
import { createRedactor } from './promptlog/redaction/redact';
import { registerCommands } from './vscode/commands';
import { createExaminer } from './vscode/createExaminer';
import { EndpointKeys } from './vscode/EndpointKeys';
import { InlineCompletionProvider } from './vscode/InlineCompletionProvider';
import { LanguageModelProvider, vendor } from './vscode/LanguageModelProvider';
import { OutputLog } from './vscode/OutputLog';
import { problemReport } from './vscode/problemReport';
import { ReportDocuments } from './vscode/ReportDocuments';
import { SettingsReader } from './vscode/SettingsReader';
import { StatusBar } from './vscode/StatusBar';
import { currentText } from './vscode/textDocument';
import { offerWalkthrough } from './vscode/walkthrough';

export function activate(context: vscode.ExtensionContext): void {
  const output = new OutputLog();
  const log = redactedLog(output, createRedactor());
  const settings = new SettingsReader();
  const keys = new EndpointKeys(context.secrets, process.env);

  /** The one that was started last; it may have ended. */
  let engine: EngineProcess | undefined;
  const traffic = new Traffic(systemClock);
  const endpoints = new Endpoints({
    settings: () => settings.endpoints(),
    createConnection: (endpoint) =>
      new ModelConnection({
        settings: endpoint,
        keyFor: (origin) => keys.get(origin),
        network: () => networkOptions(settings.network(), process.env),
        createModel: (server) => {
          const { queue, gate } = traffic.laneTo(server.url, server.concurrency);
          const queued = new QueuedModel(new GlmClient(server), { queue });
          return new RetryingModel(queued, { gate, clock: systemClock, log, random: Math.random });
        },
        chooseFormat,
        startEngine: async ({ model, contextSize }, onProgress, signal) => {
          const entry = join(__dirname, 'engine-main.mjs');
          engine = await startEngineProcess({ entry, model, contextSize }, onProgress, signal);
          return engine;
        },
        clock: systemClock,
        log,
      }),
    clock: systemClock,
  });
  const connection = endpoints.role('completion');

  const provider = new InlineCompletionProvider(
    connection,
    (scope) => settings.completion(scope),
    ({ model, format }) => new InlineCompletionPipeline({ model, format, clock: systemClock, log, currentText }),
    log,
  );

  const network = (): Promise<NetworkOptions> => networkOptions(settings.network(), process.env);
  const examine = createExaminer({ endpoints, keys, network, engine: () => engine, clock: systemClock });
  const reports = new ReportDocuments();
  const languageModels = new LanguageModelProvider(endpoints, () => settings.languageModelChatEnabled());
  const statusBar = new StatusBar(systemClock.now);
  const showStatus = (): void =>
    statusBar.show({
      enabled: settings.completion(vscode.window.activeTextEditor?.document).enabled,
      connection: connection.state,
      ...provider.activity,
      pause: traffic.pause?.pause,
      roles: roles
        .filter((role) => endpoints.namesOf(role).join() !== endpoints.namesOf('completion').join())
        .map((role) => ({ role, connection: endpoints.role(role).state })),
    });
  for (const role of roles) {
    endpoints.role(role).onDidChangeState(showStatus);
  }
  traffic.onDidChangePause(showStatus);
  connection.onDidChangeState(({ kind }) => {
    // The walkthrough's first step is done then.
    void vscode.commands.executeCommand('setContext', 'tandem.isConnected', kind === 'connected');
    if (kind === 'connected') {
      languageModels.refresh();
    }
  });
  provider.onDidChangeActivity(showStatus);
  const tellProblems = (): void => endpoints.problems.forEach(({ message }) => void log.warn(message));
  endpoints.onDidChangeProblems(tellProblems);
  tellProblems();
  settings.onDidChange(({ endpoint, network }) => {
    if (network) {
      endpoints.reset();
    }
    if (endpoint) {
      endpoints.settingsChanged();
    }
    if (endpoint || network) {
      connect();
    }
    languageModels.refresh();
    showStatus();
  });

  const listModels = async (url: string, key: string | undefined, signal: AbortSignal) => {
    const client = new GlmClient({ url, key, modelId: '', network: await network() });
    return client.listModels(signal).finally(() => client.close());
  };
  const fetchFromCatalogue = async (
    model: CatalogueModel,
    onProgress: (text: string) => void,
    signal: AbortSignal,
  ): Promise<string> => {
    const showBytes = ({ received, total }: Progress): void =>
      onProgress(`${formatBytes(received)} / ${total === undefined ? '?' : formatBytes(total)}`);
    const folder = modelsDirectory(process.env);
    const onWarning = ({ message }: Error): void => log.warn(message);
    const { path } = await fetchModel(
      model,
      { folder, source: undefined, onSource: onProgress, onProgress: showBytes, onWarning },
      signal,
    );
    return path;
  };
  const describeProduct = async (doctor: string): Promise<string> => {
    const urls = endpoints.names.map((name) => endpoints.settingsOf(name)?.url ?? '');
    const stored = await Promise.all(urls.map((url) => keys.get(originOf(url))));
    return problemReport({
      ...{ doctor, home: homedir(), logLines: output.recentLines },
      versions: [
        `GLM Tandem ${version}`,
        `${vscode.env.appName} ${vscode.version}, ${vscode.env.remoteName === undefined ? 'local' : 'remote'}`,
        `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      ],
      secrets: [...stored, engine?.token].filter((secret) => secret !== undefined),
    });
  };

  /** Connects in the background, so that the first suggestion need not wait for it; the status bar tells how it went. */
  const connect = (): void => {
    if (settings.completion().enabled) {
      connection.connect(new AbortController().signal).catch(() => {});
    }
  };

  context.subscriptions.push(
    output,
    settings,
    endpoints,
    traffic,
    provider,
    statusBar,
    reports,
    languageModels,
    registerCommands({
      ...{ settings, keys, connection, endpoints, log: output },
      connect: {
        ...{ settings, keys, listModels, fetchModel: fetchFromCatalogue },
        connection: () => endpoints.connection(defaultName),
        home: homedir(),
        clock: systemClock,
        log,
      },
      doctor: { endpoints, reports, examine, describeProduct, version },
      endPauses: () => traffic.openAll(),
      isPaused: () => traffic.pause !== undefined,
    }),
    vscode.lm.registerLanguageModelChatProvider(vendor, languageModels),
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.window.onDidChangeActiveTextEditor(showStatus),
  );
  showStatus();
  connect();
  const { url, engineModel } = settings.endpoint();
  void offerWalkthrough(context.globalState, url !== '' || engineModel !== '' || endpoints.names.length > 1);
}
