import { describe, expect, it } from 'vitest';
import type { ToolDefinition } from '../../../../src/glm/formats/ToolDefinition';
import type { ChatRequest } from '../../../../src/glm/Model';
import { modelTraits } from '../../../../src/glm/models';
import { profileById } from '../../../../src/glm/profiles/profileFor';
import type { ProfileId } from '../../../../src/glm/profiles/ServerProfile';
import { chatBody, outputFormatFor } from '../../../../src/glm/requests/chatBody';

const messages = [{ role: 'user', content: 'Hi' }] as const;
const weather: ToolDefinition = {
  type: 'function',
  function: { name: 'get_weather', description: 'd', parameters: { type: 'object', properties: {} } },
};

function target(profile: ProfileId, modelId: string) {
  return { profile: profileById(profile), traits: modelTraits(modelId), modelId };
}

/** The body without what is the same in every one. */
function fields(profile: ProfileId, modelId: string, request: Partial<ChatRequest> = {}): Record<string, unknown> {
  const { model, stream, request_id, ...rest } = chatBody({ messages, ...request }, target(profile, modelId));
  expect([model, stream]).toEqual([modelId, true]);
  if (profileById(profile).requestId) {
    expect(request_id).toMatch(/^[\da-f-]{36}$/);
  } else {
    expect(request_id).toBeUndefined();
  }
  return JSON.parse(JSON.stringify(rest));
}

describe('the body of a chat request', () => {
  const documented = new Set([
    'messages',
    'max_tokens',
    'do_sample',
    'temperature',
    'top_p',
    'stop',
    'thinking',
    'tools',
    'tool_choice',
    'tool_stream',
    'user_id',
  ]);
  const everything: Partial<ChatRequest> = {
    maxTokens: 500_000,
    temperature: 1.4,
    topP: 0.12345,
    seed: 7,
    stop: ['a', 'b', 'c'],
    tools: [weather],
    thinking: true,
    clearThinking: false,
    userId: 'user-123',
  };

  it.each<ProfileId>(['zai', 'zai-coding', 'bigmodel', 'bigmodel-coding'])(
    'has only documented fields for %s',
    (id) => {
      const body = fields(id, 'glm-4.6', everything);
      expect(Object.keys(body).filter((name) => !documented.has(name))).toEqual([]);
      expect(body).toMatchObject({
        max_tokens: 131_072,
        temperature: 1,
        top_p: 0.12,
        stop: ['a'],
        thinking: { type: 'enabled', clear_thinking: false },
        tool_choice: 'auto',
        tool_stream: true,
        user_id: 'user-123',
      });
    },
  );

  it.each<[string, ProfileId, string, Partial<ChatRequest>, object]>([
    ['greedy at Z.ai', 'zai', 'glm-4.6', { temperature: 0, topP: 0.5 }, { do_sample: false }],
    ['a tiny temperature', 'zai', 'glm-4.6', { temperature: 0.001 }, { temperature: 0.01 }],
    [
      'an old model’s limits',
      'bigmodel',
      'glm-4-plus',
      { temperature: 1, topP: 1 },
      { temperature: 0.99, top_p: 0.99 },
    ],
    ['no seed at Z.ai', 'zai', 'glm-4.6', { seed: 1 }, {}],
    [
      'four stops for codegeex-4',
      'bigmodel',
      'codegeex-4',
      { stop: ['1', '2', '3', '4', '5'] },
      { stop: ['1', '2', '3', '4'] },
    ],
    ['thinking off', 'zai', 'glm-4.6', { thinking: false }, { thinking: { type: 'disabled' } }],
    ['thinking that cannot be switched off', 'zai', 'glm-5.3', { thinking: false }, { thinking: { type: 'enabled' } }],
    ['no thinking field for a model without', 'zai', 'glm-4-plus', { thinking: false }, {}],
    ['a user name too short', 'zai', 'glm-4.6', { userId: 'me' }, {}],
    [
      'web search',
      'zai',
      'glm-4.6',
      { serverTools: [{ type: 'web_search', count: 99 }] },
      {
        tools: [
          {
            type: 'web_search',
            web_search: { enable: true, search_engine: 'search_std', search_result: true, count: 50 },
          },
        ],
      },
    ],
    ['no web search elsewhere', 'vllm', 'glm-4.6', { serverTools: [{ type: 'web_search' }] }, {}],
    [
      'thinking off at vLLM',
      'vllm',
      'glm-4.6',
      { thinking: false },
      { chat_template_kwargs: { enable_thinking: false } },
    ],
    [
      'thinking kept at SGLang',
      'sglang',
      'glm-4.7',
      { clearThinking: false },
      { chat_template_kwargs: { clear_thinking: false } },
    ],
    ['thinking off at Ollama', 'ollama', 'glm-4.6', { thinking: false }, { think: false, reasoning_effort: 'none' }],
    ['thinking elsewhere', 'openai', 'glm-4.6', { thinking: false }, {}],
    ['temperature elsewhere', 'vllm', 'x', { temperature: 0, seed: 3 }, { temperature: 0, seed: 3 }],
    ['tools at vLLM', 'vllm', 'glm-4.6', { tools: [weather] }, { tools: [weather] }],
  ])('%s', (_, profile, modelId, request, expected) => {
    const { messages: sent, stream_options, ...rest } = fields(profile, modelId, request);
    expect(rest).toEqual(expected);
    expect(sent).toEqual([{ role: 'user', content: 'Hi' }]);
    expect(stream_options !== undefined).toBe(!profile.startsWith('zai') && !profile.startsWith('bigmodel'));
  });

  it('asks All Tools with a list of parts', () => {
    const request: Partial<ChatRequest> = {
      serverTools: [{ type: 'code_interpreter', sandbox: 'none' }, { type: 'drawing_tool' }, { type: 'web_browser' }],
    };
    expect(fields('bigmodel', 'glm-4-alltools', request)).toEqual({
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      tools: [
        { type: 'code_interpreter', code_interpreter: { sandbox: 'none' } },
        { type: 'drawing_tool' },
        { type: 'web_browser', web_browser: { browser: 'auto' } },
      ],
    });
  });
});

describe('messages', () => {
  const conversation: ChatRequest['messages'] = [
    { role: 'user', content: 'Weather?', images: [{ mediaType: 'image/png', data: 'AAAA' }] },
    {
      role: 'assistant',
      content: '',
      reasoning: 'I must look',
      toolCalls: [{ name: 'get_weather', arguments: { city: 'Beijing' } }],
    },
    { role: 'tool', content: 'Sunny' },
  ];

  it('keep calls, results and reasoning where the server renders them', () => {
    const body = fields('zai', 'glm-4.7', { messages: conversation, tools: [weather], clearThinking: false });
    expect(body.messages).toEqual([
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: '',
        reasoning_content: 'I must look',
        tool_calls: [
          { id: 'call_0', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Beijing"}' } },
        ],
      },
      { role: 'tool', content: 'Sunny', tool_call_id: 'call_0' },
    ]);
  });

  it('keep what was thought in the turn that goes on, and of earlier ones only where that is asked for', () => {
    const later = [
      ...conversation,
      { role: 'assistant', content: 'Sunny.', reasoning: 'Easy' },
      { role: 'user', content: 'And now?' },
      { role: 'assistant', content: '', reasoning: 'Again', toolCalls: [{ name: 'get_weather', arguments: {} }] },
      { role: 'tool', content: 'Rain' },
    ] as const;
    const thoughts = (profile: ProfileId, clearThinking?: boolean) =>
      JSON.stringify(fields(profile, 'glm-4.7', { messages: later, tools: [weather], clearThinking }).messages).match(
        /(?<="reasoning_content":")[^"]*/g,
      );
    expect(thoughts('zai')).toEqual(['Again']);
    expect(thoughts('vllm')).toEqual(['Again']);
    expect(thoughts('zai', false)).toEqual(['I must look', 'Easy', 'Again']);
    expect(thoughts('openai')).toBeNull();
  });

  it('carry pictures to a model that can look at them', () => {
    expect(fields('zai', 'glm-4.5v', { messages: conversation.slice(0, 1) }).messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'text', text: 'Weather?' },
        ],
      },
    ]);
  });

  it('become text where the raw template would drop them, tools included', () => {
    const body = fields('llama.cpp', 'GLM-4-9B-0414', { messages: conversation, tools: [weather] });
    expect(body).not.toHaveProperty('tools');
    expect(body.messages).toEqual([
      { role: 'system', content: expect.stringContaining('## get_weather') },
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: 'get_weather\n{"city": "Beijing"}' },
      { role: 'user', content: 'Tool result:\nSunny' },
    ]);
  });

  it('become text for the engine whatever the model', () => {
    const body = fields('engine', 'smollm2', { messages: conversation, tools: [weather] });
    expect(body).not.toHaveProperty('tools');
    expect(body.messages).toEqual([
      { role: 'system', content: expect.stringContaining('```json') },
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content: '```json\n{"name": "get_weather", "arguments": {"city": "Beijing"}}\n```' },
      { role: 'user', content: 'Tool result:\nSunny' },
    ]);
  });
});

describe('calls in the text are read', () => {
  it.each<[ProfileId, string, string]>([
    ['zai', 'glm-4.6', 'openai'],
    ['vllm', 'glm-4.6', 'glm45'],
    ['vllm', 'GLM-4-9B-0414', 'glm4'],
    ['ollama', 'codegeex4', 'auto'],
    ['engine', 'GLM-4-9B-0414', 'glm4'],
    ['openai', 'unknown', 'auto'],
  ])('from %s with %s as %s', (profile, modelId, expected) => {
    expect(outputFormatFor({ messages, tools: [weather] }, target(profile, modelId))).toBe(expected);
    expect(outputFormatFor({ messages }, target(profile, modelId))).toBe('openai');
  });
});
