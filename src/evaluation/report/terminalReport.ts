/** A report for a terminal: the score with its interval first, then what it is made of. */
import { callDecisionRows } from './callDecisions';
import type { EvaluationReport } from './EvaluationReport';
import { intervalText } from './figures';
import { costText, surfaceText } from './reportTables';
import { columnsOf, type Words } from './Words';

export function terminalReport(report: EvaluationReport, words: Words): string {
  const { say, known } = words;
  const { dataset, items, samples, passed, failed, errored, suspect, notAttempted, latency, cost } = report;
  const surface = surfaceText(report, words);
  const rows: (readonly [string, string])[] = [
    [say('evaluation.report.dataSet'), say('evaluation.report.summary', dataset, items, samples)],
    ...(report.model === undefined ? [] : [[say('evaluation.report.model'), report.model] as const]),
    ...(surface === undefined ? [] : [[say('evaluation.report.asked'), surface] as const]),
    ...Object.entries(report.passAt).map(([k, value]) => [`pass@${k}`, intervalText(value)] as const),
    [say('evaluation.report.samples'), say('evaluation.report.samplesLine', passed, failed, errored, suspect)],
    ...(notAttempted === 0 ? [] : [[say('evaluation.report.notAttemptedHead'), String(notAttempted)] as const]),
    ...report.errors.map(({ errorClass, samples: count }) => [`  ${known(errorClass)}`, String(count)] as const),
    ...report.parts
      .filter(({ by }) => report.parts.filter((other) => other.by === by).length > 1)
      .map(
        ({ by, name, passAt1, items: count }) =>
          [`  ${known(by)}: ${name}`, say('evaluation.report.partItems', intervalText(passAt1), count)] as const,
      ),
    ...(report.callDecisions === undefined ? [] : callDecisionRows(report.callDecisions, words)).map(
      ([decision = '', precision = '', recall = '']) =>
        [
          `  ${say('evaluation.report.decided', decision)}`,
          say('evaluation.report.precisionRecall', precision, recall),
        ] as const,
    ),
    ...(latency === undefined
      ? []
      : [
          [
            say('evaluation.report.latency'),
            say('evaluation.report.latencyFigures', latency.median, latency.p95),
          ] as const,
        ]),
    ...(cost === undefined ? [] : [[say('evaluation.report.cost'), costText(cost, words)] as const]),
    [say('evaluation.report.isolation'), known(report.isolation)],
    [say('evaluation.report.time'), say('evaluation.report.seconds', report.secondsWall)],
  ];
  const width = Math.max(...rows.map(([name]) => columnsOf(name))) + 2;
  return rows.map(([name, text]) => `${name}${' '.repeat(width - columnsOf(name))}${text}\n`).join('');
}
