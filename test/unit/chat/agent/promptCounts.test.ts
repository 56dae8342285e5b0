/**
 * SEC-67: who is asked too often clicks yes without reading. The ten commonest tasks, as models go about them, in the mode Agent with the
 * default rules and a person who lets the same thing pass again where that is offered: how often each asks.
 */
import { expect, it } from 'vitest';
import { PersonDesk } from '../../../../src/chat/agent/approvals/PersonDesk';
import { ToolCallRunner } from '../../../../src/chat/agent/ToolCallRunner';
import { allTools } from '../../../../src/tools/functions/allTools';
import { SeenFiles } from '../../../../src/tools/SeenFiles';
import { createToolWorld, root } from '../../../support/toolWorld';

type Step = readonly [string, Record<string, unknown>];

const read = (path: string): Step => ['read_file', { path }];
const run = (command: string): Step => ['run_command', { command }];
const edit = (path: string, search: string, replace: string): Step => [
  'edit_file',
  { path, edits: [{ search, replace }] },
];
const test: Step = ['run_tests', {}];

const tasks: Readonly<Record<string, { readonly asks: number; readonly steps: readonly Step[] }>> = {
  'explain how something works': {
    asks: 0,
    steps: [
      ['list_directory', { path: '.' }],
      ['search_text', { pattern: 'total' }],
      ['find_symbol', { name: 'total' }],
      read('src/cart.ts'),
      ['find_references', { name: 'total' }],
    ],
  },
  'find where something is, by commands': {
    asks: 0,
    steps: [
      run('ls -la src'),
      run('rg -n total src'),
      run("find src -name '*.ts' | head -20"),
      run('wc -l src/cart.ts && head -40 src/cart.ts'),
      run("sed -n '1,20p' src/cart.ts"),
    ],
  },
  'mend a bug until the tests pass': {
    asks: 1,
    steps: [
      read('src/cart.ts'),
      test,
      edit('src/cart.ts', 'return 0;', 'return 1;'),
      test,
      edit('src/cart.ts', 'return 0;', 'return 2;'),
      test,
    ],
  },
  'write tests': {
    asks: 1,
    steps: [
      read('src/cart.ts'),
      ['create_file', { path: 'test/cart.test.ts', content: 'it("adds", () => {});\n' }],
      test,
      test,
    ],
  },
  'add a feature in a new file': {
    asks: 1,
    steps: [
      ['find_files', { pattern: '**/*.ts' }],
      read('src/cart.ts'),
      ['create_file', { path: 'src/tax.ts', content: 'export const tax = 0.2;\n' }],
      edit('src/cart.ts', 'return 0;', 'return tax;'),
      ['get_diagnostics', {}],
      test,
    ],
  },
  'rename a symbol': {
    asks: 1,
    steps: [
      ['find_references', { name: 'total' }],
      ['rename_symbol', { path: 'src/cart.ts', line: 1, name: 'total', newName: 'sum' }],
      ['get_diagnostics', {}],
      test,
    ],
  },
  'make the build work': {
    asks: 1,
    steps: [
      run('npm run build'),
      read('src/cart.ts'),
      edit('src/cart.ts', 'return 0;', 'return 1;'),
      run('npm run build'),
      run('npm run build'),
    ],
  },
  'look at what changed and commit it': {
    asks: 1,
    steps: [
      ['get_changes', {}],
      run('git status --short'),
      run('git diff --stat'),
      run('git log --oneline -5'),
      run('git add -A && git commit -m "Add the tax"'),
    ],
  },
  'mend what the linter says': {
    asks: 2,
    steps: [
      run('npm run lint'),
      read('src/cart.ts'),
      edit('src/cart.ts', 'return 0;', 'return 1;'),
      run('npm run lint'),
      test,
      run('npm run lint'),
    ],
  },
  'add a package and use it': {
    asks: 2,
    steps: [
      read('package.json'),
      run('npm install left-pad'),
      read('src/cart.ts'),
      edit('src/cart.ts', 'return 0;', 'return pad();'),
      test,
      test,
    ],
  },
};

it.each(Object.entries(tasks))('%s', async (_, { asks, steps }) => {
  const world = createToolWorld({
    [`${root}/package.json`]: '{"scripts":{"test":"vitest"}}',
    [`${root}/src/cart.ts`]: 'export function total() {\n  return 0;\n}\n',
  });
  world.answers.found = [`${root}/src/cart.ts`];
  let time = 0;
  let asked = 0;
  const desk: PersonDesk = new PersonDesk({ now: () => time }, () =>
    queueMicrotask(() => {
      const request = desk.current;
      if (request?.kind === 'approval') {
        time += 1000;
        asked += 1;
        desk.answer(request.id, request.hash, { kind: request.canRemember ? 'window' : 'once' });
      }
    }),
  );
  const runner = new ToolCallRunner({
    ...{ gate: world.gate, tools: () => allTools, desk, allowed: new Set(), mode: () => 'agent', rules: () => ({}) },
    ...{ newProblems: async () => '', createId: () => `${asked}` },
    seen: new SeenFiles([], async (path) => `${root}/${path}`),
  });
  for (const [name, values] of steps) {
    const call = { id: name, name, arguments: JSON.stringify(values), round: 0 };
    const hooks = { onState: () => {}, onOutput: () => {} };
    const { end, output } = await runner.run(call, values, hooks, new AbortController().signal);
    expect([name, end, output]).toEqual([name, 'done', output]);
  }
  expect(asked).toBe(asks);
  expect(asked).toBeLessThanOrEqual(2);
});

it('knows ten tasks', () => expect(Object.keys(tasks)).toHaveLength(10));
