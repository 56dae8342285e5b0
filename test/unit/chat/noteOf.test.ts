import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/chat/conversation/Conversation';
import { fitMessages } from '../../../src/chat/prompt/fitMessages';
import { noteOf } from '../../../src/chat/turns/noteOf';
import { messagesOfChat } from '../../../src/promptlog/messages';

const file = { id: 'f', kind: 'file', label: 'a.ts', text: 'let a;' } as const;
const question = (text: string, more: object = {}): Message =>
  ({
    kind: 'question',
    id: text,
    parent: null,
    at: 0,
    text,
    attachments: [],
    children: [],
    ...more,
  }) as unknown as Message;
const answer = (text: string, request?: string): Message =>
  ({ kind: 'answer', id: text, parent: '', at: 0, text, request, calls: [], children: [] }) as unknown as Message;

describe('what the prompt log is told about a question', () => {
  const path = [question('Hello'), answer('Hi', '01A'), question('Why?', { attachments: [file] })];

  it('is its place in the conversation, the person’s words and what went along', () => {
    expect(noteOf('01B', 'c', path)).toEqual({
      ...{ id: '01B', surface: 'chat', conversation: 'c', turn: 2, parent: '01A' },
      ...{ said: ['Hello', 'Why?'], typed: 'Why?' },
      context: [{ kind: 'file', path: 'a.ts', text: 'let a;' }],
    });
  });

  it('lets the words be told from what went along, in the messages as they are sent', () => {
    const { messages } = fitMessages(path, 'Be brief.', 10_000);
    const parts = messagesOfChat(messages, noteOf('01B', 'c', path).said).flatMap((message) => message.parts);
    const words = parts.filter(({ type }) => type === 'text').map(({ content }) => content);
    expect(words).toEqual(['Be brief.', 'Hello', 'Hi', 'Why?']);
    expect(parts.filter(({ type }) => type === 'code_context').map(({ content }) => content)).toEqual([
      expect.stringContaining('let a;'),
    ]);
  });

  it('names commands by what was typed, and commit messages as such', () => {
    const commit = question('/commit', { prompt: 'Write a commit message.' });
    expect(noteOf('01B', 'c', [commit])).toMatchObject({
      surface: 'commit',
      said: ['Write a commit message.'],
      typed: '/commit',
    });
    expect(noteOf('01B', 'c', [question('/committed')])).toMatchObject({ surface: 'chat' });
  });
});
