/** Composition root 1: the extension. Every object that crosses rooms is constructed here, in reading order. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { version } from '../package.json';
import type { AgentParts } from './extension/agent';
import { Endpoints } from './glm/endpoints/Endpoints';
import { defaultName, roles } from './glm/endpoints/readEndpoints';
import { Traffic } from './glm/endpoints/Traffic';
import { originOf } from './glm/endpointUrl';
import { chooseFormat } from './glm/fillInTheMiddle/chooseFormat';
import { ModelConnection } from './glm/ModelConnection';
import type { EngineProcess } from './node/engineProcess';
import type { PowerSource } from './node/PowerSource';
import { systemClock } from './node/systemClock';
import type { NetworkOptions } from './platform/network';
import type { NewOutcome } from './promptlog/outcomes/NewOutcome';
import { redactedLog } from './promptlog/redactedLog';
import type { Syntax } from './syntax/Syntax';
import { offerTools } from './vscode/agent/offerTools';
import { TerminalWatch } from './vscode/chat/mentions/TerminalWatch';
import { type ChatPart, registerChat } from './vscode/chat/registerChat';
import { internalCommandIds } from './vscode/commandIds';
import { registerCommands } from './vscode/commands';
import { CompositionGuard } from './vscode/completion/CompositionGuard';
import { otherProviders, tellOfOtherProviders } from './vscode/completion/otherProviders';
import type { ParsedEditors } from './vscode/completion/ParsedEditors';
import { Snooze } from './vscode/completion/Snooze';
import { ContextLoader } from './vscode/context/ContextLoader';
import { EndpointKeys } from './vscode/EndpointKeys';
import { InlineCompletionProvider } from './vscode/InlineCompletionProvider';
import { LanguageModelProvider, vendor } from './vscode/LanguageModelProvider';
import { OutputLog } from './vscode/OutputLog';
import { PromptLogLoader } from './vscode/promptlog/PromptLogLoader';
import type { PromptLogSession } from './vscode/promptlog/PromptLogSession';
import { ReportDocuments } from './vscode/ReportDocuments';
import { type ReviewSurface, registerReview } from './vscode/review/registerReview';
import { SettingsReader } from './vscode/SettingsReader';
import { StatusBar } from './vscode/StatusBar';
import { offerWalkthrough, tickWhenConnected } from './vscode/walkthrough';

/** The chat, once it was opened. */
let chat: Promise<ChatPart> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = new OutputLog();
  const log = redactedLog(output, async () => {
    const { createRedactor } = await import('./promptlog/redaction/redact');
    return createRedactor();
  });
  const settings = new SettingsReader();
  const keys = new EndpointKeys(context.secrets, process.env, {
    onFault: () => log.warn('VS Code’s secret storage does not answer; stored keys are missing'),
  });

  const network = async (): Promise<NetworkOptions> => {
    const { networkOptions } = await import('./node/network');
    return networkOptions(settings.network(), process.env);
  };
  /** The one that was started last; it may have ended. */
  let engine: EngineProcess | undefined;
  /** What the prompt log must never hold, whatever it looks like. */
  const liveSecrets = async (): Promise<readonly string[]> => {
    const urls = [
      ...endpoints.names.map((name) => endpoints.settingsOf(name)?.url ?? ''),
      settings.promptLog().collectorUrl,
    ];
    const stored = await Promise.all(urls.map((url) => keys.get(originOf(url))));
    return [...stored, engine?.token].filter((secret) => secret !== undefined);
  };
  const usedKeys = new Set<string>();
  const openLog = async (): Promise<PromptLogSession> => {
    const { openPromptLog } = await import('./extension/promptLog');
    const workerEntry = context.asAbsolutePath(join('dist', 'promptlog-worker.js'));
    const memento = context.globalState;
    const keyFor = (origin: string): Promise<string | undefined> => keys.get(origin);
    return openPromptLog({ workerEntry, memento, settings, liveSecrets, keyFor, usedKeys, clock: systemClock, log });
  };
  const promptLog = new PromptLogLoader(context.globalState, openLog, log);
  closePromptLog = () => promptLog.close();
  const traffic = new Traffic(systemClock);
  const endpoints = new Endpoints({
    settings: () => settings.endpoints(),
    createConnection: (endpoint) =>
      new ModelConnection({
        settings: endpoint,
        keyFor: (origin) => keys.get(origin),
        network,
        createModel: async (server) => {
          const { openModel } = await import('./extension/openModel');
          const { queue, gate } = traffic.laneTo(server.url, server.concurrency);
          const model = openModel(server, queue, { gate, clock: systemClock, log, random: Math.random });
          usedKeys.add(server.key ?? '');
          return promptLog.wrap(model, server.modelId === '' ? undefined : server.modelId);
        },
        chooseFormat,
        startEngine: async ({ model, contextSize }, onProgress, signal) => {
          const { startEngineProcess } = await import('./node/engineProcess');
          const entry = context.asAbsolutePath(join('dist', 'engine-main.mjs'));
          engine = await startEngineProcess({ entry, model, contextSize }, onProgress, signal);
          return engine;
        },
        clock: systemClock,
        log,
      }),
    clock: systemClock,
  });
  const connection = endpoints.role('completion');

  const codeContext = new ContextLoader(async () => {
    const { openWorkspaceContexts } = await import('./extension/context');
    return openWorkspaceContexts({
      entry: context.asAbsolutePath(join('dist', 'index-worker.js')),
      storageFolder: context.storageUri === undefined ? undefined : join(context.storageUri.fsPath, 'index'),
      log,
    });
  }, log);

  let syntax: Syntax | undefined;
  let parsed: ParsedEditors | undefined;
  const snooze = new Snooze(systemClock.now);
  let power: PowerSource | undefined;
  const savesBattery = (): boolean => {
    if (settings.pausesOnBattery() && power === undefined) {
      import('./node/PowerSource').then(
        ({ PowerSource }) => {
          power ??= new PowerSource({ clock: systemClock });
        },
        () => undefined,
      );
    }
    return settings.pausesOnBattery() && power?.isOnBattery === true;
  };
  const composition = new CompositionGuard(systemClock);
  const provider = new InlineCompletionProvider({
    acceptedCommand: internalCommandIds.completionAccepted,
    ...{ connection, composition, log },
    settings: (document) => settings.completion(document),
    isSnoozed: () => snooze.isOn,
    savesBattery,
    createPipeline: async (connected) => {
      const { openParsedEditors, openPipeline } = await import('./extension/completion');
      parsed ??= openParsedEditors(context.asAbsolutePath(join('dist', 'grammars')), log);
      return openPipeline(connected, {
        ...{ log, parsed },
        contextSource: codeContext,
        knowsName: codeContext.knowsName,
        prefetches: () => settings.prefetches(),
        isOccupied: (host) => traffic.isOccupied(host),
      });
    },
  });

  const reports = new ReportDocuments();
  const languageModels = new LanguageModelProvider(endpoints, () => settings.languageModelChatEnabled());
  const statusBar = new StatusBar(systemClock.now);
  const showStatus = (): void =>
    statusBar.show({
      enabled: settings.completion(vscode.window.activeTextEditor?.document).enabled,
      connection: connection.state,
      ...provider.activity,
      indexing: codeContext.progress,
      snoozedMinutes: snooze.minutesLeft,
      otherProviders: otherProviders(),
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
    if (kind === 'connected') {
      languageModels.refresh();
    }
  });
  provider.onDidChangeActivity(showStatus);
  provider.onDidOffer((offer) => promptLog.offered(offer));
  snooze.onDidChange(showStatus);
  codeContext.onDidChange(showStatus);
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

  const setUp = async () => (await import('./extension/setUp')).setUpHost(network, log);
  const diagnose = async () => {
    const { reportsHost } = await import('./extension/reports');
    return reportsHost({ endpoints, keys, network, engine: () => engine, clock: systemClock, log: output });
  };

  const reviewFolder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'reviews');

  /** Connects in the background, so that the first suggestion need not wait for it; the status bar tells how it went. */
  const connect = (): void => {
    if (settings.completion().enabled) {
      connection.connect(new AbortController().signal).catch(() => {});
    }
  };

  const grammars = async (): Promise<Syntax> => {
    const { openSyntax } = await import('./extension/completion');
    syntax ??= openSyntax(context.asAbsolutePath(join('dist', 'grammars')), log);
    return syntax;
  };
  const tell = (outcome: NewOutcome): void => promptLog.tell(outcome);
  let review: Promise<ReviewSurface> | undefined;
  const openReview = (): Promise<ReviewSurface> => {
    review ??= import('./extension/review').then((part) =>
      part.openReview({
        ...{ context, endpoints, log, folder: reviewFolder, tell },
        problemsOfEdit: async (...edit) => (await grammars()).problemsOfEdit(...edit),
        outlineOf: async (...text) => (await grammars()).outlineOf(...text),
      }),
    );
    return review;
  };
  // From the start: what was run before the chat is opened is asked about as well.
  const terminals = new TerminalWatch();
  let agent: Promise<AgentParts> | undefined;
  const openAgent = (): Promise<AgentParts> => {
    agent ??= import('./extension/agent').then(({ createAgent }) =>
      createAgent({ ...{ context, settings, log }, searches: codeContext.searches, review: openReview }),
    );
    return agent;
  };
  const openChat = (): Promise<ChatPart> => {
    chat ??= Promise.all([import('./extension/chat'), openAgent()]).then(([{ createChat }, { host }]) =>
      createChat({
        ...{ context, endpoints, log, settings, tell, terminals, searches: codeContext.searches, agent: host },
        liveSecrets,
        applyCode: async (block) => (await openReview()).applyCode(block),
      }),
    );
    return chat;
  };

  context.subscriptions.push(
    output,
    settings,
    endpoints,
    traffic,
    provider,
    snooze,
    composition,
    codeContext,
    { dispose: () => parsed?.dispose() },
    statusBar,
    reports,
    languageModels,
    promptLog,
    offerTools(async () => (await openAgent()).forOthers),
    registerCommands({
      ...{ settings, keys, connection, endpoints, log: output },
      connect: {
        ...{ settings, keys },
        listModels: async (...about) => (await setUp()).listModels(...about),
        fetchModel: async (...about) => (await setUp()).fetchModel(...about),
        connection: () => endpoints.connection(defaultName),
        home: homedir(),
        clock: systemClock,
        log,
      },
      doctor: {
        ...{ endpoints, reports, version },
        examine: async (...about) => (await diagnose()).examine(...about),
        describeProduct: async (doctor) => (await diagnose()).describeProduct(doctor),
      },
      snooze,
      trigger: (multiline) => provider.trigger(multiline),
      endPauses: () => traffic.openAll(),
      isPaused: () => traffic.pause !== undefined,
      indexing: () => codeContext.progress,
    }),
    terminals,
    registerChat(openChat, () => settings.chat().codeActions),
    tickWhenConnected(connection),
    registerReview(openReview, reviewFolder),
    vscode.lm.registerLanguageModelChatProvider(vendor, languageModels),
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider),
    vscode.window.onDidChangeActiveTextEditor(showStatus),
    tellOfOtherProviders(context.globalState, () => settings.completion().enabled),
  );
  showStatus();
  connect();
  void codeContext.start();
  promptLog.start();
  const { url, engineModel } = settings.endpoint();
  void offerWalkthrough(context.globalState, url !== '' || engineModel !== '' || endpoints.names.length > 1);
}

let closePromptLog = async (): Promise<void> => {};

/** VS Code waits a few seconds for this when the window closes: conversations and the prompt log are written to their end. */
export async function deactivate(): Promise<void> {
  await Promise.all([closePromptLog(), chat?.then(({ panels }) => panels.close())]);
}
