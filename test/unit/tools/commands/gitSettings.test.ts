/** Repositories whose own configuration makes git run programs, made by git itself. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realFiles, realPlatform } from '../../../../src/node/realFiles';
import { gitChanges } from '../../../../src/node/tools/gitChanges';
import type { CommandJudgement } from '../../../../src/tools/commands/CommandJudgement';
import { defaultPolicy } from '../../../../src/tools/commands/CommandPolicy';
import { gitPrograms } from '../../../../src/tools/commands/gitPrograms';
import { readGitSettings } from '../../../../src/tools/commands/gitSettings';
import { judgeCommand } from '../../../../src/tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../../../../src/tools/commands/PathJudge';
import { PathGate } from '../../../../src/tools/gate/PathGate';
import { createSyntax } from '../../../support/syntax';

let folder = '';
const git = (...words: readonly string[]): string =>
  execFileSync('git', words, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
  });
const config = (text: string): void => writeFileSync(join(folder, '.git/config'), text, { flag: 'a' });

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-git-')));
  git('init', '-q');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const syntax = createSyntax();
const programNames = async (path: string): Promise<readonly string[]> =>
  (await gitPrograms(realFiles, path))?.settings.map(({ name }) => name) ?? [];

async function judge(command: string): Promise<CommandJudgement> {
  const gate = new PathGate(realFiles, {
    ...{ platform: { ...realPlatform(), home: folder }, roots: [{ path: folder }], ownFolders: [] },
    ...{ isIgnored: () => false, isDirty: () => false, trusted: true },
  });
  return judgeCommand(command, {
    tree: (text, most) => syntax.treeOf('shellscript', text, most, new AbortController().signal),
    policy: { ...defaultPolicy, allow: ['git commit *'] },
    judgePath: pathJudge(gate, folder),
    gitPrograms: gitJudge(realFiles, folder, folder),
  });
}
const decisionOn = async (command: string): Promise<string> => (await judge(command)).decision;

describe('a command of git', () => {
  it.each(['git status', 'git diff', 'git log -3', 'git commit -m x'])(
    '%s needs no more than before in a plain repository',
    async (command) => {
      config(
        '[core]\n\tfsmonitor = true\n\tpager = false\n[remote "origin"]\n\turl = https://example.com/a.git\n[user]\n\tname = A\n',
      );
      expect(await decisionOn(command)).toBe('allow');
    },
  );

  it.each([
    ['core.fsmonitor', './run'],
    ['core.pager', './run'],
    ['pager.log', './run'],
    ['diff.external', './run'],
    ['diff.png.textconv', './run'],
    ['diff.png.command', './run'],
    ['filter.x.y.clean', './run'],
    ['filter.X.smudge', './run'],
    ['filter.x.process', './run'],
    ['core.sshCommand', './run'],
    ['credential.helper', '!./run'],
    ['credential.https://example.com.helper', './run'],
    ['gpg.program', './run'],
    ['gpg.ssh.defaultKeyCommand', './run'],
    ['diff.submodule', 'diff'],
    ['status.submoduleSummary', 'true'],
    ['include.path', '../more'],
    ['includeIf.gitdir:/.path', '../more'],
    ['remote.origin.uploadpack', './run'],
    ['remote.origin.url', 'ext::sh -c run'],
  ])('is asked about every time for %s', async (name, value) => {
    git('config', name, value);
    expect(await decisionOn('git status')).toBe('ask_always');
    expect(await decisionOn('git commit -m x')).toBe('ask_always');
    expect(await decisionOn('git --version')).toBe('allow');
  });

  it.each([
    ['core.hooksPath', 'hooks'],
    ['core.editor', './run'],
    ['sequence.editor', './run'],
    ['alias.up', '!./run'],
    ['merge.x.driver', './run'],
  ])('that only looks runs nothing for %s; another is asked about', async (name, value) => {
    git('config', name, value);
    expect(await decisionOn('git status')).toBe('allow');
    expect(await decisionOn('git commit -m x')).toBe('ask_always');
  });

  it('is asked about every time for a hook in a folder that the person’s own settings name within each repository', async () => {
    mkdirSync(join(folder, '.githooks'));
    writeFileSync(join(folder, '.githooks/post-index-change'), '#!/bin/sh\nid\n', { mode: 0o755 });
    expect(await decisionOn('git status')).toBe('allow');
    writeFileSync(join(folder, '.gitconfig'), '[core]\n\thooksPath = .githooks\n');
    expect(await decisionOn('git status')).toBe('ask_always');
    expect((await judge('git commit -m x')).runs).toEqual([join(folder, '.githooks/post-index-change')]);
  });

  it('is judged by the repository that it starts in, or is sent to', async () => {
    mkdirSync(join(folder, 'in/ner'), { recursive: true });
    execFileSync('git', ['init', '-q', 'in/ner'], { cwd: folder });
    writeFileSync(join(folder, 'in/ner/.git/config'), '[diff]\nexternal = ./run\n', { flag: 'a' });
    expect(await decisionOn('git status')).toBe('allow');
    expect(await decisionOn('cd in/ner && git status')).toBe('ask_always');
    expect(await decisionOn('git -C in/ner status')).toBe('ask_always');
  });
});

describe('a repository whose data lie elsewhere', () => {
  let other: string;
  beforeEach(() => {
    other = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-git-other-')));
    git('init', '-q', other);
    git('-C', other, '-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-q', '--allow-empty', '-m', 'x');
  });
  afterEach(() => rmSync(other, { recursive: true, force: true }));

  it.each([
    ['a file that names them', () => writeFileSync(join(folder, '.git'), `gitdir: ${other}/.git\n`)],
    ['a link', () => symlinkSync(join(other, '.git'), join(folder, '.git'))],
    [
      'a common folder',
      () => {
        git('init', '-q');
        writeFileSync(join(folder, '.git/commondir'), `${other}/.git\n`);
      },
    ],
    [
      'a common folder behind a file',
      () => {
        git('init', '-q', '--separate-git-dir', join(folder, 'data'));
        writeFileSync(join(folder, 'data/commondir'), `${other}/.git\n`);
      },
    ],
    [
      'the working tree of somebody else',
      () => {
        git('-C', other, 'worktree', 'add', '-q', join(other, 'tree'));
        writeFileSync(join(folder, '.git'), `gitdir: ${other}/.git/worktrees/tree\n`);
      },
    ],
  ])('is asked about every time: %s', async (_way, make) => {
    rmSync(join(folder, '.git'), { recursive: true });
    make();
    for (const command of ['git log', 'git show', 'git status', 'git diff']) {
      expect([command, await decisionOn(command)]).toEqual([command, 'ask_always']);
    }
    expect(await gitChanges(folder, new AbortController().signal)).toMatchObject({
      problem: expect.stringContaining('from another one'),
    });
  });

  it('is looked at as ever where they say that they are its own', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    git('-C', other, 'worktree', 'add', '-q', join(folder, 'tree'));
    expect(await decisionOn('git -C tree log')).toBe('allow');
    git('init', '-q', '--separate-git-dir', join(folder, 'data'), 'apart');
    expect(await decisionOn('git -C apart log')).toBe('allow');
    git('init', '-q', 'super');
    git('-C', 'super', '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other, 'sub');
    expect(await decisionOn('git -C super/sub log')).toBe('allow');
  });
});

describe('a folder that git is sent to', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'vendor/evil/sub'), { recursive: true });
    mkdirSync(join(folder, 'src'));
    git('init', '-q', 'vendor/evil');
    writeFileSync(join(folder, 'vendor/evil/.git/config'), '[diff]\nexternal = ./run\n', { flag: 'a' });
    symlinkSync('vendor/evil/sub', join(folder, 'link'));
  });

  it.each([
    'git -C vendor/evil diff',
    'git -C ~/vendor/evil diff',
    'cd ~/vendor/evil && git diff',
    'git -C link diff',
    'cd link && git diff',
    'cd link && git -C .. diff',
    'git -C link/.. diff',
    'cd ~ && git -C link diff',
    // A quoted `~` is a folder of that name.
    "git -C '~/src' diff",
    "cd '~' && git diff",
    "cd src && git -C '~x' diff",
    'git -C missing diff',
  ])('is the one whose settings count: %s', async (command) => {
    expect(await decisionOn(command)).toBe('ask_always');
  });

  it.each(['git -C src diff', 'cd src && git log', 'git -C ~ diff', 'cd ~/src && git diff', 'git -C ~/src/ status'])(
    'is looked at unasked where its settings run nothing: %s',
    async (command) => {
      expect(await decisionOn(command)).toBe('allow');
    },
  );
});

const save = (inside: string): void => {
  const where = ['-C', inside, '-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'advice.addEmbeddedRepo=false'];
  git(...where, 'add', '.');
  git(...where, 'commit', '-q', '--allow-empty', '-m', 'x');
};
const inner = (path: string, text = ''): void => {
  git('init', '-q', path);
  writeFileSync(join(folder, path, 'f'), 'f');
  save(path);
  writeFileSync(join(folder, path, '.git/config'), text, { flag: 'a' });
};

describe('a repository that is an entry of another one', () => {
  it('has its settings count there, however the index is written', async () => {
    inner('vendor/plain', '[alias]\n\tup = !./run\n');
    inner('vendor/plain2');
    save('.');
    for (const command of ['git status --short', 'git diff --stat']) {
      expect(await decisionOn(command)).toBe('allow');
    }
    inner('vendor/plain3', '[filter "x"]\n\tclean = ./run\n');
    expect(await decisionOn('git status')).toBe('allow');
    save('.');
    for (const version of ['2', '4']) {
      git('update-index', '--index-version', version);
      for (const command of ['git status --short', 'git diff --stat', 'cd vendor && git diff']) {
        expect(await decisionOn(command)).toBe('ask_always');
      }
    }
  });

  it('counts when it is inside of a further one, or has its data elsewhere', async () => {
    inner('a');
    inner('a/b', '[core]\n\tfsmonitor = ./run\n');
    save('a');
    save('.');
    expect(await decisionOn('git status')).toBe('ask_always');
    rmSync(join(folder, 'a/b'), { recursive: true });
    expect(await decisionOn('git status')).toBe('allow');
    mkdirSync(join(folder, 'a/b'));
    git('init', '-q', '--separate-git-dir', 'data', 'a/b');
    expect(await decisionOn('git status')).toBe('allow');
    writeFileSync(join(folder, 'data/config'), '[core]\n\tfsmonitor = ./run\n', { flag: 'a' });
    expect(await decisionOn('git status')).toBe('ask_always');
  });

  it('may be in an index of which not everything can be told', async () => {
    writeFileSync(join(folder, 'f'), 'f');
    save('.');
    git('update-index', '--split-index');
    expect(await decisionOn('git status')).toBe('ask_always');
    git('update-index', '--no-split-index');
    expect(await decisionOn('git status')).toBe('allow');
    writeFileSync(join(folder, '.git/index'), 'DIRC');
    expect(await decisionOn('git status')).toBe('ask_always');
  });

  it('is found where objects have longer names', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    git('init', '-q', '--object-format=sha256');
    writeFileSync(join(folder, 'f'), 'f');
    save('.');
    expect(await decisionOn('git status')).toBe('allow');
    git('init', '-q', '--object-format=sha256', 'a');
    save('a');
    writeFileSync(join(folder, 'a/.git/config'), '[diff]\n\texternal = ./run\n', { flag: 'a' });
    save('.');
    expect(await decisionOn('git status')).toBe('ask_always');
  });
});

describe('a hook that git calls for a mere look', () => {
  const looks = ['git diff', 'git describe --dirty', 'git status'];

  it('is asked about every time, where it is and where the settings say that hooks are', async () => {
    mkdirSync(join(folder, '.husky'));
    git('config', 'core.hooksPath', '.husky');
    writeFileSync(join(folder, '.husky/pre-commit'), '');
    writeFileSync(join(folder, '.git/hooks/post-index-change.sample'), '');
    for (const command of looks) {
      expect(await decisionOn(command)).toBe('allow');
    }
    const hook = join(folder, '.husky/post-index-change');
    writeFileSync(hook, '');
    for (const command of looks) {
      expect(await judge(command)).toMatchObject({ decision: 'ask_always', runs: [hook] });
    }
    rmSync(hook);
    for (let index = 0; index < 300; index++) {
      writeFileSync(join(folder, `.git/hooks/${index}`), '');
    }
    expect(await decisionOn('git diff')).toBe('allow');
    symlinkSync('0', join(folder, '.git/hooks/post-index-change'));
    expect(await decisionOn('git diff')).toBe('ask_always');
  });

  it.each(['~/hooks', '%(prefix)/hooks'])('may be in a folder that is not told plainly: %s', async (value) => {
    git('config', 'core.hooksPath', value);
    expect(await decisionOn('git diff')).toBe('ask_always');
  });
});

describe('a repository whose files are in another folder', () => {
  it('is asked about every time, unless that is its own', async () => {
    git('config', 'core.worktree', '..');
    expect(await decisionOn('git diff')).toBe('allow');
    git('config', 'core.worktree', folder);
    expect(await decisionOn('git diff')).toBe('allow');
    for (const value of ['../..', '/etc', 'missing']) {
      git('config', 'core.worktree', value);
      expect(await decisionOn('git diff')).toBe('ask_always');
    }
  });

  it('is no other one when it is a submodule', async () => {
    mkdirSync(join(folder, '.git/modules'));
    git('init', '-q', '--separate-git-dir', '.git/modules/sub', 'sub');
    git('-C', 'sub', 'config', 'core.worktree', '../../../sub');
    save('sub');
    save('.');
    for (const command of ['git status', 'git -C sub diff', 'cd sub && git log -1']) {
      expect(await decisionOn(command)).toBe('allow');
    }
  });
});

describe('what only looks like a repository', () => {
  it('does not hide the one around it, to which git goes on', async () => {
    git('config', 'diff.external', './run');
    mkdirSync(join(folder, 'src/.git/objects'), { recursive: true });
    mkdirSync(join(folder, 'src/.git/refs'));
    writeFileSync(join(folder, 'src/.git/HEAD'), 'nothing\n');
    expect(await decisionOn('git -C src diff')).toBe('ask_always');
    writeFileSync(join(folder, 'src/.git/HEAD'), 'ref: refs/heads/main\n');
    expect(await decisionOn('git -C src diff')).toBe('allow');
  });
});

it('is judged as the one around a folder, though an unfinished one names it among its own entries', async () => {
  git('config', 'core.worktree', '/etc');
  git('init', '-q', 'src');
  git('-C', 'src', 'update-index', '--add', '--cacheinfo', `160000,${'a'.repeat(40)},x`);
  mkdirSync(join(folder, 'src/x'));
  writeFileSync(join(folder, 'src/x/.git'), `gitdir: ${folder}/.git\n`);
  expect(await decisionOn('git -C src diff')).toBe('allow');
  writeFileSync(join(folder, 'src/.git/HEAD'), 'nothing\n');
  expect(await decisionOn('git -C src diff')).toBe('ask_always');
});

describe('what the judgement of a git command depended on', () => {
  it('is what settings say, the files that they name, and hooks for what is no mere look', async () => {
    const hook = join(folder, '.git/hooks/pre-commit');
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(hook, '#!/bin/sh\n');
    writeFileSync(`${hook}.sample`, '');
    expect(await judge('git commit -m x')).toMatchObject({ runs: [hook], settings: [] });
    expect(await judge('git status')).toMatchObject({ runs: [], settings: [] });
    git('config', 'core.fsmonitor', './watch --all');
    git('config', 'alias.up', '!tools/up.sh');
    git('config', 'include.path', '../more');
    const looks = ['core.fsmonitor=./watch --all', 'include.path=../more'];
    expect(await judge('git status')).toMatchObject({
      ...{ runs: [`${folder}/./watch`, `${folder}/.git/../more`], settings: looks },
    });
    expect((await judge('git commit -m x')).settings).toContain('alias.up=!tools/up.sh');
    expect((await judge('git commit -m x')).runs).toContain(`${folder}/tools/up.sh`);
  });
});

describe('the settings of a repository', () => {
  it('are found from a folder inside, in a worktree, for a worktree alone and in submodules', async () => {
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
    git('worktree', 'add', '-q', 'other');
    git('config', 'extensions.worktreeConfig', 'true');
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    expect(await programNames(join(folder, 'other'))).toEqual([]);
    git('-C', 'other', 'config', '--worktree', 'diff.external', './run');
    expect(await programNames(join(folder, 'other'))).toEqual(['diff.external']);
    expect(await programNames(folder)).toEqual([]);
    git('config', 'core.pager', './run');
    expect(await programNames(join(folder, 'other'))).toEqual(['diff.external', 'core.pager']);
    expect(await programNames(join(folder, 'a/b'))).toEqual(['core.pager']);
    git('init', '-q', '--bare', '.git/modules/deep/er');
    writeFileSync(join(folder, '.git/modules/deep/er/config'), '[core]\nfsmonitor = ./run\n', { flag: 'a' });
    expect(await programNames(folder)).toEqual(['core.pager', 'core.fsmonitor']);
  });

  it('count as running something when they are too large, no settings, or a link', async () => {
    config(`#${'x'.repeat(300_000)}\n`);
    expect(await programNames(folder)).toEqual(['config']);
    writeFileSync(join(folder, '.git/config'), 'what = this\n');
    expect(await programNames(folder)).toEqual(['config']);
    rmSync(join(folder, '.git/config'));
    symlinkSync('../elsewhere', join(folder, '.git/config'));
    expect(await programNames(folder)).toEqual(['config']);
  });

  it('are none where there is no repository', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    expect(await gitPrograms(realFiles, folder)).toBeUndefined();
  });

  it.each([
    '[core] pager = less # so\n',
    '[filter "x"]\n foo = a \\\n[user]\n clean = evil\n',
    '[filter "x"]\n foo = a # \\\n[user]\n clean = evil\n',
    '[a]\n b = "c # [d]" ; e\n f\n[g "h \\"i\\\\ ]"]k=1\n',
    '\uFEFF[A.B]\r\n\tKey = 1\r\n',
    '[a]\n b = "open\n',
    '[a]\nb = c\\\n"d"e\n',
    '[a]b=1\n[c]d=2',
    '[a] b = 1 [c]\n d = 2',
    '[a]\n b c\n',
    '[a]\n b = ;\n c =\n',
    '[a "b]\n c = d\n',
    '[a]\n x =  two  words \n',
  ])('are read as git reads them: %j', (text) => {
    const path = join(folder, 'settings');
    writeFileSync(path, text);
    let expected: readonly string[] | undefined;
    try {
      expected = git('config', '--file', path, '--list', '--name-only', '-z').split('\0').slice(0, -1);
    } catch {
      expected = undefined;
    }
    const names = readGitSettings(text)?.map(({ name }) => name);
    // What git does not read may be taken for anything but harmless.
    expect(names).toEqual(expected);
  });
});
