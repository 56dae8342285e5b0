/** A report as Markdown. */
import type { EvaluationReport } from './EvaluationReport';
import { reportTables, reportTitle, type TextTable } from './reportTables';
import type { Words } from './Words';

export function markdownReport(report: EvaluationReport, words: Words): string {
  const deviations =
    report.deviations.length === 0
      ? []
      : [`## ${words.say('evaluation.report.deviations')}`, list(report.deviations.map(words.known))];
  return `${[`# ${escaped(reportTitle(report, words))}`, ...reportTables(report, words).map(section), ...deviations].join('\n\n')}\n`;
}

function section({ title, note, head, rows }: TextTable): string {
  const columns = Math.max(head.length, ...rows.map(({ length }) => length));
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: columns }, (_, at) => escaped(cells[at] ?? '')).join(' | ')} |`;
  const rule = `|${' --- |'.repeat(columns)}`;
  return [
    `## ${escaped(title)}`,
    '',
    line(head),
    rule,
    ...rows.map(line),
    ...(note === undefined ? [] : ['', escaped(note)]),
  ].join('\n');
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${escaped(text)}`).join('\n');
}

/** Texts of programs under test may hold anything. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
