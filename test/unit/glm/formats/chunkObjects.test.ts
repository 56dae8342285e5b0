import { describe, expect, it } from 'vitest';
import type { OutputFormat } from '../../../../src/glm/formats/output/createOutputParser';
import { cut, randomFrom, run } from './support';

interface Expected {
  readonly content?: string;
  readonly reasoning?: string;
  readonly calls?: readonly (readonly [string, unknown])[];
  readonly problems?: readonly string[];
  readonly finish: string;
}

function check(chunks: readonly unknown[], expected: Expected, format: OutputFormat = 'openai') {
  const { summary, heard } = run(format, chunks);
  expect({
    content: summary.content,
    reasoning: summary.reasoning,
    calls: summary.toolCalls.map((call) => [call.name, call.arguments]),
    problems: summary.problems.map(({ code }) => code),
    finish: summary.finish,
  }).toEqual({ content: '', reasoning: '', calls: [], problems: [], ...expected });
  expect(heard).toEqual({
    content: summary.content,
    reasoning: summary.reasoning,
    calls: summary.toolCalls,
    problems: summary.problems,
  });
}

const delta = (members: object) => ({ choices: [{ index: 0, delta: members }] });
const finish = (reason: string) => ({ choices: [{ index: 0, delta: {}, finish_reason: reason }], usage: {} });
const piece = (members: object) => delta({ tool_calls: [members] });
const call = (name: string, text: string, more: object = {}) =>
  piece({ index: 0, id: 'call_1', type: 'function', function: { name, arguments: text }, ...more });

describe('text and reasoning of chunk objects', () => {
  it('keeps them apart', () => {
    check(
      [
        delta({ role: 'assistant', reasoning_content: '\nLet me ' }),
        delta({ reasoning_content: 'think.\n' }),
        delta({ content: '\nHello' }),
        delta({ content: ' </think> 世界' }),
        { choices: [] },
        finish('stop'),
      ],
      { reasoning: 'Let me think.', content: 'Hello </think> 世界', finish: 'stop' },
    );
  });

  it('finds a thought within the text, as GLM-Z1 endpoints send it', () => {
    check(
      [delta({ content: '<think>Hm' }), delta({ content: '</thi' }), delta({ content: 'nk>\nYes' }), finish('stop')],
      {
        reasoning: 'Hm',
        content: 'Yes',
        finish: 'stop',
      },
    );
  });

  it('takes both at once', () => {
    check([delta({ reasoning_content: 'A ' }), delta({ content: '<think>B</think>C' }), finish('stop')], {
      reasoning: 'AB',
      content: 'C',
      finish: 'stop',
    });
  });

  it('takes a whole message, parts, nulls and a missing object type', () => {
    check(
      [
        {
          choices: [
            {
              message: { role: 'assistant', content: [{ type: 'text', text: 'Hi' }], tool_calls: null },
              finish_reason: 'stop',
            },
          ],
        },
      ],
      {
        content: 'Hi',
        finish: 'stop',
      },
    );
    check(
      [delta({ content: null, tool_calls: null, reasoning_content: null }), delta({ content: 'a' }), finish('stop')],
      {
        content: 'a',
        finish: 'stop',
      },
    );
  });

  it('reads only the first choice', () => {
    check(
      [
        {
          choices: [
            { index: 1, delta: { content: 'other' }, finish_reason: 'length' },
            { index: 0, delta: { content: 'a' }, finish_reason: 'stop' },
          ],
        },
      ],
      {
        content: 'a',
        finish: 'stop',
      },
    );
  });

  it('says how it ended', () => {
    check([delta({ content: 'a' })], { content: 'a', finish: 'incomplete' });
    check([delta({ content: 'a' }), finish('length')], { content: 'a', finish: 'length' });
    check([delta({ content: 'a' }), finish('model_context_window_exceeded')], { content: 'a', finish: 'length' });
    check([delta({ content: 'a' }), finish('sensitive')], { content: 'a', finish: 'content_filter' });
    check([delta({ content: 'a' }), finish('network_error')], { content: 'a', finish: 'error' });
    check([delta({ content: 'a' }), { error: { code: '1301', message: 'unsafe' } }], {
      content: 'a',
      problems: ['server_error'],
      finish: 'error',
    });
  });

  it('knows the end of a stream, and that a strange reason is no good end', () => {
    check([delta({ content: 'a' }), '[DONE]'], { content: 'a', finish: 'stop' });
    check(['[DONE]'], { content: '[DONE]', finish: 'stop' });
    check([call('now', ''), '[DONE]'], { calls: [['now', {}]], finish: 'tool_calls' });
    check([delta({ content: 'a' }), finish('solar_flare'), '[DONE]'], { content: 'a', finish: 'incomplete' });
    check([call('now', '{}'), finish('solar_flare')], { calls: [['now', {}]], finish: 'incomplete' });
    check([call('now', '{}'), finish('tool_use')], { calls: [['now', {}]], finish: 'tool_calls' });
  });

  it('goes on after a chunk that it cannot read', () => {
    check([delta({ content: 'a' }), { choices: 'x' }, null, delta({ content: 'b' }), finish('stop')], {
      content: 'ab',
      problems: ['bad_chunk', 'bad_chunk'],
      finish: 'stop',
    });
  });
});

describe('tool calls of chunk objects', () => {
  it('puts pieces together by index', () => {
    check(
      [
        delta({ content: 'Looking.' }),
        piece({ index: 0, id: 'a', function: { name: 'get_weather', arguments: '' } }),
        piece({ index: 1, id: 'b', function: { name: 'now', arguments: '{' } }),
        piece({ index: 0, function: { arguments: '{"city": "北' } }),
        piece({ index: 1, function: { arguments: '}' } }),
        piece({ index: 0, function: { arguments: '京"}' } }),
        finish('tool_calls'),
      ],
      {
        content: 'Looking.',
        calls: [
          ['get_weather', { city: '北京' }],
          ['now', {}],
        ],
        finish: 'tool_calls',
      },
    );
  });

  it('by id, where the index is null', () => {
    check(
      [
        piece({ index: null, id: 'a', function: { name: 'get_weather', arguments: '{"city":' } }),
        piece({ index: null, id: 'b', function: { name: 'now', arguments: '{}' } }),
        piece({ index: null, id: 'a', function: { arguments: '"x"}' } }),
        finish('tool_calls'),
      ],
      {
        calls: [
          ['get_weather', { city: 'x' }],
          ['now', {}],
        ],
        finish: 'tool_calls',
      },
    );
  });

  it('by place, where there is neither', () => {
    const both = (...functions: readonly object[]) =>
      delta({ tool_calls: functions.map((each) => ({ function: each })) });
    check(
      [
        both({ name: 'get_weather', arguments: '{"city":' }, { name: 'search', arguments: '{"query":' }),
        both({ arguments: '"x"}' }, { arguments: '"y"' }),
        piece({ function: { arguments: '}' } }),
        finish('tool_calls'),
      ],
      {
        calls: [
          ['get_weather', { city: 'x' }],
          ['search', { query: 'y' }],
        ],
        finish: 'tool_calls',
      },
    );
  });

  it('by id, where all are numbered 0', () => {
    check([call('now', '{"a":1}'), call('now', '{"a":2}', { id: 'call_2' }), finish('tool_calls')], {
      calls: [
        ['now', { a: 1 }],
        ['now', { a: 2 }],
      ],
      finish: 'tool_calls',
    });
  });

  it('takes repeated names, whole repetitions and objects', () => {
    check([call('now', '{"a":1}'), call('now', '{"a":1}'), finish('tool_calls')], {
      calls: [['now', { a: 1 }]],
      finish: 'tool_calls',
    });
    check([piece({ index: 0, function: { name: 'now', arguments: { a: 1 } } }), finish('stop')], {
      calls: [['now', { a: 1 }]],
      finish: 'tool_calls',
    });
  });

  it('takes no arguments at all as none, but not where the stream was cut', () => {
    check([call('now', ''), finish('tool_calls')], { calls: [['now', {}]], finish: 'tool_calls' });
    check([call('now', ''), finish('length')], { problems: ['truncated_arguments'], finish: 'length' });
    check([call('now', '')], { problems: ['truncated_arguments'], finish: 'incomplete' });
  });

  it('refuses what is not one complete JSON object', () => {
    const refuse = (text: string, code: string, end = 'stop') =>
      check([call('write_file', text), finish('tool_calls')], { problems: [code], finish: end });
    refuse('{"path": "a", "content": "b', 'truncated_arguments', 'length');
    refuse('{"path":"a"}{"path":"b"}', 'glued_arguments');
    refuse('{"path":"a"}{"path":"a', 'glued_arguments');
    refuse('[1]', 'bad_json');
    refuse('null', 'bad_json');
    refuse('"{}"', 'bad_json');
    refuse('{"path":"a"} and more', 'bad_json');
    refuse("{'path': 'a'}", 'bad_json');
    refuse('```json\n{}\n```', 'bad_json');
    refuse('{"__proto__": {"polluted": true}, "path": "a", "content": ""}', 'forbidden_key');
    refuse(`{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'too_deep');
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    check([piece({ index: 0, function: { name: 'now', arguments: { a: deep } } }), finish('tool_calls')], {
      problems: ['too_deep'],
      finish: 'stop',
    });
    refuse(`{"content": "${'x'.repeat(10_000_000)}"}`, 'too_large');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('refuses unknown and empty names', () => {
    check([call('rm_all', '{}'), call('', '{}', { index: 1 }), finish('tool_calls')], {
      problems: ['unknown_tool', 'unknown_tool'],
      finish: 'stop',
    });
  });

  it('leaves the server’s own tools alone', () => {
    check([piece({ index: 0, id: 'w', type: 'web_search', web_search: {} }), delta({ content: 'a' }), finish('stop')], {
      content: 'a',
      finish: 'stop',
    });
  });

  it('drops nothing that a policy stopped, but does not call it tool_calls', () => {
    check([call('now', '{}'), finish('sensitive')], { calls: [['now', {}]], finish: 'content_filter' });
  });
});

describe('calls in the text of chunk objects', () => {
  const text =
    '<think>a</think>Wait.<tool_call>get_weather<arg_key>city</arg_key><arg_value>北京</arg_value></tool_call>';

  it('are read in the format that the server leaves in it', () => {
    const chunks = [...cut(text, randomFrom(5)).map((content) => delta({ content })), finish('stop')];
    const expected = {
      content: 'Wait.',
      reasoning: 'a',
      calls: [['get_weather', { city: '北京' }]],
      finish: 'tool_calls',
    } as const;
    check(chunks, expected, 'glm47');
    check(chunks, expected, 'auto');
  });

  it('are text where the server parses calls itself', () => {
    check([delta({ content: text }), finish('stop')], {
      content: text.slice(text.indexOf('W')),
      reasoning: 'a',
      finish: 'stop',
    });
  });

  it('give way to calls that the server has parsed', () => {
    check(
      [delta({ content: '<tool_call>now</tool_call>' }), call('now', '{"a":1}'), finish('tool_calls')],
      { calls: [['now', { a: 1 }]], finish: 'tool_calls' },
      'auto',
    );
  });
});

describe('any cut of a chunk stream', () => {
  it('gives the same result', () => {
    const json = JSON.stringify({ path: 'a.ts', content: 'x = "}{" // 北京 😀\n' });
    for (let seed = 0; seed < 2_000; seed++) {
      const random = randomFrom(seed);
      const [first = '', ...rest] = cut(json, random);
      check(
        [
          ...cut('我想想', random).map((reasoning_content) => delta({ reasoning_content })),
          ...cut('Let me 😀.', random).map((content) => delta({ content })),
          call('write_file', first),
          ...rest.map((more) => piece({ index: random(2) === 0 ? 0 : null, function: { arguments: more } })),
          finish('tool_calls'),
        ],
        { reasoning: '我想想', content: 'Let me 😀.', calls: [['write_file', JSON.parse(json)]], finish: 'tool_calls' },
      );
    }
  });
});
