/**
 * Whether an item can tell right from wrong: its own solution passes, as often as it is tried, and deliberately wrong ones fail. An item that is
 * not like that makes every score wrong.
 */
import type { BfclCall } from '../bfcl/BfclQuestion';
import type { Answer, EvaluationItem } from '../EvaluationItem';
import type { Verdict } from '../scoring/Verdict';

export interface ItemCheck {
  readonly id: string;
  /** Undefined = the item has no solution of its own. */
  readonly canonicalPasses: boolean | undefined;
  /** The solution passed sometimes only. */
  readonly isFlaky: boolean;
  /** Wrong answers that were tried, and those that passed. */
  readonly wrongTried: number;
  readonly wrongPassed: number;
  /** What the solution's verdict said, where it did not pass. */
  readonly detail: string;
}

export async function verifyItem(
  item: EvaluationItem,
  repeats: number,
  score: (answer: Answer) => Promise<Verdict>,
): Promise<ItemCheck> {
  const verdicts: Verdict[] = [];
  const { canonical } = item;
  for (let turn = 0; canonical !== undefined && turn < repeats; turn++) {
    verdicts.push(await score(canonical));
  }
  const passes = verdicts.filter(({ outcome }) => outcome === 'passed').length;
  const wrong: Verdict[] = [];
  for (const answer of wrongAnswers(item)) {
    wrong.push(await score(answer));
  }
  return {
    id: item.id,
    canonicalPasses: canonical === undefined ? undefined : passes === verdicts.length,
    isFlaky: passes > 0 && passes < verdicts.length,
    wrongTried: wrong.length,
    wrongPassed: wrong.filter(({ outcome }) => outcome === 'passed').length,
    detail: verdicts.find(({ outcome }) => outcome !== 'passed')?.detail ?? '',
  };
}

/** Answers that must not pass. */
export function wrongAnswers({ test, canonical }: EvaluationItem): readonly Answer[] {
  switch (test.kind) {
    case 'check': {
      const stub = `\n\ndef ${test.entry}(*args, **kwargs):\n    return NotImplemented\n`;
      return [{ kind: 'solution', text: `${test.reference}${stub}` }];
    }
    case 'assertions':
    case 'pytest':
      return [{ kind: 'solution', text: 'pass\n' }];
    case 'script':
      return [{ kind: 'solution', text: ';\n' }];
    case 'junit':
      return [{ kind: 'solution', text: 'class Nothing {}\n' }];
    case 'javaMain':
      return [{ kind: 'completion', text: '        throw new IllegalStateException();\n' }];
    case 'calls':
      // Where any call is right, only none is wrong.
      return (test.allowed === undefined ? [[]] : wrongCalls(canonical)).map((calls) => ({ kind: 'calls', calls }));
    case 'missing':
      return [];
  }
}

/** Each with one mistake: a call too many, a call less, another name, a parameter too many, one less. */
function wrongCalls(canonical: Answer | undefined): readonly (readonly BfclCall[])[] {
  const calls = canonical?.kind === 'calls' ? canonical.calls : [];
  const [first, ...others] = calls;
  if (first === undefined) {
    return [[{ name: 'anything', arguments: {} }]];
  }
  const { name, arguments: given } = first;
  const [parameter] = Object.keys(given);
  const lessOne = Object.fromEntries(Object.entries(given).slice(1));
  return [
    [...calls, first],
    others,
    [{ name: `${name}_other`, arguments: given }, ...others],
    [{ name, arguments: { ...given, 'no such parameter': 1 } }, ...others],
    ...(parameter === undefined ? [] : [[{ name, arguments: lessOne }, ...others]]),
  ];
}
