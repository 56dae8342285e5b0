/** Conversations survive torn writes, other windows, unreadable files and files of other versions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Conversation } from '../../../../src/chat/conversation/Conversation';
import { ConversationStore } from '../../../../src/chat/conversation/ConversationStore';
import { type ConversationRecord, parseRecord, recordLine } from '../../../../src/chat/conversation/records';
import { silentLog } from '../../../../src/platform/Log';
import { MemoryStorage } from '../../../support/MemoryStorage';

const header: ConversationRecord = { type: 'conversation', version: 1, id: 'a', at: 1, folder: 'file:///w' };
const question = (id: string, parent: string | null, text = id): ConversationRecord => ({
  ...{ type: 'question', id, parent, at: 2, text },
  attachments: [],
});
const answer = (id: string, parent: string, text: string): ConversationRecord[] => [
  { type: 'answer', id, parent, at: 3, model: 'glm', host: null },
  { type: 'part', id, text, reasoning: '' },
  { type: 'end', id, finish: 'stop', milliseconds: 1, reasoningMilliseconds: 0 },
];

async function stored(storage: MemoryStorage, ...records: readonly ConversationRecord[]): Promise<ConversationStore> {
  const store = new ConversationStore(storage, silentLog);
  for (const record of records) {
    await store.append('a', record);
  }
  return store;
}

function shown(conversation: Conversation | undefined): string[] {
  return conversation?.path().map(({ text }) => text) ?? [];
}

describe('ConversationStore', () => {
  it('gives back what was appended', async () => {
    const store = await stored(new MemoryStorage(), header, question('q', null), ...answer('r', 'q', 'yes'));
    const conversation = await store.open('a');
    expect(shown(conversation)).toEqual(['q', 'yes']);
    expect(conversation?.title).toBe('q');
  });

  it('finds conversations by what was said in them, on every branch', async () => {
    const said = 'First line.\nThe “Backoff” doubles\teach time, "really".';
    const records = [header, question('q', null, 'How?'), ...answer('r', 'q', said), ...answer('s', 'q', 'Another.')];
    const store = await stored(new MemoryStorage(), ...records);
    const never = new AbortController().signal;
    expect([...(await store.search('backoff” doubles\teach', never))]).toEqual([
      ['a', expect.stringMatching(/^First line\. The “Backoff” doubles each time, "really"\.$/)],
    ]);
    expect([...(await store.search('"REALLY"', never)).keys()]).toEqual(['a']);
    expect([...(await store.search('nobody said this', never))]).toEqual([]);
    // Words of the file's own are none of the conversation.
    expect([...(await store.search('milliseconds', never))]).toEqual([]);
  });

  it('F-66: loses no record to a torn write, wherever it tears, and one at most to a crash in it', async () => {
    const records = [header, question('q', null), ...answer('r', 'q', 'yes'), question('s', 'r')];
    for (let torn = 1; torn < records.length; torn++) {
      for (const after of [0, 1, 20]) {
        const storage = new MemoryStorage();
        const store = await stored(storage, ...records.slice(0, torn));
        storage.tearAfter = after;
        await expect(store.append('a', records[torn] ?? header)).rejects.toThrow('torn');
        // The same program, and one that starts anew.
        for (const next of [store, new ConversationStore(storage, silentLog)]) {
          await next.append('a', { type: 'title', text: 'after' });
          expect((await next.open('a'))?.title).toBe('after');
        }
        const lines = storage
          .text('a.jsonl')
          .split('\n')
          .filter((line) => parseRecord(line) !== undefined);
        expect(lines.slice(0, torn)).toEqual(records.slice(0, torn).map((record) => recordLine(record).trim()));
      }
    }
  });

  it('F-68: keeps what two windows write to the same conversation as branches', async () => {
    const storage = new MemoryStorage();
    const one = await stored(storage, header, question('q', null), ...answer('r', 'q', 'yes'));
    const other = new ConversationStore(storage, silentLog);
    await Promise.all([one.append('a', question('left', 'r')), other.append('a', question('right', 'r'))]);
    const conversation = await one.open('a');
    expect(conversation?.siblings('left').toSorted()).toEqual(['left', 'right']);
  });

  it('sets aside what cannot be read and keeps it', async () => {
    const storage = new MemoryStorage();
    storage.setText('a.jsonl', 'not json\n{"type":"unknown"}\n');
    const store = new ConversationStore(storage, silentLog);
    expect(await store.list()).toEqual([]);
    expect(storage.text('a.unreadable')).toContain('not json');
  });

  it('leaves a conversation of a newer version alone', async () => {
    const storage = new MemoryStorage();
    const text = `${JSON.stringify({ ...header, version: 99 })}\n`;
    storage.setText('a.jsonl', text);
    const store = new ConversationStore(storage, silentLog);
    expect(await store.open('a')).toBeUndefined();
    expect(storage.text('a.jsonl')).toBe(text);
  });

  it('skips records that this version does not know', async () => {
    const storage = new MemoryStorage();
    const store = await stored(storage, header, question('q', null));
    await storage.append('a.jsonl', '{"type":"hologram","id":"x"}\n');
    await store.append('a', { type: 'title', text: 'T' });
    expect((await store.open('a'))?.title).toBe('T');
  });

  it('lists without its index and with a wrong one', async () => {
    const storage = new MemoryStorage();
    const store = await stored(storage, header, question('q', null));
    expect(await store.list()).toMatchObject([{ id: 'a', title: 'q', folder: 'file:///w', messages: 1 }]);
    for (const index of [
      '',
      '{"name":"a.jsonl"}\nrubbish\n',
      '{"name":"a.jsonl","id":"a","title":"old","folder":null,"updatedAt":0,"messages":1,"size":3}\n',
    ]) {
      storage.setText('index.jsonl', index);
      expect(await new ConversationStore(storage, silentLog).list()).toMatchObject([{ title: 'q' }]);
    }
  });

  it('F-69: says so when the disk is full, keeps what is there, and writes all that was refused once there is room', async () => {
    const storage = new MemoryStorage();
    const store = await stored(storage, header, question('q', null));
    const before = storage.text('a.jsonl');
    storage.isFull = true;
    for (const record of [...answer('r', 'q', 'yes'), question('s', 'r')]) {
      await expect(store.append('a', record)).rejects.toThrow('ENOSPC');
    }
    expect(storage.text('a.jsonl')).toBe(before);
    storage.isFull = false;
    await store.append('a', { type: 'title', text: 'U' });
    const again = await new ConversationStore(storage, silentLog).open('a');
    expect([again?.title, shown(again)]).toEqual(['U', ['q', 'yes', 's']]);
  });

  it('F-69: writes no record twice, wherever a disk that fills up cuts it', async () => {
    const part: ConversationRecord = { type: 'part', id: 'r', text: 'yes', reasoning: '' };
    for (let fits = 0; fits < recordLine(part).length; fits++) {
      const storage = new MemoryStorage();
      const store = await stored(storage, header, question('q', null), ...answer('r', 'q', 'oh, ').slice(0, 2));
      storage.tearAfter = fits;
      await expect(store.append('a', part)).rejects.toThrow('torn');
      await store.append('a', { type: 'title', text: 'T' });
      const again = await new ConversationStore(storage, silentLog).open('a');
      expect([again?.title, shown(again)], `${fits} bytes fit`).toEqual(['T', ['q', 'oh, yes']]);
    }
  });

  it.each<[string, (storage: MemoryStorage) => void]>([
    ['removed', (storage) => void storage.files.delete('a.jsonl')],
    ['locked', (storage) => void storage.locked.add('a.jsonl')],
  ])('F-70: writes a new file with all of it, and says so once, when the old one is %s while open', async (_, harm) => {
    const storage = new MemoryStorage();
    const renewed: string[] = [];
    await stored(storage, header, question('q', null));
    const store = new ConversationStore(storage, silentLog, { onRenewed: (name) => renewed.push(name) });
    for (const record of answer('r', 'q', 'yes')) {
      await store.append('a', record);
    }
    harm(storage);
    await store.append('a', question('s', 'r'));
    await store.append('a', { type: 'title', text: 'T' });
    const again = await new ConversationStore(storage, silentLog).open('a');
    expect([again?.title, shown(again), renewed]).toEqual(['T', ['q', 'yes', 's'], ['a.jsonl']]);
  });

  it('F-70: goes on in a file beside one that can neither be written to nor replaced, in this window and the next', async () => {
    const storage = new MemoryStorage();
    const renewed: string[] = [];
    const store = new ConversationStore(storage, silentLog, { onRenewed: (name) => renewed.push(name) });
    for (const record of [header, question('q', null), ...answer('r', 'q', 'yes')]) {
      await store.append('a', record);
    }
    const before = storage.text('a.jsonl');
    storage.locked.add('a.jsonl');
    storage.beforeWrite = (name) => {
      if (name === 'a.jsonl') {
        throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
      }
    };
    await store.append('a', question('s', 'r', 'And a needle?'));
    const next = new ConversationStore(storage, silentLog);
    await next.append('a', { type: 'title', text: 'T' });
    await store.append('a', answer('t', 's', 'too')[0] ?? header);
    expect([storage.text('a.jsonl'), renewed]).toEqual([before, ['a.1.jsonl']]);
    for (const each of [store, next, new ConversationStore(storage, silentLog)]) {
      const conversation = await each.open('a');
      expect([conversation?.title, shown(conversation)]).toEqual(['T', ['q', 'yes', 'And a needle?', '']]);
      expect(await each.list()).toMatchObject([{ id: 'a', title: 'T', messages: 4 }]);
      expect([...(await each.search('needle', new AbortController().signal)).keys()]).toEqual(['a']);
    }
    storage.beforeWrite = () => {};
    await next.remove('a');
    expect([...storage.files.keys()].filter((name) => name !== 'index.jsonl')).toEqual([]);
  });

  it('F-70: begins no new file for a conversation that was removed here', async () => {
    const renewed: string[] = [];
    const storage = new MemoryStorage();
    const store = new ConversationStore(storage, silentLog, { onRenewed: (name) => renewed.push(name) });
    await store.append('a', header);
    await store.remove('a');
    await store.append('b', { ...header, id: 'b' });
    expect([[...storage.files.keys()], renewed]).toEqual([['b.jsonl'], []]);
  });

  it('takes any text, also with lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const whole = String.fromCharCode(...units);
        const line = recordLine(question('q', null, whole));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(parseRecord(line)).toMatchObject({ text: whole.toWellFormed() });
      }),
    );
  });

  it('has no names that lead out of its folder', () => {
    const store = new ConversationStore(new MemoryStorage(), silentLog);
    return expect(store.open('../../etc/passwd')).rejects.toThrow('Not the id');
  });
});

describe('Conversation', () => {
  it('keeps every branch reachable', () => {
    const conversation = Conversation.from([
      header,
      ...[question('q', null), ...answer('r1', 'q', 'one'), ...answer('r2', 'q', 'two'), question('q2', 'r1')],
    ]);
    expect(shown(conversation)).toEqual(['q', 'one', 'q2']);
    conversation.apply({ type: 'leaf', id: conversation.lastFrom('r2') });
    expect(shown(conversation)).toEqual(['q', 'two']);
    conversation.apply({ type: 'leaf', id: conversation.lastFrom('r1') });
    expect(shown(conversation)).toEqual(['q', 'one', 'q2']);
  });

  it('F-65, F-66: knows an answer without an end as one that was interrupted, with what there was of it', () => {
    const conversation = Conversation.from([header, question('q', null), ...answer('r', 'q', 'ye').slice(0, 2)]);
    expect(conversation.path()[1]).toMatchObject({ text: 'ye', end: undefined });
  });

  it('takes a message that was written twice once, as it was first', () => {
    const first = { type: 'question' as const, id: 'q', parent: null, at: 1, text: 'one', attachments: [] };
    const conversation = Conversation.from([first, { ...first, text: 'two' }]);
    expect([conversation.path().map(({ text }) => text), conversation.siblings('q')]).toEqual([['one'], ['q']]);
  });

  it('begins a branch where a line was lost', () => {
    expect(shown(Conversation.from([header, question('q', 'lost')]))).toEqual(['q']);
  });
});
