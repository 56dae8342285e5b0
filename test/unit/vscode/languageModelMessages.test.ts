/** What VS Code's own chat sends to our models, with as much of VS Code's interface as messages are made of. */
import { expect, it, vi } from 'vitest';

const parts = vi.hoisted(() => ({
  LanguageModelTextPart: class {
    constructor(readonly value: string) {}
  },
  LanguageModelToolResultPart: class {
    constructor(
      readonly callId: string,
      readonly content: readonly unknown[],
    ) {}
  },
  LanguageModelToolCallPart: class {
    constructor(
      readonly callId: string,
      readonly name: string,
      readonly input: object,
    ) {}
  },
  LanguageModelDataPart: class {
    constructor(
      readonly data: Uint8Array,
      readonly mimeType: string,
    ) {}
  },
  LanguageModelChatMessageRole: { User: 1, Assistant: 2 },
}));
vi.mock('vscode', () => parts);

import { fromChatMessages } from '../../../src/vscode/languageModelMessages';

const text = (value: string) => new parts.LanguageModelTextPart(value);
const { User, Assistant } = parts.LanguageModelChatMessageRole;
/** No role of the stable interface: newer editors send instructions with it. */
const system = 3;

it('SEC-52: spells out what nobody sees, in words, attached texts, results of tools and earlier answers', () => {
  const attached = new parts.LanguageModelDataPart(new TextEncoder().encode('"a\u{E0041}"'), 'application/json');
  const result = new parts.LanguageModelToolResultPart('c', [text('read \u202Eme')]);
  const call = new parts.LanguageModelToolCallPart('c', 'read', { path: 'a\u200Bb' });
  const messages = [
    { role: system, name: undefined, content: [text('Be\u2060 kind.')] },
    { role: User, name: undefined, content: [text('Why\u200B? 👩‍💻 '), attached] },
    { role: Assistant, name: undefined, content: [text('As\u00AD so.'), call] },
    { role: User, name: undefined, content: [result] },
  ];
  expect(fromChatMessages(messages)).toEqual([
    { role: 'system', content: 'Be⟨U+2060⟩ kind.' },
    { role: 'user', content: 'Why⟨U+200B⟩? 👩‍💻 "a⟨U+E0041⟩"' },
    // What was called is what was called.
    {
      ...{ role: 'assistant', content: 'As⟨U+00AD⟩ so.' },
      toolCalls: [{ id: 'c', name: 'read', arguments: { path: 'a\u200Bb' } }],
    },
    { role: 'tool', content: 'read ⟨U+202E⟩me', toolCallId: 'c' },
  ]);
});
