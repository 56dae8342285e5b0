/** Commands whose words mean another thing by what lies in the folder: judged over real files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { realFiles, realPlatform } from '../../../../src/node/realFiles';
import { defaultPolicy } from '../../../../src/tools/commands/CommandPolicy';
import { judgeCommand } from '../../../../src/tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../../../../src/tools/commands/PathJudge';
import { PathGate } from '../../../../src/tools/gate/PathGate';
import { createSyntax } from '../../../support/syntax';

const syntax = createSyntax();
let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-words-')));
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'docs'));
  for (const name of ['a.ts', 'b.ts', 'src/a.ts', '.env']) {
    writeFileSync(join(folder, name), 'x\n');
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function decisionOn(command: string): Promise<string> {
  const gate = new PathGate(realFiles, {
    ...{ platform: realPlatform(), roots: [{ path: folder }], ownFolders: [] },
    ...{ isIgnored: () => false, isDirty: () => false, trusted: true },
  });
  const judged = await judgeCommand(command, {
    tree: (text, most) => syntax.treeOf('shellscript', text, most, new AbortController().signal),
    policy: defaultPolicy,
    judgePath: pathJudge(gate, folder),
    gitPrograms: gitJudge(realFiles, folder, homedir()),
  });
  return judged.decision;
}

it.each([
  ['git diff docs .', 'ask'],
  ['git diff a.ts b.ts', 'ask'],
  ['git status', 'allow'],
])('without a repository: %s: %s', async (command, decision) => {
  expect(await decisionOn(command)).toBe(decision);
});

it.each([
  ['diff . src', 'ask'],
  ['diff src/../. src', 'ask'],
  ['diff docs a.ts', 'ask'],
  ['diff a.ts src/', 'ask'],
  ['diff [sd]rc a.ts', 'ask'],
  ['cd src && diff .. a.ts', 'ask'],
  ['diff a.ts b.ts', 'allow'],
  ['diff -u a.ts src/a.ts', 'allow'],
  ['cd src && diff ../a.ts a.ts', 'allow'],
])('%s: %s', async (command, decision) => {
  expect(await decisionOn(command)).toBe(decision);
});

it.each([
  ['git diff docs .', 'allow'],
  ['git diff HEAD~1', 'allow'],
  ['git diff main...feature -- src', 'allow'],
  ['git show HEAD:src/a.ts', 'allow'],
  // Links that are spelled like revisions.
  ['git diff a.ts x^y', 'ask_always'],
  ['git diff a.ts a..b/hostname', 'ask_always'],
  ['git -C src diff a.ts ../x@y/hostname', 'ask_always'],
])('in a repository: %s: %s', async (command, decision) => {
  execFileSync('git', ['init', '-q'], { cwd: folder });
  for (const name of ['x^y', 'a..b', 'x@y']) {
    symlinkSync('/etc', join(folder, name));
  }
  expect(await decisionOn(command)).toBe(decision);
});
