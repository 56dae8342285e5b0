/** A program whose verdict is known. */
import type { Answer, CodeLanguage, Test } from '../EvaluationItem';
import type { ErrorClass, Outcome } from '../scoring/Verdict';

export interface SelfTestCase {
  readonly name: string;
  readonly language: CodeLanguage;
  readonly test: Test;
  readonly answer: Answer;
  readonly outcome: Outcome;
  readonly errorClass?: ErrorClass;
  /** Run before every scoring; the others when the self-test is asked for. */
  readonly isShort?: boolean;
}
