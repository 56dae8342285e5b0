/** The gate as data: an operation, a path, an answer. The rows follow the classes of path attacks: boundary, links, spelling, names. */
import { describe, expect, it } from 'vitest';
import type { PathPlatform } from '../../../../src/platform/Files';
import type { Decision, Operation } from '../../../../src/tools/Decision';
import { type GateOptions, type GateRequest, PathGate } from '../../../../src/tools/gate/PathGate';
import { MemoryFiles, type Tree } from './memoryFiles';

const linux: PathPlatform = { system: 'linux', home: '/home/me' };
const mac: PathPlatform = { system: 'darwin', home: '/Users/me' };
const windows: PathPlatform = { system: 'win32', home: 'C:/Users/me' };

const tree: Tree = {
  '/w/src/a.ts': 'a',
  '/w/src/[id].tsx': 'a',
  '/w/src/a~b.ts': 'a',
  '/w/with space/a.ts': 'a',
  '/w/.git/config': 'c',
  '/w/sub/.git/config': 'c',
  '/w/.vscode/settings.json': '{}',
  '/w/package.json': '{}',
  '/w/.env': 'x',
  '/w/secret/kept.ts': 'x',
  '/w/hard.txt': '=2 x',
  '/w/node_modules/p/i.js': '=9 x',
  '/w/pipe': '!',
  '/w/empty': '/',
  '/w/link-out.md': '→ /home/me/.ssh/id_rsa',
  '/w/link-in.ts': '→ src/a.ts',
  '/w/link-dir': '→ /outside',
  '/w/link-chain': '→ link-dir',
  '/w/link-deep': '→ /outside/deep/er',
  '/w/link-loop': '→ link-loop',
  '/w/loop-a': '→ loop-b',
  '/w/loop-b': '→ loop-a',
  '/w/link-git.txt': '→ .git/config',
  '/w/link-settings.md': '→ .vscode/settings.json',
  '/w/link-kept.ts': '→ secret/kept.ts',
  '/w/dangling': '→ /outside/new.txt',
  '/w/worktree-link': '→ ../gitdata',
  '/outside/x': 'x',
  '/outside/deep/er/y': 'x',
  '/home/me/.ssh/id_rsa': 'k',
  '/home/me/.bashrc': 'b',
  '/home/me/.own/log': 'x',
  '/opened': '→ /w',
  '/dev/zero': '!',
};

function gateOf(files: MemoryFiles, options: Partial<GateOptions> = {}): PathGate {
  return new PathGate(files, {
    platform: linux,
    roots: [{ path: '/w' }],
    ownFolders: ['/home/me/.own'],
    isIgnored: (path) => /\/secret\/kept\.ts$/i.test(path),
    isDirty: (path) => path.endsWith('/with space/a.ts'),
    trusted: true,
    ...options,
  });
}

async function check(
  decision: Decision,
  request: GateRequest,
  reason?: RegExp,
  options: Partial<GateOptions> = {},
  files = new MemoryFiles(tree),
) {
  const answer = await gateOf(files, options).decide(request);
  expect({ decision: answer.decision, reasons: answer.reasons }).toMatchObject({ decision });
  if (reason !== undefined) {
    expect(answer.reasons.join('; ')).toMatch(reason);
  }
  return answer;
}

const every: readonly Operation[] = ['read', 'list', 'search', 'write', 'delete', 'rename', 'cwd'];
const changes: readonly Operation[] = ['write', 'delete', 'rename'];

/** A rename of the path, or to it. */
function requestsOf(operation: Operation, path: string): GateRequest[] {
  return operation === 'rename'
    ? [
        { operation, path, to: 'src/new.ts' },
        { operation, path: 'src/a.ts', to: path },
      ]
    : [{ operation, path }];
}

describe('ordinary work is not held up', () => {
  it.each([
    ['read', 'src/a.ts'],
    ['read', './src/../src/a.ts'],
    ['read', '/w/src/a.ts'],
    ['read', 'src/[id].tsx'],
    ['read', 'src/a~b.ts'],
    ['read', 'with space/a.ts'],
    ['read', 'src/not-there.ts'],
    ['read', 'link-in.ts'],
    ['read', 'node_modules/p/i.js'],
    ['read', 'package.json'],
    ['read', '.vscode/settings.json'],
    ['read', '.env.example'],
    ['list', '.'],
    ['list', 'src'],
    ['search', '.'],
    ['cwd', 'src'],
    ['cwd', '.'],
    ['write', 'src/a.ts'],
    ['write', 'src/new/deep/file.ts'],
    ['write', 'src/aux.ts'.replace('aux', 'auxiliary')],
    ['write', 'docs/é 你好 👩‍💻.md'],
    ['write', `src/${'n'.repeat(300)}.ts`],
    ['write', 'link-in.ts'],
    ['write', 'src/$price.txt'],
    ['write', 'a/..b/c..ts'],
  ] as const)('%s %s', async (operation, path) => {
    await check('allow', { operation, path });
  });

  it('a workspace opened through a link is the workspace', async () => {
    const roots = [{ path: '/opened' }];
    await check('allow', { operation: 'write', path: 'src/a.ts' }, undefined, { roots });
    await check('allow', { operation: 'write', path: '/w/src/a.ts' }, undefined, { roots });
    await check('allow', { operation: 'write', path: '/opened/src/new.ts' }, undefined, { roots });
    await check('deny', { operation: 'write', path: '/opened/.git/hooks/pre-commit' }, /git/, { roots });
  });

  it('deleting and renaming a file asks once', async () => {
    await check('ask', { operation: 'delete', path: 'src/a.ts' });
    await check('ask', { operation: 'rename', path: 'src/a.ts', to: 'src/b.ts' });
    await check('ask', { operation: 'delete', path: 'empty' });
  });
});

describe('the boundary', () => {
  it.each([
    '../x',
    '/outside/x',
    '/tmp/new',
    '~/x',
    'src/../../x',
    'C:\\Windows\\win.ini',
    '\\\\srv\\share\\x',
    '%2e%2e/x',
    '....//x',
    '/etc/passwd',
    'link-dir/new.txt',
    'link-dir/a/b.txt',
    'link-chain/x',
    'link-deep/../x',
    'dangling',
  ])('asks every time for %s', async (path) => {
    for (const operation of every.filter(
      (name) => name !== 'cwd' && name !== 'list' && name !== 'delete' && name !== 'rename',
    )) {
      await check('ask_always', { operation, path });
    }
    const list = await gateOf(new MemoryFiles(tree)).decide({ operation: 'list', path });
    expect(list.decision).not.toBe('allow');
    for (const request of [...requestsOf('rename', path), { operation: 'cwd', path } as const]) {
      expect((await gateOf(new MemoryFiles(tree)).decide(request)).decision).toMatch(/ask_always|deny/);
    }
  });

  it('shows where a link leads, and says so', async () => {
    expect(await check('ask_always', { operation: 'write', path: 'link-dir/new.txt' }, /link/)).toMatchObject({
      resolved: '/outside/new.txt',
    });
    // What `..` means is decided behind the link, not in the text.
    expect(await check('ask_always', { operation: 'write', path: 'link-deep/../x' })).toMatchObject({
      resolved: '/outside/deep/x',
    });
    expect(await check('ask_always', { operation: 'write', path: '../x' }, /^outside the workspace$/)).toMatchObject({
      resolved: '/x',
    });
  });

  it('says of a link that stays in the workspace where it leads, when there is something to ask', async () => {
    const files = new MemoryFiles({ '/w/.vscode/settings.json': '{}', '/w/notes.md': '→ .vscode/settings.json' });
    expect(await gateOf(files).decide({ operation: 'write', path: 'notes.md' })).toMatchObject({
      ...{ decision: 'ask_always', resolved: '/w/.vscode/settings.json' },
      reasons: ['settings of a tool (.vscode)', 'a link that leads to /w/.vscode/settings.json'],
    });
  });

  it('denies links in a circle, files used as folders, devices', async () => {
    for (const operation of ['read', 'write', 'list', 'search', 'cwd'] as const) {
      await check('deny', { operation, path: 'link-loop' }, /circle/);
      await check('deny', { operation, path: 'loop-a/x' }, /circle/);
      await check('deny', { operation, path: 'src/a.ts/../b.ts' });
      await check('deny', { operation, path: 'pipe' }, /device/);
      await check('deny', { operation, path: '/dev/zero' });
      await check('deny', { operation, path: '/proc/self/environ' });
    }
  });

  it('keeps programs in the workspace', async () => {
    for (const path of ['/', '..', 'link-dir', '/outside', '~', '.git', 'src/a.ts', 'not-there']) {
      await check('deny', { operation: 'cwd', path });
    }
  });

  it('judges a link that is deleted or renamed by itself', async () => {
    expect(await check('ask', { operation: 'delete', path: 'link-dir' })).toMatchObject({ resolved: '/w/link-dir' });
    await check('ask_always', { operation: 'delete', path: 'link-dir/x' });
  });

  it('asks for files with another name', async () => {
    await check('ask_always', { operation: 'write', path: 'hard.txt' }, /hard link/);
    await check('ask', { operation: 'read', path: 'hard.txt' }, /hard link/);
  });

  it('does nothing in an untrusted folder or without a folder', async () => {
    for (const operation of every) {
      await check('deny', { operation, path: 'src/a.ts', to: 'src/b.ts' }, /not trusted/, { trusted: false });
      await check('deny', { operation, path: 'src/a.ts' }, undefined, { roots: [] });
    }
  });
});

describe('protected files', () => {
  const asked = [
    '.vscode/settings.json',
    '.vscode/tasks.json',
    '.VSCODE/Settings.JSON',
    'x.code-workspace',
    'team/x.code-workspace',
    '.idea/workspace.xml',
    '.devcontainer/devcontainer.json',
    '.mcp.json',
    '.cursor/mcp.json',
    '.claude/settings.json',
    '.roo/rules/x.md',
    '.gemini/settings.json',
    '.codex/config.toml',
    '.kilocode/x',
    '.amazonq/x',
    '.github/workflows/ci.yml',
    '.github/prompts/x.prompt.md',
    'AGENTS.md',
    'sub/agents.md',
    'CLAUDE.md',
    'a.instructions.md',
    '.cursorrules',
    '.tandem/settings.json',
    '.tandemignore',
    '.gitattributes',
    '.husky/pre-commit',
    '.envrc',
    'package.json',
    'web/package.json',
    'package-lock.json',
    'pnpm-lock.yaml',
    'Makefile',
    'Dockerfile',
    'docker-compose.yml',
    '.gitlab-ci.yml',
    'Jenkinsfile',
    'build.rs',
    'setup.py',
    'conftest.py',
    '.env',
    '.env.local',
    'key.pem',
    '.npmrc',
    'ＡＧＥＮＴＳ.md',
    '.vſcode/settings.json',
    'link-settings.md',
  ];
  it.each(asked)('asks every time to change %s, there or not', async (path) => {
    for (const files of [
      new MemoryFiles(tree),
      new MemoryFiles({ ...tree, [`/w/${path}`]: path.startsWith('link') ? '→ .vscode/settings.json' : 'x' }),
    ]) {
      await check('ask_always', { operation: 'write', path }, undefined, {}, files);
      for (const operation of ['delete', 'rename'] as const) {
        for (const request of requestsOf(operation, path)) {
          const { decision } = await gateOf(files).decide(request);
          expect(path.startsWith('link') ? 'ask_always' : decision).toMatch(/ask_always|deny/);
        }
      }
    }
  });

  it.each([
    '.git/config',
    '.git/hooks/pre-commit',
    '.GIT/config',
    '.git',
    'sub/.git/hooks/x',
    '.git\u200B/config',
    '.g\u0131t/config',
    '.g\u0131t/../.git/x',
    'link-git.txt',
    '/home/me/.ssh/authorized_keys',
    '~/.ssh/id_rsa',
    '~/.aws/credentials',
    '~/.bashrc',
    '~/.zshrc',
    '~/.config/fish/config.fish',
    '~/.config/Code/User/settings.json',
    '~/.config/Code/User/globalStorage/x',
    '~/.own/log',
    '/home/me/.own/new',
    '~/.gitconfig',
    'link-out.md',
    '/w',
    '/',
    '.',
    '..',
    '/home',
  ])('denies changing %s', async (path) => {
    for (const operation of changes) {
      const behindLink = path.startsWith('link') && operation !== 'write';
      for (const request of requestsOf(operation, path)) {
        if (!behindLink) {
          await check('deny', request);
        }
      }
    }
  });

  it.each([
    '.env',
    '.env.local',
    '.env.production',
    'server.pem',
    'id_rsa',
    'id_ed25519',
    'id_backup',
    '.npmrc',
    '.pypirc',
    '.netrc',
    '.git-credentials',
    'kubeconfig',
    'main.tfstate',
    'secrets.yml',
    'secrets.prod.json',
    'credentials.json',
    '.ENV',
    '.git/config',
    'certs/x.key',
    '.docker/config.json',
  ])('asks every time to read %s', async (path) => {
    await check('ask_always', { operation: 'read', path });
    await check('ask_always', { operation: 'search', path });
  });

  it.each([
    '~/.ssh/id_rsa',
    '~/.aws/credentials',
    '~/.gnupg/x',
    '~/.config/gh/hosts.yml',
    '~/.mozilla/firefox/p/logins.json',
    '~/.config/google-chrome/Default/Cookies',
    '~/.kube/config',
    '~/.own/log',
    '~/.config/Code/User/globalStorage/state.vscdb',
    'link-out.md',
    '/etc/shadow',
  ])('denies reading %s', async (path) => {
    for (const operation of ['read', 'search', 'write'] as const) {
      await check('deny', { operation, path });
    }
  });

  it.each(['secret/kept.ts', './src/../secret/kept.ts', 'link-kept.ts', '/w/secret/kept.ts', 'secret//kept.ts'])(
    'keeps the ignored file %s from every tool',
    async (path) => {
      for (const operation of ['read', 'list', 'search', 'write'] as const) {
        await check('deny', { operation, path }, /ignore file/);
      }
    },
  );

  it('guards the data of a worktree and of a submodule', async () => {
    const files = new MemoryFiles({
      '/w/.git': 'gitdir: /main/.git/worktrees/w',
      '/main/.git/worktrees/w/HEAD': 'x',
      '/s/.git': 'gitdir: ../data/s',
      '/data/s/config': 'x',
    });
    await check('deny', { operation: 'write', path: '/main/.git/worktrees/w/HEAD' }, /git/, {}, files);
    await check('deny', { operation: 'write', path: '/data/s/config' }, /git/, { roots: [{ path: '/s' }] }, files);
  });

  it('sees what the text itself can do', async () => {
    const write = (content: string, before?: string): GateRequest => ({
      operation: 'write',
      path: 'src/a.ts',
      content,
      before,
    });
    await check('ask_always', write('if (a\u202E) {}'), /invisible/);
    await check('ask_always', write('const\u200B a = 1'), /invisible/);
    await check('ask_always', write('{"$schema": "https://evil.example/?d=1"}'), /https:\/\/evil\.example/);
    await check('ask_always', write('<!DOCTYPE a SYSTEM "http://x/y.dtd">'), /schema/);
    await check('allow', write('{"$schema": "./local.json"}'));
    await check(
      'allow',
      write('{"$schema": "https://json.schemastore.org/a", "b": 1}', '{"$schema": "https://json.schemastore.org/a"}'),
    );
    const known = '{"$schema": "https://json.schemastore.org/a"}\n';
    await check('ask_always', write('{"$schema": "https://evil.example/a"}\n', known), /evil/);
    await check('ask_always', write(`${known}// yaml-language-server: $schema=https://evil.example`, known), /evil/);
    await check('allow', write('\uFEFFconst a = "👩‍💻 你好 é"'));
  });
});

describe('spelling', () => {
  it('compares without case where the volume does', async () => {
    const files = new MemoryFiles(
      { '/Users/me/w/.VSCode/settings.json': '{}', '/Users/me/w/Src/é.ts': 'x', '/Users/me/.ssh/k': 'k' },
      true,
    );
    const options = { platform: mac, roots: [{ path: '/users/ME/W' }] };
    expect(
      await check('allow', { operation: 'write', path: 'src/e\u0301.ts' }, undefined, options, files),
    ).toMatchObject({ resolved: '/Users/me/w/Src/é.ts' });
    await check('allow', { operation: 'read', path: '/USERS/me/w/src/É.ts' }, undefined, options, files);
    await check('ask_always', { operation: 'write', path: '.vscode/SETTINGS.json' }, undefined, options, files);
    await check('deny', { operation: 'write', path: '.GiT/config' }, undefined, options, files);
    await check('deny', { operation: 'read', path: '~/.SSH/K' }, undefined, options, files);
    // Looking alike is not being the same: another folder stays outside.
    await check('ask_always', { operation: 'write', path: '/Users/me/ｗ/a.ts' }, /outside/, options, files);
    await check('ask_always', { operation: 'write', path: '/users/me/W2/a.ts' }, /outside/, options, files);
  });

  it.each([
    'a\0b',
    'a\nb',
    'a\rb',
    'a\ud800b',
    'x\u202Egnp.exe',
    '.vs\u200Bcode/x',
    'a\u2066b',
    'a\u200Db',
    '\uFEFFa',
    '．．／x',
    'a／b',
    'file:///etc/passwd',
    'vscode-remote://x/y',
    'git:/w/a',
    'http://x',
    'data:text/plain,x',
    '',
  ])('denies %j for every operation', async (path) => {
    for (const operation of every) {
      for (const request of requestsOf(operation, path)) {
        await check('deny', request);
      }
    }
  });

  it.each(['CON', 'nul.txt', 'com1', 'LPT9.log', 'name.', 'name ', 'a.txt::$DATA'])(
    'makes no new file %j on any system',
    async (name) => {
      await check('deny', { operation: 'write', path: `src/${name}` });
      await check('deny', { operation: 'rename', path: 'src/a.ts', to: `src/${name}` });
    },
  );

  it.each([
    'file.txt::$DATA',
    'a:b',
    'SETTIN~1.JSO',
    'GIT~1/config',
    'src/name.',
    'src /a.ts',
    'CON',
    'aux.h',
    'con.tar.gz',
    'COM¹',
    '\\\\?\\C:\\w\\a.ts',
    '\\\\.\\C:\\w\\a.ts',
    '//?/C:/w/a',
    'C:a.ts',
    'a*b',
    'a|b',
    '.git./config',
    '.git \\config',
    '.git::$INDEX_ALLOCATION/config',
  ])('on Windows denies %j', async (path) => {
    const files = new MemoryFiles({ 'C:/w/src/a.ts': 'x', 'C:/w/.git/config': 'x' }, true);
    for (const operation of every) {
      for (const request of requestsOf(operation, path)) {
        await check('deny', request, undefined, { platform: windows, roots: [{ path: 'C:\\w' }] }, files);
      }
    }
  });

  it('folds case itself where the volume does not tell its spelling', async () => {
    class SilentFiles extends MemoryFiles {
      override async realPath(): Promise<undefined> {
        return undefined;
      }
    }
    const files = new SilentFiles({ '/Users/me/w/a.ts': 'x' }, true);
    await check(
      'allow',
      { operation: 'write', path: '/USERS/ME/W/A.TS' },
      undefined,
      { platform: mac, roots: [{ path: '/Users/me/w' }] },
      files,
    );
    const strict: PathPlatform = { ...mac, ignoresCase: false };
    await check(
      'ask_always',
      { operation: 'write', path: '/USERS/ME/W/A.TS' },
      /outside/,
      { platform: strict, roots: [{ path: '/Users/me/w' }] },
      files,
    );
  });

  it('takes a folder for the system’s own only where it is', async () => {
    const files = new MemoryFiles({ 'C:/dev/w/a.ts': 'x', '/dev/w/a.ts': 'x' });
    await check(
      'allow',
      { operation: 'write', path: 'a.ts' },
      undefined,
      { platform: windows, roots: [{ path: 'C:\\dev\\w' }] },
      files,
    );
    await check('deny', { operation: 'write', path: '/dev/w/a.ts' }, /device/, {}, files);
    await check('ask_always', { operation: 'write', path: 'repo.git/hooks/update' }, /bare git/);
  });

  it('on Windows reads its paths', async () => {
    const files = new MemoryFiles(
      { 'C:/w/src/a.ts': 'x', 'C:/Users/me/.ssh/k': 'k', 'C:/w/j': '→ D:/other', 'D:/other/x': 'x' },
      true,
    );
    const options = { platform: windows, roots: [{ path: 'c:\\W' }] };
    expect(await check('allow', { operation: 'write', path: 'SRC\\A.TS' }, undefined, options, files)).toMatchObject({
      resolved: 'C:\\w\\src\\a.ts',
    });
    await check('allow', { operation: 'read', path: 'C:/w/src/a.ts' }, undefined, options, files);
    await check('ask_always', { operation: 'write', path: '..\\x' }, /outside/, options, files);
    await check('ask_always', { operation: 'write', path: 'j\\new' }, /link/, options, files);
    await check('ask_always', { operation: 'read', path: '\\\\srv\\share\\x' }, /outside/, options, files);
    await check('ask_always', { operation: 'read', path: '\\w\\src\\a.ts' }, /outside/, options, files);
    await check('deny', { operation: 'read', path: '~\\.ssh\\k' }, undefined, options, files);
    await check('ask_always', { operation: 'write', path: '.vscode\\settings.json' }, undefined, options, files);
  });
});

describe('several folders', () => {
  const files = new MemoryFiles({
    '/p/front/src/a.ts': 'x',
    '/p/front/src/only.ts': 'x',
    '/p/back/src/a.ts': 'x',
    '/q/front/x': 'x',
  });
  const options = { roots: [{ path: '/p/front' }, { path: '/p/back' }, { path: '/q/front', name: 'other' }] };
  it.each([
    ['src/only.ts', 'allow', '/p/front/src/only.ts'],
    ['back/src/a.ts', 'allow', '/p/back/src/a.ts'],
    ['back/src/new.ts', 'allow', '/p/back/src/new.ts'],
    ['other/new.ts', 'allow', '/q/front/new.ts'],
    ['src/a.ts', 'ask_always', '/p/front/src/a.ts'],
    ['src/new.ts', 'ask_always', '/p/front/src/new.ts'],
    ['../x', 'ask_always', '/p/x'],
  ] as const)('%s: %s', async (path, decision, resolved) => {
    expect(await check(decision, { operation: 'write', path }, undefined, options, files)).toMatchObject({ resolved });
  });

  it('asks for a move from one to another, or out of all', async () => {
    await check(
      'ask_always',
      { operation: 'rename', path: 'back/src/a.ts', to: 'other/a.ts' },
      /between folders/,
      options,
      files,
    );
    await check(
      'ask_always',
      { operation: 'rename', path: 'back/src/a.ts', to: '/tmp/a.ts' },
      /outside/,
      options,
      files,
    );
  });
});

describe('deleting and moving', () => {
  it('looks twice at what would be lost', async () => {
    await check('ask_always', { operation: 'delete', path: 'src' }, /files in it/);
    await check('ask_always', { operation: 'delete', path: 'with space/a.ts' }, /not saved/);
    await check('ask_always', { operation: 'rename', path: 'src/a.ts', to: 'src/[id].tsx' }, /overwrites/);
    await check('deny', { operation: 'delete', path: 'src/not-there.ts' }, /nothing is there/);
    await check('deny', { operation: 'rename', path: 'src/a.ts' }, /no new path/);
    await check('deny', { operation: 'rename', path: 'src/a.ts', to: '.git/hooks/post-checkout' });
  });
});

describe('approved operations', () => {
  const bytes = new TextEncoder().encode('new');
  async function approved(files: MemoryFiles, request: GateRequest, consented = true) {
    const gate = gateOf(files);
    const answer = await gate.decide(request);
    return { gate, answer, record: await gate.approve(answer, consented, bytes) };
  }

  it('are frozen, and hold as long as nothing moves', async () => {
    const { gate, record } = await approved(new MemoryFiles(tree), { operation: 'write', path: 'src/a.ts' });
    expect(record).toMatchObject({
      operation: 'write',
      realPath: '/w/src/a.ts',
      sha256Before: expect.stringMatching(/^[0-9a-f]{64}$/),
      bytes,
    });
    expect(Object.isFrozen(record)).toBe(true);
    expect(record && (await gate.recheck(record))).toBeUndefined();
  });

  it('need consent where it is asked for, and cannot be had for what is denied or made up', async () => {
    expect(
      (await approved(new MemoryFiles(tree), { operation: 'write', path: 'package.json' }, false)).record,
    ).toBeUndefined();
    expect((await approved(new MemoryFiles(tree), { operation: 'write', path: 'package.json' })).record).toBeDefined();
    expect((await approved(new MemoryFiles(tree), { operation: 'write', path: '.git/config' })).record).toBeUndefined();
    const { gate, answer, record } = await approved(new MemoryFiles(tree), { operation: 'write', path: 'src/a.ts' });
    expect(await gate.approve({ ...answer, resolved: '/w/.git/config' }, true, bytes)).toBeUndefined();
    expect(record && (await gate.recheck({ ...record }))?.reason).toMatch(/never approved/);
    expect(record && (await gateOf(new MemoryFiles(tree)).recheck(record))?.reason).toMatch(/never approved/);
  });

  it('end when the file, the bytes or the way there changes', async () => {
    const check = async (
      change: (files: MemoryFiles, held: Uint8Array | undefined) => void,
      reason: RegExp,
      path = 'src/a.ts',
    ) => {
      const files = new MemoryFiles(tree);
      const { gate, record } = await approved(files, { operation: 'write', path });
      change(files, record?.bytes);
      expect(record && (await gate.recheck(record))?.reason).toMatch(reason);
    };
    await check((files) => files.set('/w/src/a.ts', 'b'), /file has changed/);
    await check((files) => files.set('/w/src/new.ts', 'b'), /file has changed/, 'src/new.ts');
    await check((_, held) => held?.fill(0), /bytes/);
    await check((files) => files.set('/w/src/new.ts', '=2 b'), /asked again/, 'src/new.ts');
    await check((files) => files.set('/w/src/a.ts', '→ ../package.json'), /elsewhere/);
    await check((files) => files.set('/w/src', '→ /outside'), /elsewhere/, 'src/new.ts');
    await check((files) => files.set('/w/src/a.ts', '→ ../.git/config'), /git/);
  });

  it('are for the file that the person saw', async () => {
    const gate = gateOf(new MemoryFiles(tree));
    const answer = await gate.decide({ operation: 'write', path: 'src/a.ts' });
    const record = await gate.approve(answer, true, bytes, { sha256: '0'.repeat(64) });
    expect(record && (await gate.recheck(record))?.reason).toMatch(/file has changed/);
    const fresh = await gate.approve(answer, true, bytes, { sha256: undefined });
    expect(fresh && (await gate.recheck(fresh))?.reason).toMatch(/file has changed/);
  });

  it('hold their own copy of the bytes', async () => {
    const mine = new TextEncoder().encode('new');
    const gate = gateOf(new MemoryFiles(tree));
    const record = await gate.approve(await gate.decide({ operation: 'write', path: 'src/a.ts' }), true, mine);
    mine.fill(0);
    expect(record?.bytes).toEqual(new TextEncoder().encode('new'));
    expect(record && (await gate.recheck(record))).toBeUndefined();
  });
});
