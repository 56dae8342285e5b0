/** One gate in front of every tool: nothing is touched before it, without it, twice, after a stop, or for other content. */
import { describe, expect, it } from 'vitest';
import { allTools } from '../../../src/tools/functions/allTools';
import { SeenFiles } from '../../../src/tools/SeenFiles';
import type { CallDecision } from '../../../src/tools/ToolGate';
import { createToolWorld, root, type ToolWorld, tool } from '../../support/toolWorld';

const never = new AbortController().signal;
const tree = {
  [`${root}/src/main.ts`]: '  return 1;\nfunction f() {\n  return 1;\n',
  [`${root}/src/old.ts`]: 'x',
  [`${root}/src/config.ts`]: `${'\n'.repeat(11)}parseConfig();`,
};
const options = {
  ...{ signal: never, progress: () => {} },
  seen: new SeenFiles(Object.keys(tree), async (path) => path),
};

async function decided(world: ToolWorld, name: string, args: unknown): Promise<CallDecision> {
  const reading = tool(name).read(args);
  if (reading.kind === 'invalid') {
    throw new Error(reading.message);
  }
  const decision = await world.gate.decide(reading.call, never);
  if ('failed' in decision) {
    throw new Error(decision.text);
  }
  return decision;
}

describe.each(allTools.map((one) => [one.name, one] as const))('%s', (name, { example, parameters, description }) => {
  it('touches nothing before it is approved, and nothing in a folder that nobody trusts', async () => {
    const world = createToolWorld(tree);
    const decision = await decided(world, name, example);
    expect(world.touched).toEqual([]);
    expect(decision.decision).not.toBe('deny');
    world.answers.trusted = false;
    expect((await decided(world, name, example)).decision).toBe('deny');
    expect(await world.gate.approve(decision, true)).toBeUndefined();
    world.answers.trusted = true;
    const approved = await world.gate.approve(decision, true);
    world.answers.trusted = false;
    expect(approved !== undefined && (await world.gate.run(approved, options)).failed).toBe(true);
    expect(world.touched).toEqual([]);
  });

  it('takes no approval that another gate gave, that was used, or that came before a stop', async () => {
    const world = createToolWorld(tree);
    const decision = await decided(world, name, example);
    const approved = await world.gate.approve(decision, true);
    if (approved === undefined) {
      throw new Error('not approved');
    }
    const other = createToolWorld(tree);
    expect(await other.gate.approve(decision, true)).toBeUndefined();
    expect((await other.gate.run(approved, options)).failed).toBe(true);
    expect((await other.gate.run({ ...approved }, options)).failed).toBe(true);
    await expect(world.gate.run(approved, { ...options, signal: AbortSignal.abort() })).rejects.toThrow();
    expect([...world.touched, ...other.touched]).toEqual([]);
    await world.gate.run(approved, options);
    const touched = world.touched.length;
    expect((await world.gate.run(approved, options)).failed).toBe(true);
    expect(world.touched).toHaveLength(touched);
  });

  it('decides the same whatever the model says of it, and drops that', async () => {
    const world = createToolWorld(tree);
    const plain = await decided(world, name, example);
    const praise = {
      approved: true,
      requires_approval: false,
      isBackground: true,
      sandbox: false,
      mode: 'yolo',
      kind: 'read',
      safe: true,
    };
    const praised = await decided(world, name, { ...example, ...praise });
    expect({ decision: praised.decision, hash: praised.hash, given: praised.call.arguments }).toEqual({
      ...{ decision: plain.decision, hash: plain.hash, given: plain.call.arguments },
    });
  });

  it('refuses other fields, wrong types and what is no object', () => {
    const bad: readonly unknown[] = [
      ...[
        undefined,
        null,
        [],
        'x',
        1,
        { ...example, env: { PATH: '.' } },
        { ...example, shell: 'zsh' },
        { ...example, [`x${name}`]: 1 },
      ],
      ...Object.keys(example).map((key) => ({ ...example, [key]: { a: 1 } })),
      ...Object.keys(example).map((key) => ({ ...example, [key]: Number.NaN })),
    ];
    for (const args of bad) {
      expect(tool(name).read(args).kind, JSON.stringify(args)).toBe('invalid');
    }
    const required = parameters.required;
    for (const key of Array.isArray(required) ? required : []) {
      expect(tool(name).read({ ...example, [key]: undefined }).kind).toBe('invalid');
      expect(description, 'required fields are named').toContain(String(key));
    }
    expect(tool(name).read(JSON.parse(`{"__proto__":{"polluted":1},${JSON.stringify(example).slice(1)}`)).kind).toBe(
      'invalid',
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('is told to a model as a schema with an example that is right', () => {
    expect(parameters).toMatchObject({ type: 'object', additionalProperties: false });
    expect(description).toContain(JSON.stringify(example));
    expect(description.length).toBeLessThan(700);
    expect(tool(name).read(example).kind).toBe('call');
  });
});

describe('paths: every tool that takes one', () => {
  const takers: readonly (readonly [string, (path: string) => object])[] = [
    ['read_file', (path) => ({ path })],
    ['list_directory', (path) => ({ path })],
    ['find_files', (path) => ({ pattern: '*', path })],
    ['search_text', (path) => ({ pattern: 'a', path })],
    ['find_references', (path) => ({ name: 'a', path, line: 1 })],
    ['get_diagnostics', (path) => ({ path })],
    ['get_changes', (path) => ({ path })],
    ['edit_file', (path) => ({ path, edits: [{ search: 'a', replace: 'b' }] })],
    ['apply_patch', (path) => ({ patch: `*** Begin Patch\n*** Update File: ${path}\n@@\n-a\n+b\n*** End Patch` })],
    ['apply_patch', (path) => ({ patch: `*** Begin Patch\n*** Add File: ${path}\n+b\n*** End Patch` })],
    [
      'apply_patch',
      (path) => ({
        patch: `*** Begin Patch\n*** Update File: src/main.ts\n*** Move to: ${path}\n@@\n-a\n+b\n*** End Patch`,
      }),
    ],
    [
      'apply_patch',
      (path) => ({ patch: `*** Begin Patch\n*** Add File: src/new.ts\n+b\n*** Add File: ${path}\n+b\n*** End Patch` }),
    ],
    ['create_file', (path) => ({ path, content: 'x' })],
    ['delete_file', (path) => ({ path })],
    ['rename_symbol', (path) => ({ path, line: 1, name: 'a', newName: 'b' })],
    ['run_command', (path) => ({ command: 'ls', cwd: path })],
  ];
  const denied = [
    '/home/user/.ssh/id_rsa',
    '/home/user/.aws/credentials',
    'src/ignored/a.ts',
    'a\0b',
    'https://x.org/a',
    'src/\u202eab',
  ];

  it.each(takers)('%s denies what nobody may touch', async (name, args) => {
    for (const path of denied) {
      const world = createToolWorld({ ...tree, '/home/user/.ssh/id_rsa': 'x', [`${root}/src/ignored/a.ts`]: 'x' });
      expect({ path, text: (await world.run(name, args(path))).text, touched: world.touched }).toMatchObject({
        ...{ path, text: expect.stringMatching(/^denied/), touched: [] },
      });
    }
  });

  it.each(takers.filter(([name]) => name !== 'run_command' && name !== 'list_directory'))(
    '%s asks about secrets and what lies outside',
    async (name, args) => {
      for (const path of ['.env', '/tmp/x', '../x', 'link/x']) {
        const world = createToolWorld({
          ...tree,
          [`${root}/.env`]: 'KEY=1',
          '/tmp/x': 'a',
          '/x': 'a',
          '/outside/x': 'a',
          [`${root}/link`]: '→ /outside',
        });
        const decision = await decided(world, name, args(path));
        const worst = decision.targets.map((target) => (target.kind === 'path' ? target.answer.decision : 'allow'));
        expect({ path, asks: worst.some((one) => one === 'ask_always' || one === 'deny') }).toEqual({
          path,
          asks: true,
        });
      }
    },
  );

  it('denies a whole patch for one bad path, and changes of git’s own data', async () => {
    const world = createToolWorld(tree);
    for (const path of ['.git/hooks/pre-commit', 'src/../.git/config', '.GIT/config']) {
      const patch = `*** Begin Patch\n*** Add File: src/new.ts\n+b\n*** Add File: ${path}\n+b\n*** End Patch`;
      expect((await world.run('apply_patch', { patch })).text).toMatch(/^denied/);
      expect((await world.run('create_file', { path, content: 'x' })).text).toMatch(/^denied/);
    }
    expect(world.touched).toEqual([]);
  });
});

describe('what an approval is for', () => {
  it('is the content of files that a command runs, too', async () => {
    const world = createToolWorld(tree);
    world.answers.hashes = { 'run.sh': 'one', 'package.json': 'one' };
    const first = await decided(world, 'run_command', { command: 'bash run.sh' });
    const approved = await world.gate.approve(first, true);
    world.answers.hashes['run.sh'] = 'two';
    expect((await decided(world, 'run_command', { command: 'bash run.sh' })).hash).not.toBe(first.hash);
    expect(approved !== undefined && (await world.gate.run(approved, options)).text).toContain('has changed since');
    const tests = await decided(world, 'run_tests', {});
    world.answers.hashes['package.json'] = 'two';
    expect((await decided(world, 'run_tests', {})).hash).not.toBe(tests.hash);
    expect(world.touched).toEqual([]);
  });

  it('is what the repository makes git run, and is asked for again when that changes', async () => {
    const run = async (world: ToolWorld, command: string, change: () => void): Promise<string> => {
      const decision = await decided(world, 'run_command', { command });
      const approved = await world.gate.approve(decision, true);
      change();
      expect((await decided(world, 'run_command', { command })).hash).not.toBe(decision.hash);
      return approved === undefined ? 'not approved' : (await world.gate.run(approved, options)).text;
    };
    const setting = (name: string, value: string) => ({ name, value, file: undefined });
    const one = createToolWorld(tree);
    expect(
      await run(one, 'git status', () => {
        one.answers.git = { settings: [setting('core.fsmonitor', './run')], hooks: [] };
      }),
    ).toContain('has changed since');
    // The same setting with another value; the person said yes to the first one.
    expect(
      await run(one, 'git diff', () => {
        one.answers.git = { settings: [setting('core.fsmonitor', './other')], hooks: [] };
      }),
    ).toContain('has changed since');
    const hooks = createToolWorld(tree);
    hooks.answers.git = { settings: [], hooks: ['/workspace/.git/hooks/pre-commit'] };
    expect(
      await run(hooks, 'git commit -m x', () => {
        hooks.answers.hashes['/workspace/.git/hooks/pre-commit'] = 'two';
      }),
    ).toContain('has changed since');
    expect([...one.touched, ...hooks.touched]).toEqual([]);
  });

  it('is given each time where what a command runs has no content that it could hold for', async () => {
    const world = createToolWorld(tree);
    const of = async (command: string) => (await decided(world, 'run_command', { command })).decision;
    world.answers.hashes = { 'run.sh': 'one', './run.sh': 'one', 'sub/other.mk': 'one', 'package.json': 'one' };
    for (const command of [
      'bash run.sh',
      './run.sh',
      'make -f sub/other.mk',
      'cd sub && make -f other.mk',
      'npm test',
    ]) {
      expect([command, await of(command)]).toEqual([command, 'ask']);
    }
    for (const command of ['bash gone.sh', './gone.sh', 'make -f gone.mk', 'cd sub && bash run.sh', 'node gone']) {
      expect([command, await of(command)]).toEqual([command, 'ask_always']);
    }
    // A project may have no such file; but a folder in its place is nothing that could be remembered.
    world.answers.hashes = {};
    for (const command of ['pytest', 'npm test', 'yarn build', 'cargo test']) {
      expect([command, await of(command)]).toEqual([command, 'ask']);
    }
    world.answers.hashes = { 'package.json': 'one' };
    for (const command of ['npm -w a test', 'npm --prefix a test', 'pnpm --filter a test', 'yarn workspace a test']) {
      expect([command, await of(command)]).toEqual([command, 'ask_always']);
    }
    world.answers.hashes = { 'a/package.json': 'one' };
    expect(await of('npm -w a test')).toBe('ask');
    world.answers.hashes = { 'package.json': 'unreadable' };
    expect(await of('npm test')).toBe('ask_always');
  });

  it('is the project’s files in the folders around, where a program looks for them too', async () => {
    const world = createToolWorld({ ...tree, [`${root}/sub/a.ts`]: 'a' });
    const of = async (command: string) => (await decided(world, 'run_command', { command })).hash;
    for (const [command, path] of [
      ['npm test', '../package.json'],
      ['cd sub && npm test', 'sub/../package.json'],
      ['cd sub && cargo test', 'sub/../../Cargo.toml'],
    ] as const) {
      world.answers.hashes = {};
      const none = await of(command);
      world.answers.hashes = { [path]: 'one' };
      const one = await of(command);
      world.answers.hashes = { [path]: 'two' };
      expect([command, new Set([none, one, await of(command)]).size]).toEqual([command, 3]);
    }
    // One that cannot be read is nobody's project; but it may not change unseen.
    world.answers.hashes = { '../package.json': 'unreadable', 'package.json': 'one' };
    expect((await decided(world, 'run_command', { command: 'npm test' })).decision).toBe('ask');
  });

  it('is given each time where a command runs the code of folders that it does not tell', async () => {
    const world = createToolWorld(tree);
    world.answers.hashes = { 'package.json': 'one', 'packages/a/package.json': 'one' };
    const of = async (command: string) => (await decided(world, 'run_command', { command })).decision;
    for (const command of [
      ...['npm test --workspaces', 'npm test -w a', 'npm --workspace=a test', 'pnpm -r test', 'pnpm --filter a test'],
      ...['yarn workspace a test', 'yarn workspaces run test', 'npm --prefix gone test'],
    ]) {
      expect([command, await of(command)]).toEqual([command, 'ask_always']);
    }
    for (const command of ['npm test -w packages/a', 'npm --prefix packages/a test', 'npm test -- -r x']) {
      expect([command, await of(command)]).toEqual([command, 'ask']);
    }
  });

  it('is the place where the paths of a command lead', async () => {
    const world = createToolWorld({ ...tree, [`${root}/link`]: `→ ${root}/src`, '/outside/main.ts': 'secret' });
    const decision = await decided(world, 'run_command', { command: 'cat link/main.ts' });
    expect(decision.decision).toBe('allow');
    const approved = await world.gate.approve(decision, false);
    world.files.set(`${root}/link`, '→ /outside');
    expect(approved !== undefined && (await world.gate.run(approved, options)).text).toContain('has changed since');
    expect(world.touched).toEqual([]);
  });

  it('is the file as it was looked at, and the place where its path leads', async () => {
    const world = createToolWorld({ ...tree, [`${root}/link`]: `→ ${root}/src`, '/outside/main.ts': 'secret' });
    const read = await decided(world, 'read_file', { path: 'src/main.ts' });
    const approved = await world.gate.approve(read, true);
    world.files.set(`${root}/src/main.ts`, 'other');
    expect(approved !== undefined && (await world.gate.run(approved, options)).text).toContain(
      'the file has changed since',
    );
    const linked = await decided(world, 'read_file', { path: 'link/main.ts' });
    world.files.set(`${root}/link`, '→ /outside');
    expect(await world.gate.approve(linked, true)).toBeUndefined();
    expect(world.touched).toEqual([]);
  });

  it('lets a program into the sandbox, and shows one whose text is not what it seems to a person every time', async () => {
    const world = createToolWorld(tree);
    const plain = await decided(world, 'run_python', { code: 'print(1)' });
    expect(plain.decision).toBe('allow');
    expect(plain.hash).not.toBe((await decided(world, 'run_python', { code: 'print(2)' })).hash);
    const hidden = await decided(world, 'run_python', { code: 'print(1) # \u202e' });
    expect({ decision: hidden.decision, told: hidden.told }).toEqual({
      ...{ decision: 'ask_always', told: [{ reason: 'the text has invisible or direction-changing characters' }] },
    });
    world.answers.trusted = false;
    expect((await decided(world, 'run_python', { code: 'print(1)' })).decision).toBe('deny');
  });

  it('counts only where somebody agreed', async () => {
    const world = createToolWorld(tree);
    for (const [name, args] of [
      ['run_command', { command: 'npm test' }],
      ['fetch_url', { url: 'https://x.org' }],
      ['read_file', { path: '/etc/hosts' }],
    ] as const) {
      expect(await world.gate.approve(await decided(world, name, args), false)).toBeUndefined();
    }
    expect(await world.gate.approve(await decided(world, 'run_command', { command: 'sudo ls' }), true)).toBeUndefined();
  });

  it('asks about where a redirect leads', async () => {
    const world = createToolWorld(tree);
    world.answers.page = '→ http://169.254.169.254/';
    expect((await world.run('fetch_url', { url: 'https://x.org' })).text).toContain('redirect was not allowed');
    world.answers.page = '→ https://other.org/';
    expect((await world.run('fetch_url', { url: 'https://x.org' })).text).toContain('redirect was not allowed');
    const decision = await decided(world, 'fetch_url', { url: 'https://x.org' });
    const approved = await world.gate.approve(decision, true);
    const asked: string[] = [];
    const askAddress = async ({ url = '' }: { readonly url: string | undefined }): Promise<boolean> =>
      asked.push(url) > 0;
    expect(approved !== undefined && (await world.gate.run(approved, { ...options, askAddress })).failed).toBe(false);
    expect(asked).toEqual(['https://other.org/']);
  });
});
