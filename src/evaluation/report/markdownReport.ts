/** A report as Markdown. */
import type { EvaluationReport } from './EvaluationReport';
import { reportTables, reportTitle, type TextTable } from './reportTables';

export function markdownReport(report: EvaluationReport): string {
  const deviations =
    report.deviations.length === 0 ? [] : ['## Where this differs from the benchmark', list(report.deviations)];
  return `${[`# ${escaped(reportTitle(report))}`, ...reportTables(report).map(section), ...deviations].join('\n\n')}\n`;
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
