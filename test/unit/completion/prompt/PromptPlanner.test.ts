/** What goes into a prompt, and what of it stays where it is while somebody types. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from '../../../../src/base/estimateTokens';
import { type PlanOptions, type PromptPlan, PromptPlanner } from '../../../../src/completion/prompt/PromptPlanner';
import type { Context, ContextSnippet } from '../../../../src/context/ContextSource';

const line = (i: number): string => `const value${i} = compute(${i}); // 第${i}行\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');
const none: Context = { stable: [], volatile: [] };

function snippet(path: string, text: string, retriever: ContextSnippet['retriever'] = 'recent-edits'): ContextSnippet {
  return { path, text, startLine: 0, endLine: 0, retriever, tokens: estimateTokens(text) };
}

function planOf(
  planner: PromptPlanner,
  prefix: string,
  suffix = '',
  more: Partial<PlanOptions> & { context?: Context; languageId?: string } = {},
): PromptPlan {
  const { context = none, languageId = 'typescript', ...options } = more;
  const place = { uri: 'file:///a.ts', path: 'a.ts', languageId, prefix, suffix, line: prefix.split('\n').length - 1 };
  return planner.plan(place, () => context, { budget: 2048, suffixFirst: true, multiline: false, ...options });
}

/** All of a prompt before the cursor, in its order. */
function bytes({ stable, multiline, suffix, nearby, prefix }: PromptPlan): string {
  return `${stable.map(({ text }) => text).join('')}${multiline}${suffix}|${nearby}${prefix}`;
}

describe('a fresh prompt', () => {
  it('takes a small document whole', () => {
    expect(planOf(new PromptPlanner(), 'a\nb', 'c\nd')).toMatchObject({ prefix: 'a\nb', suffix: 'c\nd', startLine: 0 });
    expect(planOf(new PromptPlanner(), '', '')).toMatchObject({ prefix: '', suffix: '', startLine: 0 });
  });

  it('begins and ends at lines, and has room to grow', () => {
    const { prefix, suffix, startLine } = planOf(
      new PromptPlanner(),
      `${lines(0, 500)}const x = `,
      `\n${lines(500, 900)}`,
    );
    expect(prefix.startsWith(line(startLine))).toBe(true);
    expect(prefix.endsWith('const x = ')).toBe(true);
    expect(suffix.endsWith('\n')).toBe(true);
    expect(estimateTokens(prefix)).toBeLessThan(2048 * 0.85 * 0.86);
    expect(estimateTokens(prefix)).toBeGreaterThan(2048 * 0.85 * 0.4);
  });

  it('does not depend on where exactly the cursor is', () => {
    const starts = Array.from({ length: 64 }, (_, i) => planOf(new PromptPlanner(), lines(0, 1000 + i)).startLine);
    expect(new Set(starts).size).toBeLessThanOrEqual(5);
  });

  it('cuts a line that alone is too long', () => {
    const { prefix, suffix } = planOf(new PromptPlanner(), 'x = "'.padEnd(60_000, '长'), '尾'.repeat(60_000), {
      budget: 200,
    });
    expect(prefix.length).toBeGreaterThan(50);
    expect(suffix.length).toBeGreaterThan(20);
  });

  it('keeps the suffix short where it has to be read anew with every key', () => {
    const after = lines(0, 200);
    const last = planOf(new PromptPlanner(), 'x', after, { suffixFirst: false }).suffix;
    expect(last.length).toBeLessThan(planOf(new PromptPlanner(), 'x', after).suffix.length * 0.8);
  });

  it('keeps to the budget, and to the document', () => {
    const text = fc
      .array(fc.constantFrom('foo', ' ', '\n', '()', '中文', '{', '    ', '12345', '🙂', 'é'), { maxLength: 400 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.integer({ min: 128, max: 400 }), (before, after, budget) => {
        const { prefix, suffix } = planOf(new PromptPlanner(), before, after, { budget });
        expect(before.endsWith(prefix)).toBe(true);
        expect(after.startsWith(suffix)).toBe(true);
        expect(estimateTokens(prefix) + estimateTokens(suffix)).toBeLessThanOrEqual(budget + 2);
        expect(`${prefix}${suffix}`.isWellFormed()).toBe(`${before}${after}`.isWellFormed());
      }),
    );
  });
});

describe('typing', () => {
  it('changes only the end of the prompt', () => {
    const planner = new PromptPlanner();
    const typed = 'return someFunction(argument);';
    let before = bytes(planOf(planner, lines(0, 1000), lines(1000, 2000)));
    for (let i = 1; i <= typed.length; i++) {
      const now = bytes(planOf(planner, lines(0, 1000) + typed.slice(0, i), lines(1000, 2000)));
      expect(now.startsWith(before)).toBe(true);
      before = now;
    }
  });

  it('moves the beginning in one big step after many lines', () => {
    const planner = new PromptPlanner();
    const starts = Array.from({ length: 128 }, (_, i) => planOf(planner, lines(0, 1000 + i)).startLine);
    const moves = starts.filter((start, i) => i > 0 && start !== starts[i - 1]);
    expect(moves.length).toBeLessThanOrEqual(4);
    expect(planOf(planner, lines(0, 1128)).prefix.endsWith(line(1127))).toBe(true);
  });

  it('finds its beginning again when lines come or go above it', () => {
    const planner = new PromptPlanner();
    const first = planOf(planner, lines(0, 1000)).prefix;
    expect(planOf(planner, `import x;\n${lines(0, 1000)}`).prefix).toBe(first);
    expect(planOf(planner, lines(3, 1000)).prefix).toBe(first);
  });

  it('starts afresh where the cursor is far away, the same as if it had never been elsewhere', () => {
    const planner = new PromptPlanner();
    planOf(planner, lines(0, 1000), lines(1000, 2000));
    const far = [lines(0, 200), lines(200, 2000)] as const;
    expect(planOf(planner, ...far)).toEqual(planOf(new PromptPlanner(), ...far));
  });
});

describe('the suffix', () => {
  const after = lines(0, 100);

  it.each<[string, string, string, boolean]>([
    ['stays while nothing changes', '', '', true],
    ['stays when the editor closes a bracket', '', ')', true],
    ['stays when the editor closes two', ';', '});', true],
    ['goes when a closing bracket is typed over', ')', '', false],
    ['goes when the rest of the line is another', 'foo', 'bar', false],
    ['goes when words come', '', 'foo', false],
  ])('%s', (_, before, now, stays) => {
    const planner = new PromptPlanner();
    const first = planOf(planner, 'x', `${before}\n${after}`).suffix;
    const second = planOf(planner, 'xy', `${now}\n${after}`).suffix;
    expect(second === first).toBe(stays);
    expect(stays || second.startsWith(`${now}\n`)).toBe(true);
  });

  it('goes when the next lines change, and stays when lines far below do', () => {
    const planner = new PromptPlanner();
    const first = planOf(planner, 'x', `\n${after}`).suffix;
    expect(planOf(planner, 'x', `\n${after.replace('value19 ', 'other ')}`).suffix).toBe(first);
    expect(planOf(planner, 'x', `\n${after.replace('value2 ', 'other ')}`).suffix).toContain('other');
  });

  it('goes when the cursor moves down into it', () => {
    const planner = new PromptPlanner();
    planOf(planner, 'x\n', after);
    expect(planOf(planner, `x\n${lines(0, 3)}`, lines(3, 100)).suffix.startsWith(line(3))).toBe(true);
  });
});

describe('context', () => {
  const [a, b, c] = [snippet('a.ts', 'A();'), snippet('b.ts', 'B();\nB2();'), snippet('c.ts', 'C();')];
  const withContext = (stable: ContextSnippet[], volatile: ContextSnippet[]) => ({ context: { stable, volatile } });

  it('stands in two places: what stays first, what follows the cursor as comments before the code', () => {
    const plan = planOf(new PromptPlanner(), 'x', '', withContext([a], [b]));
    expect(plan).toMatchObject({ stable: [a], nearby: '// From b.ts:\n// B();\n// B2();\n', prefix: 'x' });
    expect(planOf(new PromptPlanner(), 'x', '', { ...withContext([], [b]), languageId: 'python' }).nearby).toContain(
      '# B();',
    );
  });

  it('is told without the files’ names where the imports name them', () => {
    const imported = ['one.ts', 'two.ts'].map((path) => snippet(path, `from ${path};`, 'imports'));
    const { nearby, snippets } = planOf(new PromptPlanner(), 'x', '', withContext([a], [...imported, b]));
    expect(nearby).toBe('// Imported:\n// from one.ts;\n// from two.ts;\n// From b.ts:\n// B();\n// B2();\n');
    expect(snippets).toEqual([a, ...imported, b]);
  });

  it('stands before the code where the language has no line comments', () => {
    const plan = planOf(new PromptPlanner(), 'x', '', { ...withContext([a], [b]), languageId: 'html' });
    expect(plan).toMatchObject({ stable: [a, b], nearby: '' });
  });

  it('that follows the cursor only grows, and is forgotten when there is no room left', () => {
    const planner = new PromptPlanner();
    planOf(planner, 'x', '', withContext([], [b]));
    expect(planOf(planner, 'xy', '', withContext([], [])).nearby).toContain('B();');
    expect(planOf(planner, 'xy', '', withContext([], [c])).nearby).toMatch(/B\(\);[\s\S]*C\(\);/);
    const long = snippet('d.ts', 'D();\n'.repeat(128));
    const { nearby } = planOf(planner, 'xy', '', { ...withContext([], [long]), budget: 600 });
    expect(nearby).not.toContain('B();');
    expect(nearby).toContain('D();');
  });

  it('is told anew when the editor says something else of the same place', () => {
    const planner = new PromptPlanner();
    const [before, after] = ['Before();', 'After();'].map((text) => snippet('d.ts', text, 'language-server'));
    planOf(planner, 'x', '', withContext([], before === undefined ? [] : [b, before]));
    const { nearby } = planOf(planner, 'xy', '', withContext([], after === undefined ? [] : [after]));
    expect(nearby).toBe('// From d.ts:\n// After();\n');
  });

  it('is asked for as much as the prefix and the suffix leave it', () => {
    const roomFor = (prefix: string, suffix: string): number => {
      let asked = 0;
      const place = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', prefix, suffix, line: 0 };
      const options = { budget: 2048, suffixFirst: true, multiline: false };
      new PromptPlanner().plan(
        place,
        (room) => {
          asked = room;
          return none;
        },
        options,
      );
      return asked;
    };
    const short = roomFor('x', '');
    expect(short).toBeGreaterThan(1800);
    expect(roomFor(lines(0, 500), '')).toBeLessThan(short - 400);
    expect(roomFor('x', lines(0, 500))).toBeLessThan(short - 200);
    expect(roomFor('xyz', '')).toBe(short);
  });

  it('never makes the prompt longer than its budget, whatever stands after the cursor', () => {
    const stable = snippet('big.ts', lines(0, 14));
    const volatile = snippet('near.ts', lines(20, 60));
    for (const budget of [512, 1024]) {
      const plan = planOf(new PromptPlanner(), lines(0, 500), lines(500, 900), {
        ...withContext([stable], [volatile]),
        budget,
      });
      expect(estimateTokens(bytes(plan))).toBeLessThanOrEqual(budget);
    }
  });

  it('takes its room from the prefix, never all of it', () => {
    const large = snippet('big.ts', lines(0, 60));
    const without = planOf(new PromptPlanner(), lines(0, 500));
    const plan = planOf(new PromptPlanner(), lines(0, 500), '', withContext([large], []));
    expect(plan.prefix.length).toBeLessThan(without.prefix.length);
    expect(plan.prefix.length).toBeGreaterThan(300);
  });
});

describe('a line or a block', () => {
  it('is told as asked; once told a block, the word stays as long as the rest does', () => {
    const planner = new PromptPlanner();
    const ask = (prefix: string, multiline: boolean) => planOf(planner, prefix, '', { multiline }).multiline;
    expect([ask('a\nb', false), ask('a\nb {\n', true), ask('a\nb {\nc', false)]).toEqual([false, true, true]);
    expect(ask('other\n', false)).toBe(false);
  });
});
