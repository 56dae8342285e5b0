/**
 * Faults of tool calls (rows F-40 to F-50 of the hardening list) through the whole stack, up to what the agent is allowed to run: nothing
 * but a complete call of an offered tool that fits its schema. The words about a refused call quote nothing of what stood in it.
 */
import { describe, expect, it } from 'vitest';
import { type Round, readRound } from '../../../src/chat/agent/readRound';
import type { ToolDefinition } from '../../../src/glm/formats/ToolDefinition';
import type { ProfileId } from '../../../src/glm/profiles/ServerProfile';
import { eventsOf, streamOf } from '../../support/ScriptedEndpoint';
import { faultBench, never, question } from './faultBench';
import { bytes, fine, prompt } from './faultRows';

const { endpoint, stack, read, sinks } = faultBench();

const tools: readonly ToolDefinition[] = [
  {
    type: 'function',
    function: {
      name: 'write',
      description: 'Writes a file',
      parameters: {
        type: 'object',
        properties: { path: { type: 'string' }, lines: { type: 'array', items: { type: 'string' } } },
        required: ['path'],
        additionalProperties: false,
      },
    },
  },
];

const delta = (value: object, end: string | null = null): object => ({
  choices: [{ index: 0, delta: value, finish_reason: end }],
});
const callOf = (text: unknown, name = 'write', index = 0): object => ({
  ...{ index, id: `c${index}`, type: 'function' },
  function: { name, arguments: text },
});

/** One answer, its frames in order, the last one with its reason. */
async function round(frames: readonly object[], reason = 'tool_calls', profile: ProfileId = 'vllm'): Promise<Round> {
  const { model } = stack({ profile, limits: { idle: 5000 } });
  endpoint.enqueue(bytes(eventsOf(...frames, delta({}, reason), '[DONE]')));
  const result = await readRound(model.chat({ ...question, tools }, never), () => {});
  sinks().add('message', result.refused.map(({ message }) => message).join('\n'));
  // The next question finds nothing stuck.
  endpoint.always(streamOf('fine'));
  expect(await read(model.chat(question, never))).toMatchObject(fine);
  return result;
}

const codesOf = ({ refused }: Round): readonly string[] => refused.map(({ code }) => code);
const namesOf = ({ calls }: Round): readonly string[] => calls.map(({ name }) => name);
const quoted = JSON.stringify(prompt);

describe('arguments that are not to be run', () => {
  it.each<[string, string, unknown, string]>([
    ['F-40', 'cut off', `{"path": "a", "lines": [${quoted}`, 'truncated_arguments'],
    ['F-41', 'two objects glued', `{"path": ${quoted}}{"path": "b"}`, 'glued_arguments'],
    ['F-42', 'of a wrong type', `{"path": 5}`, 'schema_mismatch'],
    ['F-42', 'with one too many', `{"path": "a", "force": ${quoted}}`, 'schema_mismatch'],
    ['F-42', 'with one missing', '{}', 'schema_mismatch'],
    ['F-42', 'with null', '{"path": null}', 'schema_mismatch'],
    ['F-42', 'that are null', 'null', 'bad_json'],
    ['F-42', 'that are a list', `[${quoted}]`, 'bad_json'],
    ['F-42', 'of 10 MB', `{"path": "${'x'.repeat(10_000_000)}"}`, 'too_large'],
    ['F-42', '10,000 deep', `{"path": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 'too_deep'],
    ['F-44', '__proto__', `{"path": "a", "__proto__": {"polluted": true}}`, 'forbidden_key'],
    ['F-44', 'constructor', `{"path": "a", "constructor": {"prototype": {"polluted": true}}}`, 'forbidden_key'],
    ['F-45', 'with a raw line break', `{"path": "a\nb"}`, 'bad_json'],
    ['F-45', 'in single quotes', `{'path': ${quoted}}`, 'bad_json'],
    ['F-45', 'with a comma at the end', `{"path": ${quoted},}`, 'bad_json'],
    ['F-45', 'in a fence', `\`\`\`json\n{"path": ${quoted}}\n\`\`\``, 'bad_json'],
    ['F-45', 'with NaN', `{"path": "a", "lines": NaN}`, 'bad_json'],
  ])('%s %s', async (_id, _what, text, code) => {
    const result = await round([delta({ tool_calls: [callOf(text)] })]);
    expect(codesOf(result)).toEqual([code]);
    expect(namesOf(result)).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each(['remove', '', 'write file', '写'])('F-46 of a tool “%s” that is not there', async (name) => {
    const result = await round([delta({ tool_calls: [callOf('{"path": "a"}', name)] })]);
    expect([codesOf(result), namesOf(result)]).toEqual([['unknown_tool'], []]);
  });

  it('F-48 200 at once: those beyond a limit, with a reason each', async () => {
    const calls = Array.from({ length: 200 }, (_, index) => callOf(`{"path": "${index}"}`, 'write', index));
    const result = await round([delta({ tool_calls: calls })]);
    expect(namesOf(result)).toHaveLength(10);
    expect(codesOf(result)).toEqual(Array<string>(190).fill('too_many_calls'));
  });

  it('F-41 the same object twice is one call', async () => {
    const result = await round([delta({ tool_calls: [callOf('{"path": "a"}{"path": "a"}')] })]);
    expect(result).toMatchObject({ calls: [{ name: 'write', arguments: { path: 'a' } }], refused: [] });
  });

  it.each(['solar_flare', 'sensitive'])('complete ones, in an answer that ended with “%s”', async (reason) => {
    const result = await round([delta({ tool_calls: [callOf('{"path": "a"}')] })], reason);
    expect([codesOf(result), namesOf(result)]).toEqual([['truncated_arguments'], []]);
  });
});

describe('F-49: a call in the text', () => {
  const tagged = '<tool_call>write<arg_key>path</arg_key><arg_value>a</arg_value></tool_call>';

  it('is read by its format where the server leaves it there', async () => {
    expect(await round([delta({ content: `Now.${tagged}` })], 'stop')).toMatchObject({
      text: 'Now.',
      calls: [{ name: 'write', arguments: { path: 'a' } }],
      refused: [],
    });
  });

  it('is text where the server reads calls itself, and in a form that nobody was taught', async () => {
    expect(await round([delta({ content: tagged })], 'stop', 'zai')).toMatchObject({ text: tagged, calls: [] });
    for (const text of ['{"name": "write", "arguments": {"path": "a"}}', 'write({"path": "a"})', 'Run `write` now.']) {
      expect(await round([delta({ content: text })], 'stop')).toMatchObject({ text, calls: [], refused: [] });
    }
  });
});

describe('F-50: text, thoughts and calls at once', () => {
  it('are kept apart, and no thought is run', async () => {
    const thought = 'I could <tool_call>write<arg_key>path</arg_key><arg_value>x</arg_value></tool_call>';
    const result = await round([
      delta({ reasoning_content: thought }),
      delta({ content: 'Writing.', tool_calls: [callOf('{"path": "a"}')] }),
    ]);
    expect(result).toMatchObject({
      ...{ text: 'Writing.', reasoning: thought, refused: [] },
      calls: [{ name: 'write', arguments: { path: 'a' } }],
    });
  });
});
