import { describe, expect, it } from 'vitest';
import { debugParse } from '../../../../src/node/commands/debugParse';
import { debugRender } from '../../../../src/node/commands/debugRender';
import { tools } from './support';

/** As the command line does it: a line in, a line out. */
function check(stage: (request: unknown) => object, request: unknown, answer: object) {
  expect(JSON.parse(JSON.stringify(stage(JSON.parse(JSON.stringify(request)))))).toEqual(answer);
}

describe('debug parse', () => {
  it('answers as documented', () => {
    check(
      debugParse,
      { id: 1, format: 'glm4', tools, chunks: ['get_wea', 'ther\n{"city": "Bei', 'jing"}'], future: true },
      {
        id: 1,
        content: '',
        reasoning: '',
        toolCalls: [{ name: 'get_weather', arguments: { city: 'Beijing' } }],
        problems: [],
        finish: 'tool_calls',
      },
    );
  });

  it('takes chunk objects, a thinking flag, tools without a wrapper and tools of the server', () => {
    check(
      debugParse,
      {
        id: 'x',
        format: 'auto',
        tools: [{ name: 'now' }, { type: 'web_search', web_search: {} }],
        thinking: true,
        chunks: [{ choices: [{ delta: { content: 'hm</think>now\n{}' }, finish_reason: 'stop' }] }],
      },
      {
        id: 'x',
        content: '',
        reasoning: 'hm',
        toolCalls: [{ name: 'now', arguments: {} }],
        problems: [],
        finish: 'tool_calls',
      },
    );
  });

  it('prints problems as code and message', () => {
    check(
      debugParse,
      { format: 'glm45', tools, chunks: ['<tool_call>rm</tool_call>'] },
      {
        id: null,
        content: '',
        reasoning: '',
        toolCalls: [],
        problems: [{ code: 'unknown_tool', message: '“rm” is not one of the offered tools.' }],
        finish: 'stop',
      },
    );
  });

  it('refuses other shapes and goes on', () => {
    const refuse = (request: unknown, id: unknown, message: string) =>
      expect(debugParse(request)).toEqual({
        id,
        error: { code: 'bad_request', message: expect.stringContaining(message) },
      });
    refuse({ id: 7, format: 'glm9', chunks: [] }, 7, '“format”');
    refuse({ id: 8, format: 'glm4' }, 8, '“chunks”');
    refuse({ id: 9, format: 'glm4', chunks: [1] }, 9, '“chunks.0”');
    refuse({ id: 10, format: 'glm4', chunks: [], tools: [{ type: 'function' }] }, 10, '“tools.0”');
    refuse('x', null, 'the request');
    refuse({ id: {}, format: 'glm4', chunks: [] }, null, '“id”');
  });
});

describe('debug render', () => {
  it('answers as documented', () => {
    check(
      debugRender,
      { id: 1, format: 'glm45', messages: [{ role: 'user', content: 'Hi' }], tools: [], thinking: true },
      { id: 1, prompt: '[gMASK]<sop><|user|>\nHi<|assistant|>' },
    );
  });

  it('takes messages of the OpenAI shape', () => {
    check(
      debugRender,
      {
        id: 2,
        format: 'glm47',
        thinking: false,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'A' },
              { type: 'text', text: 'B' },
            ],
          },
          {
            role: 'assistant',
            content: null,
            reasoning_content: 'r',
            tool_calls: [{ id: 'c', type: 'function', function: { name: 'now', arguments: '{"a": 1}' } }],
          },
          { role: 'tool', tool_call_id: 'c', content: '12' },
          { role: 'assistant', content: 'x', toolCalls: [{ name: 'now', arguments: {} }] },
        ],
      },
      {
        id: 2,
        prompt:
          '[gMASK]<sop><|user|>AB<|assistant|><think>r</think><tool_call>now<arg_key>a</arg_key><arg_value>1</arg_value></tool_call><|observation|><tool_response>12</tool_response><|assistant|></think>x<tool_call>now</tool_call><|assistant|></think>',
      },
    );
  });

  it('takes the roles of GLM-4, calls without arguments, and null for nothing', () => {
    check(
      debugRender,
      {
        id: 3,
        format: 'glm4',
        tools: null,
        messages: [
          { role: 'developer', content: 'S' },
          { role: 'user', content: 'Q' },
          { role: 'assistant', metadata: 'now', content: '{}' },
          { role: 'observation', content: '12' },
          { role: 'assistant', content: null, tool_calls: [{ id: null, function: { name: 'now', arguments: null } }] },
          { role: 'function', content: '13' },
        ],
      },
      {
        id: 3,
        prompt:
          '[gMASK]<sop><|system|>\nS<|user|>\nQ<|assistant|>now\n{}<|observation|>\n12<|assistant|>now\n{}<|observation|>\n13<|assistant|>',
      },
    );
    const tool = { type: 'function', function: { name: 'f', description: null, parameters: null } };
    check(
      debugParse,
      { id: 4, format: 'glm47', tools: [tool], chunks: ['<tool_call>f</tool_call>'] },
      {
        ...{ id: 4, content: '', reasoning: '', toolCalls: [{ name: 'f', arguments: {} }] },
        ...{ problems: [], finish: 'tool_calls' },
      },
    );
  });

  it('keeps the order of a tool’s members', () => {
    const tool = { function: { parameters: {}, strict: true, name: 'f' }, type: 'function' };
    const answer = debugRender({ format: 'glm45', messages: [], tools: [tool] });
    expect(answer).toMatchObject({
      prompt: expect.stringContaining(
        '{"function": {"parameters": {}, "strict": true, "name": "f"}, "type": "function"}',
      ),
    });
  });

  it('refuses other shapes and goes on', () => {
    expect(debugRender({ id: 3, format: 'openai', messages: [] })).toMatchObject({
      id: 3,
      error: { code: 'bad_request' },
    });
    expect(debugRender({ id: 4, format: 'glm4', messages: [{ role: 'robot', content: '' }] })).toMatchObject({
      id: 4,
      error: { code: 'bad_request' },
    });
    expect(debugRender(null)).toMatchObject({ id: null, error: { code: 'bad_request' } });
  });
});
