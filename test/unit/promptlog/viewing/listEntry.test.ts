import { describe, expect, it } from 'vitest';
import { type Outcome, type PromptRecord, schemaName } from '../../../../src/promptlog/records';
import { listEntry } from '../../../../src/promptlog/viewing/listEntry';
import type { Translate } from '../../../../src/promptlog/viewing/words';
import { record } from '../../../support/promptlog';

const english: Translate = (text) => text;
const ts = '2026-01-31T09:30:00.000Z';

function check(
  changes: Partial<PromptRecord>,
  actions: readonly string[],
  expected: Partial<ReturnType<typeof listEntry>>,
): void {
  const outcomes = actions.map(
    (action): Outcome => ({
      ...{ schema: schemaName, event: 'outcome', record: 'r', ts },
      ...{ action, inferred: false },
    }),
  );
  expect(listEntry({ record: record({ ts, ...changes }), outcomes }, english)).toMatchObject(expected);
}

const completion: Partial<PromptRecord> = {
  surface: 'completion',
  'gen_ai.operation.name': 'text_completion',
  workspace: { file: 'src/area.py' },
  'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'width *\n  height' }] }],
};

describe('the entry of a record in a list', () => {
  it('tells the file and the suggestion of a completion', () =>
    check(completion, [], { label: 'area.py: width * height', state: 'open' }));
  it('tells the question of a chat', () =>
    check({}, [], {
      label: 'How do I sort a list?',
      description: expect.stringMatching(/^Chat · glm-4-9b · \d\d:\d\d$/),
    }));
  it('puts the outcome first', () =>
    check(completion, ['shown', 'accepted', 'survived'], {
      state: 'accepted',
      description: expect.stringMatching(/^accepted · Completion · /),
    }));
  it('shows a rejection', () => check(completion, ['shown', 'rejected'], { state: 'rejected' }));
  it('shows a fault', () => check({ 'error.type': 'endpoint.streamCut' }, [], { state: 'failed' }));
  it('calls it no fault when nobody waited for the end', () =>
    check({ 'error.type': 'cancelled' }, [], { state: 'open' }));
  it('has a name where nothing was kept', () =>
    check({ 'gen_ai.input.messages': [], 'gen_ai.output.messages': [] }, [], { label: 'Chat' }));
  it('is short, and cuts no character in two', () =>
    check({ user_text: `${'a'.repeat(59)}😀😀` }, [], { label: `${'a'.repeat(59)}…` }));
  it('is a sentence for a screen reader', () =>
    check(completion, ['accepted'], {
      spoken: expect.stringMatching(
        /^accepted, Completion, glm-4-9b, src\/area\.py, area\.py: width \* height, \d\d:\d\d:00$/,
      ),
    }));
});
