/** Whether an answer is right, whatever kind of test its item has. */
import type { Answer, CodeLanguage, EvaluationItem } from '../EvaluationItem';
import { scoreCalls } from './scoreCalls';
import { moduleProgram, scoreJavaMain, scoreJunit, scorePytest } from './scoreModules';
import { pythonProgram, scorePython } from './scorePython';
import { scoreScript, scriptProgram } from './scoreScript';
import { suspicionsOf } from './suspicions';
import type { ScoringTools } from './Tools';
import { type Verdict, verdictOf } from './Verdict';

export interface ScoringOptions {
  /** Function calls: without the leaderboard's quirks. */
  readonly strict: boolean;
}

/** Throws the signal's reason only. */
export async function scoreAnswer(
  { test }: Pick<EvaluationItem, 'test'>,
  answer: Answer,
  tools: ScoringTools | undefined,
  options: ScoringOptions,
  signal: AbortSignal,
): Promise<Verdict> {
  signal.throwIfAborted();
  if (test.kind === 'calls') {
    return scoreCalls(test, answer, options.strict);
  }
  if (answer.kind === 'none') {
    return verdictOf('failed', 'no code', answer.why);
  }
  if (test.kind === 'missing' || tools === undefined) {
    return verdictOf('errored', 'not tested', 'the item has no tests yet');
  }
  // What the model wrote; not the data set’s part of the program.
  const written = answer.kind === 'calls' ? '' : answer.text;
  switch (test.kind) {
    case 'check':
    case 'assertions': {
      const program = pythonProgram(test, answer);
      return program === undefined
        ? noProgram
        : withSuspicions('python', written, await scorePython(test, program, tools, signal), false);
    }
    case 'script': {
      const program = scriptProgram(test, answer);
      return program === undefined
        ? noProgram
        : withSuspicions(test.language, written, await scoreScript(test, program, tools, signal), false);
    }
    case 'pytest':
    case 'junit':
    case 'javaMain': {
      const program = moduleProgram(test, answer);
      const language = test.kind === 'pytest' ? 'python' : 'java';
      return program === undefined
        ? noProgram
        : withSuspicions(language, written, await scoreModule(test, program, tools, signal), true);
    }
  }
}

const noProgram = verdictOf('failed', 'no code', 'the answer is no program');

function scoreModule(
  test: Extract<EvaluationItem['test'], { readonly kind: 'pytest' | 'junit' | 'javaMain' }>,
  program: string,
  tools: ScoringTools,
  signal: AbortSignal,
): Promise<Verdict> {
  switch (test.kind) {
    case 'pytest':
      return scorePytest(test, program, tools, signal);
    case 'junit':
      return scoreJunit(test, program, tools, signal);
    case 'javaMain':
      return scoreJavaMain(test, program, tools, signal);
  }
}

/** `isForgeable`: tests and program shared a process, so that a result of suspicious code is not believed. */
export function withSuspicions(language: CodeLanguage, code: string, verdict: Verdict, isForgeable: boolean): Verdict {
  const suspicions = suspicionsOf(language, code);
  return isForgeable && verdict.outcome === 'passed' && suspicions.length > 0
    ? { ...verdict, suspicions, outcome: 'suspect', errorClass: 'suspect', detail: suspicions.join('; ') }
    : { ...verdict, suspicions };
}
