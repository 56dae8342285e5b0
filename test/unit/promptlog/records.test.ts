import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loggedWithClasses, outcomeWithClasses, withClasses } from '../../../src/promptlog/content';
import { contentClasses, createId, outcomeSchema, parseLine, recordSchema } from '../../../src/promptlog/records';
import { record } from '../../support/promptlog';

const ts = '2026-03-01T10:00:00.000Z';

describe('records', () => {
  it('are read back as they were written, unknown fields included', () => {
    const written = record({ ts, later: { field: 1 } });
    expect(parseLine(JSON.stringify(written))).toEqual({ kind: 'record', record: written });
  });

  it('of an earlier version are brought to this one, step by step', () => {
    const old = { schema: 'glm.promptlog/-1' };
    expect(parseLine(JSON.stringify(old)).kind).toBe('foreign');
    const { schema: _schema, surface: _surface, ...rest } = record({ ts });
    const steps = { 0: ({ feature, ...value }: Readonly<Record<string, unknown>>) => ({ ...value, surface: feature }) };
    const line = JSON.stringify({ ...rest, schema: 'glm.promptlog/0', feature: 'commit' });
    expect(parseLine(line, steps)).toMatchObject({
      kind: 'record',
      record: { schema: 'glm.promptlog/1', surface: 'commit' },
    });
  });

  it('from the future are left as they are', () => {
    const value = { schema: 'glm.promptlog/2', anything: ['at all'] };
    expect(parseLine(JSON.stringify(value))).toEqual({ kind: 'foreign', value });
  });

  it.each(['', '{', 'null', '7', '"x"', '[]'])('do not make the reader fail: %s', (line) => {
    expect(['torn', 'foreign']).toContain(parseLine(line).kind);
  });

  it('have ids that sort by time and never repeat', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => createId(1_700_000_000_000 + i));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids.map((id) => id.slice(10))).size).toBe(1000);
  });

  it('are described by the published JSON Schema', () => {
    const published = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../../docs/prompt-log.schema.json'), 'utf8'),
    );
    expect(published.oneOf).toEqual([z.toJSONSchema(recordSchema), z.toJSONSchema(outcomeSchema)]);
  });
});

describe('content classes', () => {
  const full = record({
    ts,
    user_text: 'PROMPT',
    'gen_ai.request.stop_sequences': ['PROMPT'],
    'gen_ai.tool.definitions': [{ name: 'PROMPT' }],
    'gen_ai.input.messages': [
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'PROMPT' },
          { type: 'code_context', content: 'CODE' },
        ],
      },
      { role: 'assistant', parts: [{ type: 'text', content: 'RESPONSE' }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: '1', result: 'OUTPUT' }] },
      { role: 'user', parts: [{ type: 'hologram', content: 'UNKNOWN' }] },
      { role: 'user', parts: [{ type: 'mixed', content: 'BOTH' }] },
    ],
    'gen_ai.output.messages': [
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'RESPONSE' },
          { type: 'reasoning', content: 'RESPONSE' },
          { type: 'tool_call', id: '1', name: 'f', arguments: { a: 'ARGUMENT' } },
        ],
      },
    ],
    context: [{ kind: 'file', path: 'a.ts', content: 'CODE' }],
  });
  const words = ['PROMPT', 'RESPONSE', 'CODE', 'ARGUMENT', 'OUTPUT'] as const;

  it.each(contentClasses.map((each, i) => [each, words[i] ?? '']))(
    '%s keep only their own texts',
    (contentClass, word) => {
      const text = JSON.stringify(withClasses(full, [contentClass]));
      expect([...words, 'UNKNOWN', 'BOTH'].filter((each) => text.includes(each))).toEqual([word]);
    },
  );

  it('keep what may be either only where both may be', () => {
    expect(JSON.stringify(withClasses(full, ['prompts', 'codeContext']))).toContain('BOTH');
  });

  it('keep what the person wrote about an answer only with their prompts', () => {
    const outcome = { schema: 'glm.promptlog/1', event: 'outcome', record: 'r', ts, inferred: false } as const;
    const outcomes = [{ ...outcome, action: 'feedback', value: 'down', comment: 'COMMENT' } as const];
    const kept = contentClasses.filter((each) =>
      JSON.stringify(loggedWithClasses({ record: full, outcomes }, [each])).includes('COMMENT'),
    );
    expect(kept).toEqual(['prompts']);
  });

  it.each(['kept', 'final_code_sha256'])('keep of an answer that was changed its %s only with the answers', (field) => {
    const outcome = { action: 'survived', comment: 'COMMENT', [field]: 'KEPT' };
    const kept = contentClasses.filter((each) => field in outcomeWithClasses(outcome, [each]));
    expect(kept).toEqual(['responses']);
    expect(outcomeWithClasses(outcome, contentClasses)).toEqual(outcome);
    expect(outcomeWithClasses(outcome, [])).toEqual({ action: 'survived' });
  });

  it('keep everything together, and nothing at all', () => {
    expect(withClasses(full, contentClasses)).toEqual(full);
    expect(JSON.stringify(withClasses(full, []))).not.toMatch(/PROMPT|RESPONSE|CODE|ARGUMENT|OUTPUT|UNKNOWN|BOTH/);
  });
});
