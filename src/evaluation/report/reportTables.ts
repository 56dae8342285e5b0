/** A report as tables of texts, which Markdown and the page show in their own ways. */
import { callDecisionRows } from './callDecisions';
import type { EvaluationReport } from './EvaluationReport';
import { intervalText, percent } from './figures';
import { referenceTable } from './referenceRows';
import { costText } from './terminalReport';

export interface TextTable {
  readonly title: string;
  readonly note?: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function reportTables(report: EvaluationReport): readonly TextTable[] {
  return [
    summary(report),
    parts(report),
    decisions(report),
    errors(report),
    references(report),
    suspects(report),
  ].flatMap((table) => table ?? []);
}

export function reportTitle({ dataset, model }: EvaluationReport): string {
  return model === undefined ? dataset : `${model} on ${dataset}`;
}

function summary(report: EvaluationReport): TextTable {
  const { settings, notAttempted, basePassAt1, consistency, latency, tokens, cost } = report;
  const surfaces = { model: 'the bare model', assistant: 'the assistant with its own prompts' } as const;
  const rows: (readonly [string, string | undefined])[] = [
    ['Data set', report.dataset],
    ['Model', report.model],
    ['Endpoint', report.endpoint],
    ['Asked', settings.surface === undefined ? undefined : surfaces[settings.surface]],
    ...Object.entries(report.passAt).map(([k, value]) => [`pass@${k} (95 % interval)`, intervalText(value)] as const),
    ['pass@1 on the base inputs alone', basePassAt1 === undefined ? undefined : intervalText(basePassAt1)],
    ['Items', `${report.items}${notAttempted === 0 ? '' : `, ${notAttempted} more were not attempted`}`],
    [
      'Samples',
      `${report.samples}: ${report.passed} passed, ${report.failed} failed, ${report.errored} not tested, ${report.suspect} suspect`,
    ],
    ['Sampling', samplingText(report)],
    [
      'English and Chinese agree',
      consistency === undefined ? undefined : `${consistency.agreeing} of ${consistency.pairs} tasks`,
    ],
    [
      'Latency of an answer',
      latency === undefined ? undefined : `median ${latency.median} ms, 95 % under ${latency.p95} ms`,
    ],
    ['Tokens', tokens === undefined ? undefined : `${tokens.prompt} read, ${tokens.completion} written`],
    ['Cost', cost === undefined ? undefined : costText(cost)],
    ['Isolation', report.isolation],
    ['Time', `${report.secondsWall} s`],
  ];
  return {
    title: 'Result',
    head: [],
    rows: rows.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  };
}

function samplingText({ settings }: EvaluationReport): string {
  const { samplesPerItem, temperature, topP, seed, strict, shard } = settings;
  return [
    `n = ${samplesPerItem}`,
    ...(temperature === undefined ? [] : [`temperature ${temperature}`]),
    ...(topP === undefined ? [] : [`top_p ${topP}`]),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
    ...(strict ? ['strict checker'] : []),
    ...(shard === undefined ? [] : [`part ${shard}`]),
  ].join(', ');
}

function parts({ parts: all }: EvaluationReport): TextTable | undefined {
  const shown = all.filter(({ by }) => all.filter((other) => other.by === by).length > 1);
  return shown.length === 0
    ? undefined
    : {
        title: 'Parts',
        head: ['By', 'Part', 'Items', 'pass@1 (95 % interval)'],
        rows: shown.map(({ by, name, items, passAt1 }) => [by, name, String(items), intervalText(passAt1)]),
      };
}

function decisions({ callDecisions }: EvaluationReport): TextTable | undefined {
  return (
    callDecisions && {
      title: 'When to call',
      note: 'Precision: of the answers that decided so, how many were right to. Recall: of those that should have, how many did. What was called is not looked at here.',
      head: ['Decision', 'Precision', 'Recall'],
      rows: callDecisionRows(callDecisions),
    }
  );
}

function errors({ errors: all, samples }: EvaluationReport): TextTable | undefined {
  return all.length === 0
    ? undefined
    : {
        title: 'What went wrong',
        head: ['Class', 'Samples', 'Share'],
        rows: all.map(({ errorClass, samples: count }) => [errorClass, String(count), `${percent(count / samples)} %`]),
      };
}

function references(report: EvaluationReport): TextTable | undefined {
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
    title: `Published results: ${title}`,
    note: `Source: ${source}. Other prompts and environments: landmarks, not a race.`,
    head: ['Model', ...columns],
    rows: [
      [`${report.model ?? 'these samples'} (this run)`, ...mine],
      ...rows.map(({ model, values }) => [model, ...columns.map((column) => values[column]?.toFixed(1) ?? '')]),
    ],
  };
}

/** Of a column such as `java zh`, where the run had items of that kind. */
function partShare({ parts: all }: EvaluationReport, column: string): number | undefined {
  return all.find(({ by, name }) => by === 'kind' && name === column)?.passAt1.value;
}

function suspects({ results }: EvaluationReport): TextTable | undefined {
  const found = results.filter(({ suspicions }) => suspicions.length > 0);
  return found.length === 0
    ? undefined
    : {
        title: 'Suspicious code',
        note: 'What honest code seldom does. It is not believed where tests and program shared a process; elsewhere it is only told.',
        head: ['Item', 'Sample', 'Result', 'What'],
        rows: found
          .slice(0, 200)
          .map(({ id, sample, outcome, suspicions }) => [id, String(sample), outcome, suspicions.join('; ')]),
      };
}
