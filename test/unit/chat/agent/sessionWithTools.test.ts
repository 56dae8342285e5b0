/** A chat session whose model has tools: what the page is told of calls, plans and questions, what is kept, and what the model gets later. */
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import type { AgentHost, AgentTexts } from '../../../../src/chat/agent/AgentHost';
import type { ChatContext, ChatHost } from '../../../../src/chat/ChatHost';
import { ChatSession } from '../../../../src/chat/ChatSession';
import { ConversationStore } from '../../../../src/chat/conversation/ConversationStore';
import { silentLog } from '../../../../src/platform/Log';
import type { AgentState } from '../../../../src/protocol/agent';
import { parseToPage, type ShownAnswer, type ToPage } from '../../../../src/protocol/chat';
import { type PanelWord, panelWords } from '../../../../src/protocol/chatWords';
import { defineTool } from '../../../../src/tools/Tool';
import { ToolGate } from '../../../../src/tools/ToolGate';
import type { ToolHost } from '../../../../src/tools/ToolHost';
import { MemoryStorage } from '../../../support/MemoryStorage';
import { call, ScriptedAgentModel } from '../../../support/ScriptedAgentModel';
import { World } from '../../tools/changes/world';
import { noChoice } from './agentWorld';

const texts = new Proxy({} as AgentTexts, {
  get: (_, key) => (key === 'call' ? (what: string) => ({ what, where: '' }) : () => String(key)),
});
const nothing: ChatContext = {
  offers: () => [],
  search: async () => [],
  definitions: async () => [],
  take: async () => undefined,
  takeFor: async () => [],
  instructions: async () => [],
  commands: async () => [],
  resolve: async (attachments) => attachments,
};

class Bench {
  readonly told: ToPage[] = [];
  readonly ran: string[] = [];
  readonly kept: string[] = [];
  readonly restored: string[] = [];
  /** Turns that got one of their own. */
  gates = 0;
  unavailable = '';
  time = 0;
  /** What a command waits for before it ends. */
  commandEnds: Promise<void> = Promise.resolve();
  readonly session: ChatSession;
  #ids = 0;
  #sleepers: (() => void)[] = [];

  constructor(
    readonly model: ScriptedAgentModel,
    readonly storage = new MemoryStorage(),
    readonly memory = new Map<string, string>(),
  ) {
    const words = Object.fromEntries(panelWords.map((word) => [word, word])) as Record<PanelWord, string>;
    const describeAnything = new Proxy({} as ChatHost['describe'], { get: (_, key) => () => String(key) });
    this.session = new ChatSession({
      ...{ context: nothing, words, language: 'en', folder: null, log: silentLog, agent: this.#agent() },
      store: new ConversationStore(storage, silentLog),
      connect: async () => model,
      clock: {
        now: () => this.time,
        sleep: (_time, signal) =>
          new Promise((resolve, reject) => {
            this.#sleepers.push(resolve);
            signal.addEventListener('abort', () => reject(signal.reason));
          }),
      },
      now: () => 1,
      secretsIn: async () => [],
      createId: () => `id${storage.files.size}-${this.#ids++}`,
      post: (message) => {
        expect(parseToPage(structuredClone(message))).toEqual(message);
        this.told.push(message);
      },
      namesConversations: () => false,
      compactsByItself: () => true,
      onOutcome: () => {},
      describeCommand: (name) => name,
      describeError: ({ code }) => code,
      describe: describeAnything,
      memory: { get: (key) => memory.get(key) ?? '', set: (key, value) => void memory.set(key, value) },
    });
  }

  get agent(): AgentState {
    const last = this.told.findLast(({ method }) => method === 'agent');
    return last?.method === 'agent' ? last.params : this.session.work.state();
  }

  get answer(): ShownAnswer {
    const last = this.told.findLast(({ method, params }) => method === 'message' && 'kind' in params);
    if (last?.method !== 'message' || last.params.kind !== 'answer') {
      throw new Error('There is no answer');
    }
    return last.params;
  }

  /** Everything that waits for time to go by goes on. */
  wake(): void {
    for (const wake of this.#sleepers.splice(0)) {
      wake();
    }
  }

  /** What the page was told that calls wrote while they ran. */
  get live(): readonly string[] {
    return this.told.flatMap((each) => (each.method === 'callOutput' ? [each.params.text] : []));
  }

  /** Waits until something is asked. */
  async asked(): Promise<NonNullable<AgentState['request']>> {
    for (;;) {
      const { request } = this.agent;
      if (request !== null) {
        return request;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async say(answer: Parameters<ChatSession['work']['answerRequest']>[2]): Promise<void> {
    const { id, hash } = await this.asked();
    this.time += 1000;
    this.session.work.answerRequest(id, hash, answer);
  }

  #agent(): AgentHost {
    const world = new World({ '/w/a': 'a' });
    const ran = (text: string) => {
      this.ran.push(text);
      return { text, data: { kind: 'none' }, failed: false } as const;
    };
    return {
      openTools: ({ todo, person }) => ({
        openGate: () => {
          this.gates++;
          return new ToolGate({} as ToolHost, {
            trusted: () => true,
            paths: () => world.gate(),
            judgeCommand: async (command) => ({
              ...{ command, decision: 'ask', reasons: [], told: [], parts: [], runs: [], settings: [] },
            }),
            judgeAddress: () => {
              throw new Error('no addresses here');
            },
            hashOf: async () => undefined,
          });
        },
        tools: [
          defineTool({
            ...{ name: 'read_file', kind: 'read', description: '', example: { path: 'a' } },
            shape: { path: z.string() },
            targets: ({ path }) => [{ kind: 'path', operation: 'read', path }],
            execute: async ({ path }) => ran(`read ${path}`),
          }),
          defineTool({
            ...{ name: 'edit_file', kind: 'edit', description: '', example: { path: 'a' } },
            shape: { path: z.string() },
            targets: () => [],
            execute: async ({ path }, _, { seen }) => {
              const isSeen = await seen.has(`/w/${path}`);
              return { ...ran(`${path} was seen: ${isSeen}`), failed: !isSeen };
            },
          }),
          defineTool({
            ...{ name: 'run_command', kind: 'run', description: '', example: { command: 'ls' } },
            shape: { command: z.string() },
            targets: ({ command }) => [{ kind: 'command', command, cwd: '.', timeout: 1 }],
            execute: async ({ command }, _, { progress }) => {
              progress({ kind: 'output', text: 'live ' });
              progress({ kind: 'output', text: 'output' });
              await this.commandEnds;
              progress({ kind: 'output', text: 'late' });
              return ran(`ran ${command}`);
            },
          }),
          defineTool({
            ...{ name: 'run_python', kind: 'compute', description: '', example: { code: '1' } },
            shape: { code: z.string() },
            targets: ({ code }) => [{ kind: 'program', code }],
            execute: async ({ code }) => ({
              ...ran(`python ${code}`),
              data: {
                ...{ kind: 'program', output: '', error: undefined },
                pictures: [{ type: 'image/png', data: 'AAAA' }],
              },
            }),
          }),
          defineTool({
            ...{ name: 'todo', kind: 'ask', description: '', example: { text: 'x' } },
            shape: { text: z.string() },
            targets: () => [],
            execute: async ({ text }) => {
              todo.set([{ text, state: 'doing' }]);
              return ran('todo');
            },
          }),
          defineTool({
            ...{ name: 'ask_user', kind: 'ask', description: '', example: { question: 'x' } },
            shape: { question: z.string() },
            targets: () => [],
            execute: async ({ question }, _, { signal }) =>
              ran(`answer: ${await person.ask(question, ['A', 'B'], signal)}`),
          }),
        ],
      }),
      settings: () => ({ rules: {}, limits: { rounds: 20 }, prices: {} }),
      unavailable: () => this.unavailable,
      allowed: new Set(),
      editTools: noChoice(),
      beginTurn: async () => {},
      newProblems: async () => '',
      keepFiles: async (title) => {
        this.kept.push(title);
        return 'kept';
      },
      restoreFiles: async (checkpoint, direction) => {
        this.restored.push(`${direction} ${checkpoint}`);
        return true;
      },
      describe: texts,
    };
  }
}

/** What the page shows of the context that is taken. */
function usedIn(bench: Bench): number {
  bench.session.postStatus();
  const last = bench.told.findLast(({ method }) => method === 'status');
  return last?.method === 'status' ? last.params.context.used : 0;
}

async function open(model: ScriptedAgentModel, mode = 'agent'): Promise<Bench> {
  const bench = new Bench(model);
  bench.memory.set('mode', mode);
  await bench.session.ready();
  return bench;
}

describe('a session with tools', () => {
  it('shows calls where they stand in the text, and finds them again in a program that was started anew', async () => {
    const model = new ScriptedAgentModel(['I look.', call('read_file', { path: 'a' })], ['It is fine.']);
    const bench = await open(model);
    await bench.session.send('Look');
    expect(bench.answer.text).toBe('I look.\n\nIt is fine.');
    expect(bench.answer.calls).toMatchObject([{ at: 7, what: 'read_file', state: 'done', output: 'read a' }]);
    expect(bench.told.flatMap((each) => (each.method === 'call' ? [each.params.call.state] : []))).toEqual([
      ...['running', 'running', 'done'],
    ]);
    const again = new Bench(new ScriptedAgentModel(['Yes.']), bench.storage, bench.memory);
    await again.session.ready();
    const state = again.told.find(({ method }) => method === 'state');
    expect(state?.method === 'state' && state.params.messages[1]).toMatchObject({
      calls: [{ at: 7, state: 'done', output: 'read a' }],
    });
    await again.session.send('Sure?');
    // What went before goes to the model as it was: call and result together.
    expect(again.model.requests[0]?.messages.slice(1).map(({ role }) => role)).toEqual([
      ...['user', 'assistant', 'tool', 'assistant', 'user'],
    ]);
  });

  it('tells what a command writes while it runs, gathered for a frame, and none of it behind its result', async () => {
    const bench = await open(new ScriptedAgentModel([call('run_command', { command: 'make' })], ['Done.']), 'edit');
    let end = (): void => {};
    bench.commandEnds = new Promise((resolve) => {
      end = resolve;
    });
    const sent = bench.session.send('Make');
    await bench.say({ kind: 'once' });
    await vi.waitFor(() => {
      bench.wake();
      expect(bench.live).toEqual(['live output']);
    });
    expect(bench.ran).toEqual([]);
    const states = bench.told.flatMap((each) => (each.method === 'call' ? [each.params.call.state] : []));
    expect(states.at(-1)).toBe('running');
    end();
    await sent;
    bench.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.live).toHaveLength(1);
    expect(bench.answer.calls).toMatchObject([{ state: 'done', output: 'ran make' }]);
  });

  it('asks at the third of the same calls, when nothing new came, and ends in words though the person lets it go on', async () => {
    const look = [call('read_file', { path: 'a' })];
    const bench = await open(new ScriptedAgentModel(look, look, look, look, look, look));
    const sent = bench.session.send('Look');
    await bench.say({ kind: 'once' });
    await bench.say({ kind: 'once' });
    await sent;
    expect(bench.ran).toHaveLength(4);
    expect(bench.answer.calls.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'refused',
      'refused',
    ]);
  });

  it.each(['ask', 'plan', 'edit', 'agent'])(
    'in the mode %s runs Python, and asks first but for Agent',
    async (mode) => {
      const code = 'for x in range(3):\n    print(x)';
      const bench = await open(new ScriptedAgentModel([call('run_python', { code })], ['Done.']), mode);
      const sent = bench.session.send('Count');
      if (mode !== 'agent') {
        expect(await bench.asked()).toMatchObject({ kind: 'approval', content: code, targets: [], canRemember: true });
        expect(bench.ran).toEqual([]);
        await bench.say({ kind: 'once' });
      }
      await sent;
      expect(bench.ran).toEqual([`python ${code}`]);
      // The card shows the program as it is written, and the picture; both are there again in a program that was started anew.
      const card = { what: 'run_python', state: 'done', input: code, pictures: ['data:image/png;base64,AAAA'] };
      expect(bench.answer.calls).toMatchObject([card]);
      const again = new Bench(new ScriptedAgentModel(['Yes.']), bench.storage, bench.memory);
      await again.session.ready();
      const state = again.told.find(({ method }) => method === 'state');
      expect(state?.method === 'state' && state.params.messages[1]).toMatchObject({ calls: [card] });
    },
  );

  it('gives the page no picture that is something else', () => {
    const told = (picture: string) =>
      parseToPage({
        method: 'call',
        params: {
          answer: 'a',
          call: { id: 'c', at: 0, what: '', where: '', state: 'done', input: '', output: '', pictures: [picture] },
        },
      });
    const other = ['data:image/svg+xml;base64,AAAA', 'https://x.org/a.png', 'data:image/png;base64,A"A'];
    const accepted = ['data:image/png;base64,AAAA', ...other].filter((picture) => told(picture) !== undefined);
    expect(accepted).toEqual(['data:image/png;base64,AAAA']);
  });

  it('asks, shows what is asked, and runs after the yes', async () => {
    const bench = await open(new ScriptedAgentModel([call('run_command', { command: 'make' })], ['Done.']), 'edit');
    const sent = bench.session.send('Make');
    expect(await bench.asked()).toMatchObject({
      kind: 'approval',
      content: 'make',
      targets: ['/w'],
      canRemember: true,
    });
    expect(bench.ran).toEqual([]);
    await bench.say({ kind: 'once' });
    await sent;
    expect(bench.ran).toEqual(['ran make']);
    expect(bench.agent.request).toBeNull();
  });

  it('takes one word for an answer, for what it can answer, and not before it could be read', async () => {
    const plan = await open(new ScriptedAgentModel([call('propose_plan', { plan: '1. Look' })], ['Well.']), 'plan');
    const planned = plan.session.send('Go');
    expect((await plan.asked()).kind).toBe('plan');
    plan.time += 1000;
    expect([plan.session.work.decide('once'), plan.session.work.decide('deny')]).toEqual([false, true]);
    await planned;
    const bench = await open(
      new ScriptedAgentModel(
        [call('run_command', { command: 'ls' })],
        [call('run_command', { command: 'ls' })],
        ['Ok.'],
      ),
    );
    const { work } = bench.session;
    expect([work.asked, work.decide('once')]).toEqual([undefined, false]);
    const sent = bench.session.send('Go');
    await bench.asked();
    expect(work.asked).toBe('approval');
    expect(work.decide('once')).toBe(false);
    bench.time += 1000;
    expect(work.decide('window')).toBe(true);
    await sent;
    expect(bench.ran).toEqual(['ran ls', 'ran ls']);
  });

  it('remembers what the model has seen, over turns and windows, for the conversation alone', async () => {
    const script = [call('edit_file', { path: 'a' }), call('edit_file', { path: 'b' })];
    const model = new ScriptedAgentModel([call('read_file', { path: './a' })], ['Read.'], script, ['Done.']);
    const bench = await open(model);
    await bench.session.send('Read');
    await bench.session.send('Edit');
    expect(bench.ran).toEqual(['read ./a', 'a was seen: true', 'b was seen: false']);
    expect(bench.gates).toBe(2);
    const again = new Bench(new ScriptedAgentModel(script, ['Done.'], script, ['Done.']), bench.storage, bench.memory);
    await again.session.ready();
    await again.session.send('Edit again');
    again.session.startNew();
    await again.session.send('Edit');
    expect(again.ran).toEqual(['a was seen: true', 'b was seen: false', 'a was seen: false', 'b was seen: false']);
  });

  it('takes nothing that was allowed out of a stored conversation', async () => {
    const script = [call('run_command', { command: 'make' })];
    const bench = await open(new ScriptedAgentModel(script, ['Done.']), 'edit');
    const sent = bench.session.send('Make');
    await bench.say({ kind: 'window' });
    await sent;
    const again = new Bench(new ScriptedAgentModel(script, ['Done.']), bench.storage, bench.memory);
    await again.session.ready();
    expect(again.agent.request).toBeNull();
    const second = again.session.send('Again');
    await again.asked();
    expect(again.ran).toEqual([]);
    again.session.stop();
    await second;
  });

  it('shows a plan, takes it as the person changed it, and goes on in the mode that they chose', async () => {
    const model = new ScriptedAgentModel(
      [call('propose_plan', { plan: '1. a' })],
      [call('run_command', { command: 'make' })],
      ['Done.'],
    );
    const bench = await open(model, 'plan');
    const sent = bench.session.send('Plan it');
    expect(await bench.asked()).toMatchObject({ kind: 'plan', content: '1. a' });
    expect(model.requests[0]?.tools?.map((tool) => tool.function.name)).not.toContain('run_command');
    await bench.say({ kind: 'text', text: '1. b', mode: 'edit' });
    await bench.say({ kind: 'once' });
    await sent;
    expect(model.results(1)[0]).toMatch(/They changed it.*\n\n1\. b$/s);
    expect([bench.ran, bench.agent.mode]).toEqual([['ran make'], 'edit']);
  });

  it('goes on planning when the plan is refused', async () => {
    const model = new ScriptedAgentModel([call('propose_plan', { plan: '1. a' })], ['I see.']);
    const bench = await open(model, 'plan');
    const sent = bench.session.send('Plan it');
    await bench.say({ kind: 'deny', reason: 'smaller' });
    await sent;
    expect(model.results(1)[0]).toContain('They say: smaller');
    expect(bench.agent.mode).toBe('plan');
  });

  it('passes the model’s own questions on, and keeps its list of things to do in sight', async () => {
    const model = new ScriptedAgentModel(
      [call('todo', { text: 'first' }), call('ask_user', { question: 'Which?' })],
      ['Done.'],
    );
    const bench = await open(model);
    const sent = bench.session.send('Go');
    expect(await bench.asked()).toMatchObject({ kind: 'question', content: 'Which?', choices: ['A', 'B'] });
    expect(bench.agent.todo).toEqual([{ text: 'first', state: 'doing' }]);
    await bench.say({ kind: 'text', text: 'B' });
    await sent;
    expect(bench.ran).toContain('answer: B');
  });

  it.each(['ask', 'plan', 'edit', 'agent'])(
    'T-102: in the mode %s a model that asks for a key or for “always allow” gets words, and no right by them',
    async (mode) => {
      const model = new ScriptedAgentModel(
        ['Paste your API key below and click “Allow in this window” from now on.'],
        [call('ask_user', { question: 'Paste your API key, or say “always allow”.' })],
        [call('run_command', { command: 'make' })],
        ['Done.'],
      );
      const bench = await open(model, mode);
      // Said in an answer it is text, and nothing opens.
      await bench.session.send('Go');
      expect(bench.agent.request).toBeNull();
      expect(bench.ran).toEqual([]);
      // Asked as a question it is one: with words for an answer, and nothing that could be remembered.
      const sent = bench.session.send('On');
      expect(await bench.asked()).toMatchObject({ kind: 'question', canRemember: false, targets: [] });
      await bench.say({ kind: 'window' });
      expect(bench.agent.request?.kind).toBe('question');
      await bench.say({ kind: 'text', text: 'always allow' });
      if (mode === 'edit' || mode === 'agent') {
        expect(await bench.asked()).toMatchObject({ kind: 'approval', content: 'make' });
        await bench.say({ kind: 'deny', reason: '' });
      }
      await sent;
      expect(bench.ran).toEqual(['answer: always allow']);
    },
  );

  it('leaves a valid conversation when it is stopped while something is asked', async () => {
    const model = new ScriptedAgentModel([call('run_command', { command: 'make' })], ['Fine.']);
    const bench = await open(model);
    const sent = bench.session.send('Make');
    await bench.asked();
    bench.session.stop();
    await sent;
    expect(bench.answer).toMatchObject({ state: 'stopped', calls: [{ state: 'stopped' }] });
    expect(bench.agent.request).toBeNull();
    await bench.session.send('And now?');
    const { messages } = model.requests[1] ?? { messages: [] };
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'user']);
  });

  it.each(['edit', 'agent'])(
    'T-100: runs nothing in the mode %s that was still asked about when the panel was closed',
    async (mode) => {
      const model = new ScriptedAgentModel([call('run_command', { command: 'make' })]);
      const bench = await open(model, mode);
      const sent = bench.session.send('Make');
      const { id, hash } = await bench.asked();
      bench.time += 1000;
      bench.session.dispose();
      bench.session.work.answerRequest(id, hash, { kind: 'once' });
      await sent;
      expect(bench.ran).toEqual([]);
      expect(model.requests).toHaveLength(1);
    },
  );

  it('goes on from where a turn was stopped, with rounds of its own', async () => {
    const model = new ScriptedAgentModel(
      ['One.', call('read_file', { path: 'a' })],
      [call('run_command', { command: 'make' })],
      ['Two.', call('read_file', { path: 'b' })],
      ['Done.'],
    );
    const bench = await open(model);
    const sent = bench.session.send('Make');
    await bench.asked();
    bench.session.stop();
    await sent;
    await bench.session.resume(bench.answer.id);
    expect(bench.answer).toMatchObject({ state: 'done', text: 'One.\n\nTwo.\n\nDone.' });
    expect(model.requests[2]?.messages.at(-1)?.content).toContain('Go on from where you stopped');
    const rounds = model.requests[3]?.messages.filter(({ role }) => role === 'tool');
    expect(rounds).toHaveLength(3);
  });

  it('keeps the files before a turn that may change them, and brings them back and again', async () => {
    const bench = await open(new ScriptedAgentModel(['Done.']));
    await bench.session.send('Go');
    expect(bench.kept).toEqual(['Go']);
    expect(bench.answer.checkpoint).toBe('back');
    await bench.session.work.restore(bench.answer.id, 'back');
    expect(bench.answer.checkpoint).toBe('again');
    await bench.session.work.restore(bench.answer.id, 'again');
    expect([bench.restored, bench.answer.checkpoint]).toEqual([['back kept', 'again kept'], 'back']);
    const asks = await open(new ScriptedAgentModel(['Done.']), 'ask');
    await asks.session.send('Go');
    expect([asks.kept, asks.answer.checkpoint]).toEqual([[], 'none']);
  });

  it('counts the tools’ definitions among what fills the context, in each mode those that are offered', async () => {
    const model = new ScriptedAgentModel([call('read_file', { path: 'a' })], ['Done.']);
    const bench = await open(model);
    await bench.session.send('Go');
    const definitions = JSON.stringify(model.requests[0]?.tools);
    const withTools = usedIn(bench);
    bench.session.work.setMode('ask');
    const looking = usedIn(bench);
    bench.unavailable = 'not trusted';
    const without = usedIn(bench);
    // The estimate has its own ways; what matters is that nothing is left out.
    expect(withTools - without).toBeGreaterThan(definitions.length / 8);
    expect(looking).toBeGreaterThan(without);
    expect(looking).toBeLessThan(withTools);
  });

  it('counts calls and their outputs, which go along with the next question', async () => {
    const usedAfter = async (command: string): Promise<number> => {
      const bench = await open(new ScriptedAgentModel([call('run_command', { command })], ['Done.']));
      const sent = bench.session.send('Go');
      await bench.say({ kind: 'once' });
      await sent;
      return usedIn(bench);
    };
    expect((await usedAfter(`echo ${'word '.repeat(1000)}`)) - (await usedAfter('ls'))).toBeGreaterThan(1500);
  });

  it('offers no tools where none may run, nor to a small model that is only asked something', async () => {
    const model = new ScriptedAgentModel(['Done.']);
    const bench = await open(model);
    bench.unavailable = 'not trusted';
    await bench.session.send('Go');
    const small = new ScriptedAgentModel(['Done.']);
    small.contextTokens = 8192;
    const asks = await open(small, 'ask');
    await asks.session.send('Go');
    expect([model, small].map(({ requests }) => requests[0]?.tools)).toEqual([undefined, undefined]);
    expect(bench.session.work.state().unavailable).toBe('not trusted');
  });
});
