import { expect, it } from 'vitest';
import type { Message } from '../../../../src/chat/conversation/Conversation';
import { askModel } from '../../../../src/chat/turns/askModel';
import { ScriptedAgentModel } from '../../../support/ScriptedAgentModel';

const asked = (id: string): Message =>
  ({
    kind: 'question',
    id,
    text: 'a word and another '.repeat(200),
    attachments: [],
    children: [],
  }) as unknown as Message;

it('leaves room for the tools’ definitions when it fits a conversation into the context', () => {
  const model = new ScriptedAgentModel(['Yes.']);
  model.contextTokens = 8_192;
  const path = ['1', '2', '3'].map(asked);
  const note = { id: 'n' };
  const plain = askModel(model, path, { note });
  const besides = askModel(model, path, { note, beside: plain.room - plain.fitted.tokens + 1 });
  expect(plain.fitted).toMatchObject({ leftOut: 0, tooLong: false });
  expect(besides.fitted).toMatchObject({ leftOut: 1, tooLong: false });
  // What the turn may use is the same: it counts the definitions itself.
  expect(besides.room).toBe(plain.room);
});

it('takes no more than half of the room for them, and guesses no smaller where nobody knows the context', () => {
  const model = new ScriptedAgentModel(['Yes.']);
  model.contextTokens = 8_192;
  const note = { id: 'n' };
  const one = askModel(model, [asked('1')], { note, beside: 100_000 });
  expect(one.fitted.tooLong).toBe(false);
  const unknown = { ...model, contextTokens: undefined, chat: model.chat.bind(model) };
  const path = ['1', '2', '3'].map(asked);
  const plain = askModel(unknown, path, { note });
  const besides = askModel(unknown, path, { note, beside: 5_000 });
  expect(besides.fitted).toEqual(plain.fitted);
  expect(besides.room).toBe(plain.room + 5_000);
});
