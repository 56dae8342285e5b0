import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/base/estimateTokens';
import { PromptBuilder } from '../../../../src/completion/prompt/PromptBuilder';
import { TokenCalibration } from '../../../../src/completion/prompt/TokenCalibration';
import { prefixOnly } from '../../../../src/glm/fillInTheMiddle/prefixOnly';

/** The factor after answers of these counts to prompts of 1,000 estimated tokens. */
function factorAfter(...counts: readonly number[]): number {
  const calibration = new TokenCalibration();
  for (const count of counts) {
    calibration.observe(1000, count);
  }
  return Number(calibration.factor.toFixed(2));
}

describe('the calibration of the estimate', () => {
  it.each([
    ['nothing is known', [], 1],
    ['two answers are not enough', [800, 800], 1],
    ['three are', [800, 800, 800], 0.8],
    ['small differences change nothing', [950, 1050, 960, 1040], 1],
    ['one odd answer changes nothing', [1000, 1000, 1000, 1200], 1],
    ['a count of what was not cached is none of the prompt', [40, 30, 50, 20], 1],
    ['a tokenizer that counts more', [1300, 1310, 1290], 1.3],
  ])('%s', (_, counts, factor) => {
    expect(factorAfter(...counts)).toBe(factor);
  });

  it('lets the prompt fill the budget as the server counts it', () => {
    const text = Array.from({ length: 600 }, (_, at) => `const value${at} = compute(${at});\n`).join('');
    const builder = new PromptBuilder({ format: prefixOnly, promptTokens: 1000 });
    const cursor = {
      document: { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text },
      ...{ uri: 'file:///a.ts', languageId: 'typescript', prefix: text, suffix: '', offset: text.length },
      position: { line: 600, character: 0 },
    };
    const prompt = () => builder.build(cursor, false)?.rendered.prompt ?? '';
    const before = estimateTokens(prompt());
    for (let i = 0; i < 3; i++) {
      builder.observe(prompt(), {
        promptTokens: Math.round(before * 0.7),
        completionTokens: 1,
        cachedTokens: undefined,
      });
    }
    expect(before).toBeLessThanOrEqual(1000);
    expect(estimateTokens(prompt()) * 0.7).toBeLessThanOrEqual(1000);
    builder.shorten();
    expect(estimateTokens(prompt()) * 0.7).toBeLessThanOrEqual(500);
    expect(estimateTokens(prompt())).toBeGreaterThan(500 * 0.6);
  });
});
