/** What models write, and what is in it: one table for the parser tests, the random cuts and `debug parse`. */
import type { OutputFormat } from '../../../../src/glm/formats/output/createOutputParser';

export interface Case {
  readonly name: string;
  readonly formats: readonly OutputFormat[];
  readonly thinking?: boolean;
  readonly output: string;
  /** Absent = ''. */
  readonly content?: string;
  readonly reasoning?: string;
  /** [name, arguments] each. */
  readonly calls?: readonly (readonly [string, unknown])[];
  /** Codes. */
  readonly problems?: readonly string[];
  /** Absent = tool_calls where there are calls, else stop. */
  readonly finish?: string;
}

const all: readonly OutputFormat[] = ['glm4', 'glm45', 'glm47', 'codegeex4', 'openai', 'auto'];
const named: readonly OutputFormat[] = ['glm4', 'auto'];
const tagged: readonly OutputFormat[] = ['glm45', 'glm47', 'auto'];
const fenced: readonly OutputFormat[] = ['codegeex4', 'auto'];

const code = 'function f() {\n  return { "a": [1, 2] }; // }}} 注释\n}\n';

export const cases: readonly Case[] = [
  // text, reasoning, stray tokens
  { name: 'plain text', formats: all, output: 'Hello, 世界 😀!', content: 'Hello, 世界 😀!' },
  { name: 'one leading line break goes', formats: all, output: '\nHello\n\nworld\n', content: 'Hello\n\nworld\n' },
  { name: 'indentation stays', formats: all, output: '\n    return 1', content: '    return 1' },
  { name: 'an ideographic space is text', formats: all, output: '\n　　段落。', content: '　　段落。' },
  { name: 'nothing', formats: all, output: '' },
  { name: 'white space only', formats: all, output: ' \n\n ' },
  { name: 'a stray token ends the answer', formats: all, output: 'Hi there.<|user|>\nAnd you?', content: 'Hi there.' },
  { name: 'endoftext', formats: all, output: '好的。<|endoftext|>', content: '好的。' },
  { name: 'a turn token first', formats: all, output: '<|observation|>x' },
  { name: 'the assistant token first', formats: all, output: '<|assistant|>\nHi', content: 'Hi' },
  {
    name: 'the end of the prompt once more',
    formats: all,
    output: '[gMASK]<sop><|assistant|>\n<think>a</think>Hi',
    reasoning: 'a',
    content: 'Hi',
  },
  { name: 'a second turn in conversation with itself', formats: all, output: 'Hi.<|assistant|>\nMore', content: 'Hi.' },
  { name: 'half a token is text', formats: all, output: 'a <|use', content: 'a <|use' },
  {
    name: 'less-than signs are text',
    formats: all,
    output: 'if (a <b && c<|d) <tool',
    content: 'if (a <b && c<|d) <tool',
  },
  { name: 'a box', formats: all, output: '<|begin_of_box|>42<|end_of_box|>', content: '42' },
  {
    name: 'markup is only text',
    formats: all,
    output: '</script><b>\u0000\u001b[31mred',
    content: '</script><b>\u0000\u001b[31mred',
  },
  {
    name: 'a thought',
    formats: all,
    output: '\n<think>\nWhy?\n</think>\n\nBecause.',
    reasoning: 'Why?',
    content: 'Because.',
  },
  {
    name: 'no opening tag',
    formats: all,
    output: 'Why? 为什么\n</think>\nBecause.',
    reasoning: 'Why? 为什么',
    content: 'Because.',
  },
  { name: 'empty thought', formats: all, output: '<think></think>Yes', content: 'Yes' },
  { name: 'closing tag first', formats: all, output: '</think>\nYes', content: 'Yes' },
  {
    name: 'text before a thought',
    formats: all,
    output: 'Sure.\n<think>a</think>b',
    content: 'Sure.\nb',
    reasoning: 'a',
  },
  {
    name: 'only the first closing tag counts',
    formats: all,
    output: 'a</think>b </think> c',
    reasoning: 'a',
    content: 'b </think> c',
  },
  {
    name: 'cut within a thought',
    formats: all,
    output: '<think>Let me see',
    reasoning: 'Let me see',
    finish: 'length',
  },
  {
    name: 'begins in a thought',
    formats: all,
    thinking: true,
    output: 'Hmm <tool_call> x',
    reasoning: 'Hmm <tool_call> x',
    finish: 'length',
  },
  {
    name: 'known not to think',
    formats: all,
    thinking: false,
    output: 'Use </think> here',
    content: 'Use </think> here',
  },
  { name: 'a turn token within a thought', formats: all, output: '<think>a<|user|>b', reasoning: 'a' },

  // GLM-4-9B and 0414
  {
    name: 'one call',
    formats: named,
    output: 'get_weather\n{"city": "Beijing"}',
    calls: [['get_weather', { city: 'Beijing' }]],
  },
  {
    name: 'line break first',
    formats: named,
    output: '\nget_weather \n{"city": "北京"}\n<|observation|>',
    calls: [['get_weather', { city: '北京' }]],
  },
  {
    name: 'several calls',
    formats: named,
    output: 'get_weather\n{"city": "A"}<|assistant|>now\n{}<|assistant|>\n查天气\n{"城市":"上海"}<|user|>',
    calls: [
      ['get_weather', { city: 'A' }],
      ['now', {}],
      ['查天气', { 城市: '上海' }],
    ],
  },
  {
    name: 'several calls with nothing between them',
    formats: named,
    output: 'get_weather\n{"city": "A"}\nnow\n{}\n\nnow\nis over.',
    content: 'now\nis over.',
    calls: [
      ['get_weather', { city: 'A' }],
      ['now', {}],
    ],
  },
  {
    name: 'prose, then a call',
    formats: named,
    output: '我来查一下。<|assistant|>now\n{}',
    content: '我来查一下。',
    calls: [['now', {}]],
  },
  {
    name: 'a call, then prose',
    formats: named,
    output: 'now\n{}\n\nThat is all.',
    content: 'That is all.',
    calls: [['now', {}]],
  },
  {
    name: 'a thought, then a call',
    formats: named,
    output: 'I should look.\n</think>\nnow\n{}',
    reasoning: 'I should look.',
    calls: [['now', {}]],
  },
  {
    name: 'code in a string',
    formats: named,
    output: `write_file\n${JSON.stringify({ path: 'a.ts', content: code })}`,
    calls: [['write_file', { path: 'a.ts', content: code }]],
  },
  {
    name: 'tags and tokens in a string',
    formats: named,
    output: `write_file\n${JSON.stringify({ path: 'x', content: '</think><|user|></arg_value>```json {"a":1}"\\' })}`,
    calls: [['write_file', { path: 'x', content: '</think><|user|></arg_value>```json {"a":1}"\\' }]],
  },
  {
    name: 'nested arguments',
    formats: named,
    output: 'search\n{"query": "x", "filter": {"a": {"b": [1, {"c": "}"}]}}, "tags": [[]]}',
    calls: [['search', { query: 'x', filter: { a: { b: [1, { c: '}' }] } }, tags: [[]] }]],
  },
  {
    name: 'an ideographic space is no white space before a name',
    formats: named,
    output: '　now\n{}',
    content: '　now\n{}',
  },
  { name: 'a name in prose', formats: named, output: 'search\nis a function.', content: 'search\nis a function.' },
  { name: 'a name alone', formats: named, output: 'search', content: 'search' },
  { name: 'the call not on the first line', formats: named, output: 'Do this:\nnow\n{}', content: 'Do this:\nnow\n{}' },
  {
    name: 'not an offered tool',
    formats: named,
    output: 'rm_all\n{"path": "/"}',
    content: 'rm_all\n{"path": "/"}',
    problems: ['unknown_tool'],
  },
  {
    name: 'an example is no call',
    formats: named,
    output: 'Example\n{"a": 1}\nLike this.',
    content: 'Example\n{"a": 1}\nLike this.',
  },
  {
    name: 'cut in a string',
    formats: named,
    output: 'get_weather\n{"city": "Bei',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'cut before the brace',
    formats: named,
    output: 'write_file\n{"path":"a","content":"}"',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'cut after the name',
    formats: named,
    output: 'get_weather\n',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  { name: 'glued, the same', formats: named, output: 'now\n{"a":1}\n{"a": 1}', calls: [['now', { a: 1 }]] },
  { name: 'glued, different', formats: named, output: 'now\n{"a":1}{"a":2}', problems: ['glued_arguments'] },
  { name: 'glued, the second cut', formats: named, output: 'now\n{"a":1}{"a":1', problems: ['glued_arguments'] },
  { name: 'single quotes', formats: named, output: "now\n{'a': 1}", problems: ['bad_json'] },
  { name: 'trailing comma', formats: named, output: 'now\n{"a": 1,}', problems: ['bad_json'] },
  { name: 'NaN', formats: named, output: 'now\n{"a": NaN}', problems: ['bad_json'] },
  { name: 'raw line break in a string', formats: named, output: 'now\n{"a": "x\ny"}', problems: ['bad_json'] },
  {
    name: 'wrong type',
    formats: named,
    output: 'get_weather\n{"city": 5}',
    calls: [['get_weather', { city: 5 }]],
    problems: ['schema_mismatch'],
  },
  {
    name: 'argument missing',
    formats: named,
    output: 'get_weather\n{}',
    calls: [['get_weather', {}]],
    problems: ['schema_mismatch'],
  },
  {
    name: '__proto__',
    formats: named,
    output: 'now\n{"a":[{"__proto__":{"polluted":true}}]}',
    problems: ['forbidden_key'],
  },
  {
    name: 'constructor',
    formats: named,
    output: 'now\n{"constructor":{"prototype":{"polluted":true}}}',
    problems: ['forbidden_key'],
  },
  {
    name: 'a harmless constructor',
    formats: named,
    output: 'now\n{"constructor":"x"}',
    calls: [['now', { constructor: 'x' }]],
  },

  // GLM-4.5, 4.6, 4.7
  {
    name: 'tags with line breaks',
    formats: tagged,
    output:
      '\n<think>需要天气</think>\nLet me check.\n<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>北京</arg_value>\n<arg_key>days</arg_key>\n<arg_value>3</arg_value>\n</tool_call>',
    reasoning: '需要天气',
    content: 'Let me check.',
    calls: [['get_weather', { city: '北京', days: 3 }]],
  },
  {
    name: 'tags without line breaks',
    formats: tagged,
    output:
      'need it</think><tool_call>get_weather<arg_key>city</arg_key><arg_value>a b</arg_value><arg_key>exact</arg_key><arg_value>true</arg_value></tool_call><tool_call>now</tool_call>',
    reasoning: 'need it',
    calls: [
      ['get_weather', { city: 'a b', exact: true }],
      ['now', {}],
    ],
  },
  {
    name: 'calls within prose',
    formats: tagged,
    output: 'First.\n\n<tool_call>now\n</tool_call>\n Second.\n<tool_call>now\n</tool_call>\n<|observation|>',
    content: 'First.\n\nSecond.',
    calls: [
      ['now', {}],
      ['now', {}],
    ],
  },
  {
    name: 'strings stand as they are',
    formats: tagged,
    output:
      '<tool_call>write_file<arg_key>path</arg_key><arg_value> 42 </arg_value><arg_key>content</arg_key><arg_value>{"a": 1}\n</arg_value></tool_call>',
    calls: [['write_file', { path: ' 42 ', content: '{"a": 1}\n' }]],
  },
  {
    name: 'an end tag in a string',
    formats: tagged,
    output:
      '<tool_call>write_file\n<arg_key>path</arg_key>\n<arg_value>x</arg_value>\n<arg_key>content</arg_key>\n<arg_value>a </arg_value> b </arg_valu c </tool_call> </think><|user|>\n</arg_value>\n</tool_call>',
    calls: [['write_file', { path: 'x', content: 'a </arg_value> b </arg_valu c </tool_call> </think><|user|>\n' }]],
  },
  {
    name: 'code in a string',
    formats: tagged,
    output: `<tool_call>write_file\n<arg_key>path</arg_key>\n<arg_value>a.ts</arg_value>\n<arg_key>content</arg_key>\n<arg_value>${code}</arg_value>\n</tool_call>`,
    calls: [['write_file', { path: 'a.ts', content: code }]],
  },
  {
    name: 'JSON in tags',
    formats: tagged,
    output:
      '<tool_call>search\n<arg_key>query</arg_key>\n<arg_value>null</arg_value>\n<arg_key>filter</arg_key>\n<arg_value>{"a": {"b": [1, "}"]}}</arg_value>\n<arg_key>tags</arg_key>\n<arg_value>["x"]</arg_value>\n<arg_key>other</arg_key>\n<arg_value>1.5</arg_value>\n</tool_call>',
    calls: [['search', { query: null, filter: { a: { b: [1, '}'] } }, tags: ['x'], other: 1.5 }]],
  },
  {
    name: 'text where the schema wants a number',
    formats: tagged,
    output:
      '<tool_call>get_weather<arg_key>city</arg_key><arg_value>x</arg_value><arg_key>days</arg_key><arg_value>three</arg_value></tool_call>',
    calls: [['get_weather', { city: 'x', days: 'three' }]],
    problems: ['schema_mismatch'],
  },
  { name: 'spaces around the name', formats: tagged, output: '<tool_call>\nnow \n</tool_call>', calls: [['now', {}]] },
  {
    name: 'no end tag at the end',
    formats: tagged,
    output: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>x</arg_value>\n</tool_',
    calls: [['get_weather', { city: 'x' }]],
  },
  {
    name: 'no end tag before the next call',
    formats: tagged,
    output: '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>x</arg_value>\n<tool_call>now<|observation|>',
    calls: [
      ['get_weather', { city: 'x' }],
      ['now', {}],
    ],
  },
  {
    name: 'an unknown tool',
    formats: tagged,
    output: 'So: <tool_call>rm_all<arg_key>a</arg_key><arg_value>b</arg_value></tool_call>',
    content: 'So:',
    problems: ['unknown_tool'],
  },
  {
    name: 'cut in a value',
    formats: tagged,
    output: '<tool_call>get_weather<arg_key>city</arg_key><arg_value>Bei',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'cut in a key',
    formats: tagged,
    output: 'A\n<tool_call>get_weather\n<arg_key>ci',
    content: 'A',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'cut in the name',
    formats: tagged,
    output: '<tool_call>get_wea',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'cut in an end tag',
    formats: tagged,
    output: '<tool_call>get_weather<arg_key>city</arg_key><arg_value>Bei</arg_va',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  {
    name: 'something else in the call',
    formats: tagged,
    output: '<tool_call>now<arg_key>a</arg_key>oops<arg_value>b</arg_value></tool_call>x',
    content: 'x',
    problems: ['bad_tags'],
  },
  {
    name: 'two arguments in one',
    formats: tagged,
    output:
      '<tool_call>now<arg_key>a</arg_key><arg_value>1</arg_value>,<arg_key>b</arg_key><arg_value>2</arg_value></tool_call>',
    problems: ['bad_tags'],
  },
  {
    name: 'an argument twice',
    formats: tagged,
    output:
      '<tool_call>now<arg_key>a</arg_key><arg_value>1</arg_value><arg_key>a</arg_key><arg_value>2</arg_value></tool_call>',
    problems: ['bad_tags'],
  },
  {
    name: 'a value that looked like the end of its call',
    formats: tagged,
    output:
      '<tool_call>write_file<arg_key>path</arg_key><arg_value>x</arg_value><arg_key>content</arg_key><arg_value>1</arg_value></tool_call> 2</arg_value></tool_call>',
    content: '2',
    problems: ['bad_tags'],
  },
  {
    name: 'a name of several words',
    formats: tagged,
    output: '<tool_call>get weather<arg_key>city</arg_key><arg_value>x</arg_value></tool_call>',
    problems: ['unknown_tool'],
  },
  {
    name: 'JSON where tags belong',
    formats: tagged,
    output: 'A <tool_call>get_weather\n{"city": "x"}\n</tool_call> B',
    content: 'A B',
    problems: ['bad_tags'],
  },
  {
    name: 'a key that does not end',
    formats: tagged,
    output: '<tool_call>get_weather<arg_key>city<arg_value>x</arg_value></tool_call> A <tool_call>now</tool_call>',
    content: 'A',
    calls: [['now', {}]],
    problems: ['bad_tags'],
  },
  { name: 'no name', formats: tagged, output: '<tool_call></tool_call>', problems: ['unknown_tool'] },
  {
    name: 'somebody writes about the tag',
    formats: tagged,
    output: 'The tag <tool_call> opens a call.',
    content: 'The tag <tool_call> opens a call.',
    problems: [],
    calls: [],
  },
  {
    name: 'a call within a thought is none',
    formats: tagged,
    output: '<think>maybe <tool_call>now</tool_call></think>No.',
    reasoning: 'maybe <tool_call>now</tool_call>',
    content: 'No.',
  },
  {
    name: 'nor without the opening tag',
    formats: tagged,
    output: 'maybe <tool_call>now</tool_call></think>No.',
    reasoning: 'maybe <tool_call>now</tool_call>',
    content: 'No.',
  },
  {
    name: '__proto__ as a key',
    formats: tagged,
    output: '<tool_call>now<arg_key>__proto__</arg_key><arg_value>{"polluted": true}</arg_value></tool_call>',
    problems: ['forbidden_key'],
  },

  // CodeGeeX4
  {
    name: 'a fenced call',
    formats: fenced,
    output: '```json\n{"name": "get_weather", "arguments": {"city": "北京"}}\n```',
    calls: [['get_weather', { city: '北京' }]],
  },
  {
    name: 'two fenced calls and prose',
    formats: fenced,
    output:
      'Both:\n```json\n{"name": "now", "arguments": {}}\n``````json {"arguments": {"city": "```json"}, "name": "get_weather"}```\nDone.',
    content: 'Both:\nDone.',
    calls: [
      ['now', {}],
      ['get_weather', { city: '```json' }],
    ],
  },
  {
    name: 'no closing fence',
    formats: fenced,
    output: '```json\n{"name": "now", "arguments": {}}\n``',
    calls: [['now', {}]],
  },
  {
    name: 'a stop instead of the fence',
    formats: fenced,
    output: '```json\n{"name": "now", "arguments": {}}\n<|user|>',
    calls: [['now', {}]],
  },
  {
    name: 'an ordinary block',
    formats: fenced,
    output: '```json\n{"name": "now"}\n```\n',
    content: '```json\n{"name": "now"}\n```\n',
  },
  {
    name: 'another ordinary block',
    formats: fenced,
    output: '```json\n{"port": 1, "name": "now", "arguments": {}}\n```',
    content: '```json\n{"port": 1, "name": "now", "arguments": {}}\n```',
  },
  {
    name: 'JSON5',
    formats: fenced,
    output: '```json5\n{"name": "now", "arguments": {}}\n```',
    content: '```json5\n{"name": "now", "arguments": {}}\n```',
  },
  {
    name: 'an unknown tool in a block',
    formats: fenced,
    output: '```json\n{"name": "rm", "arguments": {}}\n```',
    content: '```json\n{"name": "rm", "arguments": {}}\n```',
    problems: ['unknown_tool'],
  },
  {
    name: 'a cut block',
    formats: fenced,
    output: 'A\n```json\n{"name": "get_weather", "arguments": {"city": "B',
    content: 'A',
    problems: ['truncated_arguments'],
    finish: 'length',
  },
  { name: 'a cut ordinary block', formats: fenced, output: '```json\n{"name": "x', content: '```json\n{"name": "x' },
  {
    name: 'bad JSON in a block',
    formats: fenced,
    output: '```json\n{"name": "now", "arguments": {"a": (1)}}\n```',
    problems: ['bad_json'],
  },
  {
    name: 'arguments that are no object',
    formats: fenced,
    output: '```json\n{"name": "now", "arguments": "{}"}\n```',
    problems: ['bad_json'],
  },
  {
    name: 'two objects in a block',
    formats: fenced,
    output: '```json\n{"name":"now","arguments":{}}\n{"name":"now","arguments":{"a":1}}\n```',
    problems: ['glued_arguments'],
  },
];
