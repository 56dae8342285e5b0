/** The prompt as a whole: what it may cost, and why there is none. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/base/estimateTokens';
import { PromptBuilder, type PromptCursor } from '../../../../src/completion/prompt/PromptBuilder';
import type { ContextSource } from '../../../../src/context/ContextSource';
import { chatHole } from '../../../../src/glm/fillInTheMiddle/chatHole';
import { codegeex4 } from '../../../../src/glm/fillInTheMiddle/codegeex4';
import { glm45 } from '../../../../src/glm/fillInTheMiddle/glm45';
import { prefixOnly } from '../../../../src/glm/fillInTheMiddle/prefixOnly';

const formats = { codegeex4, glm45, chatHole, prefixOnly };

function cursorAt(prefix: string, suffix: string, path = 'src/a.ts'): PromptCursor {
  const uri = `file:///w/${path}`;
  const document = { uri, path, languageId: 'typescript', version: 1, text: prefix + suffix };
  const position = { line: prefix.split('\n').length - 1, character: 0 };
  return { document, uri, languageId: 'typescript', prefix, suffix, offset: prefix.length, position };
}

/** Fills the room that it is given, as the mixer would, and keeps to it. */
const fillsRoom: ContextSource = {
  prepare: async () => {},
  contextFor: ({ room }) => {
    const text = 'declare const something: Other;\n';
    const tokens = estimateTokens(text);
    const snippet = { path: 'src/b.ts', text, startLine: 0, endLine: 0, retriever: 'imports', tokens } as const;
    return { stable: room < tokens + estimateTokens(snippet.path) + 8 ? [] : [snippet], volatile: [] };
  },
};

describe('the budget', () => {
  const text = fc
    .array(
      fc.constantFrom('foo', ' ', '\n', '()', '中文', '{', '    ', '12345', '🙂', 'é', 'const value = compute(1);\n'),
      {
        maxLength: 200,
      },
    )
    .map((parts) => parts.join(''));
  const path = fc.constantFrom('a.ts', 'src/a.ts', `${'packages/very-long-name/'.repeat(12)}a.ts`);

  it.each(Object.entries(formats))('%s: holds for the whole prompt, or there is none', (_, format) => {
    fc.assert(
      fc.property(
        text,
        text,
        path,
        fc.integer({ min: 1, max: 600 }),
        fc.boolean(),
        (before, after, where, budget, block) => {
          const builder = new PromptBuilder({ format, contextSource: fillsRoom, promptTokens: budget });
          const built = builder.promptOrReason(cursorAt(before, after, where), block);
          if (typeof built !== 'string') {
            expect(estimateTokens(built.rendered.prompt)).toBeLessThanOrEqual(budget);
            expect(before.endsWith(built.hole.prefix)).toBe(true);
          }
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });

  it.each([
    [20, 'no-room'],
    [45, 'no-room'],
    [70, 'prompt'],
    [80, 'prompt'],
    [110, 'prompt'],
  ])('%i tokens: %s', (budget, expected) => {
    const long = 'const value = compute(1);\n'.repeat(100);
    const builder = new PromptBuilder({ format: codegeex4, promptTokens: budget });
    const built = builder.promptOrReason(cursorAt(`${long}const x = `, long), true);
    expect(typeof built === 'string' ? built : 'prompt').toBe(expected);
  });

  it('holds where the server counts more than is estimated', () => {
    const long = 'const value = compute(1);\n'.repeat(100);
    const builder = new PromptBuilder({ format: codegeex4, promptTokens: 150 });
    const estimated = () => estimateTokens(builder.build(cursorAt(long, long), true)?.rendered.prompt ?? '');
    const before = estimated();
    for (let i = 0; i < 3; i++) {
      const prompt = builder.build(cursorAt(long, long), true)?.rendered.prompt ?? '';
      const counted = Math.round(estimateTokens(prompt) * 1.5);
      builder.observe(prompt, { promptTokens: counted, completionTokens: 1, cachedTokens: undefined });
    }
    expect(before).toBeGreaterThan(100);
    expect(estimated() * 1.5).toBeLessThanOrEqual(150);
  });
});
