/** The evaluation's own check of itself: forged results, broken programs, and what is right (EV-08, EV-09, EV-18). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonCases } from '../../../src/evaluation/selfTest/pythonCases';
import { selfTest } from '../../../src/evaluation/selfTest/selfTest';
import { openTestTools, type TestTools } from '../../support/evaluationTools';

const never = new AbortController().signal;
let opened: TestTools;
beforeAll(async () => {
  opened = await openTestTools();
});
afterAll(() => opened[Symbol.asyncDispose]());

describe('the self-test', () => {
  it('gives every program the verdict that is known for it', async () => {
    const { cases } = await selfTest(opened.tools, never, 'full');
    expect(cases.filter(({ ok }) => !ok)).toEqual([]);
    expect(cases.length).toBeGreaterThanOrEqual(pythonCases.length);
  });

  it('notices a sandbox in which nothing runs', async () => {
    const { passed } = await selfTest(
      { ...opened.tools, python: '/usr/bin/false' },
      never,
      'short',
      new Set(['python']),
    );
    expect(passed).toBe(false);
  });
});
