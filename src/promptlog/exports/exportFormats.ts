/** The formats in which records leave the store, by name; each turns one logged prompt into lines, or none where it does not fit. */

import { loggedWithClasses } from '../content';
import type { LoggedPrompt } from '../PromptLogStore';
import type { ContentClass } from '../records';
import { toContinueEvents } from './continueFormat';
import { toHumanEvalProblem } from './humanEvalFormat';
import { toNaturalCodeBenchProblem } from './naturalCodeBenchFormat';
import { toOtlpRequest } from './otlpFormat';

export const exportFormats = ['jsonl', 'humaneval', 'ncb', 'continue', 'otlp'] as const;
export type ExportFormat = (typeof exportFormats)[number];

type Formatter = (logged: LoggedPrompt, index: number) => readonly unknown[];

const formatters: Readonly<Record<ExportFormat, Formatter>> = {
  jsonl: ({ record, outcomes }) => [{ ...record, ...(outcomes.length > 0 && { outcomes }) }],
  humaneval: (logged) => listOf(toHumanEvalProblem(logged)),
  ncb: (logged, index) => listOf(toNaturalCodeBenchProblem(logged, index)),
  continue: toContinueEvents,
  otlp: (logged) => [toOtlpRequest([logged])],
};

/** Writes logged prompts as JSON Lines with the content of the given classes only. */
export async function* exportLines(
  logged: AsyncIterable<LoggedPrompt>,
  format: ExportFormat,
  classes: readonly ContentClass[],
): AsyncGenerator<string> {
  let index = 0;
  for await (const each of logged) {
    const values = formatters[format](loggedWithClasses(each, classes), index);
    if (values.length > 0) {
      index++;
    }
    for (const value of values) {
      yield `${JSON.stringify(value)}\n`;
    }
  }
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value];
}
