/** The parts of one run, made by several machines, as one report. */
import type { MessageId } from '../../base/messages';
import type { EvaluationItem } from '../EvaluationItem';
import { type JournalState, type SampleResult, sampleKey } from '../runs/SampleResult';
import { sumOfCallDecisions } from './callDecisions';
import { createReport, type EvaluationReport } from './EvaluationReport';

export type MergeFault = Extract<MessageId, `evaluation.merge.${string}`>;

/** An id = why they are not parts of one run. */
export function mergeReports(
  reports: readonly EvaluationReport[],
  journals: readonly JournalState[],
): EvaluationReport | MergeFault {
  const [first] = reports;
  if (first === undefined) {
    return 'evaluation.merge.none';
  }
  const same = ({ dataset, settings }: EvaluationReport): string =>
    JSON.stringify({ dataset, ...settings, shard: null });
  if (reports.some((report) => same(report) !== same(first))) {
    return 'evaluation.merge.differ';
  }
  const keys = reports.flatMap(({ results }) => results.map(sampleKey));
  if (new Set(keys).size < keys.length) {
    return 'evaluation.merge.twice';
  }
  const { shard: _, ...settings } = first.settings;
  const slices = new Map(reports.flatMap((report) => report.itemSlices.map((each) => [each.id, each] as const)));
  const items = [...slices.values()].map(
    ({ id, task, slices: own }): EvaluationItem => ({
      id,
      ...(task !== undefined && { task }),
      slices: own,
      ask: { kind: 'message', content: '', extraction: 'last-fence' },
      test: { kind: 'missing' },
    }),
  );
  const missing = reports.reduce((sum, { notAttempted }) => sum + notAttempted, 0);
  const report = createReport({
    dataset: first.dataset,
    items,
    results: journals.flatMap(resultsOf),
    settings,
    isolation: [...new Set(reports.map(({ isolation }) => isolation))].join('; '),
    secondsWall: Math.max(...reports.map(({ secondsWall }) => secondsWall)),
    deviations: first.deviations,
  });
  const costs = reports.flatMap(({ cost }) => cost ?? []);
  const total = costs.reduce((sum, { total: each }) => sum + each, 0);
  const solved = new Set(report.results.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)).size;
  const decisions = sumOfCallDecisions(reports.flatMap(({ callDecisions }) => callDecisions ?? []));
  return {
    ...report,
    notAttempted: missing,
    ...(decisions !== undefined && { callDecisions: decisions }),
    ...(costs.length === reports.length && {
      cost: { total, perSolved: solved === 0 ? null : total / solved, currency: costs[0]?.currency ?? '' },
    }),
  };
}

function resultsOf({ answers, verdicts }: JournalState): readonly SampleResult[] {
  return [...answers].flatMap(([key, { line: _, ...answer }]) => {
    const verdict = verdicts.get(key)?.verdict;
    return verdict === undefined ? [] : [{ ...answer, verdict }];
  });
}
