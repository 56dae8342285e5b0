import { describe, expect, it } from 'vitest';
import { type Collector, CollectorFeed } from '../../../src/promptlog/CollectorFeed';
import { type LoggedPrompt, PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import { MemoryStorage, record } from '../../support/promptlog';

const never = new AbortController().signal;
const minute = 60_000;

function fixture(collector: Collector = { url: 'http://c', classes: ['responses'] }) {
  const storage = new MemoryStorage();
  const state = { now: Date.parse('2026-01-31T09:00:00.000Z'), collector, fails: false };
  const sent: LoggedPrompt[] = [];
  const faults: unknown[] = [];
  const feed = new CollectorFeed({
    storage,
    store: new PromptLogStore(storage, () => state.now),
    collector: () => state.collector,
    send: async (logged) => {
      if (state.fails) {
        throw new Error('503');
      }
      for await (const each of logged) {
        sent.push(each);
      }
    },
    now: () => state.now,
    onFault: (error) => faults.push(error),
  });
  const keep = (changes: Parameters<typeof record>[0]) =>
    storage.append('2026-01-31.w.0.jsonl', `${JSON.stringify(record(changes))}\n`);
  const at = (minutes: number): string =>
    new Date(Date.parse('2026-01-31T09:00:00.000Z') + minutes * minute).toISOString();
  const sendAt = async (minutes: number): Promise<void> => {
    state.now = Date.parse(at(minutes));
    await feed.sendDue(never);
  };
  return { state, sent, faults, keep, at, sendAt, storage };
}

describe('CollectorFeed', () => {
  it('sends nothing without an address', async () => {
    const { keep, at, sendAt, sent, storage } = fixture({ url: '', classes: [] });
    await keep({ ts: at(1) });
    await sendAt(0);
    await sendAt(60);
    expect([sent, [...storage.files.keys()]]).toEqual([[], ['2026-01-31.w.0.jsonl']]);
  });

  it('sends each record once, when its outcomes are known, with the allowed content only', async () => {
    const { keep, at, sendAt, sent } = fixture();
    await sendAt(0);
    await keep({ ts: at(1), id: 'first' });
    await sendAt(5);
    expect(sent).toEqual([]);
    await sendAt(13);
    await sendAt(14);
    expect(sent.map(({ record: { id } }) => id)).toEqual(['first']);
    expect(JSON.stringify(sent)).toContain('Use sorted().');
    expect(JSON.stringify(sent)).not.toContain('How do I sort');
  });

  it('sends nothing that was kept before the collector was set, or set to another one', async () => {
    const { keep, at, sendAt, sent, state } = fixture();
    await keep({ ts: at(-60), id: 'before' });
    await sendAt(0);
    await keep({ ts: at(1), id: 'between' });
    state.collector = { url: 'http://other', classes: [] };
    await sendAt(20);
    await sendAt(40);
    expect(sent).toEqual([]);
  });

  it('sends nothing twice when it is asked twice at once', async () => {
    const { keep, at, sendAt, sent } = fixture();
    await sendAt(0);
    await keep({ ts: at(1), id: 'first' });
    await Promise.all([sendAt(20), sendAt(20)]);
    expect(sent.map(({ record: { id } }) => id)).toEqual(['first']);
  });

  it('tries again after a fault, which is told once', async () => {
    const { keep, at, sendAt, sent, faults, state } = fixture();
    await sendAt(0);
    await keep({ ts: at(1), id: 'first' });
    state.fails = true;
    await sendAt(20);
    await sendAt(21);
    expect([sent, faults]).toEqual([[], [new Error('503')]]);
    state.fails = false;
    await sendAt(22);
    expect(sent.map(({ record: { id } }) => id)).toEqual(['first']);
  });

  it('goes on where another window or an earlier start was', async () => {
    const { keep, at, sendAt, sent, state, storage } = fixture();
    await sendAt(0);
    await keep({ ts: at(1), id: 'first' });
    await sendAt(20);
    const again = new CollectorFeed({
      storage,
      store: new PromptLogStore(storage, () => state.now),
      collector: () => state.collector,
      send: async (logged) => {
        for await (const each of logged) {
          sent.push(each);
        }
      },
      now: () => state.now,
      onFault: () => {},
    });
    await keep({ ts: at(21), id: 'second' });
    state.now = Date.parse(at(40));
    await again.sendDue(never);
    expect(sent.map(({ record: { id } }) => id)).toEqual(['first', 'second']);
  });

  it('starts afresh where its note is damaged', async () => {
    const { keep, at, sendAt, sent, storage } = fixture();
    await storage.create('collector.position', Buffer.from('{"url":'.padEnd(4096)));
    await keep({ ts: at(1) });
    await sendAt(20);
    await sendAt(40);
    expect(sent).toEqual([]);
  });
});
