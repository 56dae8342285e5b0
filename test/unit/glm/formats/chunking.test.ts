/**
 * However a stream is cut, the result is the same: 100,000 random cuts in every run, 10 million by `npm run fuzz`. A failure prints what is
 * needed to repeat it.
 */
import { describe, expect, it } from 'vitest';
import { type OutputFormat, outputFormats } from '../../../../src/glm/formats/output/createOutputParser';
import { defaultLimits, type ParseOptions } from '../../../../src/glm/formats/output/OutputParser';
import { Utf8Decoder } from '../../../../src/glm/formats/output/Utf8Decoder';
import { fuzzCases, fuzzLimit, fuzzSeed } from '../../../support/fuzz';
import { cases } from './cases';
import { cut, randomFrom, run } from './support';

const total = fuzzCases();

/** Scraps of every format, whole and broken, so that random sequences come near all edges. */
const scraps = [
  ...['<think>', '</think>', '</thi', '<|assistant|>', '<|user|>', '<|observation|>', '<|us', '<|begin_of_box|>', '<'],
  ...['<tool_call>', '</tool_call>', '<arg_key>', '</arg_key>', '<arg_value>', '</arg_value>', '</arg_', '</tool'],
  ...[
    '<arg_key>city</arg_key><arg_value>',
    '<tool_call>now',
    '<tool_call>get_weather\n<arg_key>city</arg_key>\n<arg_value>',
  ],
  ...['get_weather', 'now', 'now\n', 'search \n', '查天气\n', 'unknown\n', 'get_weather\n{"city": "'],
  ...['```json', '```json\n{"name": "now", "arguments": ', '```', '`', '{"name": "unknown", "arguments": {}}'],
  ...['{', '}', '{}', '{"a": 1}', '{"a":1}', '"', '\\', '[', ']', '"}', '{"city": "', '{"__proto__": 1}', ','],
  ...['\n', '\n\n', ' ', '\t', 'text', '北京', '😀', '\ud83d', '1', 'true', '　'],
];

const smallLimits = { ...defaultLimits, callLength: 60, depth: 3, calls: 2 };

describe('any cut gives the same result', () => {
  it(`for the examples, at every single place and in single code units`, () => {
    for (const example of cases) {
      for (const format of example.formats) {
        const check = checker(format, example.output, { thinking: example.thinking });
        check([...Array(example.output.length).keys()].map((index) => example.output.charAt(index)));
        for (let at = 0; at <= example.output.length; at++) {
          check([example.output.slice(0, at), example.output.slice(at)]);
        }
      }
    }
  });

  it(
    `for ${total} random cuts of examples and of random scraps`,
    () => {
      const cutsPerOutput = 5;
      for (let done = 0, seed = fuzzSeed; done < total; seed++) {
        const random = randomFrom(seed);
        const format = outputFormats[random(outputFormats.length)] ?? 'auto';
        const output = randomOutput(random);
        const thinking = [undefined, true, false][random(3)];
        const limits = random(4) === 0 ? smallLimits : defaultLimits;
        const check = checker(format, output, { thinking, limits }, seed);
        for (let i = 0; i < cutsPerOutput; i++, done++) {
          check(cut(output, random));
        }
      }
    },
    fuzzLimit(total),
  );

  it('for a call that just fits, whatever stands behind it', () => {
    const output = '<tool_call>now<arg_key>a</arg_key><arg_value>1</arg_value><|observation|> and more';
    const length = output.indexOf('<|');
    for (const callLength of [length - 1, length]) {
      checker('glm47', output, { limits: { ...defaultLimits, callLength } })([...output]);
    }
  });

  it('for single bytes of every character', () => {
    for (const example of cases) {
      const decoder = new Utf8Decoder();
      const chunks = [...new TextEncoder().encode(example.output)].map((byte) => decoder.push(Uint8Array.of(byte)));
      for (const format of example.formats) {
        checker(format, example.output, { thinking: example.thinking })([...chunks, decoder.end()]);
      }
    }
  });
});

describe('Utf8Decoder', () => {
  it('shows what is no UTF-8 as replacement', () => {
    const decoder = new Utf8Decoder();
    const bytes = [0xe5, 0x8c, 0x97, 0xff, 0xc0, 0x80, 0x41, 0xe4, 0xba];
    expect(bytes.map((byte) => decoder.push(Uint8Array.of(byte))).join('') + decoder.end()).toBe(
      '北\ufffd\ufffd\ufffdA\ufffd',
    );
  });
});

/** Compares the pieces' result, and what a listener hears, with the result of the whole. */
function checker(format: OutputFormat, output: string, options: Partial<ParseOptions>, seed?: number) {
  const whole = JSON.stringify(run(format, [output], options).summary);
  return (chunks: readonly string[]) => {
    const { summary, heard } = run(format, chunks, options);
    const { content, reasoning, toolCalls: calls, problems } = summary;
    if (
      JSON.stringify(summary) !== whole ||
      JSON.stringify(heard) !== JSON.stringify({ content, reasoning, calls, problems })
    ) {
      const details = { format, seed, options: { ...options, tools: undefined }, chunks, whole, summary, heard };
      throw new Error(`The cut changes the result:\n${JSON.stringify(details, undefined, 1)}`);
    }
  };
}

function randomOutput(random: (below: number) => number): string {
  const example = random(3) === 0 ? (cases[random(cases.length)]?.output ?? '') : '';
  let output = example.slice(0, random(4) === 0 ? random(example.length + 1) : example.length);
  for (let left = random(12); left > 0; left--) {
    output += scraps[random(scraps.length)] ?? '';
  }
  return output;
}
