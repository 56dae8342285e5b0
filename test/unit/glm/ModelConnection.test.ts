import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { Emitter } from '../../../src/base/events';
import type { FillInTheMiddleFormat } from '../../../src/glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { Model } from '../../../src/glm/Model';
import { ModelConnection, type ModelConnectionHost, type RunningEngine } from '../../../src/glm/ModelConnection';
import { silentLog } from '../../../src/platform/Log';
import type { EndpointSettings } from '../../../src/platform/settings';

const server: EndpointSettings = {
  url: 'http://127.0.0.1:8000/v1',
  model: '',
  fillInTheMiddle: 'auto',
  engineModel: '',
  engineContextSize: 8192,
};
const engine: EndpointSettings = { ...server, url: '', engineModel: '/models/a.gguf' };
const format: FillInTheMiddleFormat = {
  id: 'none',
  route: 'raw',
  suffixFirst: false,
  markers: [],
  stop: [],
  render: () => ({ prompt: '', parts: [] }),
};
const never = new AbortController().signal;

/** A host whose every part a test can turn off, and a record of what the connection asked it for. */
function fixture(
  settings: EndpointSettings,
  models: readonly string[] | AssistantError = ['glm-4-9b'],
  ownedBy?: string,
) {
  const asked: string[] = [];
  const engines: { exit: Emitter<AssistantError>; disposed: boolean }[] = [];
  const state = {
    settings,
    models,
    time: 0,
    engineFails: undefined as AssistantError | undefined,
    contextTokens: undefined as number | undefined,
  };
  const concurrencies: number[] = [];
  const host: ModelConnectionHost = {
    settings: () => state.settings,
    keyFor: async (origin) => {
      asked.push(`key ${origin}`);
      return 'secret';
    },
    createModel: ({ url, key, modelId, concurrency }) => {
      concurrencies.push(concurrency);
      asked.push(`model ${url} ${key} ${modelId}`);
      return {
        listModels: async () => {
          if (state.models instanceof AssistantError) {
            throw state.models;
          }
          return state.models.map((id) => ({ id, contextTokens: state.contextTokens, ownedBy }));
        },
      } as unknown as Model;
    },
    chooseFormat: async () => format,
    startEngine: async ({ model }, onProgress) => {
      asked.push(`engine ${model}`);
      onProgress(0.5);
      if (state.engineFails !== undefined) {
        throw state.engineFails;
      }
      const record = { exit: new Emitter<AssistantError>(), disposed: false };
      engines.push(record);
      return {
        url: 'http://127.0.0.1:9/v1',
        token: 'random',
        model: 'a',
        onDidExit: record.exit.event,
        dispose: () => {
          record.disposed = true;
        },
      } satisfies RunningEngine;
    },
    clock: { now: () => state.time, sleep: async () => {} },
    log: silentLog,
  };
  return { connection: new ModelConnection(host), asked, engines, state, concurrencies };
}

describe('ModelConnection', () => {
  it('takes the first model that a server lists, with the key of its origin', async () => {
    const { connection, asked } = fixture(server, ['first', 'second']);
    const connected = await connection.connect(never);
    expect([connected.modelId, connected.host]).toEqual(['first', '127.0.0.1:8000']);
    expect(asked).toEqual([
      'key http://127.0.0.1:8000',
      'model http://127.0.0.1:8000/v1 secret ',
      'model http://127.0.0.1:8000/v1 secret first',
    ]);
  });

  it('learns the context of the engine from the engine', async () => {
    const { connection, state } = fixture(engine, ['a']);
    state.contextTokens = 2048;
    expect(await connection.connect(never)).toMatchObject({ modelId: 'a', contextTokens: 2048 });
  });

  it('knows the engine at an address by the name that it gives itself', async () => {
    const { connection } = fixture(server, ['a'], 'glm-tandem');
    expect((await connection.connect(never)).profile).toMatchObject({ id: 'engine', takesTools: false });
  });

  it('does not ask for a list when the model is named', async () => {
    const { connection } = fixture({ ...server, model: 'mine' }, new AssistantError('endpoint.notFound'));
    expect((await connection.connect(never)).modelId).toBe('mine');
  });

  it('connects once for all who ask', async () => {
    const { connection, asked } = fixture(engine);
    const [one, two] = await Promise.all([connection.connect(never), connection.connect(never)]);
    expect(one).toBe(two);
    expect(asked.filter((line) => line.startsWith('engine'))).toEqual(['engine /models/a.gguf']);
  });

  it('says that nothing is configured, and looks again each time', async () => {
    const { connection, state } = fixture({ ...server, url: '' });
    await expect(connection.connect(never)).rejects.toMatchObject({ code: 'endpoint.notConfigured' });
    expect(connection.state.kind).toBe('notConfigured');
    state.settings = server;
    expect((await connection.connect(never)).modelId).toBe('glm-4-9b');
  });

  it.each([
    ['an address that is none', { ...server, url: 'not an address' }, 'endpoint.invalidUrl'],
    ['a server without models', server, 'endpoint.noModel'],
  ])('refuses %s', async (_name, settings, code) => {
    const { connection } = fixture(settings, []);
    await expect(connection.connect(never)).rejects.toMatchObject({ code });
    expect(connection.state).toMatchObject({ kind: 'failed', error: { code } });
  });

  it('leaves a failed endpoint alone for a growing pause, then recovers by itself', async () => {
    const { connection, asked, state } = fixture(server, new AssistantError('endpoint.refused', ['127.0.0.1:8000']));
    const attempts = () => asked.filter((line) => line.startsWith('key')).length;
    await expect(connection.connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    state.time = 999;
    await expect(connection.connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    expect(attempts()).toBe(1);
    state.time = 1000;
    await expect(connection.connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    state.time = 2999;
    await expect(connection.connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    expect(attempts()).toBe(2);
    state.models = ['back'];
    state.time = 3000;
    expect((await connection.connect(never)).modelId).toBe('back');
  });

  it('lets one caller give up without spoiling the attempt for the next', async () => {
    const { connection } = fixture(server);
    const controller = new AbortController();
    const first = connection.connect(controller.signal);
    controller.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect((await connection.connect(never)).modelId).toBe('glm-4-9b');
  });

  it('tells when the engine dies, and starts another one later', async () => {
    const { connection, engines, state } = fixture(engine);
    await connection.connect(never);
    engines[0]?.exit.fire(new AssistantError('unexpected'));
    expect(connection.state.kind).toBe('failed');
    state.time = 1000;
    await connection.connect(never);
    expect(engines).toHaveLength(2);
  });

  it('stops the engine when another endpoint is set, and only then', async () => {
    const { connection, engines, state } = fixture(engine);
    await connection.connect(never);
    state.settings = { ...engine };
    connection.settingsChanged();
    expect(engines[0]?.disposed).toBe(false);
    state.settings = server;
    connection.settingsChanged();
    expect(engines[0]?.disposed).toBe(true);
    expect((await connection.connect(never)).host).toBe('127.0.0.1:8000');
  });
});

describe('the kind of server', () => {
  const profileOf = async (settings: Partial<EndpointSettings>, ownedBy?: string): Promise<string> => {
    const { connection } = fixture({ ...server, ...settings }, ['glm-4.6'], ownedBy);
    return (await connection.connect(never)).profile.id;
  };

  it('is known by the address, else by the first answer, unless it is set', async () => {
    expect(await profileOf({ url: 'https://api.z.ai/api/paas/v4' })).toBe('zai');
    expect(await profileOf({}, 'vllm')).toBe('vllm');
    expect(await profileOf({ model: 'glm-4.6' }, 'sglang')).toBe('sglang');
    expect(await profileOf({ model: 'not-in-the-list' }, 'llamacpp')).toBe('llama.cpp');
    expect(await profileOf({ profile: 'ollama' }, 'vllm')).toBe('ollama');
    expect(await profileOf({})).toBe('openai');
    expect(await profileOf({ url: '', engineModel: '/m.gguf' })).toBe('engine');
  });

  it('decides how many requests run at once, unless it is set', async () => {
    const coding = fixture({ ...server, url: 'https://api.z.ai/api/coding/paas/v4', model: 'glm-4.6' });
    await coding.connection.connect(never);
    const set = fixture({ ...server, model: 'm', concurrency: 7 });
    await set.connection.connect(never);
    expect([coding.concurrencies.at(-1), set.concurrencies.at(-1)]).toEqual([1, 7]);
  });

  it('that cuts long texts off is warned of', async () => {
    const { connection, state } = fixture({ ...server, profile: 'ollama' });
    state.contextTokens = 4096;
    expect((await connection.connect(never)).warning).toMatchObject({
      code: 'endpoint.smallContext',
      args: ['127.0.0.1:8000', 4096],
    });
  });

  it('tells the context, else the model does', async () => {
    const { connection } = fixture({ ...server, url: 'https://api.z.ai/api/paas/v4', model: 'glm-4.6' });
    expect((await connection.connect(never)).contextTokens).toBe(204_800);
  });
});
