import { describe, expect, it } from 'vitest';
import { ownItemSchema } from '../../../src/evaluation/datasets/own';
import { toOwnItem } from '../../../src/evaluation/fromLog';
import { type Outcome, schemaName } from '../../../src/promptlog/records';
import { record } from '../../support/promptlog';

const ts = '2026-05-01T10:00:00.000Z';
const outcome = (action: string): Outcome => ({
  schema: schemaName,
  event: 'outcome' as const,
  record: 'x',
  ts,
  action,
  inferred: false,
});

const chat = record({
  ts,
  surface: 'chat',
  user_text: 'Write a function that adds.',
  natural_language: 'en',
  workspace: { file: 'src/secret/place.py', lang: 'python' },
  context: [{ kind: 'file', path: 'src/secret/place.py', sha256: 'abc', range: [1, 4], content: 'TOP SECRET' }],
  'gen_ai.output.messages': [
    {
      role: 'assistant',
      parts: [{ type: 'text', content: 'Here:\n```python\ndef add(a, b):\n    return a + b\n```\n' }],
    },
  ],
});

describe('items from the prompt log', () => {
  it('hold the question, what was kept, and where it comes from, but neither context nor paths', () => {
    const item = toOwnItem({ record: chat, outcomes: [outcome('applied')] });
    expect(item?.files['prompt.md']).toBe('Write a function that adds.');
    expect(item?.files['reference.py']).toBe('def add(a, b):\n    return a + b\n');
    const manifest = ownItemSchema.parse(JSON.parse(item?.files['item.json'] ?? ''));
    expect(manifest).toMatchObject({
      language: 'python',
      naturalLanguage: 'en',
      kind: 'message',
      gate: { state: 'open' },
      provenance: { record: chat.id, outcomes: ['applied'], context: [{ kind: 'file', sha256: 'abc', range: [1, 4] }] },
    });
    expect(JSON.stringify(item)).not.toMatch(/TOP SECRET|secret\/place/);
  });

  it.each([[['rejected']], [['applied', 'undone']], [[]]] as string[][][])(
    'have no reference when it was not kept: %j',
    (actions) => {
      const item = toOwnItem({ record: chat, outcomes: actions.map(outcome) });
      expect(Object.keys(item?.files ?? {})).toEqual(['item.json', 'prompt.md']);
    },
  );

  it('are none where no text was kept', () => {
    const { user_text: _, ...silent } = chat;
    expect(toOwnItem({ record: { ...silent, 'gen_ai.input.messages': [] }, outcomes: [] })).toBeUndefined();
  });
});
