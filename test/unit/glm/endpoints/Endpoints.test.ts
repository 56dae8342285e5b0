import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../../src/base/AssistantError';
import { Emitter } from '../../../../src/base/events';
import type { MessageId } from '../../../../src/base/messages';
import { Endpoints, type OwnedConnection } from '../../../../src/glm/endpoints/Endpoints';
import { readEndpoints } from '../../../../src/glm/endpoints/readEndpoints';
import { Traffic, type TrafficPause } from '../../../../src/glm/endpoints/Traffic';
import type { ChatRequest, ModelEvent } from '../../../../src/glm/Model';
import type { ConnectedModel, ConnectionState } from '../../../../src/glm/ModelConnection';
import { openAiCompatible } from '../../../../src/glm/profiles/openAiCompatible';
import type { EndpointSettings } from '../../../../src/platform/settings';
import { ManualClock } from '../../../support/ManualClock';
import { type Script, ScriptedModel } from '../../../support/ScriptedModel';

const never = new AbortController().signal;
const simple: EndpointSettings = {
  url: 'http://a/v1',
  model: '',
  fillInTheMiddle: 'auto',
  engineModel: '',
  engineContextSize: 8192,
};
const fault = (code: MessageId, retryAfter?: number): AssistantError =>
  new AssistantError(code, ['host'], retryAfter === undefined ? {} : { retryAfter });

/** Endpoints `default` and `b`, each with the scripts of its model, or the fault with which it does not even connect. */
function fixture(
  scripts: Record<string, readonly Script[] | AssistantError>,
  byRole: unknown = { chat: ['default', 'b'] },
) {
  const clock = new ManualClock();
  const log: string[] = [];
  const models = new Map<string, ScriptedModel>();
  const state = { list: [{ name: 'b', url: 'http://b/v1' }] as unknown[], byRole };
  const createConnection = (settings: () => EndpointSettings): OwnedConnection => {
    const name = settings().url === simple.url ? 'default' : 'b';
    const script = scripts[name] ?? [];
    const didChange = new Emitter<ConnectionState>();
    const model = new ScriptedModel(...(script instanceof AssistantError ? [] : script));
    models.set(name, model);
    const connected: ConnectedModel = {
      model,
      modelId: name,
      host: name,
      format: {
        id: 'none',
        route: 'raw',
        suffixFirst: false,
        markers: [],
        stop: [],
        render: () => ({ prompt: '', parts: [] }),
      },
      profile: openAiCompatible,
      contextTokens: undefined,
      warning: undefined,
    };
    let current: ConnectionState = { kind: 'idle' };
    return {
      get state() {
        return current;
      },
      onDidChangeState: didChange.event,
      connect: async () => {
        log.push(`connect ${name}`);
        const failed = script instanceof AssistantError;
        current = failed ? { kind: 'failed', error: script } : { kind: 'connected', connected };
        didChange.fire(current);
        if (failed) {
          throw script;
        }
        return connected;
      },
      reset: () => log.push(`reset ${name}`),
      settingsChanged: () => log.push(`changed ${name}`),
      dispose: () => log.push(`dispose ${name}`),
    };
  };
  const endpoints = new Endpoints({
    settings: () => readEndpoints(simple, state.list, state.byRole),
    createConnection,
    clock,
  });
  return { endpoints, clock, log, models, state };
}

async function read(events: AsyncIterable<ModelEvent>): Promise<string> {
  let text = '';
  try {
    for await (const event of events) {
      text += event.type === 'text' ? event.text : '';
    }
    return text;
  } catch (error) {
    return `${text}!${(error as AssistantError).code}`;
  }
}

const chat: ChatRequest = { messages: [{ role: 'user', content: 'q' }] };

describe('a role', () => {
  it('uses its first endpoint', async () => {
    const { endpoints, log } = fixture({});
    expect((await endpoints.role('chat').connect(never)).modelId).toBe('default');
    expect(log).toEqual(['connect default']);
  });

  it('uses the next one when the first does not connect, and shows the one in use', async () => {
    const { endpoints } = fixture({ default: fault('endpoint.refused') });
    const role = endpoints.role('chat');
    const states: string[] = [];
    role.onDidChangeState(({ kind }) => states.push(kind));
    expect((await role.connect(never)).modelId).toBe('b');
    expect([states.at(-1), role.state.kind]).toEqual(['connected', 'connected']);
  });

  it('fails with the first fault when none connects', async () => {
    const { endpoints } = fixture({ default: fault('endpoint.refused'), b: fault('endpoint.keyRejected') });
    await expect(endpoints.role('chat').connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    expect(endpoints.role('chat').state).toMatchObject({ kind: 'failed', error: { code: 'endpoint.refused' } });
  });

  it('with one endpoint is that endpoint', async () => {
    const { endpoints } = fixture({ default: fault('endpoint.refused') }, {});
    await expect(endpoints.role('completion').connect(never)).rejects.toMatchObject({ code: 'endpoint.refused' });
    expect(await fixture({}, {}).endpoints.role('completion').connect(never)).toMatchObject({ modelId: 'default' });
  });

  it('leaves an endpoint alone for a while that failed in its work', async () => {
    const { endpoints, clock } = fixture({ default: [fault('endpoint.quotaReached'), 'back'] });
    const role = endpoints.role('chat');
    const { model, modelId } = await role.connect(never);
    expect(modelId).toBe('default');
    expect(await read(model.chat(chat, never))).toBe('!endpoint.quotaReached');
    expect((await role.connect(never)).modelId).toBe('b');
    await clock.advance(30_000);
    expect((await role.connect(never)).modelId).toBe('default');
  });

  it('does not leave it alone for what was asked of it', async () => {
    const { endpoints } = fixture({ default: [fault('endpoint.contextExceeded')] });
    const role = endpoints.role('chat');
    await read((await role.connect(never)).model.chat(chat, never));
    expect((await role.connect(never)).modelId).toBe('default');
  });

  it('gives the same model as long as it is the same', async () => {
    const { endpoints } = fixture({});
    const role = endpoints.role('chat');
    expect(await role.connect(never)).toBe(await role.connect(never));
  });
});

describe('a chat turn', () => {
  it('goes to the next endpoint at once when the first fails before a word', async () => {
    const { endpoints } = fixture({ default: [fault('endpoint.rateLimited', 9000)], b: ['from b'] });
    expect(await read(endpoints.role('chat').chat(chat, never))).toBe('from b');
  });

  it('lets an endpoint be waited for only when no other stands by, or a tool has run', async () => {
    const { endpoints, models } = fixture({ default: [fault('endpoint.serverError')], b: ['from b'] });
    const told = (name: string): unknown[] =>
      (models.get(name)?.calls ?? []).map(({ request }) => 'hasOtherEndpoint' in request && request.hasOtherEndpoint);
    const role = endpoints.role('chat');
    expect(await read(role.chat(chat, never))).toBe('from b');
    expect([told('default'), told('b')]).toEqual([[true], [false]]);
    await read(role.chat({ messages: [...chat.messages, { role: 'tool', content: 'r' }] }, never));
    expect([told('default'), told('b')]).toEqual([[true], [false, false]]);
  });

  it('stays when a word was shown, a tool has run, or the fault is its own', async () => {
    const tool: ChatRequest = { messages: [...chat.messages, { role: 'tool', content: 'r' }] };
    const failing = fixture({ default: [fault('endpoint.rateLimited')], b: ['from b'] });
    expect(await read(failing.endpoints.role('chat').chat(tool, never))).toBe('!endpoint.rateLimited');
    const goesOn: ChatRequest = { messages: [...tool.messages, { role: 'assistant', content: 'So far' }] };
    const later = fixture({ default: [fault('endpoint.rateLimited')], b: ['from b'] });
    expect(await read(later.endpoints.role('chat').chat(goesOn, never))).toBe('!endpoint.rateLimited');
    const own = fixture({ default: [fault('endpoint.badRequest')], b: ['from b'] });
    expect(await read(own.endpoints.role('chat').chat(chat, never))).toBe('!endpoint.badRequest');
  });

  it('fails with the last fault when all fail', async () => {
    const { endpoints } = fixture({ default: [fault('endpoint.refused')], b: [fault('endpoint.serverError')] });
    expect(await read(endpoints.role('chat').chat(chat, never))).toBe('!endpoint.serverError');
  });
});

describe('settings', () => {
  it('that change keep the endpoints that stay, end the others and tell what is wrong', () => {
    const { endpoints, log, state } = fixture({});
    const problems: number[] = [];
    endpoints.onDidChangeProblems((found) => problems.push(found.length));
    state.list = [{ name: 'c', url: 'http://c/v1' }, { name: '' }];
    state.byRole = { chat: ['c'] };
    endpoints.settingsChanged();
    expect(log).toEqual(['changed default', 'dispose b']);
    expect([endpoints.names, endpoints.namesOf('chat'), problems]).toEqual([['default', 'c'], ['c'], [1]]);
    expect([endpoints.settingsOf('c')?.url, endpoints.connection('b')]).toEqual(['http://c/v1', undefined]);
  });

  it('reset everything when the network is another one', () => {
    const { endpoints, log } = fixture({});
    endpoints.reset();
    expect(log).toEqual(['reset default', 'reset b']);
  });
});

describe('traffic', () => {
  it('shares queue and gate within an origin only, and tells of pauses', async () => {
    const clock = new ManualClock();
    const traffic = new Traffic(clock);
    const seen: TrafficPause[] = [];
    traffic.onDidChangePause((pause) => seen.push(pause));
    const one = traffic.laneTo('https://api.z.ai/api/paas/v4', 2);
    expect(traffic.laneTo('https://api.z.ai/api/coding/paas/v4', 1)).toBe(one);
    expect(traffic.laneTo('https://open.bigmodel.cn/api/paas/v4', 1)).not.toBe(one);
    one.gate.close(3000, fault('endpoint.rateLimited'));
    expect(traffic.pause).toMatchObject({ origin: 'https://api.z.ai', pause: { until: 3000 } });
    await clock.advance(3000);
    expect(traffic.pause).toBeUndefined();
    expect(seen.map(({ pause }) => pause?.until)).toEqual([3000, undefined]);
    one.gate.close(3000, fault('endpoint.rateLimited'));
    traffic.openAll();
    expect(traffic.pause).toBeUndefined();
  });
});
