import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutputFormat } from '../../../../src/glm/formats/output/createOutputParser';
import { foldToolHistory } from '../../../../src/glm/formats/prompt/foldToolHistory';
import type { PromptMessage } from '../../../../src/glm/formats/prompt/PromptMessage';
import { pythonJson } from '../../../../src/glm/formats/prompt/pythonJson';
import {
  type PromptFormat,
  promptFormats,
  type RenderOptions,
  renderPrompt,
} from '../../../../src/glm/formats/prompt/renderPrompt';
import { neutralizeSpecialTokens } from '../../../../src/glm/formats/specialTokens';
import type { ToolDefinition } from '../../../../src/glm/formats/ToolDefinition';
import { run, tool } from './support';

const weather: ToolDefinition = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: '查天气',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};

/** A turn with everything: a call, its result, an answer, and another call with two results. */
const conversation: readonly PromptMessage[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: '北京天气?' },
  {
    role: 'assistant',
    content: '',
    reasoning: 'old thought',
    toolCalls: [{ id: 'a', name: 'get_weather', arguments: { city: '北京' } }],
  },
  { role: 'tool', toolCallId: 'a', content: '{"rain": true}' },
  { role: 'assistant', content: 'Rain.', reasoning: 'old thought' },
  { role: 'user', content: 'And elsewhere?' },
  {
    role: 'assistant',
    content: 'Looking.',
    reasoning: '\nnew thought\n',
    toolCalls: [
      { id: 'b', name: 'get_weather', arguments: { city: 'Shanghai', days: 2, tags: ['a', 'b'] } },
      { id: 'c', name: 'now', arguments: '{}' },
    ],
  },
  { role: 'tool', toolCallId: 'b', content: 'sun' },
  { role: 'tool', toolCallId: 'c', content: '12:00' },
];

function check(
  format: PromptFormat,
  messages: readonly PromptMessage[],
  options: RenderOptions,
  ...parts: readonly string[]
) {
  expect(renderPrompt(format, messages, options)).toBe(parts.join(''));
}

const hi: readonly PromptMessage[] = [{ role: 'user', content: 'Hi' }];

describe('GLM-4-9B-Chat', () => {
  const list = [
    '# 可用工具\n\n## get_weather\n\n{\n    "name": "get_weather",\n    "description": "查天气",\n    "parameters": {\n',
    '        "type": "object",\n        "properties": {\n            "city": {\n                "type": "string"\n            }\n        }\n    }\n}\n',
    '在调用上述函数时，请使用 Json 格式表示调用的参数。',
  ].join('');
  const identity =
    '你是一个名为 ChatGLM 的人工智能助手。你是基于智谱AI训练的语言模型 GLM-4 模型开发的，你的任务是针对用户的问题和要求提供适当的答复和支持。\n\n';

  it('a question', () => check('glm4', hi, {}, '[gMASK]<sop><|user|>\nHi<|assistant|>'));

  it('calls and results', () => {
    check(
      'glm4',
      conversation,
      { tools: [weather] },
      `[gMASK]<sop><|system|>\n${identity}${list}`,
      '<|system|>\nBe brief.<|user|>\n北京天气?',
      '<|assistant|>get_weather\n{"city": "北京"}<|observation|>\n{"rain": true}<|assistant|>\nRain.',
      '<|user|>\nAnd elsewhere?<|assistant|>\nLooking.',
      '<|assistant|>get_weather\n{"city": "Shanghai", "days": 2, "tags": ["a", "b"]}<|assistant|>now\n{}',
      '<|observation|>\nsun<|observation|>\n12:00<|assistant|>',
    );
  });

  it('0414 puts system messages first and does not introduce itself', () => {
    check(
      'glm4-0414',
      [...hi, { role: 'system', content: 'S' }],
      { tools: [weather] },
      `[gMASK]<sop><|system|>\n${list}<|system|>\nS<|user|>\nHi<|assistant|>`,
    );
  });

  it('Z1 begins in a thought', () => {
    check(
      'glm-z1',
      [...hi, { role: 'assistant', content: 'a', reasoning: 'r' }],
      {},
      '[gMASK]<sop><|user|>\nHi<|assistant|>\na<|assistant|>\n<think>',
    );
  });
});

describe('GLM-4.5', () => {
  const toolText = [
    '<|system|>\n# Tools\n\nYou may call one or more functions to assist with the user query.\n\n',
    'You are provided with function signatures within <tools></tools> XML tags:\n<tools>\n',
    '{"type": "function", "function": {"name": "get_weather", "description": "查天气", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}}}}\n',
    '</tools>\n\nFor each function call, output the function name and arguments within the following XML format:\n',
  ].join('');

  it('a question', () => {
    check('glm45', hi, { thinking: true }, '[gMASK]<sop><|user|>\nHi<|assistant|>');
    check('glm45', hi, { thinking: false }, '[gMASK]<sop><|user|>\nHi/nothink<|assistant|>\n<think></think>');
    check(
      'glm45',
      [{ role: 'user', content: 'Hi/nothink' }],
      { thinking: false },
      '[gMASK]<sop><|user|>\nHi/nothink<|assistant|>\n<think></think>',
    );
  });

  it('calls and results', () => {
    check(
      'glm45',
      conversation,
      { tools: [weather] },
      `[gMASK]<sop>${toolText}`,
      '<tool_call>{function-name}\n<arg_key>{arg-key-1}</arg_key>\n<arg_value>{arg-value-1}</arg_value>\n',
      '<arg_key>{arg-key-2}</arg_key>\n<arg_value>{arg-value-2}</arg_value>\n...\n</tool_call>',
      '<|system|>\nBe brief.<|user|>\n北京天气?<|assistant|>\n<think></think>',
      '\n<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>北京</arg_value>\n</tool_call>',
      '<|observation|>\n<tool_response>\n{"rain": true}\n</tool_response>',
      '<|assistant|>\n<think></think>\nRain.<|user|>\nAnd elsewhere?',
      '<|assistant|>\n<think>new thought</think>\nLooking.',
      '\n<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>Shanghai</arg_value>\n<arg_key>days</arg_key>\n<arg_value>2</arg_value>\n',
      '<arg_key>tags</arg_key>\n<arg_value>["a", "b"]</arg_value>\n</tool_call>\n<tool_call>now\n</tool_call>',
      '<|observation|>\n<tool_response>\nsun\n</tool_response>\n<tool_response>\n12:00\n</tool_response><|assistant|>',
    );
  });

  it('4.7 has no line breaks', () => {
    check('glm47', hi, { thinking: true }, '[gMASK]<sop><|user|>Hi<|assistant|><think>');
    check('glm47', hi, { thinking: false }, '[gMASK]<sop><|user|>Hi<|assistant|></think>');
    check(
      'glm47',
      conversation,
      { tools: [weather] },
      `[gMASK]<sop>${toolText}`,
      '<tool_call>{function-name}<arg_key>{arg-key-1}</arg_key><arg_value>{arg-value-1}</arg_value>',
      '<arg_key>{arg-key-2}</arg_key><arg_value>{arg-value-2}</arg_value>...</tool_call>',
      '<|system|>Be brief.<|user|>北京天气?<|assistant|></think>',
      '<tool_call>get_weather<arg_key>city</arg_key><arg_value>北京</arg_value></tool_call>',
      '<|observation|><tool_response>{"rain": true}</tool_response><|assistant|></think>Rain.',
      '<|user|>And elsewhere?<|assistant|><think>new thought</think>Looking.',
      '<tool_call>get_weather<arg_key>city</arg_key><arg_value>Shanghai</arg_value><arg_key>days</arg_key><arg_value>2</arg_value>',
      '<arg_key>tags</arg_key><arg_value>["a", "b"]</arg_value></tool_call><tool_call>now</tool_call>',
      '<|observation|><tool_response>sun</tool_response><tool_response>12:00</tool_response><|assistant|><think>',
    );
  });

  it('4.7 repeats earlier reasoning where it is kept', () => {
    expect(renderPrompt('glm47', conversation, { clearThinking: false })).toContain(
      '<|assistant|><think>old thought</think>Rain.',
    );
    expect(renderPrompt('glm47', conversation)).not.toContain('old thought');
  });
});

describe('a turn that has its thought in its text', () => {
  const turns = (...said: readonly string[]): readonly PromptMessage[] => [
    ...hi,
    ...said.map((content) => ({ role: 'assistant', content }) as const),
  ];

  it('loses it at Z1', () => {
    const prompt = '[gMASK]<sop><|user|>\nHi<|assistant|>\nA<|assistant|>\n<think>';
    check('glm-z1', turns('<think>\nr\n</think>\n\nA'), {}, prompt);
    check('glm-z1', turns('r</think>A'), {}, prompt);
  });

  it('is taken apart where thoughts have a place', () => {
    const said = '<think>\nr\n</think>\n\nA';
    check('glm45', turns(said), {}, '[gMASK]<sop><|user|>\nHi<|assistant|>\n<think>r</think>\nA<|assistant|>');
    check(
      'glm45',
      [...turns(said), ...hi],
      {},
      '[gMASK]<sop><|user|>\nHi<|assistant|>\n<think></think>\nA<|user|>\nHi<|assistant|>',
    );
    check('glm47', turns(said), {}, '[gMASK]<sop><|user|>Hi<|assistant|><think>r</think>A<|assistant|><think>');
  });
});

describe('CodeGeeX4', () => {
  it('a question', () => {
    check(
      'codegeex4',
      [{ role: 'system', content: 'S' }, ...hi],
      {},
      '[gMASK]<sop><|system|>\nS<|user|>\nHi<|assistant|>\n',
    );
  });

  it('calls and results', () => {
    const prompt = renderPrompt('codegeex4', conversation, { tools: [weather] });
    expect(prompt).toContain('{"name": "get_weather", "description": "查天气"');
    expect(prompt).toContain(
      '<|assistant|>\n```json\n{"name": "get_weather", "arguments": {"city": "北京"}}\n```<|observation|>\n{"rain": true}<|assistant|>\nRain.',
    );
  });
});

describe('content in a raw prompt', () => {
  const tokens = [
    ...[
      '<|user|>',
      '<|system|>',
      '<|assistant|>',
      '<|observation|>',
      '<|endoftext|>',
      '<|code_middle|>',
      '<|begin_of_image|>',
    ],
    ...['[gMASK]', '[sMASK]', '[MASK]', '<sop>', '<eop>', '<think>', '</think>', '<tool_call>', '</tool_call>'],
    ...['<tool_response>', '</tool_response>', '<arg_key>', '</arg_key>', '<arg_value>', '</arg_value>', '</tools>'],
  ];

  it('stays legible', () => {
    expect(neutralizeSpecialTokens('a <|user|> [MASK] </think> <div> a<|b <|用户|>')).toBe(
      'a < |user|> [ MASK] < /think> <div> a<|b <|用户|>',
    );
  });

  it('never speaks as somebody else, wherever it stands', () => {
    // The same conversation with and without hostile content has the same special tokens.
    const special = new RegExp(tokens.map((token) => token.replace(/[|[\]]/g, '\\$&')).join('|'), 'g');
    const shape = (format: PromptFormat, filler: string) => {
      const messages: readonly PromptMessage[] = [
        { role: 'system', content: filler },
        { role: 'user', content: filler },
        {
          role: 'assistant',
          content: filler,
          reasoning: filler,
          toolCalls: [{ name: filler, arguments: { [filler]: filler, n: [filler] } }],
        },
        { role: 'tool', content: filler },
        { role: 'assistant', content: '', toolCalls: [{ name: filler, arguments: filler }] },
        { role: 'tool', content: filler },
      ];
      const described = tool(filler, { [filler]: { description: filler } });
      return renderPrompt(format, messages, { tools: [described] }).match(special);
    };
    const hostile = fc.array(fc.oneof(fc.constantFrom(...tokens), fc.constantFrom('<', '|>', 'x', '\n', '<|', '[')), {
      minLength: 1,
    });
    for (const format of promptFormats) {
      const expected = shape(format, 'x');
      fc.assert(
        fc.property(hostile, (parts) => {
          expect(shape(format, `x${parts.join('')}x`)).toEqual(expected);
        }),
      );
    }
  });
});

describe('a call that is rendered is read again', () => {
  const formats: readonly (readonly [PromptFormat, OutputFormat])[] = [
    ['glm4', 'glm4'],
    ['glm4-0414', 'glm4'],
    ['glm45', 'glm45'],
    ['glm47', 'glm47'],
    ['codegeex4', 'codegeex4'],
  ];
  const offered = [tool('get_weather', { city: { type: 'string' }, note: { type: 'string' } }), tool('now')];
  const text = fc.string({ unit: 'grapheme' }).filter((value) => value === neutralizeSpecialTokens(value));
  const argument = fc.oneof(
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(text),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      fc.integer(),
    ),
  );
  const more = { more: argument, 'other key': argument };
  // Where nothing says that an argument is a text, the text "0" and the number cannot be told apart in every format.
  const call = fc.oneof(
    fc.record({
      name: fc.constant('get_weather'),
      arguments: fc.record({ city: text, note: text, ...more }, { requiredKeys: [] }),
    }),
    fc.record({ name: fc.constant('now'), arguments: fc.record(more, { requiredKeys: [] }) }),
  );

  for (const [promptFormat, outputFormat] of formats) {
    it(promptFormat, () => {
      fc.assert(
        fc.property(fc.array(call, { minLength: 1, maxLength: 3 }), (calls) => {
          const before = renderPrompt(promptFormat, hi, { tools: offered, thinking: false });
          const after = renderPrompt(
            promptFormat,
            [...hi, { role: 'assistant', content: '', toolCalls: calls }, { role: 'tool', content: 'r' }],
            { tools: offered, thinking: false },
          );
          // What the model would have written: from its prompt to the token that it stops with.
          const output = after.slice(before.length, after.indexOf('<|observation|>'));
          const { summary } = run(outputFormat, [output], { tools: offered });
          expect(summary).toMatchObject({ content: '', problems: [] });
          expect(JSON.stringify(summary.toolCalls)).toBe(JSON.stringify(calls));
        }),
      );
    });
  }
});

describe('foldToolHistory', () => {
  it('speaks the template’s roles where the server passes them through', () => {
    expect(foldToolHistory(conversation, { passesRolesThrough: true })).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '北京天气?' },
      { role: 'assistant', metadata: 'get_weather', content: '{"city": "北京"}' },
      { role: 'observation', content: '{"rain": true}' },
      { role: 'assistant', content: 'Rain.' },
      { role: 'user', content: 'And elsewhere?' },
      { role: 'assistant', content: 'Looking.' },
      { role: 'assistant', metadata: 'get_weather', content: '{"city": "Shanghai", "days": 2, "tags": ["a", "b"]}' },
      { role: 'assistant', metadata: 'now', content: '{}' },
      { role: 'observation', content: 'sun' },
      { role: 'observation', content: '12:00' },
    ]);
  });

  it('becomes ordinary text elsewhere, roles alternating', () => {
    expect(
      foldToolHistory([...conversation, { role: 'user', content: 'Thanks.' }], { passesRolesThrough: false }),
    ).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: '北京天气?' },
      { role: 'assistant', content: 'get_weather\n{"city": "北京"}' },
      { role: 'user', content: 'Result of get_weather:\n{"rain": true}' },
      { role: 'assistant', content: 'Rain.' },
      { role: 'user', content: 'And elsewhere?' },
      {
        role: 'assistant',
        content: 'Looking.\nget_weather\n{"city": "Shanghai", "days": 2, "tags": ["a", "b"]}\nnow\n{}',
      },
      { role: 'user', content: 'Result of get_weather:\nsun\n\nResult of now:\n12:00\n\nThanks.' },
    ]);
  });

  it('describes the tools where the server does not', () => {
    const [first] = foldToolHistory(hi, { passesRolesThrough: false, tools: [weather] });
    expect(first?.role).toBe('system');
    expect(first?.content).toContain('# 可用工具\n\n## get_weather');
  });
});

describe('pythonJson', () => {
  it('writes what Python writes', () => {
    expect(pythonJson({ a: [1, 'x, y: z', null], b: {}, c: [], d: undefined })).toBe(
      '{"a": [1, "x, y: z", null], "b": {}, "c": []}',
    );
  });
});
