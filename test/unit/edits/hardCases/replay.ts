/** Edits as models really send them, replayed through `debug edit`: files and an edit in, the files after it or a reason out. */
import { expect } from 'vitest';
import { debugEdit } from '../../../../src/node/commands/debugEdit';

export type Files = Readonly<Record<string, string>>;

/** The files after it; `rung@line` of each edit, where a row says so; or the error's code, perhaps with its candidates' lines, 0-based. */
export type Expected = Files | string | readonly [code: string, candidates: readonly number[]];

export interface Replayed {
  readonly files: Files;
  readonly format: 'edit_file' | 'apply_patch' | 'search_replace_blocks' | 'whole_file';
  readonly payload: unknown;
  readonly dialect?: 'aider' | 'roo' | 'cline' | undefined;
  readonly targetPath?: string | undefined;
}

export function replay(request: Replayed, expected: Expected, matched?: readonly string[]): void {
  const answer = debugEdit({ id: 1, ...request });
  if (typeof expected === 'string') {
    expect(answer).toMatchObject({ error: { code: expected, message: expect.stringMatching(/\w/) } });
  } else if (isCandidates(expected)) {
    const [code, candidates] = expected;
    expect(answer).toMatchObject({ error: { code, candidates: candidates.map((line) => ({ line })) } });
  } else {
    expect(answer).toMatchObject({ files: expected });
    expect('files' in answer && Object.keys(answer.files).sort()).toEqual(Object.keys(expected).sort());
  }
  if (matched !== undefined && 'hunks' in answer) {
    expect(answer.hunks.map(({ matched: rung, startLine }) => `${rung}@${startLine}`)).toEqual(matched);
  }
}

function isCandidates(expected: Expected): expected is readonly [string, readonly number[]] {
  return Array.isArray(expected);
}
