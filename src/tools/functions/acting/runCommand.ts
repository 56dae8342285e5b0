import * as z from 'zod';
import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { runApproved } from './commandResult';

export const runCommand = defineTool({
  name: 'run_command',
  kind: 'run',
  description:
    'Runs a shell command (bash) and gives its output, errors included. Required: command. There is no terminal and no input; a command that waits is ended after timeoutSeconds (default 120). Write plain commands without redirections and variables: those are asked about every time. To read, search or edit files use the other tools.',
  shape: {
    command: z.string().min(1).max(100_000),
    cwd: args.path.optional().describe('folder to start in; the workspace folder when absent'),
    timeoutSeconds: z.int().min(1).max(1800).optional(),
  },
  example: { command: 'npm run build' },
  targets: ({ command, cwd, timeoutSeconds }) => [
    { kind: 'command', command, cwd: cwd ?? '.', timeout: (timeoutSeconds ?? 120) * 1000 },
  ],
  execute: (_, approved, run) => runApproved(approved, run),
});
