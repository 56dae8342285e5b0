import { describe, expect, it } from 'vitest';
import { scanObject } from '../../../../src/glm/formats/output/jsonObjects';
import { defaultLimits } from '../../../../src/glm/formats/output/OutputParser';
import { type Case, cases } from './cases';
import { run, tool, tools } from './support';

describe('what is read in a model’s output', () => {
  for (const example of cases) {
    for (const format of example.formats) {
      it(`${format}: ${example.name}`, () => {
        const { summary, heard } = run(format, [example.output], { thinking: example.thinking });
        expect(readable(summary)).toEqual(expected(example));
        expect(heard.content).toBe(summary.content);
        expect(heard.reasoning).toBe(summary.reasoning);
      });
    }
  }

  it('leaves no trace on other objects', () => {
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('as it streams', () => {
  const checkEvents = (format: Case['formats'][number], chunks: readonly string[], ...shown: readonly string[]) => {
    const { events } = run(format, chunks);
    expect(events.map((event) => ('text' in event ? `${event.type} ${event.text}` : event.type))).toEqual(shown);
  };

  it('gives text at once, but no part of a tag', () => {
    checkEvents(
      'glm45',
      ['Hel', 'lo <', 'b> and ', '<tool', '_call>now</tool_call>'],
      'text Hel',
      'text lo',
      'text  <b> and',
      'toolCall',
    );
  });

  it('gives reasoning at once', () => {
    checkEvents('glm45', ['<thi', 'nk>\nA', ' b', '\n</thi', 'nk>\n', '\nC'], 'reasoning A', 'reasoning  b', 'text C');
  });

  it('never gives half a character', () => {
    checkEvents('openai', ['a\ud83d', '\ude00b'], 'text a', 'text 😀b');
  });

  it('takes back what proves to be reasoning', () => {
    const { events } = run('glm47', ['Let me', ' see.</think>', 'Yes.']);
    expect(events).toEqual([
      { type: 'text', text: 'Let me' },
      { type: 'text', text: ' see.' },
      { type: 'reclassified', content: '', reasoning: 'Let me see.' },
      { type: 'text', text: 'Yes.' },
    ]);
  });

  it('names a call as soon as it is one', () => {
    checkEvents('glm4', ['get_wea', 'ther\n{"ci', 'ty": "x"', '}'], 'toolCallStart', 'toolCall');
    checkEvents('codegeex4', ['```json\n{"name": "now", ', '"arguments": {}}', '\n```'], 'toolCallStart', 'toolCall');
    checkEvents(
      'glm47',
      ['<tool_call>now<arg_key>', 'a</arg_key>', '<arg_value>1</arg_value></tool_call>'],
      'toolCallStart',
      'toolCall',
    );
    checkEvents('glm47', ['<tool_call>rm<arg_key>', 'a</arg_key>', '<arg_value>1</arg_value></tool_call>'], 'problem');
  });

  it('does not hold back a JSON block that is no call', () => {
    const { events } = run('codegeex4', ['```json\n{"a": 1,', ' "b": 2']);
    expect(events.filter(({ type }) => type === 'text')).toHaveLength(2);
  });
});

describe('limits', () => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
  const long = 'x'.repeat(10_000_000);

  const checkRefused = (format: Case['formats'][number], output: string, code: string) => {
    const { summary } = run(format, [output]);
    expect(summary.toolCalls).toEqual([]);
    expect(summary.problems.map((found) => found.code)).toEqual([code]);
  };

  it('refuses what is nested too deep', () => {
    checkRefused('glm4', `now\n${deep}`, 'too_deep');
    checkRefused('glm45', `<tool_call>now<arg_key>a</arg_key><arg_value>${deep}</arg_value></tool_call>`, 'too_deep');
    checkRefused('codegeex4', `\`\`\`json\n{"name": "now", "arguments": ${deep}}\n\`\`\``, 'too_deep');
  });

  it('refuses what is too long, and reads no further', () => {
    checkRefused('glm4', `now\n{"a": "${long}"}`, 'too_large');
    checkRefused(
      'glm45',
      `<tool_call>now<arg_key>a</arg_key><arg_value>${long}</arg_value></tool_call><tool_call>now</tool_call>`,
      'too_large',
    );
    checkRefused('codegeex4', `\`\`\`json\n{"name": "now", "arguments": {"a": "${long}"}}\n\`\`\``, 'too_large');
  });

  it('takes a long file in small pieces', () => {
    const content = 'const a = { b: "</arg_val" };\n'.repeat(20_000);
    const output = `<tool_call>write_file\n<arg_key>path</arg_key>\n<arg_value>a</arg_value>\n<arg_key>content</arg_key>\n<arg_value>${content}</arg_value>\n</tool_call>`;
    const { summary } = run('glm45', output.match(/[\s\S]{1,4}/g) ?? []);
    expect(summary.toolCalls).toEqual([{ name: 'write_file', arguments: { path: 'a', content } }]);
  });

  it('takes an answer of nothing but beginnings of calls as it comes', () => {
    for (const beginning of ['```json\n{', '```json\n{"name": "', '```json\n{"arguments": {', 'now\n{<|assistant|>']) {
      const output = beginning.repeat(20_000);
      const { summary } = run('auto', [output.slice(0, 100_000), output.slice(100_000)]);
      expect(summary.toolCalls).toEqual([]);
    }
  });

  it('refuses calls beyond the limit', () => {
    const { summary } = run('glm47', ['<tool_call>now</tool_call>'.repeat(200)]);
    expect(summary.toolCalls).toHaveLength(defaultLimits.calls);
    expect(new Set(summary.problems.map(({ code }) => code))).toEqual(new Set(['too_many_calls']));
  });

  it('keeps long names out of messages', () => {
    const { summary } = run('glm47', [`<tool_call>${'n'.repeat(200)}</tool_call>`]);
    expect(summary.problems[0]?.message).toHaveLength('“” is not one of the offered tools.'.length + 101);
  });
});

describe('what is offered', () => {
  it('takes any name from marked calls where the offer is not known', () => {
    const { summary } = run('glm45', ['<tool_call>anything</tool_call>'], { tools: undefined });
    expect(summary.toolCalls).toEqual([{ name: 'anything', arguments: {} }]);
  });

  it('finds no unmarked calls where nothing is offered', () => {
    for (const offered of [undefined, []]) {
      expect(run('glm4', ['now\n{}'], { tools: offered }).summary).toMatchObject({ content: 'now\n{}', problems: [] });
      expect(
        run('codegeex4', ['```json\n{"name":"now","arguments":{}}\n```'], { tools: offered }).summary.toolCalls,
      ).toEqual([]);
    }
  });

  it('understands the type names of Python data sets', () => {
    const offered = [
      tool('f', { s: { type: 'str' }, d: { type: 'dict' }, n: { type: 'float' }, any: { type: 'any' } }),
    ];
    const argument = (key: string, value: string) => `<arg_key>${key}</arg_key><arg_value>${value}</arg_value>`;
    const output = `<tool_call>f${argument('s', '1')}${argument('d', '{"a":1}')}${argument('n', '2')}${argument('any', '3')}</tool_call>`;
    const { summary } = run('glm47', [output], { tools: offered });
    expect(summary).toMatchObject({ toolCalls: [{ arguments: { s: '1', d: { a: 1 }, n: 2, any: 3 } }], problems: [] });
  });

  it('names what does not fit', () => {
    const schema = {
      type: 'object',
      properties: {
        list: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
        mode: { enum: ['a', 'b'] },
        either: { anyOf: [{ type: 'string' }, { type: 'boolean' }] },
      },
      additionalProperties: false,
    };
    const offered = [...tools, { type: 'function' as const, function: { name: 'f', parameters: schema } }];
    const check = (json: string, message: string | undefined) => {
      const { summary } = run('glm4', [`f\n${json}`], { tools: offered });
      expect(summary.toolCalls).toHaveLength(1);
      expect(summary.problems[0]?.message).toBe(
        message === undefined ? undefined : `The arguments of “f” do not fit its parameters: ${message}`,
      );
    };
    check('{"list": [{"n": 1}], "mode": "a", "either": true}', undefined);
    check('{"list": [{"n": 1}, {"n": 1.5}]}', '“list[1].n” should be integer, not number.');
    check('{"mode": "c"}', '“mode” should be one of ["a","b"].');
    check('{"either": 1}', '“either” should be string or boolean, not integer.');
    check('{"other": 1}', '“other” is not a parameter.');
  });
});

describe('scanObject', () => {
  it('knows strings and escapes', () => {
    const source = '{"a\\"}": [{"b": "}]"}]} tail';
    expect(scanObject(source, 0)).toEqual({ end: source.indexOf(' tail'), depth: 3 });
    expect(scanObject('{"a": "\\', 0).end).toBeUndefined();
  });
});

function readable(summary: ReturnType<typeof run>['summary']) {
  return {
    content: summary.content,
    reasoning: summary.reasoning,
    calls: summary.toolCalls.map((call) => [call.name, call.arguments]),
    problems: summary.problems.map(({ code }) => code),
    finish: summary.finish,
  };
}

function expected(example: Case) {
  const calls = example.calls ?? [];
  return {
    content: example.content ?? '',
    reasoning: example.reasoning ?? '',
    calls,
    problems: example.problems ?? [],
    finish: example.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'),
  };
}
