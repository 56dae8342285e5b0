/** A run in figures. What is shown in whatever form is made of this, and it is kept as `report.json`. */
import * as z from 'zod';
import type { EvaluationItem } from '../EvaluationItem';
import type { SampleResult } from '../runs/SampleResult';
import { errorClasses, outcomes } from '../scoring/Verdict';
import { type Attempts, passAtK } from '../statistics/passAtK';
import { callDecisions, callDecisionsSchema } from './callDecisions';

const count = z.number().nonnegative();
const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() });

const part = z.object({
  /** What the results were divided by, such as `language`, and which part this is. */
  by: z.string(),
  name: z.string(),
  items: count,
  samples: count,
  passed: count,
  passAt1: estimate,
});
export type ReportPart = z.infer<typeof part>;

const settings = z.object({
  model: z.string().exactOptional(),
  endpoint: z.string().exactOptional(),
  /** Who was asked: the bare model, or the assistant with its prompts; absent for samples from elsewhere. */
  surface: z.enum(['model', 'assistant']).exactOptional(),
  /** Of the assistant: what it had for items with files. Tools are off where the model's context is too small for them, as in the editor. */
  assistant: z.object({ hasFiles: z.boolean(), tools: z.array(z.string()) }).exactOptional(),
  samplesPerItem: count,
  temperature: z.number().exactOptional(),
  topP: z.number().exactOptional(),
  seed: z.number().exactOptional(),
  language: z.string().exactOptional(),
  naturalLanguage: z.string().exactOptional(),
  strict: z.boolean(),
  /** Part i of n of all items. */
  shard: z.string().exactOptional(),
});
export type ReportSettings = z.infer<typeof settings>;

export const reportSchema = z.object({
  schema: z.literal('glm.evaluation/1'),
  dataset: z.string(),
  items: count,
  samples: count,
  passed: count,
  failed: count,
  errored: count,
  suspect: count,
  /** By k; 1, 5, 10 and 100 where every item has so many samples. */
  passAt: z.record(z.string(), estimate),
  isolation: z.string(),
  secondsWall: count,
  model: z.string().exactOptional(),
  endpoint: z.string().exactOptional(),
  /** Items of the data set for which there was no sample. */
  notAttempted: count,
  settings,
  parts: z.array(part),
  errors: z.array(z.object({ errorClass: z.enum(errorClasses), samples: count })),
  latency: z.object({ median: z.number(), p95: z.number() }).exactOptional(),
  tokens: z.object({ prompt: count, completion: count }).exactOptional(),
  /** In the currency of the prices that were given. */
  cost: z.object({ total: z.number(), perSolved: z.number().nullable(), currency: z.string() }).exactOptional(),
  /** EvalPlus: pass@1 on its base inputs alone. */
  basePassAt1: estimate.exactOptional(),
  /** Of tasks that exist in several natural languages: how often the answers agree in being right or wrong. */
  consistency: z.object({ pairs: count, agreeing: count }).exactOptional(),
  callDecisions: callDecisionsSchema.exactOptional(),
  deviations: z.array(z.string()),
  /** What each item counts to, so that parts of a run can be put together. */
  itemSlices: z.array(
    z.object({ id: z.string(), task: z.string().exactOptional(), slices: z.record(z.string(), z.string()) }),
  ),
  results: z.array(
    z.object({
      id: z.string(),
      sample: count,
      outcome: z.enum(outcomes),
      errorClass: z.enum(errorClasses).exactOptional(),
      detail: z.string(),
      testsPassed: count,
      testsTotal: count,
      suspicions: z.array(z.string()),
    }),
  ),
});
export type EvaluationReport = z.infer<typeof reportSchema>;

export interface Prices {
  /** Per million tokens. */
  readonly prompt: number;
  readonly completion: number;
  readonly currency: string;
}

export interface ReportInput {
  readonly dataset: string;
  readonly items: readonly EvaluationItem[];
  readonly results: readonly SampleResult[];
  readonly settings: ReportSettings;
  readonly isolation: string;
  readonly secondsWall: number;
  readonly deviations: readonly string[];
  readonly prices?: Prices | undefined;
}

export function createReport(input: ReportInput): EvaluationReport {
  const { dataset, items, results, settings, isolation, secondsWall, deviations, prices } = input;
  const byId = Map.groupBy(results, ({ id }) => id);
  const attempted = items.filter(({ id }) => byId.has(id));
  // An item without tests, or whose tests could not be run here, says nothing about the model.
  const scored = attempted.filter(({ id }) => byId.get(id)?.some(({ verdict }) => verdict.outcome !== 'errored'));
  const attempts = scored.map(({ id }) => attemptsOf(byId.get(id) ?? []));
  const counts = Object.groupBy(results, ({ verdict }) => verdict.outcome);
  const countOf = (outcome: (typeof outcomes)[number]): number => counts[outcome]?.length ?? 0;
  const passAt = Object.fromEntries(
    [1, 5, 10, 100].flatMap((k) => {
      const value = passAtK(attempts, k);
      return value === undefined ? [] : [[String(k), value] as const];
    }),
  );
  const isPlus = results.some(({ verdict }) => verdict.plus !== undefined);
  const base = isPlus
    ? passAtK(
        scored.map(({ id }) => baseAttemptsOf(byId.get(id) ?? [])),
        1,
      )
    : undefined;
  const figures = generationFigures(results, prices);
  const consistency = consistencyOf(scored, byId);
  const decisions = callDecisions(attempted, byId);
  return {
    schema: 'glm.evaluation/1',
    dataset,
    items: attempted.length,
    samples: results.length,
    passed: countOf('passed'),
    failed: countOf('failed'),
    errored: countOf('errored'),
    suspect: countOf('suspect'),
    passAt,
    isolation,
    secondsWall: Math.round(secondsWall * 10) / 10,
    ...(settings.model !== undefined && { model: settings.model }),
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    notAttempted: items.length - attempted.length,
    settings,
    parts: partsOf(scored, byId),
    errors: errorClasses.flatMap((errorClass) => {
      const samples = results.filter(({ verdict }) => verdict.errorClass === errorClass).length;
      return samples === 0 ? [] : [{ errorClass, samples }];
    }),
    ...figures,
    ...(base !== undefined && { basePassAt1: base }),
    ...(consistency !== undefined && { consistency }),
    ...(decisions !== undefined && { callDecisions: decisions }),
    deviations: [...deviations],
    itemSlices: attempted.map(({ id, task, slices }) => ({ id, ...(task !== undefined && { task }), slices })),
    results: results.map(({ id, sample, verdict }) => ({
      id,
      sample,
      outcome: verdict.outcome,
      ...(verdict.errorClass !== undefined && { errorClass: verdict.errorClass }),
      detail: verdict.detail,
      testsPassed: verdict.testsPassed,
      testsTotal: verdict.testsTotal,
      suspicions: [...verdict.suspicions],
    })),
  };
}

type Results = ReadonlyMap<string, readonly SampleResult[]>;

function attemptsOf(results: readonly SampleResult[]): Attempts {
  return { samples: results.length, passed: results.filter(({ verdict }) => verdict.outcome === 'passed').length };
}

function baseAttemptsOf(results: readonly SampleResult[]): Attempts {
  const passed = results.filter(({ verdict }) => verdict.plus?.base ?? verdict.outcome === 'passed').length;
  return { samples: results.length, passed };
}

type Slices = EvaluationItem['slices'];

function partsOf(items: readonly EvaluationItem[], byId: Results): ReportPart[] {
  // Both languages of a task together, as the paper's columns are.
  const sliced = items.map(({ id, slices }): { readonly id: string; readonly slices: Slices } => {
    const { language, 'natural language': natural } = slices;
    return { id, slices: natural === undefined ? slices : { ...slices, kind: `${language} ${natural}` } };
  });
  const names = [...new Set(sliced.flatMap(({ slices }) => Object.keys(slices)))];
  return names.flatMap((by) => {
    const groups = Map.groupBy(sliced, ({ slices }) => slices[by] ?? 'other');
    return [...groups].flatMap(([name, members]) => {
      const attempts = members.map(({ id }) => attemptsOf(byId.get(id) ?? []));
      const passAt1 = passAtK(attempts, 1);
      const sum = (key: keyof Attempts): number => attempts.reduce((total, each) => total + each[key], 0);
      return passAt1 === undefined
        ? []
        : [{ by, name, items: members.length, samples: sum('samples'), passed: sum('passed'), passAt1 }];
    });
  });
}

function generationFigures(
  results: readonly SampleResult[],
  prices: Prices | undefined,
): Pick<EvaluationReport, 'latency' | 'tokens' | 'cost'> {
  const generations = results.flatMap(({ generation }) => generation ?? []);
  if (generations.length === 0) {
    return {};
  }
  const times = generations.map(({ milliseconds }) => milliseconds).sort((left, right) => left - right);
  const at = (share: number): number => Math.round(times[Math.ceil(share * times.length) - 1] ?? 0);
  const sum = (key: 'promptTokens' | 'completionTokens'): number =>
    generations.reduce((total, generation) => total + (generation[key] ?? 0), 0);
  const tokens = { prompt: sum('promptTokens'), completion: sum('completionTokens') };
  const latency = { median: at(0.5), p95: at(0.95) };
  if (prices === undefined) {
    return { latency, tokens };
  }
  const total = (tokens.prompt * prices.prompt + tokens.completion * prices.completion) / 1e6;
  const solved = new Set(results.filter(({ verdict }) => verdict.outcome === 'passed').map(({ id }) => id)).size;
  return {
    latency,
    tokens,
    cost: { total, perSolved: solved === 0 ? null : total / solved, currency: prices.currency },
  };
}

/** Items that are one task in two natural languages carry the same `task`. */
function consistencyOf(items: readonly EvaluationItem[], byId: Results): EvaluationReport['consistency'] {
  const pairs = [...Map.groupBy(items, ({ task, id }) => task ?? id).values()].filter(({ length }) => length === 2);
  if (pairs.length === 0) {
    return undefined;
  }
  const isSolved = ({ id }: EvaluationItem): boolean => byId.get(id)?.[0]?.verdict.outcome === 'passed';
  const agreeing = pairs.filter((pair) => pair.every(isSolved) || !pair.some(isSolved)).length;
  return { pairs: pairs.length, agreeing };
}

/** The object that `--json` prints. */
export function reportSummary({
  results: _results,
  itemSlices: _slices,
  schema: _schema,
  ...rest
}: EvaluationReport): object {
  return rest;
}
