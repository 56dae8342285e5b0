import { describe, expect, it } from 'vitest';
import { promptBudget } from '../../../src/glm/promptBudget';

describe('promptBudget', () => {
  it.each<[number | undefined, number]>([
    [undefined, 2048],
    [131_072, 2048],
    [4096, 2048],
    [2048, 1152],
    [1024, 384],
    [512, 128],
    [16, 128],
  ])('for a context of %s tokens is %i', (context, expected) => {
    expect(promptBudget(context)).toBe(expected);
  });
});
