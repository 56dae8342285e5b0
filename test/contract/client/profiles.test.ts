/** Every kind of server with every capability, in the exact bytes that it speaks; the result is a table for people to read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseFormat } from '../../../src/glm/fillInTheMiddle/chooseFormat';
import { GlmClient } from '../../../src/glm/GlmClient';
import type { ChatRequest, CompletionRequest, ModelEvent } from '../../../src/glm/Model';
import { profiles } from '../../../src/glm/profiles/profileFor';
import type { ServerProfile } from '../../../src/glm/profiles/ServerProfile';
import { eventsOf, html, json, type Reply, ScriptedEndpoint, streamOf } from '../../support/ScriptedEndpoint';

const endpoint = new ScriptedEndpoint({ modelId: 'glm-4.6' });
const signal = new AbortController().signal;
const clients: GlmClient[] = [];

beforeAll(() => endpoint.start());
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await endpoint.stop();
});

function connect(profile: ServerProfile, modelId = 'glm-4.6'): GlmClient {
  const remote = profile.base === undefined ? '/v1' : new URL(profile.base).pathname;
  const client = new GlmClient({ url: endpoint.url + remote, key: 'id.secret', modelId, profile });
  clients.push(client);
  endpoint.reset();
  return client;
}

async function all(events: AsyncIterable<ModelEvent>): Promise<readonly ModelEvent[]> {
  const list: ModelEvent[] = [];
  for await (const event of events) {
    list.push(event);
  }
  return list;
}

const textOf = (events: readonly ModelEvent[]): string =>
  events.map((event) => (event.type === 'text' ? event.text : '')).join('');
const endOf = (events: readonly ModelEvent[]) => events.find((event) => event.type === 'end');
const sent = (): Record<string, unknown> => endpoint.requests.at(-1)?.json ?? {};

const hole = {
  path: 'a.ts',
  languageId: 'typescript',
  prefix: 'const x = ',
  suffix: ';\n',
  snippets: [],
  multiline: false,
};

function completion(format: Awaited<ReturnType<typeof chooseFormat>>): CompletionRequest {
  const { stop, route } = format;
  return { prompt: format.render(hole).prompt, route, hole, stop, maxTokens: 50, temperature: 0 };
}

/** `foo()` as each route answers it, with 20 prompt tokens of which 12 were cached where that can be told. */
function completionReply(profile: ServerProfile): Reply {
  const cached = profile.cachedTokens === 'none' ? {} : { cachedTokens: 12 };
  switch (profile.completion) {
    case 'ollama':
      return {
        kind: 'bytes',
        headers: { 'content-type': 'application/x-ndjson' },
        pieces: [
          '{"model":"m","response":"foo","done":false}\n{"model":"m","respo',
          'nse":"()","done":false}\n',
          '{"model":"m","response":"","done":true,"done_reason":"stop","prompt_eval_count":20,"eval_count":2}\n',
        ],
      };
    case 'llama.cpp':
      return {
        kind: 'bytes',
        pieces: [
          eventsOf(
            { content: 'foo', stop: false, tokens: [1] },
            { content: '()', stop: false },
            {
              content: '',
              stop: true,
              stop_type: 'eos',
              tokens_evaluated: 20,
              tokens_predicted: 2,
              timings: { cache_n: 12, prompt_n: 8, predicted_n: 2 },
            },
          ),
        ],
      };
    case 'chat':
      return streamOf('```ts\nfoo()\n```', cached);
    default:
      return streamOf('foo()', cached);
  }
}

const delta = (content: object, finish_reason: string | null = null, more: object = {}): object => ({
  choices: [{ index: 0, delta: content, finish_reason }],
  ...more,
});
const weather: ChatRequest['tools'] = [
  { type: 'function', function: { name: 'get_weather', parameters: { properties: { city: { type: 'string' } } } } },
];
const question: ChatRequest['messages'] = [{ role: 'user', content: 'Weather?' }];

const capabilities: Record<string, (profile: ServerProfile) => Promise<string>> = {
  completes: async (profile) => {
    const client = connect(profile);
    const format = await chooseFormat('auto', client, 'glm-4.6', signal, profile);
    endpoint.reset().enqueue(completionReply(profile));
    const events = await all(client.complete(completion(format), signal));
    expect([textOf(events), endOf(events)?.finish]).toEqual(['foo()', 'stop']);
    return `${format.id} by ${endpoint.requests.at(-1)?.path.replace(/^.*\/v\d/, '')}`;
  },
  chats: async (profile) => {
    const client = connect(profile);
    endpoint.enqueue(streamOf('你好'));
    expect(textOf(await all(client.chat({ messages: question }, signal)))).toBe('你好');
    return 'yes';
  },
  reasons: async (profile) => {
    const client = connect(profile);
    const frames = [delta({ reasoning_content: 'Hm' }), delta({ content: 'Hi' }), delta({}, 'stop'), '[DONE]'];
    endpoint.enqueue({ kind: 'bytes', pieces: [eventsOf(...frames)] });
    const events = await all(client.chat({ messages: question }, signal));
    expect(events.find(({ type }) => type === 'reasoning')).toEqual({ type: 'reasoning', text: 'Hm' });
    return 'yes';
  },
  'thinks not': async (profile) => {
    const client = connect(profile);
    endpoint.enqueue(streamOf('x'));
    await all(client.chat({ messages: question, thinking: false }, signal));
    return ['thinking', 'chat_template_kwargs', 'think'].find((name) => name in sent()) ?? '–';
  },
  'calls tools': async (profile) => {
    const client = connect(profile);
    const call = {
      index: 0,
      id: 'c1',
      type: 'function',
      function: { name: 'get_weather', arguments: '{"city":"北京"}' },
    };
    const tags = '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>北京</arg_value>\n</tool_call>';
    endpoint.enqueue(
      profile.parsesToolCalls
        ? { kind: 'bytes', pieces: [eventsOf(delta({ tool_calls: [call] }), delta({}, 'tool_calls'), '[DONE]')] }
        : streamOf(tags),
    );
    const events = await all(client.chat({ messages: question, tools: weather }, signal));
    expect(events.find(({ type }) => type === 'toolCall')).toEqual({
      type: 'toolCall',
      call: { name: 'get_weather', arguments: { city: '北京' } },
    });
    expect(endOf(events)?.finish).toBe('tool_calls');
    return `${'tools' in sent() ? 'field' : 'text'}, ${profile.parsesToolCalls ? 'server' : 'client'} parses`;
  },
  'streams arguments': async (profile) => {
    const client = connect(profile);
    endpoint.enqueue(streamOf('x'));
    await all(client.chat({ messages: question, tools: weather }, signal));
    return sent().tool_stream === true ? 'tool_stream' : '–';
  },
  'sees pictures': async (profile) => {
    const client = connect(profile, 'glm-4.6v');
    endpoint.enqueue(streamOf('x'));
    const images = [{ mediaType: 'image/png', data: 'AAAA' }];
    await all(client.chat({ messages: [{ role: 'user', content: 'What?', images }] }, signal));
    expect(JSON.stringify(sent().messages)).toContain('data:image/png;base64,AAAA');
    return 'yes';
  },
  'searches the web': async (profile) => {
    const client = connect(profile);
    const found = { web_search: [{ title: 'T', link: 'https://example.com', content: 'C', refer: 'ref_1' }] };
    endpoint.enqueue({
      kind: 'bytes',
      pieces: [eventsOf(delta({ content: 'x' }, null, found), delta({}, 'stop'), '[DONE]')],
    });
    const events = await all(client.chat({ messages: question, serverTools: [{ type: 'web_search' }] }, signal));
    if (!JSON.stringify(sent()).includes('web_search')) {
      return '–';
    }
    expect(events.find(({ type }) => type === 'serverToolResult')).toEqual({
      type: 'serverToolResult',
      tool: 'web_search',
      outputs: [{ kind: 'page', title: 'T', link: 'https://example.com', content: 'C' }],
    });
    return 'yes';
  },
  'tells usage': async (profile) => {
    const client = connect(profile);
    const format = await chooseFormat('auto', client, 'glm-4.6', signal, profile);
    endpoint.reset().enqueue(completionReply(profile));
    const usage = endOf(await all(client.complete(completion(format), signal)))?.usage;
    expect(usage?.promptTokens).toBeGreaterThan(0);
    expect(usage?.cachedTokens).toBe(profile.cachedTokens === 'none' ? undefined : 12);
    return usage?.cachedTokens === 12 ? `with cache (${profile.cachedTokens})` : 'without cache';
  },
  'takes stops': async (profile) => String(profile.stopLimit),
  'at once': async (profile) => String(profile.concurrency),
};

describe('every kind of server', () => {
  const rows: string[][] = [];

  for (const profile of profiles) {
    it(`does what its profile says: ${profile.name}`, async () => {
      const cells: string[] = [];
      for (const probe of Object.values(capabilities)) {
        cells.push(await probe(profile));
      }
      rows.push([profile.id, ...cells]);
    });
  }

  it('is in this table', () => {
    const columns = ['profile', ...Object.keys(capabilities)];
    const lines = [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
    console.log(lines);
    expect(`\n${lines}\n`).toMatchInlineSnapshot(`
      "
      | profile | completes | chats | reasons | thinks not | calls tools | streams arguments | sees pictures | searches the web | tells usage | takes stops | at once |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      | engine | glm45 by /completions | yes | yes | – | text, client parses | – | yes | – | with cache (usage) | 16 | 2 |
      | zai-coding | chat by /chat/completions | yes | yes | thinking | field, server parses | tool_stream | yes | yes | with cache (usage) | 1 | 1 |
      | zai | chat by /chat/completions | yes | yes | thinking | field, server parses | tool_stream | yes | yes | with cache (usage) | 1 | 2 |
      | bigmodel-coding | chat by /chat/completions | yes | yes | thinking | field, server parses | tool_stream | yes | yes | with cache (usage) | 1 | 1 |
      | bigmodel | chat by /chat/completions | yes | yes | thinking | field, server parses | tool_stream | yes | yes | with cache (usage) | 1 | 2 |
      | vllm | glm45 by /completions | yes | yes | chat_template_kwargs | field, client parses | – | yes | – | with cache (usage) | 16 | 4 |
      | sglang | glm45 by /completions | yes | yes | chat_template_kwargs | field, client parses | – | yes | – | with cache (usage) | 16 | 4 |
      | llama.cpp | infill by /infill | yes | yes | chat_template_kwargs | field, client parses | – | yes | – | with cache (timings) | 16 | 1 |
      | ollama | glm45 by /api/generate | yes | yes | think | field, client parses | – | yes | – | without cache | 16 | 1 |
      | lm-studio | glm45 by /completions | yes | yes | – | field, client parses | – | yes | – | without cache | 16 | 1 |
      | openai | glm45 by /completions | yes | yes | – | field, client parses | – | yes | – | with cache (usage) | 16 | 2 |
      "
    `);
  });
});

describe('a completion', () => {
  const openAi = profiles.find(({ id }) => id === 'openai') ?? profiles[0];
  const bigmodel = profiles.find(({ id }) => id === 'bigmodel') ?? profiles[0];
  const llamaCpp = profiles.find(({ id }) => id === 'llama.cpp') ?? profiles[0];

  it('goes by chat where a server turns out to have no other route, and asks for it once only', async () => {
    const client = connect(openAi as ServerProfile, 'some-model');
    const format = await chooseFormat('none', client, 'some-model', signal, openAi);
    endpoint.always(({ path }) => (path.endsWith('/chat/completions') ? streamOf('```\nfoo()\n```') : json({}, 404)));
    for (const expected of [['/v1/completions', '/completions', '/v1/chat/completions'], ['/v1/chat/completions']]) {
      endpoint.requests.length = 0;
      expect(textOf(await all(client.complete(completion(format), signal)))).toBe('foo()');
      expect(endpoint.requests.map(({ path }) => path)).toEqual(expected);
    }
    expect(JSON.stringify(sent().messages)).toContain('const x = ⟦HOLE⟧;');
  });

  it('fails with the first fault where there is no chat either', async () => {
    const client = connect(openAi as ServerProfile, 'some-model');
    const format = await chooseFormat('none', client, 'some-model', signal, openAi);
    endpoint.always(html(404));
    await expect(all(client.complete(completion(format), signal))).rejects.toMatchObject({ code: 'endpoint.notFound' });
  });

  it('goes in fields of its own to codegeex-4, and does not repeat the line', async () => {
    const client = connect(bigmodel as ServerProfile, 'codegeex-4');
    const format = await chooseFormat('auto', client, 'codegeex-4', signal, bigmodel);
    endpoint.enqueue(streamOf('    return 1'));
    const request = { ...completion(format), hole: { ...hole, prefix: 'def f():\n    ', languageId: 'python' } };
    expect(textOf(await all(client.complete(request, signal)))).toBe('return 1');
    expect(sent()).toEqual({
      model: 'codegeex-4',
      messages: [],
      extra: {
        target: { path: 'a.ts', language: 'Python', code_prefix: 'def f():\n    ', code_suffix: ';\n' },
        contexts: [],
      },
      stream: true,
      max_tokens: 50,
      do_sample: false,
      stop: ['<|endoftext|>', '<|user|>', '<|assistant|>', '<|observation|>'],
      request_id: expect.any(String),
    });
  });

  it('goes by /infill to llama.cpp, with its counts', async () => {
    const client = connect(llamaCpp as ServerProfile, 'qwen2.5-coder');
    const format = await chooseFormat('auto', client, 'qwen2.5-coder', signal, llamaCpp);
    endpoint.reset().enqueue(completionReply(llamaCpp as ServerProfile));
    const snippets = [{ path: 'b.ts', text: 'export const b = 1;\n' }];
    const request = { ...completion(format), hole: { ...hole, prefix: 'let a;\nlet b = <|user|>', snippets } };
    const events = await all(client.complete(request, signal));
    expect([textOf(events), endOf(events)?.usage]).toEqual([
      'foo()',
      { promptTokens: 20, completionTokens: 2, cachedTokens: 12 },
    ]);
    expect(endpoint.requests.map(({ path }) => path)).toEqual(['/infill']);
    expect(sent()).toEqual({
      model: 'qwen2.5-coder',
      input_prefix: 'let a;\n',
      prompt: 'let b = ‹|user|›',
      input_suffix: ';\n',
      input_extra: [{ filename: 'b.ts', text: 'export const b = 1;\n' }],
      n_predict: 50,
      cache_prompt: true,
      t_max_predict_ms: 20_000,
      stream: true,
      temperature: 0,
      stop: expect.arrayContaining(['<|endoftext|>']),
    });
  });

  it.each([
    [
      'whose model file names no markers',
      json({ error: { code: 501, message: 'x', type: 'not_supported_error' } }, 501),
    ],
    ['that is too old for /infill', json({}, 404)],
  ])('goes as a raw prompt to a llama.cpp %s, which is asked once only', async (_, refusal) => {
    const client = connect(llamaCpp as ServerProfile, 'qwen2.5-coder');
    const format = await chooseFormat('auto', client, 'qwen2.5-coder', signal, llamaCpp);
    endpoint
      .reset()
      .always(({ path }) => (path === '/completion' ? completionReply(llamaCpp as ServerProfile) : refusal));
    for (const expected of [['/infill', '/completion'], ['/completion']]) {
      endpoint.requests.length = 0;
      expect(textOf(await all(client.complete(completion(format), signal)))).toBe('foo()');
      expect(endpoint.requests.map(({ path }) => path)).toEqual(expected);
    }
    expect(sent().prompt).toBe('const x = ');
  });

  it('goes to CodeGeeX4 in its own words wherever it runs', async () => {
    const client = connect(llamaCpp as ServerProfile, 'codegeex4-all-9b');
    const format = await chooseFormat('auto', client, 'codegeex4-all-9b', signal, llamaCpp);
    endpoint.reset().enqueue(completionReply(llamaCpp as ServerProfile));
    await all(client.complete(completion(format), signal));
    expect(endpoint.requests.map(({ path }) => path)).toEqual(['/completion']);
    expect(sent().prompt).toMatch(/^\[gMASK\]<sop><\|user\|>\n###PATH:a\.ts/);
  });

  it('is cut at a stop that the server does not honour', async () => {
    const client = connect(openAi as ServerProfile, 'some-model');
    endpoint.enqueue(streamOf('one<|user|>two', { obeysLimits: false }));
    const events = await all(
      client.complete({ prompt: 'p', stop: ['<|user|>'], maxTokens: 9, temperature: 0 }, signal),
    );
    expect([textOf(events), endOf(events)?.finish]).toEqual(['one', 'stop']);
  });
});

describe('Z.ai and BigModel', () => {
  const remote = (id: string, modelId = 'glm-4.6'): GlmClient => {
    const profile = profiles.find((each) => each.id === id) ?? profiles[0];
    return connect(profile as ServerProfile, modelId);
  };
  const refusal = (code: string, status: number, headers = {}): Reply =>
    json({ error: { code, message: 'no' } }, status, headers);
  const asked = { messages: question, temperature: 0.5, thinking: false, stop: ['END'], userId: 'somebody' } as const;

  it('are asked again without what may be left out when a parameter is wrong, and so from then on', async () => {
    const client = remote('zai');
    endpoint.enqueue(refusal('1210', 400), streamOf('fine'), streamOf('fine'));
    for (const count of [2, 3]) {
      expect(textOf(await all(client.chat({ ...asked, tools: weather, maxTokens: 9 }, signal)))).toBe('fine');
      expect(endpoint.requests).toHaveLength(count);
      expect(Object.keys(sent())).toEqual(['model', 'messages', 'stream', 'max_tokens', 'tools']);
    }
    expect(Object.keys(endpoint.requests[0]?.json ?? {})).toEqual(
      expect.arrayContaining([
        'temperature',
        'stop',
        'thinking',
        'tool_choice',
        'tool_stream',
        'request_id',
        'user_id',
      ]),
    );
  });

  it('are given the first fault when that did not help', async () => {
    const client = remote('bigmodel');
    endpoint.enqueue(json({ error: { code: '1210', message: 'the first' } }, 400)).always(refusal('1214', 400));
    await expect(all(client.chat(asked, signal))).rejects.toMatchObject({ args: [expect.any(String), 'the first'] });
    expect(endpoint.requests).toHaveLength(2);
  });

  it('get another request_id when they know it already', async () => {
    const client = remote('bigmodel');
    endpoint.enqueue(refusal('1231', 400), streamOf('fine'));
    expect(textOf(await all(client.chat(asked, signal)))).toBe('fine');
    const [first, second] = endpoint.requests.map(({ json: body }) => body?.request_id);
    expect(second).toMatch(/^[\da-f-]{36}$/);
    expect(second).not.toBe(first);
  });

  it('are told the language of their messages where they began in another', async () => {
    const languages: unknown[] = [];
    for (const id of ['zai', 'zai-coding', 'bigmodel', 'vllm']) {
      const client = remote(id);
      await all(client.chat({ messages: question }, signal));
      languages.push(endpoint.requests.at(-1)?.headers['accept-language']);
    }
    expect(languages).toEqual(['en-US,en', 'en-US,en', '*', '*']);
  });
});

describe('GLM-4 All Tools', () => {
  it('tells what its tools are given and bring', async () => {
    const [profile] = profiles.filter(({ id }) => id === 'bigmodel');
    const client = connect(profile as ServerProfile, 'glm-4-alltools');
    const step = (call: object, role = 'assistant') => delta({ role, tool_calls: [call] });
    endpoint.enqueue({
      kind: 'bytes',
      pieces: [
        eventsOf(
          step({ id: 'c1', type: 'code_interpreter', code_interpreter: { input: 'print(' } }),
          step({ id: 'c1', type: 'code_interpreter', code_interpreter: { input: '1)' } }),
          delta({}, 'tool_calls'),
          step(
            { id: null, type: 'code_interpreter', code_interpreter: { outputs: [{ type: 'logs', logs: '1' }] } },
            'tool',
          ),
          step(
            { id: 'c2', type: 'drawing_tool', drawing_tool: { outputs: [{ image: 'https://example.com/i' }] } },
            'tool',
          ),
          delta({ content: 'Done.' }),
          delta({}, 'stop', { status: 'completed' }),
          '[DONE]',
        ),
      ],
    });
    const events = await all(client.chat({ messages: question, serverTools: [{ type: 'code_interpreter' }] }, signal));
    expect(events).toEqual([
      { type: 'serverTool', tool: 'code_interpreter', id: 'c1', input: 'print(' },
      { type: 'serverTool', tool: 'code_interpreter', id: 'c1', input: '1)' },
      { type: 'serverToolResult', tool: 'code_interpreter', outputs: [{ kind: 'log', text: '1' }] },
      { type: 'serverToolResult', tool: 'drawing_tool', outputs: [{ kind: 'image', url: 'https://example.com/i' }] },
      { type: 'text', text: 'Done.' },
      { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 },
    ]);
  });
});
