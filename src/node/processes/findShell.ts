/** The shell that runs commands: bash, wherever the system keeps it and never from the workspace. */
import { existsSync } from 'node:fs';

export interface Shell {
  /** As `judgeCommand` knows it. */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** In front of the command. */
  readonly options: readonly string[];
}

const bash = ['--noprofile', '--norc', '-c'];

export function findShell(): Shell {
  if (process.platform === 'win32') {
    const program = process.env.ProgramFiles ?? 'C:\\Program Files';
    const git = `${program}\\Git\\bin\\bash.exe`;
    const system = process.env.SystemRoot ?? 'C:\\Windows';
    return existsSync(git)
      ? { name: 'bash', path: git, options: bash }
      : {
          name: 'powershell',
          path: `${system}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`,
          options: ['-NoProfile', '-NonInteractive', '-Command'],
        };
  }
  const found = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'].find((path) => existsSync(path));
  return found === undefined
    ? { name: 'sh', path: '/bin/sh', options: ['-c'] }
    : { name: 'bash', path: found, options: bash };
}
