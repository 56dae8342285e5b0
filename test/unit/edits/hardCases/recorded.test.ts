/** Recorded edits in the form of `glm-tandem debug edit`, with the answer that somebody who knows only its documents would expect. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { replay } from './replay';

const recordedSchema = z.object({
  name: z.string(),
  files: z.record(z.string(), z.string()),
  format: z.enum(['edit_file', 'apply_patch', 'search_replace_blocks', 'whole_file']),
  payload: z.unknown(),
  dialect: z.enum(['aider', 'roo', 'cline']).optional(),
  targetPath: z.string().optional(),
  /** The files after it, or the error's code. */
  expect: z.union([z.string(), z.record(z.string(), z.string())]),
});

const lines = readFileSync(new URL('../../../fixtures/edits/recorded.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n');
const recorded = lines.map((line) => recordedSchema.parse(JSON.parse(line)));

it('there are many of all formats', () => {
  const counts = Object.groupBy(recorded, ({ format, dialect }) => `${format} ${dialect ?? ''}`);
  expect(Object.values(counts).every((rows) => (rows ?? []).length >= 3)).toBe(true);
  expect(recorded.length).toBeGreaterThan(200);
});

it.each(recorded)('$format: $name', ({ name: _, expect: expected, ...request }) => replay(request, expected));
