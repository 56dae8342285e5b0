/**
 * What a model wrote as a call goes back into its history by `debug render`, in its own format; `debug parse` must read the same call in that,
 * however it is cut. Special tokens are left out: rendering breaks them on purpose.
 */
import { describe, expect, it } from 'vitest';
import { debugParse } from '../../../../src/node/commands/debugParse';
import { debugRender } from '../../../../src/node/commands/debugRender';
import { cut, randomFrom, tool } from './support';

const properties = { s: { type: 'string' }, n: { type: 'integer' }, x: { type: 'number' }, b: { type: 'boolean' } };
const tools = [tool('f', { ...properties, o: { type: 'object' }, a: { type: 'array' }, any: {} })];

const strings = [
  ...[
    '',
    'a',
    ' a ',
    '\n',
    'a\nb\n',
    '  indented\n\ttab',
    '\t',
    'one\r\ntwo',
    '"quoted"',
    "it's",
    '\\n',
    'C:\\path\\x',
  ],
  ...['{"json": "in"}', '{', '}', '[1,2]', '```', '```json\n{"name": "f"}\n```', '`x`', 'f\n{"s": "x"}', '# h\n- l'],
  ...[
    '北京“，”。',
    '😀👍🏽',
    'e\u0301',
    '\u200b',
    '\u2028',
    'null',
    'true',
    '123',
    '1e5',
    '0x10',
    '-',
    '//',
    '/* */',
    '$&',
  ],
  ...['%s', '$' + '{x}', '<b>&amp;</b>', 'a<b && c>d', '</', '<|', '<arg', 'x'.repeat(3000)],
];
const argumentLists: readonly object[] = [
  ...strings.map((s) => ({ s })),
  ...[{}, { n: 0 }, { n: -5 }, { n: 9_007_199_254_740_991 }, { x: 1.5e-7 }, { b: true }, { b: false }, { o: {} }],
  ...[{ o: { a: { b: [1, { c: 'd' }] } } }, { a: [] }, { a: ['x', 1, null, true] }, { s: '1', n: 1, b: true }],
  ...[{ any: 'text' }, { any: 5 }, { any: { k: 'v' } }],
];

describe.each(['glm4', 'glm45', 'glm47', 'codegeex4'] as const)('a call of %s', (format) => {
  it.each(argumentLists.map((args) => [JSON.stringify(args).slice(0, 60), args] as const))('%s', (_, args) => {
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: JSON.stringify(args) } };
    const messages = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: '', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'c', content: 'done' },
    ];
    const rendered = debugRender({ format, tools, thinking: false, messages });
    const prompt = 'prompt' in rendered ? rendered.prompt : expect.unreachable(JSON.stringify(rendered));
    const turn = prompt.slice(prompt.indexOf('<|user|>')).split('<|assistant|>')[1] ?? '';
    const output = turn.slice(0, turn.includes('<|observation|>') ? turn.lastIndexOf('<|observation|>') : undefined);
    for (const read of [format, 'auto']) {
      for (const chunks of [[output], [...output], cut(output, randomFrom(output.length))]) {
        const { toolCalls, problems, content } = answerOf(debugParse({ format: read, tools, chunks }));
        expect({ toolCalls, problems, content }).toEqual({
          ...{ toolCalls: [{ name: 'f', arguments: args }], problems: [], content: '' },
        });
      }
    }
  });
});

function answerOf(answer: ReturnType<typeof debugParse>) {
  return 'error' in answer ? expect.unreachable(answer.error.message) : answer;
}
