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
