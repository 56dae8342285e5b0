import { expect, it } from 'vitest';
import { Conversation } from '../../../../src/chat/conversation/Conversation';
import { exportJson, exportMarkdown } from '../../../../src/chat/conversation/exportConversation';
import type { Attachment, ConversationRecord } from '../../../../src/chat/conversation/records';

const file: Attachment = { id: 'file:a', kind: 'file', label: 'a`b.ts', text: 'SECRET OF THE FILE' };
const records: readonly ConversationRecord[] = [
  { type: 'conversation', version: 1, id: 'c', at: 1, folder: 'file:///w' },
  { type: 'question', id: 'q1', parent: null, at: 2, text: 'Why?', attachments: [file] },
  { type: 'answer', id: 'a1', parent: 'q1', at: 3, model: 'glm-4.6', host: null },
  { type: 'part', id: 'a1', text: 'The first answer.', reasoning: '' },
  { type: 'answer', id: 'a2', parent: 'q1', at: 4, model: 'glm-4.6', host: null },
  { type: 'part', id: 'a2', text: 'The second.', reasoning: 'Let me\nsee.' },
  { type: 'question', id: 'q2', parent: 'a2', at: 5, text: 'And then?', attachments: [] },
];
const conversation = Conversation.from(records);

it('is the shown branch in Markdown, in the words of the person’s language, with what went along named only', () => {
  const words = {
    question: '问题',
    with: (along: string) => `附带 ${along}`,
    answer: (model: string) => `回答（${model}）`,
  };
  expect(exportMarkdown(conversation, words)).toBe(`# Why?

## 问题

附带 \`a'b.ts\`

Why?

## 回答（glm-4.6）

> Let me
> see.

The second.

## 问题

And then?
`);
});

it('is every branch in JSON, each message with what it follows', () => {
  const read: unknown = JSON.parse(exportJson(conversation));
  expect(read).toMatchObject({ id: 'c', title: 'Why?', folder: 'file:///w', createdAt: 1, leaf: 'q2' });
  expect(read).toHaveProperty(
    'messages',
    [
      { id: 'q1', parent: null, kind: 'question', attachments: [file] },
      { id: 'a1', parent: 'q1', kind: 'answer', text: 'The first answer.' },
      { id: 'a2', parent: 'q1', kind: 'answer', reasoning: 'Let me\nsee.' },
      { id: 'q2', parent: 'a2', kind: 'question', text: 'And then?' },
    ].map((message) => expect.objectContaining(message)),
  );
});
