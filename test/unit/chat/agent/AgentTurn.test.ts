/** A turn with tools, from the question to its end, with a model that does as the test says. */
import { describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../../../src/chat/agent/AgentTurn';
import { call, ScriptedAgentModel } from '../../../support/ScriptedAgentModel';
import { play } from './agentBench';

const read = (path: string) => call('read_file', { path });

describe('a turn with tools', () => {
  it('runs calls, gives their results back and ends with the answer', async () => {
    const model = new ScriptedAgentModel(['I look.', read('a.ts')], ['It is fine.']);
    const { end, events, results } = await play(model);
    expect(end).toMatchObject({ finish: 'stop' });
    expect(results).toMatchObject([{ end: 'done', output: 'looked at {"path":"a.ts"}' }]);
    expect(model.requests[1]?.messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: 'I look.',
        toolCalls: [{ id: 'c0', name: 'read_file', arguments: '{"path":"a.ts"}' }],
      },
      { role: 'tool', content: 'looked at {"path":"a.ts"}', toolCallId: 'c0' },
    ]);
    expect(events.map(({ type }) => type)).toEqual([
      ...['text', 'toolCallStart', 'call', 'callState', 'callResult', 'text', 'end'],
    ]);
    expect(model.requests[0]?.note).toEqual({ id: 'note', surface: 'agent' });
    expect(model.requests[0]?.tools?.map((tool) => tool.function.name)).toContain('read_file');
  });

  it('looks side by side and changes things one after the other, in the order of the calls', async () => {
    let open = 0;
    let most = 0;
    const slow = async (): Promise<string> => {
      open++;
      most = Math.max(most, open);
      await new Promise((resolve) => setImmediate(resolve));
      open--;
      return String(most);
    };
    const model = new ScriptedAgentModel(
      [read('a'), read('b'), call('edit_file', { path: 'a' }), call('edit_file', { path: 'b' }), read('c')],
      ['Done.'],
    );
    const { ran } = await play(model, {
      tools: { read_file: { kind: 'read', run: slow }, edit_file: { kind: 'edit', run: slow } },
    });
    expect(most).toBe(2);
    expect(ran).toEqual([
      ...['> read_file', '> read_file', '< read_file', '< read_file'],
      ...['> edit_file', '< edit_file', '> edit_file', '< edit_file', '> read_file', '< read_file'],
    ]);
    expect(model.requests[1]?.messages.filter(({ role }) => role === 'tool')).toHaveLength(5);
  });

  it('runs calls that GLM wrote as text', async () => {
    for (const [format, raw] of [
      ['glm4', 'read_file\n{"path": "a.ts"}'],
      ['glm45', '<tool_call>read_file\n<arg_key>path</arg_key>\n<arg_value>a.ts</arg_value>\n</tool_call>'],
      ['glm47', '<tool_call>read_file<arg_key>path</arg_key><arg_value>a.ts</arg_value></tool_call>'],
      ['codegeex4', '```json\n{"name": "read_file", "arguments": {"path": "a.ts"}}\n```'],
    ] as const) {
      const { results } = await play(new ScriptedAgentModel([{ raw, format }], ['Done.']));
      expect(results, format).toMatchObject([{ end: 'done', output: 'looked at {"path":"a.ts"}' }]);
    }
  });

  describe('calls that must not run', () => {
    const check = async (raw: string, said: RegExp): Promise<void> => {
      const model = new ScriptedAgentModel([{ raw, format: 'glm45' }], ['I see.']);
      const { ran, results } = await play(model);
      expect(ran).toEqual([]);
      expect(results).toMatchObject([{ end: 'refused', output: expect.stringMatching(said) }]);
      expect(model.results(1)).toEqual([results[0]?.output]);
    };
    const tag = (name: string, inner: string): string => `<tool_call>${name}\n${inner}</tool_call>`;

    it('sends a cut-off argument back with what to send instead', () =>
      check('<tool_call>edit_file\n<arg_key>path</arg_key>\n<arg_value>a.ts', /Not run\..*skeleton/));
    it('sends a tool that there is not back', () =>
      check(tag('rm_rf', ''), /not one of the offered tools.*exact names/));
    it('sends arguments of the wrong type back', () =>
      check(tag('read_file', '<arg_key>path</arg_key>\n<arg_value>1</arg_value>\n<arg_key>path</arg_key>'), /Not run/));
    it('runs identical glued arguments once and refuses different ones', async () => {
      const same = await play(
        new ScriptedAgentModel([{ raw: 'read_file\n{"path": "a"}{"path": "a"}', format: 'glm4' }], ['Done.']),
      );
      expect(same.ran).toEqual(['> read_file', '< read_file']);
      const other = await play(
        new ScriptedAgentModel([{ raw: 'read_file\n{"path": "a"}{"path": "b"}', format: 'glm4' }], ['Done.']),
      );
      expect(other.ran).toEqual([]);
      expect(other.results).toMatchObject([{ end: 'refused', output: expect.stringContaining('one argument object') }]);
    });

    it('runs nothing of an answer that was cut off, not even what was complete', async () => {
      const model = new ScriptedAgentModel(
        [
          { event: { type: 'toolCall', call: { name: 'edit_file', arguments: { path: 'a' } } } },
          { event: { type: 'end', finish: 'length', finishReason: 'length', usage: undefined, lostFrames: 0 } },
        ],
        ['I see.'],
      );
      const { ran, results } = await play(model);
      expect(ran).toEqual([]);
      expect(results).toMatchObject([{ end: 'refused', output: expect.stringContaining('cut off') }]);
    });

    it('does not run what does not fit its schema', async () => {
      const mismatch = {
        code: 'schema_mismatch',
        message: 'path is missing',
        toolName: 'edit_file',
        rawArguments: '{}',
      } as const;
      const model = new ScriptedAgentModel(
        [call('edit_file', {}), { event: { type: 'problem', problem: mismatch } }],
        ['I see.'],
      );
      const { ran, results } = await play(model);
      expect(ran).toEqual([]);
      expect(results).toMatchObject([{ end: 'refused', output: expect.stringContaining('path is missing') }]);
    });

    it('gives up on a model that sends nothing else, after having told it twice', async () => {
      const model = new ScriptedAgentModel((request) => [
        { raw: `<tool_call>nothing${request.messages.length}\n</tool_call>`, format: 'glm45' },
      ]);
      const { end } = await play(model);
      expect(model.requests).toHaveLength(3);
      expect(end).toMatchObject({ finish: 'badCalls' });
    });
  });

  describe('going round in circles', () => {
    it('asks before the same call runs a third time, and stops when the answer is no', async () => {
      const model = new ScriptedAgentModel([call('run_tests')]);
      const { end, asked, ran, results } = await play(model);
      expect(asked).toMatchObject([{ kind: 'repeatedCall', name: 'run_tests', count: 3 }]);
      expect(ran.filter((line) => line === '> run_tests')).toHaveLength(2);
      expect(end).toMatchObject({ finish: 'circles' });
      expect(results).toHaveLength(3);
    });

    it('refuses the fifth, whatever was answered, and ends in the end', async () => {
      const model = new ScriptedAgentModel([call('run_tests')]);
      const { end, ran, results } = await play(model, { goesOn: () => true });
      expect(ran.filter((line) => line === '> run_tests')).toHaveLength(4);
      expect(results[4]).toMatchObject({ end: 'refused', output: expect.stringContaining('5 times') });
      expect(end).toMatchObject({ finish: 'circles' });
      expect(model.requests.length).toBeLessThan(12);
    });

    it('takes the same arguments in another order, with other words about them, for the same', async () => {
      const model = new ScriptedAgentModel(
        [call('run_tests', { a: 1, b: 2, reason: 'x' })],
        [call('run_tests', { b: 2, a: 1 })],
        [call('run_tests', { a: 1, b: 2, reason: 'y' })],
        ['Done.'],
      );
      const { asked } = await play(model);
      expect(asked).toHaveLength(1);
    });

    it('lets tests run again after each edit', async () => {
      const rounds = Array.from({ length: 6 }, (_, i) => [call('edit_file', { path: `f${i}` }), call('run_tests')]);
      const { asked, end } = await play(new ScriptedAgentModel(...rounds, ['Done.']));
      expect(asked).toEqual([]);
      expect(end).toMatchObject({ finish: 'stop' });
    });

    it('notices rounds of other calls that bring nothing new', async () => {
      let i = 0;
      const model = new ScriptedAgentModel(() => [read(`f${i++}`)]);
      const { asked, end } = await play(model, { tools: { read_file: { kind: 'read', run: () => 'no such file' } } });
      expect(asked).toEqual([{ kind: 'noProgress' }]);
      expect(end).toMatchObject({ finish: 'circles' });
      expect(model.requests).toHaveLength(4);
    });

    it('tells a model with an empty answer, asks the person at the third, and ends', async () => {
      const model = new ScriptedAgentModel([]);
      const { asked, end } = await play(model);
      expect(model.requests.at(-1)?.messages.at(-1)?.content).toContain('Your last answer was empty');
      expect(asked).toEqual([{ kind: 'noProgress' }]);
      expect(end).toMatchObject({ finish: 'circles' });
    });

    it('tells a model that repeats itself, and ends when it goes on', async () => {
      const again = { type: 'end', finish: 'repetition', finishReason: undefined, usage: undefined, lostFrames: 0 };
      const model = new ScriptedAgentModel(['la la la', { event: { ...again, type: 'end', finish: 'repetition' } }]);
      const { end } = await play(model, { goesOn: () => true });
      expect(end).toMatchObject({ finish: 'circles' });
      expect(model.requests).toHaveLength(5);
    });
  });

  describe('limits', () => {
    it('tells of a limit before it bites, asks at it, and goes on as long again', async () => {
      let i = 0;
      const model = new ScriptedAgentModel(() => (i < 7 ? [read(`f${i++}`)] : ['Done.']));
      const { events, asked, end } = await play(model, { limits: { rounds: 5 }, goesOn: () => true });
      expect(events.find(({ type }) => type === 'nearLimits')).toEqual({
        type: 'nearLimits',
        limits: [{ kind: 'rounds', used: 4, limit: 5 }],
      });
      expect(asked).toEqual([{ kind: 'limit', limit: { kind: 'rounds', used: 5, limit: 5 } }]);
      expect(end).toMatchObject({ finish: 'stop' });
    });

    it('ends at a limit when the person says so, with every call answered', async () => {
      let i = 0;
      const model = new ScriptedAgentModel(() => [read(`f${i++}`)]);
      model.usage = [900, 100];
      const { end, results } = await play(model, { limits: { tokens: 3000 } });
      expect(end).toMatchObject({ finish: 'limit', usage: { promptTokens: 2700, completionTokens: 300 } });
      expect(results).toHaveLength(3);
    });

    it('counts money where the price is known, and time without what the person took', async () => {
      let i = 0;
      const model = new ScriptedAgentModel(() => [read(`f${i++}`)]);
      model.usage = [1_000_000, 0];
      const { asked } = await play(model, { limits: { cost: 4 }, price: { input: 2, output: 8 } });
      expect(asked).toMatchObject([{ kind: 'limit', limit: { kind: 'cost', used: 4 } }]);
      let minutes = 0;
      const wait = (more: number): number => {
        minutes += more;
        return minutes;
      };
      const slow = new ScriptedAgentModel(() => [read(`f${i++}`)]);
      const later = await play(slow, {
        limits: { minutes: 10 },
        now: () => minutes * 60_000,
        tools: { read_file: { kind: 'read', run: () => `after ${wait(4)}` } },
        goesOn: () => wait(100) < 150,
      });
      // Twelve minutes of work, then the limit; a hundred of thinking about it count for nothing: six more calls fit.
      expect(later.results).toHaveLength(5);
    });
  });

  describe('Stop', () => {
    it('ends a running call and leaves a result for every one', async () => {
      const stop = new AbortController();
      const model = new ScriptedAgentModel([call('run_tests'), call('edit_file', { path: 'a' })]);
      const { results, error, ran } = await play(model, {
        signal: stop.signal,
        tools: {
          run_tests: {
            kind: 'run',
            run: (_values, signal) =>
              new Promise((_, reject) => {
                signal.addEventListener('abort', () => reject(signal.reason));
                stop.abort();
              }),
          },
        },
      });
      expect(ran).toEqual(['> run_tests']);
      expect(results).toMatchObject([
        { id: 'c0', end: 'stopped', output: expect.stringContaining('before it ended') },
        { id: 'c1', end: 'stopped', output: expect.stringContaining('Not run') },
      ]);
      expect(error).toBe(stop.signal.reason);
      expect(model.requests).toHaveLength(1);
    });

    it('ends a stream at once; what it had begun to call never runs', async () => {
      const stop = new AbortController();
      const model = new ScriptedAgentModel(['I will ', call('edit_file', { path: 'a' }), 'hang']);
      const { ran, error } = await play(model, {
        signal: stop.signal,
        onEvent: ({ type }) => type === 'toolCallStart' && stop.abort(),
      });
      expect(ran).toEqual([]);
      expect(error).toBe(stop.signal.reason);
    });
  });

  it('leaves out old outputs when the context is full, and keeps call and result together', async () => {
    let i = 0;
    const long = (n: number): string => `output ${n} ${'some words of it '.repeat(400)}`;
    const model = new ScriptedAgentModel(() => (i < 12 ? [read(`f${i}`)] : ['Done.']));
    const { events, end } = await play(model, {
      promptTokens: 8000,
      tools: { read_file: { kind: 'read', run: () => long(i++) } },
    });
    expect(end).toMatchObject({ finish: 'stop' });
    expect(events.some(({ type }) => type === 'leftOut')).toBe(true);
    const { messages } = model.requests.at(-1) ?? { messages: [] };
    expect(messages.slice(0, 2).map(({ content }) => content)).toEqual(['You help.', 'Do it']);
    const asked = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
    const results = messages.flatMap((message) => (message.role === 'tool' ? [message] : []));
    expect(results.map(({ toolCallId }) => toolCallId)).toEqual(asked.map(({ id }) => id));
    expect(results.at(-1)?.content).toBe(long(11));
    expect(results[0]?.content).toContain('Left out to save room');
  });

  it('counts the tools’ definitions to what has to fit, and to what a turn has used where the server does not count', async () => {
    const description = 'what it is for '.repeat(300);
    const played = async (more: object) => {
      let i = 0;
      const model = new ScriptedAgentModel(() => (i < 6 ? [read(`f${i}`)] : ['Done.']));
      const run = (): string => `output ${i++} ${'some words of it '.repeat(40)}`;
      return play(model, { promptTokens: 1700, tools: { read_file: { kind: 'read', run } }, ...more });
    };
    const small = await played({});
    const large = await played({ description });
    expect(small.events.some(({ type }) => type === 'leftOut')).toBe(false);
    expect(large.events.some(({ type }) => type === 'leftOut')).toBe(true);
    // However large they are, the messages keep half of what there is.
    expect((await played({ description, promptTokens: 8000 })).events.some(({ type }) => type === 'leftOut')).toBe(
      false,
    );
    const used = ({ end }: typeof small): number => (end?.type === 'end' ? (end.usage?.promptTokens ?? 0) : 0);
    expect(used(large) - used(small)).toBeGreaterThan(5000);
  });

  it('learns which tool for edits a model manages, and offers that one', async () => {
    const failed: CallOutcome = { end: 'failed', output: 'no match', changed: false };
    const patch = { kind: 'edit', run: () => failed } as const;
    const outcomes = { 'glm-4.6': { apply_patch: '0'.repeat(11), edit_file: '1'.repeat(12) } };
    const model = new ScriptedAgentModel([call('apply_patch', { path: 'a' })], ['Done.']);
    const played = await play(model, { outcomes, tools: { apply_patch: patch } });
    expect(played.outcomes['glm-4.6']?.apply_patch).toBe('0'.repeat(12));
    const names = model.requests.map(({ tools = [] }) => tools.map((tool) => tool.function.name));
    expect(names[0]).toContain('apply_patch');
    expect(names[1]).not.toContain('apply_patch');
    expect(names[1]).toContain('edit_file');
  });
});
