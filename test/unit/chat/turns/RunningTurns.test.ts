import { expect, it } from 'vitest';
import type { TurnEvent } from '../../../../src/chat/agent/agentEvents';
import { Conversation } from '../../../../src/chat/conversation/Conversation';
import type { ConversationRecord } from '../../../../src/chat/conversation/records';
import { RunningTurns } from '../../../../src/chat/turns/RunningTurns';
import { silentLog } from '../../../../src/platform/Log';
import { ManualClock, settle } from '../../../support/ManualClock';

/** A model that says what it is given, when it is given it. */
class Saying {
  readonly #waiting: TurnEvent[] = [];
  #wake = (): void => {};

  say(...events: readonly TurnEvent[]): Promise<void> {
    this.#waiting.push(...events);
    this.#wake();
    return settle();
  }

  async *events(): AsyncGenerator<TurnEvent, void, undefined> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      yield event;
      if (event.type === 'end') {
        return;
      }
    }
  }
}

it('tells the page once a frame and the disk once a second, each all that has come since', async () => {
  const clock = new ManualClock();
  const told: string[] = [];
  const saved: string[] = [];
  const keep = (record: ConversationRecord): void => {
    saved.push(record.type === 'part' ? record.text : record.type);
  };
  const turns = new RunningTurns({
    ...{ clock, log: silentLog, onMessage: () => {}, onAgent: () => {} },
    record: (_conversation, record) => keep(record),
    append: (_conversation, record) => keep(record),
    onDelta: (_conversation, { text }) => void told.push(text),
  });
  const conversation = Conversation.from([
    { type: 'conversation', version: 1, id: 'c', at: 0, folder: null },
    { type: 'question', id: 'q', parent: null, at: 0, text: 'Hi', attachments: [] },
    { type: 'answer', id: 'a', parent: 'q', at: 0, model: 'glm', host: null },
  ]);
  const model = new Saying();
  const text = (piece: string): TurnEvent => ({ type: 'text', text: piece });
  const run = turns.write(conversation, 'a', () => model.events(), new AbortController().signal);
  await model.say(text('a'), text('b'));
  await clock.advance(15);
  expect([told, saved]).toEqual([[], []]);
  await clock.advance(1);
  await model.say(text('c'), text('d'));
  await clock.advance(16);
  await clock.advance(16);
  expect([told, saved]).toEqual([['ab', 'cd'], []]);
  await clock.advance(1_000);
  expect(saved).toEqual(['abcd']);
  await model.say(text('e'), { type: 'end', finish: 'stop', finishReason: 'stop', usage: undefined, lostFrames: 0 });
  await run;
  expect(saved).toEqual(['abcd', 'e', 'end']);
});
