/**
 * “GLM Tandem: Connect”: from nothing to an answer, by keyboard alone. Servers on this machine, a provider with a key, or the embedded
 * engine; nothing is asked but what the person chooses, except the known ports of this very machine.
 */
import * as vscode from 'vscode';
import { AssistantError } from '../../base/AssistantError';
import { formatBytes } from '../../base/formatBytes';
import { type CatalogueModel, catalogue } from '../../glm/catalogue';
import { findLocalServers } from '../../glm/connect/findLocalServers';
import { otherBase } from '../../glm/connect/otherBase';
import { roundTrip } from '../../glm/connect/roundTrip';
import { displayHost, originOf, parseEndpointUrl } from '../../glm/endpointUrl';
import type { ModelInfo } from '../../glm/Model';
import type { Connection } from '../../glm/ModelConnection';
import { profiles } from '../../glm/profiles/profileFor';
import type { Clock } from '../../platform/Clock';
import type { Log } from '../../platform/Log';
import { commandIds } from '../commandIds';
import type { EndpointKeys } from '../EndpointKeys';
import { keepKey } from '../keepKey';
import { withProgress } from '../progress';
import type { SettingsReader } from '../SettingsReader';
import { describeError } from '../StatusBar';
import { type ImportChoice, importChoices } from './importChoices';
import { ask, type Back, back, pick, waitFor } from './quickInput';

export interface ConnectContext {
  readonly settings: SettingsReader;
  readonly keys: EndpointKeys;
  /** The connection of the simple settings. */
  readonly connection: () => Connection | undefined;
  /** The models at an address that nobody is connected to yet. */
  readonly listModels: (url: string, key: string | undefined, signal: AbortSignal) => Promise<readonly ModelInfo[]>;
  /** Brings a model of the catalogue to this machine and gives its path. Throws `AssistantError`. */
  readonly fetchModel: (
    model: CatalogueModel,
    onProgress: (text: string) => void,
    signal: AbortSignal,
  ) => Promise<string>;
  /** The person's home folder. */
  readonly home: string;
  readonly clock: Clock;
  readonly log: Log;
}

interface Choice extends vscode.QuickPickItem {
  readonly run?: () => Promise<Back | undefined>;
}

/** What the flow decides, before anything is kept. */
interface Target {
  readonly url: string;
  readonly model: string;
  /** The key was asked for now; undefined = the stored one, or none. */
  readonly key: string | undefined;
}

const totalSteps = 3;
const title = 'GLM Tandem';

/** Runs the flow to its end, or until the person leaves it. Rejects only when VS Code cannot write its settings. */
export async function runConnectFlow(context: ConnectContext): Promise<void> {
  for (;;) {
    const chosen = await pick<Choice>({
      title: vscode.l10n.t('{0}: Where Does the Model Run?', title),
      step: 1,
      totalSteps,
      placeholder: vscode.l10n.t('Choose where the model runs.'),
      morePlaceholder: vscode.l10n.t('Looking for servers on this machine…'),
      items: placesOf(context),
      more: async (signal) => [
        ...(await localServers(context, signal)),
        ...(await importChoices(context.home)).map((choice) => importItem(context, choice)),
      ],
    });
    if (chosen === undefined || chosen === back || (await chosen.run?.()) !== back) {
      return;
    }
  }
}

function placesOf(context: ConnectContext): readonly Choice[] {
  return [
    {
      label: `$(cloud) ${vscode.l10n.t('Z.ai or BigModel')}`,
      detail: vscode.l10n.t('GLM as a service, general or Coding Plan; needs a key.'),
      run: () => connectProvider(context),
    },
    {
      label: `$(globe) ${vscode.l10n.t('Another address')}`,
      detail: vscode.l10n.t('A server of your team, or any OpenAI-style endpoint.'),
      run: () => connectAddress(context),
    },
    {
      label: `$(chip) ${vscode.l10n.t('The engine of GLM Tandem')}`,
      detail: vscode.l10n.t('Runs a model file on this machine; nothing leaves it.'),
      run: () => connectEngine(context),
    },
  ];
}

async function localServers(context: ConnectContext, signal: AbortSignal): Promise<readonly Choice[]> {
  const servers = await findLocalServers((url, limit) => context.listModels(url, undefined, limit), signal);
  return servers.map(({ url, host, name, models }) => ({
    label: `$(server) ${vscode.l10n.t('{0} at {1}', name, host)}`,
    description: vscode.l10n.t('runs on this machine'),
    detail: models.length === 0 ? vscode.l10n.t('no model is loaded') : models.slice(0, 5).join(', '),
    run: () => connectServer(context, url, { needsKey: false }),
  }));
}

function importItem(context: ConnectContext, { program, entry, key }: ImportChoice): Choice {
  return {
    label: `$(cloud-download) ${vscode.l10n.t('From {0}: {1}', program, entry.title)}`,
    detail: entry.model === '' ? entry.url : `${entry.url} · ${entry.model}`,
    run: async () => {
      const stored = await context.keys.get(originOf(entry.url));
      const takesKey = entry.hasKey && stored === undefined ? await asksForKey(program, entry.url) : false;
      return takesKey === undefined
        ? undefined
        : connectServer(context, entry.url, {
            needsKey: entry.hasKey && !takesKey,
            model: entry.model,
            key: takesKey ? await key() : undefined,
          });
    },
  };
}

/** A key that lies in another program's file is read only after a yes. */
async function asksForKey(program: string, url: string): Promise<boolean | undefined> {
  const yes = vscode.l10n.t('Read the key from {0}’s file', program);
  const chosen = await pick({
    title: vscode.l10n.t('{0}: Key for {1}', title, displayHost(url)),
    step: 2,
    totalSteps,
    placeholder: vscode.l10n.t('{0} has a key for this endpoint in its file.', program),
    items: [{ label: yes }, { label: vscode.l10n.t('Enter a key by hand') }],
  });
  return chosen === undefined || chosen === back ? undefined : chosen.label === yes;
}

async function connectProvider(context: ConnectContext): Promise<Back | undefined> {
  const items = profiles.flatMap(({ name, base }) => (base === undefined ? [] : [{ label: name, description: base }]));
  const chosen = await pick({
    title: vscode.l10n.t('{0}: Provider', title),
    step: 2,
    totalSteps,
    placeholder: vscode.l10n.t('Your key belongs to exactly one of these addresses.'),
    items,
  });
  return chosen === undefined || chosen === back
    ? chosen
    : connectServer(context, chosen.description, { needsKey: true });
}

async function connectAddress(context: ConnectContext): Promise<Back | undefined> {
  const url = await ask({
    title: vscode.l10n.t('{0}: Address', title),
    step: 2,
    totalSteps,
    prompt: vscode.l10n.t('Address of an OpenAI-style server.'),
    placeholder: 'http://localhost:8000/v1',
    value: context.settings.endpoint().url,
    validate: (value) => {
      const parsed = parseEndpointUrl(value);
      return parsed.kind === 'invalid' ? describeError(parsed.error) : undefined;
    },
  });
  return url === undefined || url === back ? url : connectServer(context, url, { needsKey: false });
}

interface ServerChoice {
  /** Whether it is known to want one; else it is asked for when the server does. */
  readonly needsKey: boolean;
  /** A model that is already chosen; '' or absent = ask. */
  readonly model?: string;
  readonly key?: string | undefined;
}

async function connectServer(context: ConnectContext, url: string, choice: ServerChoice): Promise<Back | undefined> {
  let key = choice.key;
  let wantsKey = choice.needsKey && key === undefined && (await context.keys.get(originOf(url))) === undefined;
  let problem: string | undefined;
  for (;;) {
    if (wantsKey) {
      const entered = await askKey(url, problem);
      if (entered === undefined || entered === back) {
        return entered;
      }
      key = entered;
    }
    const chosen = await chooseModel(context, url, key, choice.model ?? '');
    if (chosen instanceof AssistantError) {
      wantsKey = true;
      problem = describeError(chosen);
      continue;
    }
    if (chosen === undefined || chosen === back) {
      return chosen;
    }
    const fault = await keepAndTry(context, { url, model: chosen, key });
    if (fault === undefined) {
      return undefined;
    }
    wantsKey = true;
    problem = describeError(fault);
  }
}

function askKey(url: string, problem: string | undefined): Promise<string | Back | undefined> {
  const host = displayHost(url);
  return ask({
    title: vscode.l10n.t('{0}: Key for {1}', title, host),
    step: 2,
    totalSteps,
    prompt: vscode.l10n.t('Kept in VS Code’s secret storage and sent to {0} only.', host),
    password: true,
    problem,
    validate: (value) => (value === '' ? vscode.l10n.t('Enter the key, or press Escape.') : undefined),
  });
}

/** The name of a model there; an error says that the server wants another key. */
async function chooseModel(
  context: ConnectContext,
  url: string,
  key: string | undefined,
  given: string,
): Promise<string | Back | AssistantError | undefined> {
  const step = { title: vscode.l10n.t('{0}: Model at {1}', title, displayHost(url)), step: 3, totalSteps };
  let models: readonly ModelInfo[] = [];
  let problem: AssistantError | undefined;
  try {
    const used = key ?? (await context.keys.get(originOf(url)));
    const placeholder = vscode.l10n.t('Asking {0} for its models…', displayHost(url));
    const listed = await waitFor({ ...step, placeholder }, (signal) => context.listModels(url, used, signal));
    if (listed === undefined || listed === back) {
      return listed;
    }
    models = listed;
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      context.log.error(`Connect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return undefined;
    }
    if (isKeyFault(error)) {
      return error;
    }
    problem = error.code === 'endpoint.notFound' ? undefined : error;
  }
  if (given !== '' && (models.length === 0 || models.some(({ id }) => id === given))) {
    return given;
  }
  if (models.length > 0) {
    const chosen = await pick({
      ...step,
      placeholder: vscode.l10n.t('Choose a model.'),
      items: models.map(({ id }) => ({ label: id })),
    });
    return chosen === undefined || chosen === back ? chosen : chosen.label;
  }
  return ask({
    ...step,
    prompt: vscode.l10n.t('Name of the model, as the server knows it. Empty = the first one that it lists.'),
    placeholder: 'glm-4.6',
    problem: problem === undefined ? undefined : describeError(problem),
  });
}

async function connectEngine(context: ConnectContext): Promise<Back | undefined> {
  interface EngineChoice extends vscode.QuickPickItem {
    readonly model?: CatalogueModel;
  }
  const fileChoice: EngineChoice = {
    label: `$(file) ${vscode.l10n.t('A model file on this machine…')}`,
    description: 'GGUF',
  };
  const chosen = await pick<EngineChoice>({
    title: vscode.l10n.t('{0}: Model for the Engine', title),
    step: 2,
    totalSteps,
    placeholder: vscode.l10n.t('Choose a file, or a model to fetch.'),
    items: [
      fileChoice,
      ...catalogue.map((model) => ({
        label: `$(cloud-download) ${model.name}`,
        description: formatBytes(model.bytes),
        detail: vscode.l10n.t(model.note),
        model,
      })),
    ],
  });
  if (chosen === undefined || chosen === back) {
    return chosen;
  }
  const path = chosen.model === undefined ? await askFile() : await fetch(context, chosen.model);
  if (path !== undefined) {
    await context.settings.setEngineModel(path);
    await tryConnection(context);
  }
  return undefined;
}

async function askFile(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Model File'),
    filters: { GGUF: ['gguf'] },
  })) ?? [undefined];
  return file?.fsPath;
}

async function fetch(context: ConnectContext, model: CatalogueModel): Promise<string | undefined> {
  try {
    return await withProgress(vscode.l10n.t('GLM Tandem: fetching {0}', model.name), (signal, report) =>
      context.fetchModel(model, report, signal),
    );
  } catch (error) {
    if (error instanceof AssistantError) {
      void vscode.window.showWarningMessage(`GLM Tandem: ${describeError(error)}`);
    }
    return undefined;
  }
}

/** Keeps what was chosen, at the level of the person, and asks the model. A fault is given back when another key may help. */
async function keepAndTry(context: ConnectContext, { url, model, key }: Target): Promise<AssistantError | undefined> {
  if (key !== undefined) {
    await keepKey(context.keys, originOf(url), key);
  }
  await context.settings.setEndpoint(url, model);
  return tryConnection(context, { url, model, key: undefined });
}

/** `target`: what was chosen, where that is an address. */
async function tryConnection(context: ConnectContext, target?: Target): Promise<AssistantError | undefined> {
  const connection = context.connection();
  if (connection === undefined) {
    return undefined;
  }
  connection.reset();
  try {
    const text = await withProgress(vscode.l10n.t('GLM Tandem: connecting…'), async (signal) => {
      const connected = await connection.connect(signal);
      const { firstMilliseconds } = await roundTrip(connected.model, context.clock, signal);
      const where = connected.host ?? vscode.l10n.t('the local engine');
      return vscode.l10n.t(
        'GLM Tandem is connected: {0} at {1} answered after {2} ms.',
        connected.modelId,
        where,
        firstMilliseconds,
      );
    });
    void vscode.window.showInformationMessage(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof AssistantError) || isKeyFault(error)) {
      return error instanceof AssistantError ? error : undefined;
    }
    const doctor = vscode.l10n.t('Run Doctor');
    const url = target === undefined ? undefined : otherBase(target.url, error);
    const use = url === undefined ? [] : [vscode.l10n.t('Use {0}', url)];
    const message = `GLM Tandem: ${describeError(error)}`;
    void vscode.window.showWarningMessage(message, ...use, doctor).then(async (chosen) => {
      if (chosen === doctor) {
        await vscode.commands.executeCommand(commandIds.runDoctor);
      } else if (chosen !== undefined && target !== undefined && url !== undefined) {
        await keepAndTry(context, { ...target, url });
      }
    });
    return undefined;
  }
}

function isKeyFault({ code }: AssistantError): boolean {
  return code === 'endpoint.keyRejected' || code === 'endpoint.keyNeeded' || code === 'endpoint.notAllowed';
}
