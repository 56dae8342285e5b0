/**
 * Commands that once came past the gate because a program, or the shell, reads its words otherwise than the gate did. Each with its like, and
 * with the ordinary commands beside it that go on without a question. The default policy, as in `commandRows.ts`.
 */
import type { CommandRow } from './commandRows';

export const closedCommandRows: readonly CommandRow[] = [
  {
    row: 'a folder behind which the shell climbs back',
    decision: 'ask_always',
    commands: [
      'cd a1/l/../../.. && cat out2/x',
      'cd a1/l/.. && ls',
      'cd a1/l && cd .. && cat x',
      'cd a1/l && cd ../.. && ls',
      'cd ./a1/../b && ls',
      'cd /workspace/a1/.. && ls',
      'cd a//.. && ls',
      'cd a/./.. && ls',
    ],
  },
  {
    row: 'a home folder that is none',
    decision: 'ask_always',
    commands: ["bash '~/a.sh'", 'cat "~/workspace/a.ts"', 'cat \\~/a.ts', "cat '~'/a.ts"],
  },
  {
    row: 'folders that are plain',
    decision: 'allow',
    commands: ['cd src && ls', 'cd ./src && cd sub && ls', 'cd src && cat ../a.ts', 'cd src/..a && ls'],
  },
];
