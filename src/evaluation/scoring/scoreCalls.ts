/** Function calls, by the leaderboard's rules; nothing is run. */
import { checkCalls } from '../bfcl/checkCalls';
import type { Answer, Test } from '../EvaluationItem';
import { type Verdict, verdictOf } from './Verdict';

export function scoreCalls(
  { functions, allowed, language }: Extract<Test, { readonly kind: 'calls' }>,
  answer: Answer,
  strict: boolean,
): Verdict {
  // An answer that cannot be read as calls makes none.
  const calls = answer.kind === 'calls' ? answer.calls : [];
  if (allowed === undefined) {
    return calls.length > 0
      ? verdictOf('passed', undefined, '', [1, 1])
      : verdictOf('failed', 'no code', 'no call was made');
  }
  const result = checkCalls(functions, calls, allowed, { language, strict });
  if (result.pass) {
    return verdictOf('passed', undefined, '', [1, 1]);
  }
  const isEmpty = calls.length === 0;
  return verdictOf(
    'failed',
    isEmpty ? 'no code' : 'wrong answer',
    isEmpty && answer.kind === 'none' ? answer.why : result.reason,
  );
}
