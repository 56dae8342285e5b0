import { describe, expect, it } from 'vitest';
import type { ChatOutcome } from '../../../src/chat/ChatHost';
import { promptLogOutcome } from '../../../src/vscode/chat/promptLogOutcome';

const output = 'Tests  2 failed | 3 passed (5)\n';

describe('what the chat tells the prompt log', () => {
  it.each<[ChatOutcome['what'], object | undefined]>([
    [
      { kind: 'feedback', value: 'good', reason: '' },
      { action: 'feedback', value: 'up' },
    ],
    [
      { kind: 'feedback', value: 'bad', reason: 'wrong' },
      { action: 'feedback', value: 'down', comment: 'wrong' },
    ],
    [
      { kind: 'feedback', value: 'none', reason: '' },
      { action: 'feedback', value: 'none' },
    ],
    [{ kind: 'copied' }, { action: 'copied' }],
    [{ kind: 'inserted' }, { action: 'inserted' }],
    [{ kind: 'newFile' }, { action: 'inserted', into: 'new_file' }],
    [{ kind: 'terminal' }, { action: 'inserted', into: 'terminal' }],
    // The review tells of each hunk.
    [{ kind: 'applied' }, undefined],
    [
      { kind: 'ran', command: 'npx vitest run', exitCode: 1, output },
      { action: 'tests_run', succeeded: false, failed: 2, passed: 3 },
    ],
    [{ kind: 'ran', command: 'npm run build', exitCode: 0, output }, undefined],
    [{ kind: 'restored', direction: 'back' }, { action: 'undone' }],
    [{ kind: 'restored', direction: 'again' }, { action: 'applied' }],
  ])('%o', (what, expected) => {
    expect(promptLogOutcome({ request: 'r', what })).toEqual(
      expected === undefined ? undefined : { record: 'r', inferred: false, ...expected },
    );
  });
});
