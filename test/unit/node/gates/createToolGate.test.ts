/** The gate of every root on a real repository: what git would run is looked at again right before a command runs (SEC-06, SEC-11). */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPathGate } from '../../../../src/node/gates/createPathGate';
import { createToolGate } from '../../../../src/node/gates/createToolGate';
import { defaultPolicy } from '../../../../src/tools/commands/CommandPolicy';
import { SeenFiles } from '../../../../src/tools/SeenFiles';
import type { ToolHost } from '../../../../src/tools/ToolHost';
import { createSyntax } from '../../../support/syntax';
import { tool } from '../../../support/toolWorld';

const syntax = createSyntax();
const never = new AbortController().signal;
let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-gate-')));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What ran, though something changed behind the approval. */
async function ranAfter(command: string, change: () => void): Promise<readonly string[]> {
  const ran: string[] = [];
  const host: Pick<ToolHost, 'processes'> = {
    processes: {
      run: async (approved) => {
        ran.push(approved.command);
        return undefined;
      },
      testCommand: async () => undefined,
    },
  };
  const gate = createToolGate(host as ToolHost, {
    ...{ trusted: () => true, paths: () => createPathGate({ roots: [{ path: folder }], trusted: true }) },
    ...{ tree: (text, most) => syntax.treeOf('shellscript', text, most, never), policy: () => defaultPolicy },
  });
  const reading = tool('run_command').read({ command });
  const decision = reading.kind === 'call' ? await gate.decide(reading.call, never) : undefined;
  const approved = decision === undefined || 'failed' in decision ? undefined : await gate.approve(decision, true);
  change();
  expect(approved).toBeDefined();
  if (approved !== undefined) {
    await gate.run(approved, { signal: never, progress: () => {}, seen: new SeenFiles() });
  }
  return ran;
}

it('runs what was approved while nothing that matters has changed', async () => {
  const setName = () => void execFileSync('git', ['config', 'user.name', 'A'], { cwd: folder });
  expect(await ranAfter('git status', setName)).toEqual(['git status']);
  expect(await ranAfter('git commit -m x', () => {})).toEqual(['git commit -m x']);
});

it.each([
  ['git status', 'core.fsmonitor', './run'],
  ['git diff', 'diff.external', './run'],
  ['git diff', 'diff.png.textconv', './run'],
  ['git log -1', 'include.path', '../more'],
  ['git commit -m x', 'core.hooksPath', 'hooks'],
  ['git up', 'alias.up', '!./run'],
])('does not run %s when %s was set since', async (command, name, value) => {
  const set = () => void execFileSync('git', ['config', name, value], { cwd: folder });
  expect(await ranAfter(command, set)).toEqual([]);
});

it('does not run a commit when a hook, or the program that a setting names, is another one since', async () => {
  const hook = join(folder, '.git/hooks/pre-commit');
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  expect(await ranAfter('git commit -m x', () => writeFileSync(hook, '#!/bin/sh\n'))).toEqual([]);
  expect(await ranAfter('git commit -m x', () => writeFileSync(hook, '#!/bin/sh\nid\n'))).toEqual([]);
  execFileSync('git', ['config', 'core.fsmonitor', './watch'], { cwd: folder });
  expect(await ranAfter('git status', () => writeFileSync(join(folder, 'watch'), 'id\n'))).toEqual([]);
  expect(await ranAfter('git status', () => {})).toEqual(['git status']);
});
