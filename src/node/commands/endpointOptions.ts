/** The options by which commands say which model to use, and the connection to it: a server's address, or a file for the embedded engine. */
import { join, resolve } from 'node:path';
import type { AssistantError } from '../../base/AssistantError';
import type { Disposable } from '../../base/events';
import { findModel } from '../../glm/catalogue';
import { originOf } from '../../glm/endpointUrl';
import { chooseFormat } from '../../glm/fillInTheMiddle/chooseFormat';
import { GlmClient } from '../../glm/GlmClient';
import type { Model } from '../../glm/Model';
import { type ConnectedModel, ModelConnection, type ModelEndpoint } from '../../glm/ModelConnection';
import { QueuedModel } from '../../glm/QueuedModel';
import { RateGate } from '../../glm/RateGate';
import { RetryingModel } from '../../glm/RetryingModel';
import { silentLog } from '../../platform/Log';
import { defaultNetworkSettings, type NetworkOptions } from '../../platform/network';
import { type EndpointSettings, type FillInTheMiddleChoice, settingsSchema } from '../../platform/settings';
import { modelsDirectory } from '../cacheDirectory';
import { type EngineProcess, startEngineProcess } from '../engineProcess';
import { networkOptions } from '../network';
import { systemClock } from '../systemClock';
import type { CommandIo, UsageError } from './CommandIo';
import { ProgressLine } from './ProgressLine';

/** For `parseArgs`. */
export const endpointOptions = {
  endpoint: { type: 'string' },
  'model-name': { type: 'string' },
  'key-from-env': { type: 'string' },
  model: { type: 'string' },
  context: { type: 'string' },
} as const;

/** Their lines in a command's help. */
export const endpointOptionsHelp = `  --endpoint URL           use an OpenAI-style server
  --model-name ID          the model there (default: the first one that it lists)
  --key-from-env NAME      take the server's key from this environment variable
  --model PATH             a GGUF file for the embedded engine
  --context N              the embedded engine's context, in tokens
`;

/** The model that set-up fetches, so that there always is one. */
const tryOutModel = 'smollm2-135m-instruct';

export interface EndpointChoice {
  readonly settings: EndpointSettings;
  /** The server's key; undefined = none. */
  readonly key: string | undefined;
}

interface Values {
  readonly endpoint?: string | undefined;
  readonly 'model-name'?: string | undefined;
  readonly 'key-from-env'?: string | undefined;
  readonly model?: string | undefined;
  readonly context?: string | undefined;
}

/** What was chosen; without an address the embedded engine, with the try-out model where no other is named. */
export function endpointChoice(
  values: Values,
  io: Pick<CommandIo, 'environment' | 'workingDirectory'>,
  wrong: (why: string) => UsageError,
  fillInTheMiddle: FillInTheMiddleChoice = 'auto',
): EndpointChoice {
  if (values.endpoint !== undefined && values.model !== undefined) {
    throw wrong('--endpoint and --model exclude each other; --model-name names a model of the endpoint.');
  }
  const keyVariable = values['key-from-env'];
  if (keyVariable !== undefined && !io.environment[keyVariable]) {
    throw wrong(`The environment variable ${keyVariable} is not set.`);
  }
  const modelFile = values.model ?? join(modelsDirectory(io.environment), findModel(tryOutModel)?.file ?? '');
  return {
    settings: {
      url: values.endpoint ?? '',
      model: values['model-name'] ?? '',
      fillInTheMiddle,
      engineModel: values.endpoint === undefined ? resolve(io.workingDirectory, modelFile) : '',
      engineContextSize: wholeNumber(values.context, '--context', settingsSchema['engine.contextSize'], wrong),
    },
    key: keyVariable === undefined ? undefined : io.environment[keyVariable],
  };
}

export function wholeNumber(
  text: string | undefined,
  name: string,
  limits: { readonly default: number; readonly minimum: number; readonly maximum: number },
  wrong: (why: string) => UsageError,
): number {
  const { minimum, maximum } = limits;
  const value = text === undefined ? limits.default : Number(text);
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    throw wrong(`${name} takes a number from ${minimum} to ${maximum}.`);
  }
  return value;
}

/** Proxy and certificates as the environment has them. Throws `endpoint.unreadableCaFile`. */
export function networkOf({ environment }: CommandIo): Promise<NetworkOptions> {
  return networkOptions(defaultNetworkSettings, environment);
}

/** The way to a model for one command. Disposing it also ends the engine that was started for it. */
export interface CommandConnection extends Disposable {
  connect(signal: AbortSignal): Promise<ConnectedModel>;
}

/** `onPause` hears why chat waits before it asks again. `queue`: how requests wait for each other; by default as in the editor. */
export function connectionFor(
  { settings, key }: EndpointChoice,
  io: CommandIo,
  onPause: (reason: AssistantError) => void = () => {},
  queue: (client: Model, server: ModelEndpoint) => Model = (client, server) => new QueuedModel(client, server),
): CommandConnection {
  const keyOrigin = originOf(settings.url);
  const gate = new RateGate(systemClock);
  gate.onDidChange((pause) => (pause === undefined ? undefined : onPause(pause.error)));
  const connection = new ModelConnection({
    settings: () => settings,
    keyFor: async (origin) => (origin === keyOrigin ? key : undefined),
    network: () => networkOf(io),
    createModel: (server) =>
      new RetryingModel(queue(new GlmClient(server), server), {
        gate,
        clock: systemClock,
        log: silentLog,
        random: Math.random,
      }),
    chooseFormat,
    startEngine: ({ model, contextSize }, _, signal) => startEngine({ model, contextSize }, io, signal),
    clock: systemClock,
    log: silentLog,
  });
  return {
    connect: (signal) => connection.connect(signal),
    dispose: () => {
      connection.dispose();
      // Its pause would keep the process alive.
      gate.dispose();
    },
  };
}

/** The embedded engine with a progress bar; whoever starts it disposes it. */
export async function startEngine(
  options: { readonly model: string; readonly contextSize: number },
  io: CommandIo,
  signal: AbortSignal,
): Promise<EngineProcess> {
  const bar = new ProgressLine(io);
  // The command line's bundle and the engine's lie side by side.
  const entry = join(__dirname, 'engine-main.mjs');
  const show = (fraction: number): void => bar.show(fraction, 1, io.translate('Loading the model'));
  return startEngineProcess({ entry, ...options }, show, signal).finally(() => bar.end());
}
