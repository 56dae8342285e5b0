/** A report for a terminal: the score with its interval first, then what it is made of. */
import { callDecisionRows } from './callDecisions';
import type { EvaluationReport } from './EvaluationReport';
import { intervalText } from './figures';

export function terminalReport(report: EvaluationReport): string {
  const { dataset, items, samples, passed, failed, errored, suspect, notAttempted } = report;
  const rows: (readonly [string, string])[] = [
    ['data set', `${dataset}, ${items} items, ${samples} samples`],
    ...(report.model === undefined ? [] : [['model', report.model] as const]),
    ...Object.entries(report.passAt).map(([k, value]) => [`pass@${k}`, intervalText(value)] as const),
    ['samples', `${passed} passed, ${failed} failed, ${errored} not tested, ${suspect} suspect`],
    ...(notAttempted === 0 ? [] : [['not attempted', `${notAttempted} items`] as const]),
    ...report.errors.map(({ errorClass, samples: count }) => [`  ${errorClass}`, String(count)] as const),
    ...report.parts
      .filter(({ by }) => report.parts.filter((other) => other.by === by).length > 1)
      .map(
        ({ by, name, passAt1, items: count }) =>
          [`  ${by}: ${name}`, `${intervalText(passAt1)}, ${count} items`] as const,
      ),
    ...(report.callDecisions === undefined ? [] : callDecisionRows(report.callDecisions)).map(
      ([decision = '', precision = '', recall = '']) =>
        [`  decided: ${decision}`, `precision ${precision}, recall ${recall}`] as const,
    ),
    ...(report.latency === undefined
      ? []
      : [['latency', `median ${report.latency.median} ms, 95 % under ${report.latency.p95} ms`] as const]),
    ...(report.cost === undefined ? [] : [['cost', costText(report.cost)] as const]),
    ['isolation', report.isolation],
    ['time', `${report.secondsWall} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return rows.map(([name, text]) => `${name.padEnd(width)}${text}\n`).join('');
}

export function costText({ total, perSolved, currency }: NonNullable<EvaluationReport['cost']>): string {
  const unit = currency === '' ? '' : ` ${currency}`;
  return `${total.toFixed(4)}${unit}${perSolved === null ? '' : `, ${perSolved.toFixed(4)}${unit} for each solved item`}`;
}
