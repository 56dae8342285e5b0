/** Commands of the tools on this machine. In a folder that nobody trusts nothing is ever started. */
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { detectTestCommand } from '../../tools/commands/testCommand';
import type { ProcessRunner } from '../../tools/ToolHost';
import { runProcess } from './runProcess';

export interface ProcessRunnerHost {
  readonly trusted: () => boolean;
  /** Paths of the opened folders: no program is looked for in them. */
  readonly roots: () => readonly string[];
  /** What the person set; '' = find out. */
  readonly testCommand: () => string;
}

export function createProcessRunner({ trusted, roots, testCommand }: ProcessRunnerHost): ProcessRunner {
  return {
    async run(command, onOutput, signal) {
      if (!trusted()) {
        return undefined;
      }
      const real = await Promise.all(roots().map((root) => realpath(root).catch(() => root)));
      const closed = [...new Set([...roots(), ...real])];
      return trusted() ? runProcess(command, { closed, onOutput }, signal) : undefined;
    },
    async testCommand(folder) {
      const set = testCommand().trim();
      if (set !== '') {
        return set;
      }
      const names = await readdir(folder).catch(() => []);
      return detectTestCommand(names, (name) => readFile(join(folder, name), 'utf8').catch(() => undefined));
    },
  };
}
