import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PromptFilter, PromptLogStore, type PromptOrder } from '../../../src/promptlog/PromptLogStore';
import { PromptLogWriter } from '../../../src/promptlog/PromptLogWriter';
import type { PromptRecord } from '../../../src/promptlog/records';
import { createRedactor } from '../../../src/promptlog/redaction/redact';
import { MemoryStorage, record } from '../../support/promptlog';

const survived = { action: 'survived', inferred: false, after: 30, share: 1 } as const;
const never = new AbortController().signal;

function fixture(start = '2026-03-01T10:00:00.000Z') {
  const storage = new MemoryStorage();
  const state = { now: Date.parse(start) };
  const faults: unknown[] = [];
  const store = new PromptLogStore(storage, () => state.now);
  const window = (name: string): PromptLogWriter =>
    new PromptLogWriter(
      {
        storage,
        now: () => state.now,
        defer: queueMicrotask,
        onFault: (fault) => faults.push(fault),
        redact: createRedactor(),
      },
      name,
    );
  const at = (time: string, changes: Partial<PromptRecord> = {}): PromptRecord => {
    state.now = Date.parse(time);
    return record({ ts: time, ...changes });
  };
  const read = async (filter: PromptFilter = {}, order: PromptOrder = 'newest') => {
    const found: string[] = [];
    for await (const { record, outcomes } of store.read(filter, order, never)) {
      found.push([record.user_text, ...outcomes.map(({ action }) => action)].join(' '));
    }
    return found;
  };
  return { storage, state, faults, store, window, at, read };
}

describe('PromptLogStore', () => {
  it('gives back what windows wrote on several days, from either end, with outcomes', async () => {
    const { window, at, read } = fixture();
    const [one, other] = [window('a'), window('b')];
    const first = at('2026-03-01T10:00:00.000Z', { user_text: 'first' });
    one.append(first);
    other.append(at('2026-03-01T10:00:01.000Z', { user_text: 'second' }));
    one.append(at('2026-03-01T10:00:02.000Z', { user_text: 'third' }));
    one.appendOutcome({ record: first.id, action: 'accepted', inferred: false });
    await one.flush();
    await other.flush();
    at('2026-03-02T00:00:05.000Z');
    one.appendOutcome({ record: first.id, action: 'survived', inferred: false, after: 600, share: 0.9 });
    other.appendOutcome({ record: first.id, action: 'feedback', inferred: false, value: 'up' });
    one.append(at('2026-03-02T00:00:06.000Z', { user_text: 'fourth' }));
    await one.flush();
    await other.flush();
    const expected = ['first accepted survived feedback', 'second', 'third', 'fourth'];
    expect(await read({}, 'oldest')).toEqual(expected);
    expect(await read({}, 'newest')).toEqual([...expected].reverse());
  });

  it('keeps of what the person kept a hash only, that of the cleaned text', async () => {
    const { window, at, read, storage } = fixture();
    const writer = window('a');
    const [answer, changed] = [`const key = "gh${'p_'}${'FAKE'.repeat(9)}";`, '// 答案 \ud800'];
    const parts = [{ type: 'text', content: answer }];
    const kept = at('2026-03-01T10:00:00.000Z', {
      user_text: 'asked',
      'gen_ai.output.messages': [{ role: 'assistant', parts }],
    });
    writer.append(kept);
    for (const text of [answer, changed]) {
      writer.appendOutcome({ ...survived, record: kept.id, kept: text });
    }
    writer.appendOutcome({ ...survived, record: kept.id });
    await writer.flush();
    expect(storage.text).not.toMatch(/FAKEFAKE|答案|"kept"/);
    const [written = '', ...outcomes] = storage.text.trimEnd().split('\n');
    const cleaned = JSON.parse(written)['gen_ai.output.messages'][0].parts[0].content;
    expect(cleaned).toMatch(/^const key = "<SECRET:[\w-]+#\d+>";$/);
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    // An answer that was kept as it is has the hash of the text in its record.
    expect(outcomes.map((line) => JSON.parse(line).final_code_sha256)).toEqual([
      hash(cleaned),
      hash('// 答案 \ufffd'),
      undefined,
    ]);
    expect(await read()).toEqual(['asked survived survived survived']);
  });

  it.each<[string, PromptFilter, readonly string[]]>([
    ['surface', { surface: 'completion' }, ['b']],
    ['model', { model: 'CodeGeeX' }, ['b']],
    ['outcome', { outcome: 'accepted' }, ['b accepted']],
    ['no outcome', { outcome: 'none' }, ['a']],
    ['text', { text: 'SORT A' }, ['a']],
    ['day', { from: '2026-03-02' }, ['b']],
    ['time', { to: '2026-03-01T10:00:01.000Z' }, ['a']],
  ])('filters by %s', async (_name, filter, expected) => {
    const { window, at, read } = fixture();
    const writer = window('a');
    writer.append(at('2026-03-01T10:00:00.000Z', { user_text: 'a' }));
    await writer.flush();
    const accepted = at('2026-03-02T10:00:00.000Z', {
      user_text: 'b',
      surface: 'completion',
      'gen_ai.request.model': 'codegeex4',
      'gen_ai.input.messages': [],
    });
    writer.append(accepted);
    if (filter.outcome !== undefined) {
      writer.appendOutcome({ record: accepted.id, action: 'accepted', inferred: false });
    }
    await writer.flush();
    expect(await read(filter)).toEqual(expected);
  });

  it('never writes a secret, and keeps the same value recognisable', async () => {
    const { storage, window, at } = fixture();
    const writer = window('a');
    const key = `${'0a'.repeat(16)}.${'FAKE'.repeat(4)}`;
    writer.append(
      at('2026-03-01T10:00:00.000Z', {
        user_text: `use ${key}, I said ${key}`,
        'gen_ai.output.messages': [
          {
            role: 'assistant',
            parts: [{ type: 'tool_call', id: '1', name: 'f', arguments: { token: key, [key]: 1 } }],
          },
        ],
      }),
    );
    await writer.flush();
    expect(storage.text).not.toContain('FAKEFAKE');
    expect(storage.text).toContain('use <SECRET:glm-key#1>, I said <SECRET:glm-key#1>');
    expect(JSON.parse(storage.text).redaction.hits).toContainEqual({ rule: 'glm-key', where: '/user_text', count: 2 });
  });

  it('reports a failing disk once and goes on when it works again', async () => {
    const { storage, faults, window, at, read, store } = fixture();
    const writer = window('a');
    const add = async (text: string): Promise<void> => {
      writer.append(at('2026-03-01T10:00:00.000Z', { user_text: text }));
      await writer.flush();
    };
    await add('before');
    storage.failure = 'refuse';
    await add('lost');
    storage.failure = 40;
    await add('torn');
    expect(faults).toHaveLength(1);
    storage.failure = 'none';
    await add('after');
    storage.failure = 'refuse';
    await add('lost again');
    expect(faults).toHaveLength(2);
    expect(await read({}, 'oldest')).toEqual(['before', 'after']);
    expect(await store.repair()).toBe(0);
  });

  it('repairs a torn last line without taking anything away', async () => {
    const { storage, window, at, read, store } = fixture();
    const writer = window('a');
    writer.append(at('2026-03-01T10:00:00.000Z', { user_text: 'whole' }));
    await writer.flush();
    const [name = ''] = storage.files.keys();
    await storage.append(name, '{"schema":"glm.promptlog/1","id":"x');
    const before = storage.text;
    expect(await store.repair()).toBe(1);
    expect(storage.text.startsWith(before)).toBe(true);
    expect(storage.text).toContain('"event":"quarantined"');
    expect(await store.repair()).toBe(0);
    expect(await read()).toEqual(['whole']);
  });

  it('survives a clock that jumps back and ahead', async () => {
    const { window, at, read, store, storage } = fixture();
    const writer = window('a');
    for (const [time, text] of [
      ['2026-03-02T10:00:00.000Z', 'now'],
      ['2026-02-01T10:00:00.000Z', 'back'],
      ['2036-03-02T10:00:00.000Z', 'ahead'],
    ] as const) {
      writer.append(at(time, { user_text: text }));
      await writer.flush();
    }
    await store.expire({ days: 30 });
    expect(storage.files.size).toBe(3);
    expect(await read({}, 'oldest')).toEqual(['back', 'now', 'ahead']);
  });

  it('expires by age and by size, never today', async () => {
    const { state, window, at, read, store } = fixture();
    const writer = window('a');
    for (const day of ['01', '20', '25', '28']) {
      writer.append(at(`2026-02-${day}T10:00:00.000Z`, { user_text: day }));
      await writer.flush();
    }
    state.now = Date.parse('2026-03-01T10:00:00.000Z');
    await store.expire({ days: 20 });
    expect(await read({}, 'oldest')).toEqual(['20', '25', '28']);
    await store.expire({ bytes: 1500 });
    expect(await read({}, 'oldest')).toEqual(['25', '28']);
    state.now = Date.parse('2026-02-28T12:00:00.000Z');
    await store.expire({ bytes: 1 });
    expect(await read({}, 'oldest')).toEqual(['28']);
  });

  it('deletes one record with its outcomes, and nothing else', async () => {
    const { storage, window, at, read, store } = fixture();
    const writer = window('a');
    const [one, two] = ['one', 'two'].map((text) => at('2026-03-01T10:00:00.000Z', { user_text: text }));
    for (const each of [one, two]) {
      if (each !== undefined) {
        writer.append(each);
        writer.appendOutcome({ record: each.id, action: 'rejected', inferred: true, reason: 'left' });
      }
    }
    await writer.flush();
    const size = storage.text.length;
    expect(await store.delete(one?.id ?? '', never)).toBe(true);
    expect(await store.delete(one?.id ?? '', never)).toBe(false);
    expect(await read()).toEqual(['two rejected']);
    expect(storage.text).toHaveLength(size);
    expect(storage.text).not.toContain('"one"');
    expect(await store.find(two?.id.slice(0, 24) ?? '', never)).toBeDefined();
    await store.key();
    await store.deleteAll();
    expect(storage.files.size).toBe(0);
  });

  it('shares one key among windows', async () => {
    const { store, storage } = fixture();
    const keys = await Promise.all([store.key(), new PromptLogStore(storage, Date.now).key()]);
    expect(Buffer.from(keys[0])).toEqual(Buffer.from(keys[1]));
    expect(keys[0]).toHaveLength(32);
  });

  it('keeps any text that JavaScript can hold, lone surrogates aside', { timeout: 60_000 }, async () => {
    await fastCheck.assert(
      fastCheck.asyncProperty(
        fastCheck.string({ unit: 'binary', maxLength: 200 }),
        fastCheck.integer({ min: 0xd800, max: 0xdfff }),
        async (text, surrogate) => {
          const { window, at, store } = fixture();
          const writer = window('a');
          writer.append(at('2026-03-01T10:00:00.000Z', { user_text: `${text}${String.fromCharCode(surrogate)}` }));
          await writer.flush();
          for await (const { record } of store.read({}, 'oldest', never)) {
            expect(record.user_text?.endsWith('\ufffd')).toBe(true);
            return;
          }
          expect.unreachable('the record is gone');
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a store of version 1', () => {
  /** As it was written in March 2026: it must stay readable for good, whatever comes. */
  const name = '2026-03-01.w.0.jsonl';

  it('is read with its outcomes, what a later version added left alone, and nothing of it changed', async () => {
    const { storage, store } = fixture('2026-03-02T10:00:00.000Z');
    const bytes = readFileSync(join(import.meta.dirname, '../../fixtures/promptlog', name));
    storage.files.set(name, Buffer.from(bytes));
    await store.repair();
    const found: unknown[] = [];
    for await (const { record: kept, outcomes } of store.read({}, 'oldest', never)) {
      found.push([kept.surface, kept.user_text, outcomes.map(({ action }) => action)]);
    }
    expect(found).toEqual([
      ['chat', 'How do I sort a list?', ['copied', 'feedback', 'tests_run']],
      ['telepathy', 'A surface of a later version', []],
    ]);
    expect(storage.files.get(name)).toEqual(bytes);
    expect(await store.has('01JNA00000000000000000000A', never)).toBe(true);
    expect(await store.has('01JNA00000000000000000000A', never, 'other')).toBe(false);
    expect(await store.has('01JNA00000000000000000000C', never)).toBe(false);
  });
});
