import { describe, expect, it } from 'vitest';
import { CompletionOutcomes } from '../../../../src/promptlog/outcomes/CompletionOutcomes';
import type { NewOutcome } from '../../../../src/promptlog/outcomes/NewOutcome';
import { ManualClock } from '../../../support/ManualClock';

/** A document `uri` with a completion offered at the mark `|`; what stands between `[` and `]` is replaced by it. */
function fixture(marked = 'let a = |;', text = 'foo(bar)') {
  const clock = new ManualClock();
  const told: NewOutcome[] = [];
  const state = { text: marked.replace('|', ''), open: true };
  const outcomes = new CompletionOutcomes({
    clock,
    tell: (outcome) => told.push(outcome),
    textOf: () => (state.open ? state.text : undefined),
  });
  const cursor = marked.indexOf('|');
  const offer = (record = 'r', changes = {}): void =>
    outcomes.offered({ record, uri: 'u', offset: cursor, length: 0, text, cursor, ...changes });
  const change = (offset: number, length: number, inserted: string): void => {
    state.text = state.text.slice(0, offset) + inserted + state.text.slice(offset + length);
    outcomes.documentChanged('u', [{ offset, length, text: inserted }]);
  };
  const words = (): string[] =>
    told.map(({ action, inferred, ...rest }) =>
      [
        action + (inferred ? '?' : ''),
        ...('reason' in rest ? [rest.reason] : []),
        ...('characters' in rest ? [rest.characters] : []),
        ...('share' in rest ? [rest.after, rest.share] : []),
      ].join(' '),
    );
  return { clock, told, state, outcomes, cursor, offer, change, words };
}

type Fixture = ReturnType<typeof fixture>;

describe('CompletionOutcomes', () => {
  it.each<[string, (at: Fixture) => void | Promise<void>, readonly string[]]>([
    [
      'an accepted one, for certain',
      ({ change, cursor, outcomes }) => {
        change(cursor, 0, 'foo(bar)');
        outcomes.cursorMoved('u', cursor + 8);
        outcomes.accepted('r');
      },
      ['shown?', 'accepted'],
    ],
    [
      'one that appeared whole without a word from the editor',
      ({ change, cursor }) => change(cursor, 0, 'foo(bar)'),
      ['shown?', 'accepted?'],
    ],
    ['typing over it', ({ change, cursor }) => change(cursor, 0, 'x'), ['shown?', 'rejected? typed-over']],
    ['deleting before it', ({ change, cursor }) => change(cursor - 1, 1, ''), ['shown?', 'rejected? deleted']],
    ['moving the cursor', ({ outcomes }) => outcomes.cursorMoved('u', 2), ['shown?', 'rejected? moved-away']],
    ['leaving the document', ({ outcomes }) => outcomes.left('u'), ['shown?', 'rejected? left']],
    ['closing the document', ({ outcomes }) => outcomes.closed('u'), ['shown?', 'rejected? left']],
    ['another completion in its place', ({ offer }) => offer('s'), ['shown?', 'rejected? replaced', 'shown?']],
    [
      'typing the same by hand',
      ({ change, cursor, outcomes }) => {
        for (const [i, character] of [...'foo(bar)'].entries()) {
          // The editor closes the bracket by itself and types over it in the end.
          change(cursor + i, character === ')' ? 1 : 0, character === '(' ? '()' : character);
          outcomes.cursorMoved('u', cursor + i + 1);
        }
      },
      ['shown?', 'rejected? typed-alike'],
    ],
    [
      'typing along, then accepting the rest',
      ({ change, cursor, outcomes, offer }) => {
        change(cursor, 0, 'f');
        outcomes.cursorMoved('u', cursor + 1);
        offer('r', { length: 1, cursor: cursor + 1 });
        change(cursor, 1, 'foo(bar)');
        outcomes.accepted('r');
      },
      ['shown?', 'accepted'],
    ],
    [
      'taking a word, then another, and typing on',
      ({ change, cursor, outcomes }) => {
        change(cursor, 0, 'foo');
        outcomes.cursorMoved('u', cursor + 3);
        change(cursor + 3, 0, '(bar');
        change(cursor + 7, 0, 'x');
      },
      ['shown?', 'partly_accepted? 3', 'partly_accepted? 7'],
    ],
    ['changes elsewhere', ({ change }) => change(0, 3, 'const'), ['shown?']],
    ['changes after it', ({ change, cursor }) => change(cursor + 1, 0, '\n'), ['shown?']],
    [
      'deleting and being offered the same again',
      ({ change, cursor, offer }) => {
        change(cursor - 1, 1, '');
        offer('r', { offset: cursor - 1, cursor: cursor - 1, text: ' foo(bar)' });
      },
      ['shown?'],
    ],
  ])('concludes from %s', async (_name, act, expected) => {
    const at = fixture();
    at.offer();
    await at.clock.advance(200);
    await act(at);
    await at.clock.advance(600);
    expect(at.words()).toEqual(expected);
  });

  it('says nothing of a completion that nobody can have seen', async () => {
    const { offer, change, clock, cursor, words } = fixture();
    offer();
    await clock.advance(50);
    change(cursor, 0, 'x');
    await clock.advance(1000);
    expect(words()).toEqual([]);
  });

  it('says how long a rejected one was shown', async () => {
    const { offer, outcomes, clock, told } = fixture();
    offer();
    await clock.advance(2000);
    outcomes.cursorMoved('u', 0);
    await clock.advance(500);
    expect(told.at(-1)).toEqual({ record: 'r', action: 'rejected', inferred: true, reason: 'moved-away', after: 2 });
  });

  it('follows what was accepted for ten minutes', async () => {
    const { offer, change, clock, cursor, outcomes, words } = fixture();
    offer();
    change(cursor, 0, 'foo(bar)');
    outcomes.accepted('r');
    change(0, 0, '// above\n');
    await clock.advance(30_000);
    change(cursor + 9, 3, 'other');
    await clock.advance(90_000);
    change(0, cursor + 9 + 10 + 1, 'let a = foo( bar );');
    await clock.advance(180_000);
    change(0, 19, '');
    await clock.advance(300_000);
    await clock.advance(300_000);
    expect(words()).toEqual(
      ['shown?', 'accepted', 'survived 30 1', 'survived 120 0.4', 'survived 300 0', 'survived 600 0'].map((word, i) =>
        i === 4 ? expect.stringMatching(/^survived 300 0\.[1-9]/) : word,
      ),
    );
  });

  it('tells what an accepted text has become', async () => {
    const { offer, change, clock, cursor, outcomes, told } = fixture();
    offer();
    change(cursor, 0, 'foo(bar)');
    outcomes.accepted('r');
    await clock.advance(30_000);
    change(cursor + 4, 3, 'other');
    await clock.advance(90_000);
    change(cursor, 10, '');
    await clock.advance(180_000);
    expect(told.flatMap((outcome) => (outcome.action === 'survived' ? [outcome.kept] : []))).toEqual([
      'foo(bar)',
      'foo(other)',
      '',
    ]);
  });

  it('stops following a closed document, and when it is disposed', async () => {
    for (const stop of [(at: Fixture) => at.outcomes.closed('u'), (at: Fixture) => at.outcomes.dispose()]) {
      const at = fixture();
      at.offer();
      at.change(at.cursor, 0, 'foo(bar)');
      at.outcomes.accepted('r');
      stop(at);
      await at.clock.advance(30_000);
      expect(at.words()).toEqual(['shown?', 'accepted']);
    }
  });

  it('leaves out a time at which the text cannot be seen', async () => {
    const { offer, change, clock, cursor, outcomes, state, words } = fixture();
    offer();
    change(cursor, 0, 'foo(bar)');
    outcomes.accepted('r');
    state.open = false;
    await clock.advance(30_000);
    state.open = true;
    await clock.advance(90_000);
    expect(words()).toEqual(['shown?', 'accepted', 'survived 120 1']);
  });
});
