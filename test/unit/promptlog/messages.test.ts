import { describe, expect, it } from 'vitest';
import { completionParts, promptText } from '../../../src/promptlog/exports/recordTexts';
import { messagesOfCompletion } from '../../../src/promptlog/messages';
import { record } from '../../support/promptlog';

/** `around`: what the exports find before and after the cursor. */
function check(
  prompt: string,
  hole: { readonly prefix: string; readonly suffix: string } | undefined,
  around: ReturnType<typeof completionParts>,
): void {
  const whole = { path: 'a.py', languageId: 'python', snippets: [], multiline: true };
  const messages = messagesOfCompletion({
    ...{ prompt, stop: [], maxTokens: 9, temperature: 0 },
    ...(hole !== undefined && { hole: { ...whole, ...hole } }),
  });
  const kept = record({ ts: '2026-03-01T10:00:00.000Z', surface: 'completion', 'gen_ai.input.messages': messages });
  expect(promptText(kept)).toBe(prompt);
  expect(completionParts(kept)).toEqual(around);
}

const code = { prefix: 'def add(a, b):\n    ', suffix: '\n\nprint(add(1, 2))\n' };

describe('the prompt of a completion in a record', () => {
  it.each([
    ['as a question in words', `Fill in:\n\`\`\`\n${code.prefix}<here>${code.suffix}\`\`\`\nOnly code.`, code, code],
    ['between tokens of any format', `<S>${code.suffix}<P># a.py\n${code.prefix}<M>`, code, code],
    ['with nothing after the cursor', `# a.py\n${code.prefix}`, { ...code, suffix: '' }, { ...code, suffix: '' }],
    ['with nothing before the cursor', `<S>${code.suffix}<P><M>`, { ...code, prefix: '' }, { ...code, prefix: '' }],
    ['without a word on what it was made of', code.prefix, undefined, { ...code, suffix: '' }],
    [
      'between GLM’s tokens',
      '<|code_suffix|>s<|code_prefix|>p<|code_middle|>',
      undefined,
      { prefix: 'p', suffix: 's' },
    ],
    ['made of something else', 'other', code, { prefix: 'other', suffix: '' }],
    ['with a bracket after the cursor', `<S>)<P>${code.prefix}<M>`, { ...code, suffix: ')' }, { ...code, suffix: ')' }],
    ['with one within the other', 'xa', { prefix: 'xa', suffix: 'a' }, { prefix: 'xa', suffix: '' }],
  ])('%s', (_name, prompt, hole, around) => check(prompt, hole, around));
});
