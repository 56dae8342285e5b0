/**
 * `debug path` on a real disk: paths that models have sent or could send, with links, hard links, pipes, two folders and a home, and what the
 * gate says of them. Only looked at: nothing is written.
 */
import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { debugPath } from '../../../src/node/commands/debugPath';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-paths-')));
const w = join(folder, 'w');
const w2 = join(folder, 'w2');
const out = join(folder, 'out');

beforeAll(() => {
  for (const [path, text] of Object.entries({
    ...{ 'w/src/a.ts': 'x', 'w/README.md': 'x', 'w/package.json': '{}', 'w/.env': 'x', 'w/.env.example': 'x' },
    ...{ 'w/.git/config': 'x', 'w/.git/hooks/x': 'x', 'w/sub/.git/x': 'x', 'w/.vscode/settings.json': '{}' },
    ...{ 'w/node_modules/x/index.js': 'x', 'w/dist/b.js': 'x', 'w/.gitignore': 'dist/\n', 'w/é.txt': 'x' },
    ...{ 'w/.tandemignore': 'secret.txt\nprivate/\n*.hush\n!keep.hush\n', 'w/secret.txt': 'x', 'w/private/p': 'x' },
    ...{ 'w/a.hush': 'x', 'w/keep.hush': 'x', 'w/id_rsa': 'x', 'w/full/x': 'x', 'out/x': 'x', 'out/sub/y': 'x' },
    ...{ 'w2/src/a.ts': 'x', 'w2/src/only2.ts': 'x' },
  })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  mkdirSync(join(w, 'empty'));
  for (const [name, target] of Object.entries({
    ...{ linkdir: out, linkfile: join(out, 'x'), inside: 'src', loop1: 'loop2', loop2: 'loop1', up: '..', g: '.git' },
    ...{ dangling: join(out, 'new.txt'), 'harmless.txt': 'secret.txt', chain: join(w, 'linkdir') },
    ...{ 'notes.md': '.vscode/settings.json', '../opened': w },
  })) {
    symlinkSync(target, join(w, name));
  }
  linkSync(join(out, 'x'), join(w, 'hard.txt'));
  execFileSync('mkfifo', [join(w, 'pipe')]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const changes = ['write_file', 'edit_file', 'apply_patch', 'create_file', 'delete_file'];

async function check(tool: string, path: string, decision: string, more: object = {}) {
  const answer = await debugPath({ workspaceRoots: [w], tool, path, ...more });
  expect({ tool, path, more, answer }).toMatchObject({ answer: { decision } });
  return answer;
}

async function checkAll(tools: readonly string[], paths: readonly string[], decision: string): Promise<void> {
  for (const tool of tools) {
    for (const path of paths) {
      await check(tool, path, decision);
    }
  }
}

/** Not allowed, whichever of the two strict answers it is. */
async function checkStopped(tools: readonly string[], paths: readonly string[]): Promise<void> {
  for (const tool of tools) {
    for (const path of paths) {
      const answer = await debugPath({ workspaceRoots: [w], tool, path });
      expect({ tool, path, answer }).toMatchObject({
        answer: { decision: expect.stringMatching(/^(?:ask_always|deny)$/) },
      });
    }
  }
}

describe('paths in the folder', () => {
  it('are allowed, however they are spelled', async () => {
    const spelled = [
      'src/a.ts',
      './src/a.ts',
      'src//a.ts',
      'src/./a.ts',
      'src/../src/a.ts',
      `${w}/src/a.ts`,
      'inside/a.ts',
    ];
    const fresh = [
      'a b/new file.ts',
      '[id].tsx',
      '$price.txt',
      '~file',
      'a~b.txt',
      'new/deep/er/x.ts',
      '😀.txt',
      '文件.ts',
    ];
    await checkAll(['edit_file'], [...spelled, ...fresh, '-rf', '--help', `${'n'.repeat(200)}.ts`, 'é.txt'], 'allow');
    await checkAll(
      ['read_file'],
      [...spelled, 'dist/b.js', 'node_modules/x/index.js', '.env.example', 'package.json'],
      'allow',
    );
    await checkAll(['list_files', 'search_files', 'grep', 'run_command'], ['.', 'src', 'inside'], 'allow');
  });

  it('are allowed where the folder was opened through a link', async () => {
    const roots = { workspaceRoots: [join(folder, 'opened')] };
    await check('edit_file', 'src/a.ts', 'allow', roots);
    await check('edit_file', join(w, 'src/a.ts'), 'allow', roots);
    await check('edit_file', join(folder, 'opened/src/a.ts'), 'allow');
  });
});

describe('paths that lead out', () => {
  it('are asked about each time or refused', async () => {
    await checkStopped(
      [...changes, 'read_file', 'list_files', 'search_files', 'run_command'],
      [
        ...['../x', '../out/x', '/tmp/x', '/etc/hosts', '../../../../etc/passwd', 'linkdir/x', 'linkdir/new.txt'],
        ...['linkdir/a/b/c.txt', 'chain/x', 'src/../../out/x', 'inside/../../out/x', 'up/x', 'linkdir/../x', '/', '..'],
        ...['C:\\Windows\\win.ini', '\\\\srv\\share\\x', 'c:/x', '%2e%2e/x', '..%2fx', '....//x', '~/x', '..\\x'],
      ],
    );
    await checkStopped(['edit_file', 'read_file'], ['linkfile', 'dangling', 'src\\a.ts']);
  });

  it('are told with the place that they lead to', async () => {
    for (const [path, resolved] of [
      ['linkdir/new.txt', join(out, 'new.txt')],
      ['linkdir/a/b.txt', join(out, 'a/b.txt')],
      ['dangling', join(out, 'new.txt')],
      ['linkdir/../x', join(folder, 'x')],
    ] as const) {
      expect(await check('edit_file', path, 'ask_always')).toMatchObject({ resolved });
    }
    expect(await check('read_file', 'linkdir/x', 'ask_always')).toMatchObject({
      reasons: expect.arrayContaining(['outside the workspace (through a link)']),
    });
  });

  it('or only to another name are told with that place when there is something to ask', async () => {
    const real = join(w, '.vscode/settings.json');
    expect(await check('edit_file', 'notes.md', 'ask_always')).toMatchObject({
      resolved: real,
      reasons: ['settings of a tool (.vscode)', `a link that leads to ${real}`],
    });
    const opened = { workspaceRoots: [join(folder, 'opened')] };
    expect(await check('edit_file', '.vscode/settings.json', 'ask_always', opened)).toMatchObject({
      reasons: ['settings of a tool (.vscode)'],
    });
    expect(await check('edit_file', 'inside/a.ts', 'allow')).toMatchObject({ reasons: [] });
  });

  it('start no program there', async () => {
    await checkAll(['run_command'], ['..', '/', 'linkdir', 'missing', 'src/a.ts', '.git', '~'], 'deny');
  });

  it('in the person’s own folder are refused where keys lie or shells begin', async () => {
    await checkAll(
      ['read_file', 'edit_file', 'list_files'],
      ['~/.ssh/id_rsa', `${homedir()}/.ssh/id_rsa`, '~/.aws/credentials', '~/.gnupg/x', '~/.config/gh/hosts.yml'],
      'deny',
    );
    await checkAll(
      changes,
      ['~/.bashrc', '~/.zshrc', '~/.profile', '~/.gitconfig', '~/.config/fish/config.fish', '~', '~/'],
      'deny',
    );
  });
});

describe('protected files', () => {
  it('of git are changed by nobody', async () => {
    const spelled = [
      '.git/config',
      './.git/config',
      'src/../.git/config',
      '.GIT/config',
      '.Git/hooks/new',
      'g/config',
      'sub/.git/x',
    ];
    await checkAll(
      changes,
      [...spelled, '.git', '.git./config', '.git /config', '．git/config', '.ｇｉｔ/config'],
      'deny',
    );
    await check('read_file', '.git/config', 'ask_always');
  });

  it('that steer tools or run code are asked about each time, whether they are there or not', async () => {
    const steering = [
      '.vscode/settings.json',
      '.vscode/tasks.json',
      '.VSCODE/Settings.JSON',
      'notes.md',
      'x.code-workspace',
    ];
    const assistants = ['.mcp.json', '.cursor/rules', 'AGENTS.md', 'agents.md', 'sub/CLAUDE.md', '.tandem/rules/x.md'];
    const running = [
      'package.json',
      'package-lock.json',
      'Makefile',
      'Dockerfile',
      'setup.py',
      'conftest.py',
      'build.rs',
    ];
    const folders = [
      '.husky/pre-commit',
      '.github/workflows/ci.yml',
      '.idea/x',
      'node_modules/x/index.js',
      'src/node_modules/y.js',
    ];
    const own = [
      '.tandemignore',
      '.gitignore',
      '.gitattributes',
      '.gitmodules',
      '.editorconfig',
      '.env',
      '.env.local',
      '.npmrc',
    ];
    await checkAll(
      ['edit_file', 'create_file'],
      [...steering, ...assistants, ...running, ...folders, ...own],
      'ask_always',
    );
    // Whatever a tool is called: one that nobody knows changes things.
    for (const tool of [
      'write_to_file',
      'insert_edit',
      'replace_string',
      'apply_diff',
      'find_and_replace',
      'mystery',
    ]) {
      await check(tool, '.vscode/settings.json', 'ask_always');
    }
  });

  it('that may hold secrets are asked about each time', async () => {
    const secrets = [
      '.env',
      '.env.local',
      'a.pem',
      'id_rsa',
      '.npmrc',
      'server.key',
      'secrets.yml',
      'sub/.env',
      '.ENV',
      'x.tfstate',
    ];
    await checkAll(['read_file', 'edit_file'], secrets, 'ask_always');
  });

  it('that .tandemignore names are refused by every way to them', async () => {
    const ways = [
      'secret.txt',
      './secret.txt',
      'src/../secret.txt',
      'harmless.txt',
      'private/p',
      'private/new',
      'a.hush',
    ];
    await checkAll(['read_file', 'edit_file'], [...ways, 'inside/../secret.txt', `${w}/secret.txt`], 'deny');
    await checkAll(['list_files', 'search_files', 'delete_file'], ['private', 'private/', './private'], 'deny');
    await check('read_file', 'keep.hush', 'allow');
  });
});

describe('names', () => {
  it('with hidden, turning or misleading letters are refused', async () => {
    const controls = ['a\0b', 'a\nb', 'a\rb', 'a\u0085b', 'a\u007fb', 'a\u2028b', '\ud800'];
    const hidden = ['a\u202Egnp.exe', 'a\u200Bb', 'a\u2066b', '\uFEFFa', 'src/\u00ada.ts', '.g\u200bit/config'];
    const alike = ['．．／x', '..∕x', 'a⁄b', 'a⧸b', 'a＼b'];
    const addresses = [
      'file:///etc/passwd',
      'FILE:x',
      'vscode-remote://x/y',
      'git:/x',
      'http://x/y',
      'untitled:x',
      'data:text/plain,x',
    ];
    await checkAll(['read_file', 'edit_file', 'list_files', 'run_command'], ['', 'x'.repeat(9000)], 'deny');
    await checkAll(['read_file', 'edit_file'], [...controls, ...hidden, ...alike, ...addresses], 'deny');
  });

  it('that Windows has for devices or reads otherwise are not made', async () => {
    const devices = ['CON', 'con.txt', 'aux', 'NUL.tar.gz', 'COM1', 'LPT9.txt', 'CON/x.ts'];
    await checkAll(
      ['edit_file'],
      [...devices, 'name.', 'name ', 'dir /x', 'dir./x', 'file.txt::$DATA', 'a:$DATA'],
      'deny',
    );
  });
});

describe('what stands there', () => {
  it('decides', async () => {
    await checkAll(
      ['read_file', 'edit_file'],
      ['src', 'pipe', '/dev/zero', '/proc/self/environ', 'loop1', 'loop1/x', 'src/a.ts/x'],
      'deny',
    );
    await check('read_file', 'hard.txt', 'ask');
    await check('edit_file', 'hard.txt', 'ask_always');
    await check('read_file', 'missing.ts', 'allow');
    await check('list_files', 'src/a.ts', 'deny');
  });

  it('is deleted and moved with care', async () => {
    await checkAll(['delete_file'], ['src/a.ts', 'empty', 'linkdir'], 'ask');
    await checkAll(['delete_file'], ['full'], 'ask_always');
    await checkAll(['delete_file'], ['missing', '.', '..', '/', w, homedir(), '.git', 'secret.txt'], 'deny');
    for (const [path, to, decision] of [
      ['src/a.ts', undefined, 'deny'],
      ['src/a.ts', 'src/b.ts', 'ask'],
      ['src/a.ts', 'README.md', 'ask_always'],
      ['src/a.ts', '.git/x', 'deny'],
      ['src/a.ts', '../x', 'ask_always'],
      ['src/a.ts', 'linkdir/x2', 'ask_always'],
      ['src/a.ts', '.vscode/x.json', 'ask_always'],
      ['src/a.ts', 'CON', 'deny'],
      ['src/a.ts', 'a\u202Eb', 'deny'],
      ['src/a.ts', 'private/x', 'deny'],
      ['../out/x', 'src/b.ts', 'ask_always'],
      ['.env', 'env.txt', 'ask_always'],
      ['secret.txt', 'open.txt', 'deny'],
      ['src', 'src2', 'ask_always'],
    ] as const) {
      await check('rename_file', path, decision, { to });
    }
  });
});

describe('several folders', () => {
  const roots = { workspaceRoots: [w, w2] };

  it('are told apart by their names or by what is in them', async () => {
    expect(await check('read_file', 'src/a.ts', 'ask_always', roots)).toMatchObject({
      reasons: ['several folders of the workspace could be meant'],
    });
    expect(await check('read_file', 'w2/src/a.ts', 'allow', roots)).toMatchObject({ resolved: join(w2, 'src/a.ts') });
    expect(await check('read_file', 'src/only2.ts', 'allow', roots)).toMatchObject({
      resolved: join(w2, 'src/only2.ts'),
    });
    await check('edit_file', 'src/new.ts', 'ask_always', roots);
    await check('edit_file', 'w/src/new.ts', 'allow', roots);
  });

  it('or none at all', async () => {
    await check('edit_file', 'x', 'deny', { workspaceRoots: [] });
    await check('edit_file', '/tmp/x', 'ask_always', { workspaceRoots: [] });
  });
});
