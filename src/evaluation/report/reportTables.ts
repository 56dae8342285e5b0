/** A report as tables of texts, which Markdown and the page show in their own ways. */
import { callDecisionRows } from './callDecisions';
import type { EvaluationReport } from './EvaluationReport';
import { intervalText, percent } from './figures';
import { referenceTable } from './referenceRows';
import type { Words } from './Words';

export interface TextTable {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function reportTables(report: EvaluationReport, words: Words): readonly TextTable[] {
  return [
    summary(report, words),
    parts(report, words),
    decisions(report, words),
    errors(report, words),
    references(report, words),
    suspects(report, words),
  ].flatMap((table) => table ?? []);
}

export function reportTitle({ dataset, model }: EvaluationReport, { say }: Words): string {
  return model === undefined ? dataset : say('evaluation.report.title', model, dataset);
}

/** Who was asked; undefined = samples from elsewhere. */
export function surfaceText({ settings }: EvaluationReport, { say }: Words): string | undefined {
  switch (settings.surface) {
    case undefined:
      return undefined;
    case 'model':
      return say('evaluation.report.bareModel');
    case 'assistant': {
      const { hasFiles = false, tools = [] } = settings.assistant ?? {};
      const what = hasFiles ? (tools.length > 0 ? 'assistantTools' : 'assistantFiles') : 'assistant';
      return say(`evaluation.report.${what}`, tools.join(', '));
    }
  }
}

function summary(report: EvaluationReport, words: Words): TextTable {
  const { say, known } = words;
  const { notAttempted, basePassAt1, consistency, latency, tokens, cost } = report;
  const { samples, passed, failed, errored, suspect } = report;
  const rows: (readonly [string, string | undefined])[] = [
    [say('evaluation.report.dataSet'), report.dataset],
    [say('evaluation.report.model'), report.model],
    [say('evaluation.report.endpoint'), report.endpoint],
    [say('evaluation.report.asked'), surfaceText(report, words)],
    ...Object.entries(report.passAt).map(
      ([k, value]) => [say('evaluation.report.passAt', k), intervalText(value)] as const,
    ),
    [say('evaluation.report.base'), basePassAt1 && intervalText(basePassAt1)],
    [
      say('evaluation.report.items'),
      notAttempted === 0 ? String(report.items) : say('evaluation.report.notAttempted', report.items, notAttempted),
    ],
    [say('evaluation.report.samples'), say('evaluation.report.counts', samples, passed, failed, errored, suspect)],
    [say('evaluation.report.sampling'), samplingText(report, words)],
    [
      say('evaluation.report.consistency'),
      consistency && say('evaluation.report.tasks', consistency.agreeing, consistency.pairs),
    ],
    [say('evaluation.report.latency'), latency && say('evaluation.report.latencyFigures', latency.median, latency.p95)],
    [
      say('evaluation.report.tokens'),
      tokens && say('evaluation.report.tokenFigures', tokens.prompt, tokens.completion),
    ],
    [say('evaluation.report.cost'), cost && costText(cost, words)],
    [say('evaluation.report.isolation'), known(report.isolation)],
    [say('evaluation.report.time'), say('evaluation.report.seconds', report.secondsWall)],
  ];
  return {
    title: say('evaluation.report.result'),
    head: [],
    rows: rows.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  };
}

export function costText(
  { total, perSolved, currency }: NonNullable<EvaluationReport['cost']>,
  { say }: Words,
): string {
  const money = (amount: number): string => `${amount.toFixed(4)}${currency === '' ? '' : ` ${currency}`}`;
  return perSolved === null ? money(total) : say('evaluation.report.perSolved', money(total), money(perSolved));
}

function samplingText({ settings }: EvaluationReport, { say }: Words): string {
  const { samplesPerItem, temperature, topP, seed, strict, shard } = settings;
  return [
    `n = ${samplesPerItem}`,
    ...(temperature === undefined ? [] : [say('evaluation.report.temperature', temperature)]),
    ...(topP === undefined ? [] : [`top_p ${topP}`]),
    ...(seed === undefined ? [] : [say('evaluation.report.seed', seed)]),
    ...(strict ? [say('evaluation.report.strict')] : []),
    ...(shard === undefined ? [] : [say('evaluation.report.shard', shard)]),
  ].join(', ');
}

function parts({ parts: all }: EvaluationReport, { say, known }: Words): TextTable | undefined {
  const shown = all.filter(({ by }) => all.filter((other) => other.by === by).length > 1);
  return shown.length === 0
    ? undefined
    : {
        title: say('evaluation.report.parts'),
        head: [
          say('evaluation.report.by'),
          say('evaluation.report.part'),
          say('evaluation.report.items'),
          say('evaluation.report.interval'),
        ],
        rows: shown.map(({ by, name, items, passAt1 }) => [known(by), name, String(items), intervalText(passAt1)]),
      };
}

function decisions({ callDecisions }: EvaluationReport, words: Words): TextTable | undefined {
  const { say } = words;
  return (
    callDecisions && {
      title: say('evaluation.report.decisions'),
      note: say('evaluation.report.decisionsNote'),
      head: [say('evaluation.report.decision'), say('evaluation.report.precision'), say('evaluation.report.recall')],
      rows: callDecisionRows(callDecisions, words),
    }
  );
}

function errors({ errors: all, samples }: EvaluationReport, { say, known }: Words): TextTable | undefined {
  return all.length === 0
    ? undefined
    : {
        title: say('evaluation.report.errors'),
        head: [say('evaluation.report.class'), say('evaluation.report.samples'), say('evaluation.report.shareHead')],
        rows: all.map(({ errorClass, samples: count }) => [
          known(errorClass),
          String(count),
          `${percent(count / samples)} %`,
        ]),
      };
}

function references(report: EvaluationReport, { say, known }: Words): TextTable | undefined {
  const table = referenceTable(report.dataset);
  const own = report.passAt['1'];
  if (table === undefined || own === undefined) {
    return undefined;
  }
  const { columns, rows, title, source } = table;
  const mine = columns.map((column) => {
    const share = column === table.main ? own.value : partShare(report, column);
    return share === undefined ? '' : percent(share);
  });
  return {
    title: say('evaluation.report.published', title),
    note: say('evaluation.report.source', source),
    head: [say('evaluation.report.model'), ...columns.map(known)],
    rows: [
      [say('evaluation.report.thisRun', report.model ?? say('evaluation.report.theseSamples')), ...mine],
      ...rows.map(({ model, values }) => [model, ...columns.map((column) => values[column]?.toFixed(1) ?? '')]),
    ],
  };
}

/** Of a column such as `java zh`, where the run had items of that kind. */
function partShare({ parts: all }: EvaluationReport, column: string): number | undefined {
  return all.find(({ by, name }) => by === 'kind' && name === column)?.passAt1.value;
}

function suspects({ results }: EvaluationReport, { say, known }: Words): TextTable | undefined {
  const found = results.filter(({ suspicions }) => suspicions.length > 0);
  return found.length === 0
    ? undefined
    : {
        title: say('evaluation.report.suspicious'),
        note: say('evaluation.report.suspiciousNote'),
        head: [
          say('evaluation.report.item'),
          say('evaluation.report.sample'),
          say('evaluation.report.outcome'),
          say('evaluation.report.what'),
        ],
        rows: found
          .slice(0, 200)
          .map(({ id, sample, outcome, suspicions }) => [
            id,
            String(sample),
            known(outcome),
            suspicions.map(known).join('; '),
          ]),
      };
}
