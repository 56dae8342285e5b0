import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { runApproved } from './commandResult';

export const runTests = defineTool({
  name: 'run_tests',
  kind: 'run',
  description: 'Runs the project’s tests with its own command. path names one test file; without it all tests run.',
  shape: { path: args.path.optional() },
  example: { path: 'test/main.test.ts' },
  async targets({ path }, host) {
    const [root] = host.workspace.roots();
    const command = root === undefined ? undefined : await host.processes.testCommand(root);
    if (command === undefined) {
      return failedResult('How this project is tested is not known. Ask the person, or use run_command.');
    }
    const whole = path === undefined ? command : withPath(command, path);
    return whole === undefined
      ? failedResult(`A single file cannot be given to “${command}”. Run all tests, or use run_command.`)
      : [{ kind: 'command', command: whole, cwd: '.', timeout: 600_000 }];
  },
  execute: (_, approved, run) => runApproved(approved, run),
});

/** The test command for one file; undefined = nobody knows how, or the path is none that stands in a command plainly. */
function withPath(command: string, path: string): string | undefined {
  if (!/^[\w@][\w@./+-]*$/.test(path)) {
    return undefined;
  }
  if (/^(?:npm|pnpm) (?:run )?test$/.test(command)) {
    return `${command} -- ${path}`;
  }
  if (/^(?:yarn test|pytest|python3? -m pytest|deno test|bun run test)$/.test(command)) {
    return `${command} ${path}`;
  }
  return command === 'go test ./...' ? `go test ./${path.replace(/\/?[^/]*\.go$/, '')}` : undefined;
}
