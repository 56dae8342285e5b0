import { describe, expect, it } from 'vitest';
import { redactRecord, withClasses } from '../../../../src/promptlog/content';
import type { LoggedPrompt } from '../../../../src/promptlog/PromptLogStore';
import {
  contentClasses,
  type Message,
  type Outcome,
  type PromptRecord,
  schemaName,
} from '../../../../src/promptlog/records';
import { createRedactor } from '../../../../src/promptlog/redaction/redact';
import { recordDocument } from '../../../../src/promptlog/viewing/recordDocument';
import type { Translate } from '../../../../src/promptlog/viewing/words';
import { record } from '../../../support/promptlog';
import { samplesByBody } from '../redaction/secretSamples';

const english: Translate = (text, ...args) => text.replace(/\{(\d)\}/g, (_all, index) => String(args[Number(index)]));
const ts = '2026-01-31T09:30:00.000Z';
// In pieces, so that no scanner takes this file for a leak.
const token = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');

function documentOf(changes: Partial<PromptRecord>, outcomes: readonly Outcome[] = []) {
  const logged: LoggedPrompt = { record: redactRecord(record({ ts, ...changes }), createRedactor()), outcomes };
  return recordDocument(logged, english);
}

const asked = (content: string): { 'gen_ai.input.messages': Message[] } => ({
  'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content }] }],
});

/** What is marked, as it reads in the document. */
function check(changes: Partial<PromptRecord>, marked: readonly RegExp[]): void {
  const { text, redacted } = documentOf(changes);
  const found = redacted.map(({ start, end }) => text.slice(start, end));
  expect(found).toEqual(marked.map((each) => expect.stringMatching(each)));
}

describe('the document of a record', () => {
  it('holds no secret of any kind, in any part', () => {
    const samples = Object.values(samplesByBody).flatMap(({ tokens, lines, blocks }) => [
      ...tokens,
      ...lines,
      ...blocks,
    ]);
    const leaks = samples.flatMap(({ name, text, secrets }) => {
      const shown = documentOf({
        ...asked(text),
        user_text: text,
        'gen_ai.output.messages': [
          {
            role: 'assistant',
            parts: [
              { type: 'text', content: text },
              { type: 'tool_call', name: 'x', arguments: { text } },
            ],
          },
        ],
        context: [{ kind: 'file', path: 'a', content: text }],
      }).text;
      return secrets
        .filter((secret) => shown.includes(secret) || shown.includes(JSON.stringify(secret).slice(1, -1)))
        .map(() => name);
    });
    expect(leaks).toEqual([]);
    expect(samples.length).toBeGreaterThan(100);
  });

  it('marks what was redacted, where it stands', () =>
    check(asked(`key ${token} and ada@example.org`), [/^<SECRET:github-token#\d+>$/, /^<EMAIL#\d+>$/]));

  it('marks nothing that somebody typed to look redacted', () => check(asked('I typed <SECRET:mine#1> myself'), []));

  it('marks arguments of tools', () =>
    check(
      {
        'gen_ai.output.messages': [
          { role: 'assistant', parts: [{ type: 'tool_call', name: 'run', arguments: { command: `echo ${token}` } }] },
        ],
      },
      [/^<SECRET:github-token#\d+>$/],
    ));

  it('lets no text end its own fence', () => {
    const { text } = documentOf(asked('before\n````\n# not a title\n````'));
    expect(text).toContain('`````text\nbefore\n````\n# not a title\n````\n`````\n');
  });

  it('says what was not kept', () => {
    const { text } = recordDocument({ record: withClasses(record({ ts }), ['responses']), outcomes: [] }, english);
    expect(text).toContain('### user\n\n*not kept*');
    expect(text).toContain('Use sorted().');
    expect(text).toContain('Kept, as agreed: Responses');
  });

  it('tells outcomes with their details, and which are inferred', () => {
    const base = { schema: schemaName, event: 'outcome', record: 'r', ts } as const;
    const { text } = documentOf({}, [
      { ...base, action: 'rejected', inferred: true, reason: 'typed-over', after: 0.57 },
      { ...base, action: 'survived', inferred: false, after: 30, share: 0.5 },
      { ...base, action: 'later-word', inferred: false },
    ]);
    expect(text).toMatch(/rejected: other text was typed, 0\.6 s later \(inferred\)\n/);
    expect(text).toMatch(/survived: after 30 s, 50 % of it still stands\n/);
    expect(text).toMatch(/later-word\n/);
  });

  it('names all classes, facts and tools', () => {
    const { text } = documentOf({
      consent: { version: 1, classes: [...contentClasses] },
      workspace: { file: 'src/a.py', lang: 'python', selection: [4, 4] },
      'gen_ai.tool.definitions': [{ name: 'read' }],
      duration: 1.5,
    });
    for (const part of ['File: src/a.py:5 (python)', 'Duration: 1.50 s', '### Tools', 'Tool arguments, Tool output']) {
      expect(text).toContain(part);
    }
  });
});
