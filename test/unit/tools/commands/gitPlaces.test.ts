/** Repositories that take their content from elsewhere, made by git itself. */
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realFiles, realPlatform } from '../../../../src/node/realFiles';
import type { CommandJudgement } from '../../../../src/tools/commands/CommandJudgement';
import { defaultPolicy } from '../../../../src/tools/commands/CommandPolicy';
import { judgeCommand } from '../../../../src/tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../../../../src/tools/commands/PathJudge';
import { PathGate } from '../../../../src/tools/gate/PathGate';
import { createSyntax } from '../../../support/syntax';

/** The home folder; in it the workspace `w`, and another repository `private`. */
let home = '';
const at = (path: string): string => join(home, path);
const git = (...words: readonly string[]): string =>
  execFileSync('git', words, {
    ...{ cwd: home, encoding: 'utf8' },
    env: { PATH: process.env.PATH, HOME: at('nobody'), GIT_CONFIG_NOSYSTEM: '1' },
  });
const repository = (path: string): void => {
  git('init', '-q', path);
  git('-C', path, '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-q', '--allow-empty', '-m', 'x');
};
const syntax = createSyntax();

async function judge(command: string, root = 'w'): Promise<CommandJudgement> {
  const gate = new PathGate(realFiles, {
    ...{ platform: { ...realPlatform(), home }, roots: [{ path: at(root) }], ownFolders: [] },
    ...{ isIgnored: () => false, isDirty: () => false, trusted: true },
  });
  return judgeCommand(command, {
    tree: (text, most) => syntax.treeOf('shellscript', text, most, new AbortController().signal),
    policy: defaultPolicy,
    judgePath: pathJudge(gate, at(root)),
    gitPrograms: gitJudge(realFiles, at(root), home),
  });
}
const decisionOn = async (command: string, root?: string): Promise<string> => (await judge(command, root)).decision;

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-places-')));
  repository('w');
  repository('private');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a repository that takes its content from outside of the workspace', () => {
  const looks = ['git log', 'git show', 'git status', 'git -C . log -3'];
  const isAskedAbout = async (): Promise<void> => {
    for (const command of looks) {
      expect((await judge(command)).decision).toBe('ask_always');
      expect((await judge(command)).reasons.join()).toContain('outside the workspace');
    }
  };

  it('is asked about when its `.git` is a file that names another one', async () => {
    rmSync(at('w/.git'), { recursive: true });
    writeFileSync(at('w/.git'), `gitdir: ${at('private/.git')}\n`);
    await isAskedAbout();
    writeFileSync(at('w/.git'), 'gitdir: ../private/.git\n');
    await isAskedAbout();
  });

  it('is asked about when its `.git` is a link', async () => {
    rmSync(at('w/.git'), { recursive: true });
    symlinkSync('../private/.git', at('w/.git'));
    await isAskedAbout();
  });

  it('is asked about when a part of its data is a link', async () => {
    for (const part of ['objects', 'refs']) {
      renameSync(at(`w/.git/${part}`), at(`w/.git/${part}-`));
      symlinkSync(`../../private/.git/${part}`, at(`w/.git/${part}`));
      await isAskedAbout();
      rmSync(at(`w/.git/${part}`));
      renameSync(at(`w/.git/${part}-`), at(`w/.git/${part}`));
      expect(await decisionOn('git log')).toBe('allow');
    }
  });

  it('is asked about when it names another one’s objects, at once or by way of a third', async () => {
    writeFileSync(at('w/.git/objects/info/alternates'), '# a\n../../../private/.git/objects\n');
    await isAskedAbout();
    repository('w/third');
    writeFileSync(at('w/.git/objects/info/alternates'), `"${at('w/third/.git/objects')}"\n`);
    expect(await decisionOn('git log')).toBe('allow');
    writeFileSync(at('w/third/.git/objects/info/alternates'), `${at('private/.git/objects')}\n`);
    await isAskedAbout();
  });

  it('is asked about when it pretends to be a worktree of another one', async () => {
    rmSync(at('w/.git'), { recursive: true });
    mkdirSync(at('w/data'));
    writeFileSync(at('w/.git'), 'gitdir: data\n');
    writeFileSync(at('w/data/HEAD'), 'ref: refs/heads/main\n');
    writeFileSync(at('w/data/commondir'), '../../private/.git\n');
    writeFileSync(at('w/data/gitdir'), `${at('w/.git')}\n`);
    await isAskedAbout();
  });

  it('is asked about when it claims the worktree of another folder', async () => {
    git('-C', 'private', 'worktree', 'add', '-q', '../other');
    rmSync(at('w/.git'), { recursive: true });
    writeFileSync(at('w/.git'), `gitdir: ${at('private/.git/worktrees/other')}\n`);
    await isAskedAbout();
  });

  it.each([
    'GIT_DIR=../private/.git git log',
    'git --git-dir=../private/.git log',
    'git --git-dir ../private/.git log',
    'git -C ../private log',
    'cd ../private && git log',
  ])('is asked about when the command names it: %s', async (command) => {
    expect(await decisionOn(command)).toBe('ask_always');
  });
});

describe('a repository whose data is elsewhere for a reason', () => {
  const looks = ['git log', 'git show', 'git status', 'git diff'];

  it('is looked at unasked as a worktree', async () => {
    git('-C', 'private', 'worktree', 'add', '-q', '../other');
    for (const command of looks) {
      expect(await decisionOn(command, 'other')).toBe('allow');
    }
  });

  it('is looked at unasked as a submodule, though only that is open', async () => {
    mkdirSync(at('private/.git/modules'));
    git('init', '-q', '--separate-git-dir', 'private/.git/modules/sub', 'private/sub');
    expect(await decisionOn('git log', 'private/sub')).toBe('ask_always');
    git('-C', 'private/sub', 'config', 'core.worktree', '../../../sub');
    for (const command of looks) {
      expect(await decisionOn(command, 'private/sub')).toBe('allow');
      expect(await decisionOn(command, 'private')).toBe('allow');
    }
  });

  it('is looked at unasked when that is in the workspace, or the repository is around it', async () => {
    git('init', '-q', '--separate-git-dir', 'w/data', 'w/inner');
    mkdirSync(at('private/src'));
    for (const command of looks) {
      expect(await decisionOn(`cd inner && ${command}`)).toBe('allow');
      expect(await decisionOn(command, 'private/src')).toBe('allow');
    }
  });
});

it('binds to the hooks of a repository’s folder that the person’s own settings name for all repositories', async () => {
  mkdirSync(at('w/.githooks'));
  writeFileSync(at('w/.githooks/pre-commit'), '');
  expect((await judge('git commit -m x')).runs).toEqual([]);
  appendFileSync(at('.gitconfig'), '[core]\n\thooksPath = .githooks\n');
  expect((await judge('git commit -m x')).runs).toEqual([at('w/.githooks/pre-commit')]);
  expect(await decisionOn('git status')).toBe('allow');
  writeFileSync(at('w/.githooks/post-index-change'), '');
  expect(await judge('git status')).toMatchObject({
    ...{ decision: 'ask_always', runs: [at('w/.githooks/post-index-change')] },
  });
});
