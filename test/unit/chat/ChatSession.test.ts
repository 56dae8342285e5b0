/** A chat session with a scripted model: what the page is told, what the model is asked, and what lies on the disk. */

import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import type { ChatContext, ChatHost, ChatOutcome } from '../../../src/chat/ChatHost';
import { ChatSession } from '../../../src/chat/ChatSession';
import { ChipStore } from '../../../src/chat/composer/ChipStore';
import { ConversationStore } from '../../../src/chat/conversation/ConversationStore';
import type { Attachment } from '../../../src/chat/conversation/records';
import type { ChatRequest, ModelEvent } from '../../../src/glm/Model';
import { silentLog } from '../../../src/platform/Log';
import {
  type PanelState,
  type PanelStatus,
  parseToPage,
  type ShownAnswer,
  type ToPage,
} from '../../../src/protocol/chat';
import { type PanelWord, panelWords } from '../../../src/protocol/chatWords';
import { MemoryStorage } from '../../support/MemoryStorage';
import { type Script, ScriptedModel } from '../../support/ScriptedModel';

const code: Attachment = { id: 'file:a', kind: 'file', label: 'a.ts', languageId: 'typescript', text: 'let a;' };

const context: ChatContext = {
  offers: () => [{ id: 'file:a', label: 'a.ts', detail: '', tokens: null }],
  search: async () => [{ id: 'file:a', label: 'a.ts', detail: 'src', tokens: null }],
  definitions: async () => [],
  take: async (id) => (id === code.id ? code : undefined),
  takeFor: async (need) => (need === 'code' ? [code] : []),
  resolve: async (attachment) => attachment,
  instructions: async () => [{ id: 'i', kind: 'instructions', label: 'AGENTS.md', text: 'Be kind.' }],
  commands: async () => [{ name: 'haiku', needs: [], prompt: 'Write a haiku.' }],
};

class Bench {
  readonly told: ToPage[] = [];
  readonly outcomes: ChatOutcome[] = [];
  readonly requests: ChatRequest[] = [];
  /** What the model says in place of its script. */
  events: readonly ModelEvent[] | undefined;
  sees = false;
  names = false;
  compacts = false;
  /** Whether there is an endpoint. */
  isSetUp = true;
  readonly model: ScriptedModel;
  readonly session: ChatSession;
  #ids = 0;

  constructor(
    readonly storage: MemoryStorage,
    readonly memory: Map<string, string>,
    readonly draft: MemoryStorage,
    ...scripts: readonly Script[]
  ) {
    this.model = new ScriptedModel(...scripts);
    this.session = new ChatSession(this.#host());
  }

  /** The conversation as the page was told it last. */
  get state(): PanelState {
    const state = this.told.findLast((message) => message.method === 'state');
    if (state === undefined) {
      throw new Error('The page was told nothing');
    }
    const messages = state.params.messages.map((message) => {
      const later = this.told
        .slice(this.told.indexOf(state))
        .findLast((each) => each.method === 'message' && each.params.id === message.id);
      return later?.method === 'message' ? later.params : message;
    });
    return { ...state.params, messages };
  }

  get texts(): string[] {
    return this.state.messages.map(({ text }) => text);
  }

  get lastAnswer(): ShownAnswer {
    const last = this.state.messages.at(-1);
    if (last?.kind !== 'answer') {
      throw new Error('The last message is no answer');
    }
    return last;
  }

  /** What the model was asked in its n-th call, roles and texts. */
  asked(call: number): string[] {
    const request = this.model.calls[call]?.request;
    return request === undefined || !('messages' in request)
      ? []
      : request.messages.slice(1).map(({ role, content }) => `${role}: ${content}`);
  }

  /** What the model was told before the conversation. */
  system(call: number): string {
    const request = this.model.calls[call]?.request;
    return request !== undefined && 'messages' in request ? (request.messages[0]?.content ?? '') : '';
  }

  get status(): PanelStatus {
    const last = this.told.findLast((message) => message.method === 'status' || message.method === 'state');
    if (last?.method === 'status') {
      return last.params;
    }
    return this.state.status;
  }

  #host(): ChatHost {
    const words = Object.fromEntries(panelWords.map((word) => [word, word])) as Record<PanelWord, string>;
    return {
      ...{ context, words, language: 'en', folder: null, log: silentLog },
      store: new ConversationStore(this.storage, silentLog),
      chips: new ChipStore(this.draft, silentLog),
      connect: async () => {
        if (!this.isSetUp) {
          throw new AssistantError('endpoint.notConfigured');
        }
        return {
          ...{ modelId: 'glm', host: null, contextTokens: 8192, sees: this.sees, serverTools: [], offersSearch: true },
          price: { input: 1, output: 2, cached: 0 },
          chat: (request, signal) => {
            this.requests.push(request);
            return this.events === undefined ? this.model.chat(request, signal) : streamOf(this.events);
          },
        };
      },
      // Time stands still: what is told and saved by the clock comes with the end.
      clock: {
        now: () => 0,
        sleep: (_time, signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
      now: () => 1,
      createId: () => `id${this.memory.size}-${this.#ids++}`,
      post: (message) => {
        expect(parseToPage(structuredClone(message))).toEqual(message);
        this.told.push(message);
      },
      namesConversations: () => this.names,
      compactsByItself: () => this.compacts,
      secretsIn: async (text) => (text.includes('hunter2') ? ['named-secret'] : []),
      onOutcome: (outcome) => void this.outcomes.push(outcome),
      describeCommand: (name) => name,
      describeError: ({ code: id }) => id,
      describe: {
        details: ({ model, cost }) => (cost === undefined ? model : `${model} ${cost}`),
        context: (used, total) => `${used}/${total}`,
        leftOut: (count) => `left out ${count}`,
        tooLong: () => 'too long',
        terminal: (lines) => `terminal without ${lines}`,
        notSaved: () => 'not saved',
        end: (end) => end,
        unknownModel: () => 'none',
        notConnected: () => 'not connected',
        serverTool: (tool) => tool,
        cannotSee: (model) => `${model} cannot see`,
        notTaken: (names) => `not taken: ${names.join()}`,
        nothingOf: (word) => `nothing of ${word}`,
        holdsSecret: (kinds) => `holds ${kinds}`,
        hidden: ({ count, names, labels, inWords }) => `${count} hidden ${names} in ${labels} ${inWords}`,
        almostFull: (percent) => `${percent} % full`,
        compacting: () => 'compacting',
        nothingToCompact: () => 'nothing to compact',
        compacted: (before, now) => `${before} in ${now}`,
      },
      memory: { get: (key) => this.memory.get(key) ?? '', set: (key, value) => void this.memory.set(key, value) },
    };
  }
}

class SlowStorage extends MemoryStorage {
  isSlow = false;

  override async append(name: string, text: string): Promise<void> {
    if (this.isSlow) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await super.append(name, text);
  }
}

async function* streamOf(events: readonly ModelEvent[]): AsyncGenerator<ModelEvent> {
  yield* events;
}

async function open(...scripts: readonly Script[]): Promise<Bench> {
  const bench = new Bench(new MemoryStorage(), new Map(), new MemoryStorage(), ...scripts);
  await bench.session.ready();
  return bench;
}

/** The same folder and memory in a program that was started anew. */
async function reload({ storage, memory, draft }: Bench, ...scripts: readonly Script[]): Promise<Bench> {
  const bench = new Bench(storage, memory, draft, ...scripts);
  await bench.session.ready();
  return bench;
}

describe('ChatSession', () => {
  it('shows a question and its answer, and finds both again', async () => {
    const bench = await open('├Hel┤├lo┤');
    await bench.session.send('Hi');
    expect(bench.texts).toEqual(['Hi', 'Hello']);
    expect(bench.lastAnswer).toMatchObject({ state: 'done', details: 'glm' });
    expect(bench.asked(0)).toEqual([expect.stringContaining('Be kind.')]);
    expect((await reload(bench)).texts).toEqual(['Hi', 'Hello']);
  });

  it('sends the branch that is shown and no other', async () => {
    const bench = await open('one', 'two', 'three', 'four');
    await bench.session.send('A');
    const first = bench.lastAnswer.id;
    await bench.session.regenerate(first);
    expect(bench.texts).toEqual(['A', 'two']);
    expect(bench.lastAnswer.branch).toMatchObject({ index: 1 });
    bench.session.showBranch(first);
    expect(bench.texts).toEqual(['A', 'one']);
    await bench.session.send('B');
    expect(bench.asked(2).map((text) => text.slice(-14))).toEqual([
      expect.stringMatching(/A$/),
      'assistant: one',
      'user: B',
    ]);
    const question = bench.state.messages[2]?.id ?? '';
    await bench.session.edit(question, 'C');
    expect(bench.texts).toEqual(['A', 'one', 'C', 'four']);
    expect(bench.state.messages[2]).toMatchObject({ branch: { index: 1 } });
  });

  it('keeps what was there when the person stops, and goes on from it', async () => {
    const bench = await open('├Hel┤⏸', 'lo');
    const asked = bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    bench.session.stop();
    await asked;
    expect(bench.lastAnswer).toMatchObject({ text: 'Hel', state: 'stopped', notice: 'stopped' });
    await bench.session.resume(bench.lastAnswer.id);
    expect(bench.lastAnswer).toMatchObject({ text: 'Hello', state: 'done' });
    expect(bench.asked(1).at(-1)).toContain('Continue exactly');
    expect((await reload(bench)).texts).toEqual(['Hi', 'Hello']);
  });

  it('F-65: finds everything after a reload in the middle of an answer', async () => {
    const bench = await open('├Hel┤⏸');
    void bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    await bench.session.close();
    const again = await reload(bench);
    expect(again.texts).toEqual(['Hi', 'Hel']);
    expect(again.lastAnswer).toMatchObject({ state: 'interrupted', notice: 'interrupted' });
  });

  it('REL-42: is closed only once a slow disk has all of it', async () => {
    const storage = new SlowStorage();
    const bench = new Bench(storage, new Map(), new MemoryStorage(), '├Hel┤⏸');
    await bench.session.ready();
    void bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    const { id } = bench.session.conversation;
    storage.isSlow = true;
    await bench.session.close();
    const kept = new TextDecoder().decode(await storage.read(`${id}.jsonl`, 0, 100_000));
    expect(kept.split('\n').at(-2)).toMatch(/"type":"end".*"finish":"interrupted"/);
  });

  it('F-66: finds what was saved when the program died', async () => {
    const bench = await open('├Hel┤⏸');
    void bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    expect((await reload(bench)).texts).toEqual(['Hi', '']);
    bench.session.stop();
  });

  it('tells a page that comes in the middle all that there is', async () => {
    const bench = await open('├Hel┤⏸├lo┤');
    const asked = bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    await bench.session.ready();
    expect(bench.lastAnswer).toMatchObject({ text: 'Hel', state: 'running' });
    bench.model.resume();
    await asked;
    expect(bench.texts).toEqual(['Hi', 'Hello']);
  });

  it('shows a fault in its place and asks again', async () => {
    const bench = await open(new AssistantError('endpoint.keyRejected', ['h']), 'Hello');
    await bench.session.send('Hi');
    expect(bench.lastAnswer).toMatchObject({ state: 'failed', notice: 'endpoint.keyRejected' });
    await bench.session.regenerate(bench.lastAnswer.id);
    expect(bench.lastAnswer).toMatchObject({ state: 'done', text: 'Hello' });
    // A failed answer says nothing to the model.
    expect(bench.asked(1)).toHaveLength(1);
  });

  it('F-06: keeps the draft while the server is away, sends it by itself never, and says nothing more once it is back', async () => {
    const bench = await open(new AssistantError('endpoint.refused', ['h']), 'Hello');
    await bench.session.send('Hi');
    expect(bench.lastAnswer).toMatchObject({ state: 'failed', notice: 'endpoint.refused' });
    bench.session.setDraft('And now?');
    await bench.session.ready();
    expect([bench.model.calls.length, bench.state.draft]).toEqual([1, 'And now?']);
    await bench.session.send('And now?');
    expect(bench.lastAnswer).toMatchObject({ state: 'done', text: 'Hello', notice: '' });
    expect([bench.texts, bench.status.notice, bench.memory.get('draft')]).toEqual([
      ['Hi', '', 'And now?', 'Hello'],
      ...['', ''],
    ]);
  });

  it('takes along what a command needs and asks what it stands for', async () => {
    const bench = await open('ok');
    await bench.session.send('/explain the loop');
    expect(bench.texts[0]).toBe('/explain the loop');
    expect(bench.asked(0)[0]).toMatch(
      /File a\.ts:\n```typescript\nlet a;\n```[\s\S]*Explain what this code does[\s\S]*the loop$/,
    );
    await bench.session.send('/haiku');
    expect(bench.asked(1).at(-1)).toBe('user: Write a haiku.');
    expect(await bench.session.send('/new')).toBe('new');
  });

  it('takes along what the person chose, once', async () => {
    const bench = await open('ok');
    await bench.session.attach('file:a');
    await bench.session.attach('file:a');
    expect(bench.told.at(-1)).toMatchObject({
      params: { chips: [{ label: 'AGENTS.md' }, { label: 'a.ts' }], offers: [] },
    });
    await bench.session.send('What?');
    expect(bench.asked(0)[0]).toContain('let a;');
    await bench.session.send('And?');
    expect(bench.asked(1).at(-1)).toBe('user: And?');
  });

  it('opens of a chip what went along with its own question', async () => {
    const bench = await open('ok', 'ok');
    const terminal: Attachment = { id: 'terminal', kind: 'terminal', label: 'Terminal output', text: '$ one' };
    bench.session.attachTexts([terminal]);
    await bench.session.send('What?');
    bench.session.attachTexts([{ ...terminal, text: '$ two' }]);
    await bench.session.send('And now?');
    bench.session.attachTexts([{ ...terminal, text: '$ three' }]);
    const chips = bench.state.messages.flatMap((message) => (message.kind === 'question' ? message.chips : []));
    const said = [...chips, ...bench.status.chips]
      .filter(({ label }) => label === 'Terminal output')
      .map(({ id }) => bench.session.attachment(id)?.text);
    expect(said).toEqual(['$ one', '$ two', '$ three']);
  });

  it('takes two files of one name along, and says which ones it cannot take', async () => {
    const bench = await open();
    bench.session.detach('i');
    bench.session.attachText('index.ts', 'one');
    bench.session.attachText('index.ts', 'two');
    bench.session.attachText('index.ts', 'two');
    expect(bench.status.chips.map(({ id }) => bench.session.attachment(id)?.text)).toEqual(['one', 'two']);
    await bench.session.attach('file:file:///w/%E5%9B%BE%E7%89%87/a%20b.bin');
    expect(bench.status.notice).toBe('not taken: a b.bin');
    await bench.session.attach('file:file:///w/100%/');
    expect(bench.status.notice).toBe('not taken: 100%');
  });

  it.each(['selection', 'problems', 'all-problems', 'changes', 'terminal'])(
    'says that there is nothing of @%s',
    async (word) => {
      const bench = await open();
      await bench.session.attach(word);
      expect(bench.status.notice).toBe(`nothing of ${word}`);
      await bench.session.attach('file:a');
      expect(bench.status.chips.map(({ label }) => label)).toContain('a.ts');
    },
  );

  it('sums up what was said, keeps the questions, and takes it back', async () => {
    const bench = await open('one', 'two', 'A summary.', 'three', 'four');
    await bench.session.send('First question');
    await bench.session.send('Second question');
    await bench.session.compact();
    expect(bench.asked(2).at(-1)).toContain('Sum up this conversation');
    expect(bench.state.messages.map(({ kind }) => kind)).toEqual([
      ...Array(2).fill(['question', 'answer']).flat(),
      'compaction',
    ]);
    expect(bench.state.messages.at(-1)).toMatchObject({ summary: 'A summary.', isLast: true });
    await bench.session.send('Third question');
    expect(bench.asked(3)).toEqual(['user: Third question']);
    expect(bench.system(3)).toMatch(/A summary\.[\s\S]*- First question\n- Second question/);
    const compaction = (await reload(bench)).state.messages.find(({ kind }) => kind === 'compaction');
    bench.session.undoCompaction(compaction?.id ?? '');
    await bench.session.send('Fourth question');
    expect(bench.asked(4)).toHaveLength(7);
    expect((await reload(bench)).state.messages.map(({ kind }) => kind)).not.toContain('compaction');
  });

  describe('when a question would not fit', () => {
    const long = (turn: number): string => `${turn} ${'word '.repeat(1500)}`;
    /** Three turns that fit together, and no more. */
    async function full(...scripts: readonly Script[]): Promise<Bench> {
      const bench = await open('one', 'two', ...scripts);
      bench.compacts = true;
      await bench.session.send(long(0));
      await bench.session.send(long(1));
      return bench;
    }
    const kinds = (bench: Bench): string => bench.state.messages.map(({ kind }) => kind[0]).join('');

    it('sums up what was said before it, shows that, and loses no question', async () => {
      const bench = await full('A summary.', 'three', 'four', 'five');
      await bench.session.send(long(2));
      expect(bench.asked(2).at(-1)).toContain('Sum up this conversation');
      // It saw all that it stands for.
      expect(bench.asked(2).map((text) => text.slice(0, 8))).toContainEqual(expect.stringContaining('user: '));
      expect(bench.asked(2)).toHaveLength(5);
      expect(kinds(bench)).toBe('qaqacqa');
      expect(bench.state.messages[4]).toMatchObject({ summary: 'A summary.', isLast: true });
      expect(bench.asked(3)).toEqual([expect.stringMatching(/^user: 2 word/)]);
      expect(bench.system(3)).toContain('A summary.');
      expect([bench.texts.at(-1), bench.status.notice]).toEqual(['three', '']);
      expect(kinds(await reload(bench))).toBe('qaqacqa');
    });

    it('tells what it is doing meanwhile, and stops with the answer', async () => {
      const bench = await full('├A sum┤⏸');
      const asked = bench.session.send(long(2));
      await expect.poll(() => bench.model.calls.length).toBe(3);
      expect(bench.status).toMatchObject({ notice: 'compacting', running: bench.lastAnswer.id });
      bench.session.stop();
      await asked;
      expect([kinds(bench), bench.lastAnswer.state]).toEqual(['qaqaqa', 'stopped']);
      expect(bench.model.calls).toHaveLength(3);
    });

    it('makes none again that the person took back, until they ask for one', async () => {
      const bench = await full('A summary.', 'three', 'four', 'Another one.', 'five');
      await bench.session.send(long(2));
      bench.session.undoCompaction(bench.state.messages[4]?.id ?? '');
      await bench.session.send(long(3));
      expect([kinds(bench), bench.texts.at(-1)]).toEqual(['qaqaqaqa', 'four']);
      expect(bench.status.notice).toMatch(/^left out/);
      const again = await reload(bench, 'Another one.', 'Yet another.', 'six');
      again.compacts = true;
      expect(again.session.conversation.isKeptWhole).toBe(true);
      await again.session.compact();
      expect(again.session.conversation.isKeptWhole).toBe(false);
    });

    it('sums up in steps what does not fit into one request', async () => {
      const bench = await open('one', 'two', 'three', 'four', 'First part.', 'All of it.', 'five');
      for (let turn = 0; turn < 4; turn++) {
        await bench.session.send(long(turn));
      }
      bench.compacts = true;
      await bench.session.send(long(4));
      const summaries = bench.state.messages.flatMap((message) => (message.kind === 'compaction' ? [message] : []));
      expect(summaries.map(({ summary, isLast }) => [summary, isLast])).toEqual([
        ['First part.', false],
        ['All of it.', true],
      ]);
      expect(bench.system(5)).toContain('First part.');
      expect(bench.asked(6)).toEqual([expect.stringMatching(/^user: 4/)]);
      expect(bench.system(6)).toContain('All of it.');
    });

    it('goes by what the server counted', async () => {
      const bench = await open('one', 'A summary.', 'two');
      bench.compacts = true;
      bench.model.usage = { promptTokens: 4_000, completionTokens: 90, cachedTokens: undefined };
      await bench.session.send('short');
      await bench.session.send('short, too');
      expect([kinds(bench), bench.texts.at(-1)]).toEqual(['qacqa', 'two']);
    });

    it('leaves the oldest out and says so where the summary fails, or the setting is off', async () => {
      const failing = await full(new AssistantError('endpoint.keyRejected', ['h']), 'three');
      await failing.session.send(long(2));
      expect([kinds(failing), failing.texts.at(-1)]).toEqual(['qaqaqa', 'three']);
      expect(failing.status.notice).toMatch(/^left out/);
      const off = await full('three');
      off.compacts = false;
      await off.session.send(long(2));
      expect([kinds(off), off.texts.at(-1), off.model.calls.length]).toEqual(['qaqaqa', 'three', 3]);
      expect(off.status.notice).toMatch(/^left out/);
    });
  });

  it('says so when there is nothing to sum up, or it fails', async () => {
    const bench = await open('one', new AssistantError('endpoint.keyRejected', ['h']));
    await bench.session.compact();
    expect(bench.status.notice).toBe('nothing to compact');
    await bench.session.send('Hi');
    await bench.session.compact();
    expect(bench.status.notice).toBe('endpoint.keyRejected');
    expect(bench.state.messages).toHaveLength(2);
  });

  it('names a conversation after its first answer, but not one that the person named', async () => {
    const bench = await open('Hello', '**“Greeting the assistant.”**\n', 'again');
    bench.names = true;
    await bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.title).toBe('Greeting the assistant');
    bench.session.setTitle('Mine');
    await bench.session.send('More');
    expect(bench.session.conversation.title).toBe('Mine');
    expect(bench.model.calls).toHaveLength(3);
    expect((await reload(bench)).session.conversation.title).toBe('Mine');
  });

  it('sends a secret only when the person says so, and gives the question back until then', async () => {
    const bench = await open('ok', 'fine', 'again');
    const secret = 'Why is hunter2 refused?';
    bench.session.setDraft(secret);
    await bench.session.send(secret);
    const warned = { notice: 'holds named-secret', action: 'sendAnyway' };
    expect(bench.told).toContainEqual({ method: 'giveBack', params: { text: secret } });
    expect(bench.status).toMatchObject(warned);
    expect([bench.model.calls.length, bench.memory.get('draft')]).toEqual([0, secret]);
    // Neither the disk nor what goes along has changed.
    expect(bench.storage.files.size).toBe(0);
    expect(bench.status.chips).toMatchObject([{ label: 'AGENTS.md' }]);
    // The page comes anew: all is still there.
    await bench.session.ready();
    expect(bench.state).toMatchObject({ draft: secret, status: warned });
    await bench.session.sendAnyway(secret);
    expect(bench.texts).toEqual([secret, 'ok']);
    expect(bench.asked(0)[0]).toContain('hunter2');
    expect(bench.status).toMatchObject({ notice: '', action: 'none' });
    expect(bench.memory.get('draft')).toBe('');
  });

  it('SEC-52: sends nothing that nobody sees, tells of it, and changes no source', async () => {
    const hidden = 'a\u{e0041}\u200bb';
    const bench = await open(`said ${hidden}`, 'again');
    const texts: Attachment = { id: 'r', kind: 'instructions', label: `AGENTS\u202E.md`, text: `Be kind.${hidden}` };
    const page: Attachment = { id: 'p', kind: 'page', label: 'https://a.example', text: `Persian می\u200cخواهم 👩‍💻` };
    bench.session.detach('i');
    bench.session.attachTexts([texts, page]);
    bench.session.attachText('b.txt', hidden);
    expect(bench.status.notice).toBe('5 hidden U+E0041,U+200B,U+202E in AGENTS\u202E.md,b.txt false');
    expect(bench.status.chips[0]?.label).toBe('AGENTS⟨U+202E⟩.md');
    await bench.session.send(`pasted ${hidden}`);
    const notice = '7 hidden U+E0041,U+200B,U+202E in AGENTS\u202E.md,b.txt true';
    expect(bench.state.messages[0]).toMatchObject({ notice });
    await bench.session.send('And?');
    await bench.session.compact();
    await bench.session.send('More');
    expect(bench.system(3)).toContain('pasted a⟨U+E0041⟩');
    const sent = JSON.stringify(bench.requests.map(({ messages }) => messages));
    expect(sent).not.toMatch(/[\u{e0041}\u200b\u202e]/u);
    expect(sent).toContain('pasted a⟨U+E0041⟩⟨U+200B⟩b');
    expect(sent).toContain('said a⟨U+E0041⟩⟨U+200B⟩b');
    expect(sent).toContain('AGENTS⟨U+202E⟩.md');
    expect(sent).toContain('Persian می\u200cخواهم 👩‍💻');
    // What is kept and shown is what there was.
    expect(texts.text).toContain(hidden);
    expect((await reload(bench)).state.messages[0]).toMatchObject({ text: `pasted ${hidden}`, notice });
  });

  it('forgets the warning with the words that it was about', async () => {
    const bench = await open('ok');
    await bench.session.send('hunter2');
    bench.session.setDraft('my password');
    expect(bench.status).toMatchObject({ notice: '', action: 'none' });
    // Words that nobody was warned of are looked at, whichever button sends them.
    await bench.session.sendAnyway('hunter2, too');
    expect([bench.model.calls.length, bench.status.action]).toEqual([0, 'sendAnyway']);
    await bench.session.send('my password');
    expect(bench.texts).toEqual(['my password', 'ok']);
    expect(bench.status.action).toBe('none');
  });

  it('warns of a secret in another wording of a question, too', async () => {
    const bench = await open('one', 'two');
    await bench.session.send('A');
    const question = bench.state.messages[0]?.id ?? '';
    await bench.session.edit(question, 'hunter2');
    expect(bench.told).toContainEqual({ method: 'giveBack', params: { text: 'hunter2' } });
    expect([bench.texts, bench.status.action]).toEqual([['A', 'one'], 'sendAnyway']);
    await bench.session.sendAnyway('hunter2');
    expect(bench.texts).toEqual(['hunter2', 'two']);
    expect(bench.state.messages[0]).toMatchObject({ branch: { index: 1 } });
  });

  it('gives a question back that comes while another is answered', async () => {
    const bench = await open('├Hel┤⏸');
    const asked = bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    await bench.session.send('And?');
    expect(bench.told).toContainEqual({ method: 'giveBack', params: { text: 'And?' } });
    expect(bench.memory.get('draft')).toBe('And?');
    bench.session.stop();
    await asked;
  });

  it('offers to connect where there is no model, until there is one', async () => {
    const bench = await open('ok');
    bench.isSetUp = false;
    bench.session.modelChanged(false);
    await bench.session.ready();
    await expect.poll(() => bench.status).toMatchObject({ notice: 'not connected', action: 'connect' });
    await bench.session.send('Hi');
    expect(bench.lastAnswer).toMatchObject({ state: 'failed', notice: 'endpoint.notConfigured' });
    expect(bench.status).toMatchObject({ notice: 'not connected', action: 'connect' });
    bench.isSetUp = true;
    bench.session.modelChanged(true);
    await expect.poll(() => bench.status).toMatchObject({ model: { label: 'glm' }, notice: '', action: 'none' });
  });

  it('sends pictures only to models that see', async () => {
    const bench = await open('A cat.', 'ok');
    await bench.session.ready();
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    await expect.poll(() => bench.status.model.label).toBe('glm');
    bench.session.attachImage('cat.png', picture);
    expect(bench.status).toMatchObject({ chips: [{ label: 'AGENTS.md' }], notice: 'glm cannot see' });
    bench.sees = true;
    bench.session.modelChanged(true);
    await bench.session.ready();
    await expect.poll(() => bench.status.model.sees).toBe(true);
    bench.session.attachImage('cat.png', picture);
    // The same once more is the same.
    bench.session.attachImage('cat.png', picture);
    bench.session.attachImage('evil.svg', 'data:image/svg+xml;base64,PHN2Zz4=');
    expect(bench.status.chips).toMatchObject([{ label: 'AGENTS.md' }, { label: 'cat.png', picture, canOpen: false }]);
    await bench.session.send('What is it?');
    expect(bench.requests[0]?.messages.at(-1)).toMatchObject({
      images: [{ mediaType: 'image/png', data: 'iVBORw0KGgo=' }],
    });
  });

  it('shows what the provider did with its own tools, and finds it again', async () => {
    const bench = await open();
    bench.events = [
      { type: 'serverTool', tool: 'code_interpreter', id: undefined, input: 'print(' },
      { type: 'serverTool', tool: 'code_interpreter', id: undefined, input: '1)' },
      { type: 'serverToolResult', tool: 'code_interpreter', outputs: [{ kind: 'log', text: '1' }] },
      {
        type: 'serverToolResult',
        tool: 'web_search',
        outputs: [
          { kind: 'page', title: 'Docs', link: 'https://example.org/a', content: 'Text' },
          { kind: 'page', title: 'Trap', link: 'javascript:alert(1)', content: '' },
        ],
      },
      {
        type: 'serverToolResult',
        tool: 'drawing_tool',
        outputs: [{ kind: 'image', url: 'https://example.org/x.png' }],
      },
      { type: 'text', text: 'Done.' },
      { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 },
    ];
    bench.session.setSearch(true);
    await bench.session.send('Use your tools');
    expect(bench.requests[0]?.serverTools).toEqual([{ type: 'web_search' }]);
    const expected = [
      { title: 'code_interpreter', input: 'print(1)', outputs: [{ kind: 'log', text: '1' }] },
      {
        title: 'web_search',
        outputs: [
          { kind: 'page', label: 'Docs', url: 'https://example.org/a', host: 'example.org' },
          { kind: 'page', label: 'Trap', url: '', host: '' },
        ],
      },
      { title: 'drawing_tool', outputs: [{ kind: 'image', url: 'https://example.org/x.png' }] },
    ];
    expect(bench.lastAnswer.serverTools).toMatchObject(expected);
    expect((await reload(bench)).lastAnswer.serverTools).toMatchObject(expected);
  });

  it('finds what goes along with the next question again after a reload, until the question is asked', async () => {
    const bench = await open('ok', 'ok');
    bench.sees = true;
    bench.session.modelChanged(true);
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    const codebase: Attachment = { id: 'codebase', kind: 'codebase', label: 'Codebase', text: '', isDeferred: true };
    await bench.session.attach('file:a');
    bench.session.attachImage('cat.png', picture);
    bench.session.attachTexts([codebase]);
    bench.session.detach('i');
    // Written at once: it outlasts a crash.
    await expect.poll(() => bench.draft.text('chips.json')).toContain('codebase');
    const again = await reload(bench, 'ok');
    const chips = [{ label: 'a.ts' }, { label: 'cat.png', picture }, { label: 'Codebase', tokens: null }];
    expect(again.status.chips).toMatchObject(chips);
    expect(again.status.chips).toHaveLength(3);
    await again.session.send('What?');
    expect(again.requests[0]?.messages.at(-1)).toMatchObject({ images: [{ data: 'iVBORw0KGgo=' }] });
    expect(again.asked(0)[0]).not.toContain('Be kind.');
    const third = await reload(again, 'ok');
    expect(third.status.chips).toEqual([]);
    third.session.startNew();
    await expect.poll(() => third.draft.files.size).toBe(0);
  });

  it('keeps no instructions of the project, nothing that cannot be read, and no more than there is room for', async () => {
    const bench = await open('ok');
    await bench.session.attach('file:a');
    await expect.poll(() => bench.draft.text('chips.json')).toContain('let a;');
    expect(bench.draft.text('chips.json')).not.toContain('Be kind.');
    const data = 'A'.repeat(7_000_000);
    const image = (id: string): Attachment => ({
      ...{ id, kind: 'image', label: id, text: '' },
      image: { mediaType: 'image/png', data },
    });
    bench.session.attachTexts([image('one'), image('two')]);
    bench.session.attachText('last.txt', 'end');
    await expect.poll(() => bench.draft.text('chips.json').slice(-200)).toContain('last.txt');
    const labels = (of: Bench): readonly string[] => of.status.chips.map(({ label }) => label).toSorted();
    expect(labels(await reload(bench))).toEqual(['AGENTS.md', 'a.ts', 'last.txt', 'one']);
    bench.draft.setText('chips.json', '{"attachments":[{"id":1}]');
    expect(labels(await reload(bench))).toEqual(['AGENTS.md']);
    // A disk that refuses costs the chips of the next start, nothing else.
    bench.draft.beforeWrite = () => {
      throw new Error('ENOSPC');
    };
    bench.session.attachText('other.txt', 'x');
    await bench.session.send('Go on');
    expect(bench.texts).toEqual(['Go on', 'ok']);
  });

  it('lets the person take the project’s instructions off', async () => {
    const bench = await open('ok', 'ok');
    expect(bench.status.chips).toMatchObject([{ id: 'i', label: 'AGENTS.md' }]);
    bench.session.detach('i');
    await bench.session.send('Hi');
    expect(bench.asked(0)).toEqual(['user: Hi']);
    bench.session.startNew();
    await expect.poll(() => bench.status.chips).toMatchObject([{ label: 'AGENTS.md' }]);
    await bench.session.send('Again');
    expect(bench.asked(1)[0]).toContain('Be kind.');
    expect(bench.status.chips).toEqual([]);
  });

  it('says what an answer cost where the price is known', async () => {
    const bench = await open('Hello');
    bench.model.usage = { promptTokens: 1_000_000, completionTokens: 500_000, cachedTokens: 200_000 };
    await bench.session.send('Hi');
    expect(bench.lastAnswer.details).toBe('glm 1.8');
    expect((await reload(bench)).lastAnswer.details).toBe('glm 1.8');
  });

  it('tells what became of an answer under the id of its request', async () => {
    const bench = await open('Hello');
    await bench.session.send('Hi');
    const { id } = bench.lastAnswer;
    bench.session.answerUsed(id, 'inserted');
    bench.session.giveFeedback(id, 'bad', 'wrong file');
    const request = bench.model.calls[0]?.request.note?.id;
    expect(request).toMatch(/^[0-9A-Z]{26}$/);
    expect(bench.outcomes).toEqual([
      { request, what: { kind: 'inserted' } },
      { request, what: { kind: 'feedback', value: 'bad', reason: 'wrong file' } },
    ]);
    expect(bench.lastAnswer.feedback).toBe('bad');
  });

  it('leaves out the oldest when the context is full and says so', async () => {
    const bench = await open('ok');
    for (let turn = 0; turn < 4; turn++) {
      await bench.session.send(`${turn} ${'word '.repeat(1500)}`);
    }
    expect(bench.asked(3).length).toBeLessThan(7);
    expect(bench.asked(3).at(-1)).toMatch(/^user: 3/);
    expect(bench.told.findLast((message) => message.method === 'status')?.params).toMatchObject({
      notice: expect.stringContaining('left out'),
    });
  });

  it('takes of a long terminal along what the model has room for, and half of that behind something', async () => {
    const bench = await open('ok');
    const said = Array.from({ length: 3_000 }, (_, line) => `line ${line}`).join('\n');
    const terminal: Attachment = {
      id: 'terminal',
      kind: 'terminal',
      label: 'Terminal',
      text: `$ make\n${said}\n[ended]`,
    };
    const asked: number[] = [];
    for (const [turn, question] of ['Why?', 'And now?'].entries()) {
      bench.session.attachTexts([terminal]);
      await bench.session.send(question);
      const sent = bench.asked(turn).at(-1) ?? '';
      expect(sent).toMatch(/\n\$ make\n… \d+ lines left out …\nline [\s\S]+\nline 2999\n\[ended\]\n/);
      const [, left] = /… (\d+) lines/.exec(sent) ?? [];
      const chip = bench.state.messages.findLast((one) => one.kind === 'question')?.chips.at(-1);
      expect(chip?.label).toBe(`terminal without ${left}`);
      expect(bench.status.notice).not.toContain('too long');
      asked.push(sent.length);
    }
    const [first = 0, second = 0] = asked;
    expect(second / first).toBeLessThan(0.6);
  });

  it('F-62: refuses a question while an answer is written, loses neither, and takes it when that is over', async () => {
    const bench = await open('├Hel┤⏸├lo┤', 'World');
    const asked = bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    bench.session.setDraft('And?');
    expect(await bench.session.send('And?')).toBeUndefined();
    expect([bench.texts, bench.model.calls.length, bench.memory.get('draft')]).toEqual([['Hi', ''], 1, 'And?']);
    // The page keeps a draft in its field, and gets it back when it comes anew.
    await bench.session.ready();
    expect(bench.state).toMatchObject({ draft: 'And?', status: { running: bench.lastAnswer.id } });
    bench.model.resume();
    await asked;
    await bench.session.send('And?');
    expect([bench.texts, bench.memory.get('draft')]).toEqual([['Hi', 'Hello', 'And?', 'World'], '']);
    expect((await reload(bench)).texts).toEqual(['Hi', 'Hello', 'And?', 'World']);
  });

  it.each(['Hi', '你好，世界', '   \n '])('F-60: shows an answer as it is, also %j to “Hi”', async (answer) => {
    const bench = await open(answer);
    await bench.session.send('Hi');
    expect(bench.texts).toEqual(['Hi', answer]);
    expect((await reload(bench)).texts).toEqual(['Hi', answer]);
  });

  it('F-69: goes on when the disk is full and says that nothing is saved', async () => {
    const bench = await open('Hello');
    bench.storage.isFull = true;
    await bench.session.send('Hi');
    expect(bench.texts).toEqual(['Hi', 'Hello']);
    await expect.poll(() => bench.told.at(-1)).toMatchObject({ method: 'status', params: { notice: 'not saved' } });
    expect(bench.storage.files.size).toBe(0);
    bench.storage.isFull = false;
    await bench.session.send('More');
    expect((await reload(bench)).texts).toEqual(['Hi', 'Hello', 'More', 'Hello']);
  });

  it('keeps an answer running in one conversation while another is shown', async () => {
    const bench = await open('├Hel┤⏸├lo┤', 'other');
    const asked = bench.session.send('Hi');
    await expect.poll(() => bench.session.conversation.path()[1]?.text).toBe('Hel');
    const { id } = bench.session.conversation;
    bench.session.startNew();
    expect(bench.texts).toEqual([]);
    bench.model.resume();
    await asked;
    await bench.session.open(id);
    expect(bench.texts).toEqual(['Hi', 'Hello']);
  });
});
