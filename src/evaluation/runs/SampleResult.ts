/** One answer to one item, with what it cost and what became of it: the lines of a run's journal. */
import * as z from 'zod';
import { Float, isDict, isList, type PythonValue, toPythonValue } from '../bfcl/pythonValues';
import type { Answer } from '../EvaluationItem';
import { errorClasses, outcomes, type Verdict } from '../scoring/Verdict';

/** How a model came to its answer. */
export interface Generation {
  readonly milliseconds: number;
  /** Absent = the server did not say. */
  readonly promptTokens?: number;
  readonly completionTokens?: number;
  readonly finish: string;
}

/** An answer is kept before it is tested, so that no paid answer is lost. */
export interface AnswerLine {
  readonly line: 'answer';
  readonly id: string;
  /** From 0. */
  readonly sample: number;
  readonly answer: Answer;
  /** What the model said, where the answer was taken from that. */
  readonly response?: string;
  readonly generation?: Generation;
}

export interface VerdictLine {
  readonly line: 'verdict';
  readonly id: string;
  readonly sample: number;
  readonly verdict: Verdict;
}

export interface SampleResult extends Omit<AnswerLine, 'line'>, Pick<VerdictLine, 'verdict'> {}

const value: z.ZodType<PythonValue> = z.unknown().transform((found) => withFloats(toPythonValue(found)));
const count = z.number().nonnegative();

const answerSchema: z.ZodType<Answer> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('completion'), text: z.string() }),
  z.object({ kind: z.literal('solution'), text: z.string() }),
  z.object({
    kind: z.literal('calls'),
    calls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), value) })),
  }),
  z.object({ kind: z.literal('none'), why: z.string() }),
]);

const answerLineSchema: z.ZodType<AnswerLine> = z.object({
  line: z.literal('answer'),
  id: z.string(),
  sample: z.int().nonnegative(),
  answer: answerSchema,
  response: z.string().exactOptional(),
  generation: z
    .object({
      milliseconds: count,
      promptTokens: count.exactOptional(),
      completionTokens: count.exactOptional(),
      finish: z.string(),
    })
    .exactOptional(),
});
const verdictLineSchema: z.ZodType<VerdictLine> = z.object({
  line: z.literal('verdict'),
  id: z.string(),
  sample: z.int().nonnegative(),
  verdict: z.object({
    outcome: z.enum(outcomes),
    errorClass: z.enum(errorClasses).optional(),
    detail: z.string(),
    testsPassed: count,
    testsTotal: count,
    suspicions: z.array(z.string()),
    milliseconds: count,
    plus: z.object({ base: z.boolean(), plus: z.boolean(), plusFailed: z.array(z.number()) }).exactOptional(),
  }),
});

/** Names an answer among all of a run. */
export function sampleKey({ id, sample }: { readonly id: string; readonly sample: number }): string {
  return `${sample} ${id}`;
}

export interface JournalState {
  readonly answers: ReadonlyMap<string, AnswerLine>;
  readonly verdicts: ReadonlyMap<string, VerdictLine>;
}

/** A line of the journal. JSON has no word for a float that is a whole number. */
export function journalLine(line: AnswerLine | VerdictLine): string {
  const text = JSON.stringify(line, (_, each) => (each instanceof Float ? { $float: each.value } : each));
  return `${text}\n`;
}

function withFloats(found: PythonValue): PythonValue {
  if (isList(found)) {
    return found.map(withFloats);
  }
  if (!isDict(found)) {
    return found;
  }
  const float = found.$float;
  return typeof float === 'number' || float instanceof Float
    ? new Float(Number(float instanceof Float ? float.value : float))
    : Object.fromEntries(Object.entries(found).map(([key, member]) => [key, withFloats(member)]));
}

/** What a journal holds; a line that a crash cut off is no line. */
export function readJournal(text: string): JournalState {
  const answers = new Map<string, AnswerLine>();
  const verdicts = new Map<string, VerdictLine>();
  for (const line of text.split('\n')) {
    const found = parsed(line);
    const answer = answerLineSchema.safeParse(found);
    if (answer.success) {
      answers.set(sampleKey(answer.data), answer.data);
      continue;
    }
    const verdict = verdictLineSchema.safeParse(found);
    if (verdict.success) {
      verdicts.set(sampleKey(verdict.data), verdict.data);
    }
  }
  return { answers, verdicts };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
