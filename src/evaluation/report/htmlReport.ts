/** A report as one page: no script, nothing from elsewhere, readable in VS Code's webview and in any browser, light and dark. */
import { type ChartRow, countChart, inkColour, lineColour, shareChart } from './charts';
import type { EvaluationReport } from './EvaluationReport';
import { referenceTable } from './referenceRows';
import { reportMark } from './reportMark';
import { reportTables, reportTitle, type TextTable } from './reportTables';
import type { Words } from './Words';

export function htmlReport(report: EvaluationReport, words: Words): string {
  const { say } = words;
  const title = escaped(reportTitle(report, words));
  const charts = [
    chartSection(say('evaluation.report.score'), scoreRows(report, words)),
    chartSection(say('evaluation.report.byPart'), partRows(report, words)),
    errorSection(report, words),
  ].join('');
  const deviations =
    report.deviations.length === 0
      ? ''
      : `<section><h2>${escaped(say('evaluation.report.deviations'))}</h2><ul>${report.deviations.map((text) => `<li>${escaped(words.known(text))}</li>`).join('')}</ul></section>`;
  const [first, ...others] = reportTables(report, words).map(tableSection);
  return `<!DOCTYPE html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
${reportMark}
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${first ?? ''}${charts}${others.join('')}${deviations}${failuresSection(report, words)}
</main>
</body>
</html>
`;
}

function scoreRows(report: EvaluationReport, { say }: Words): readonly ChartRow[] {
  const own = Object.entries(report.passAt).map(([k, estimate]) => ({
    name: `${report.model ?? say('evaluation.report.theseSamples')}, pass@${k}`,
    value: estimate.value,
    interval: estimate,
    isOwn: true,
  }));
  const table = referenceTable(report.dataset);
  const others = (table?.rows ?? []).flatMap(({ model, values }) => {
    const value = values[table?.main ?? ''];
    return value === undefined ? [] : [{ name: model, value: value / 100, isOwn: false }];
  });
  return [...own, ...others];
}

function partRows({ parts }: EvaluationReport, { known }: Words): readonly ChartRow[] {
  return parts
    .filter(({ by }) => parts.filter((other) => other.by === by).length > 1)
    .map(({ by, name, passAt1 }) => ({
      name: `${known(by)}: ${name}`,
      value: passAt1.value,
      interval: passAt1,
      isOwn: true,
    }));
}

function chartSection(title: string, rows: readonly ChartRow[]): string {
  return rows.length === 0
    ? ''
    : figure(
        title,
        shareChart(rows),
        rows.map(({ name, value }) => `${name} ${(100 * value).toFixed(1)} %`),
      );
}

function errorSection({ errors }: EvaluationReport, { say, known }: Words): string {
  const rows = errors.map(({ errorClass, samples }) => ({ name: known(errorClass), count: samples }));
  return rows.length === 0
    ? ''
    : figure(
        say('evaluation.report.errorsChart'),
        countChart(rows),
        rows.map(({ name, count }) => `${name} ${count}`),
      );
}

/** The picture says the same to those who hear the page. */
function figure(title: string, svg: string, values: readonly string[]): string {
  return `<section><h2>${escaped(title)}</h2><div class="chart" role="img" aria-label="${escaped(values.join(', '))}">${svg}</div></section>`;
}

function tableSection({ title, note, head, rows }: TextTable): string {
  const cells = (texts: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${texts.map((text, at) => (at === 0 || tag === 'th' ? `<th scope="${tag === 'th' ? 'col' : 'row'}">${escaped(text)}</th>` : `<td>${escaped(text)}</td>`)).join('')}</tr>`;
  const headRow = head.length === 0 ? '' : `<thead>${cells(head, 'th')}</thead>`;
  return `<section><h2>${escaped(title)}</h2><div class="scroll"><table>${headRow}<tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>${note === undefined ? '' : `<p>${escaped(note)}</p>`}</section>`;
}

/** Longest list of single failures; all of them stand in report.json. */
const failuresShown = 500;

function failuresSection({ results }: EvaluationReport, { say, known }: Words): string {
  const failed = results.filter(({ outcome }) => outcome !== 'passed');
  if (failed.length === 0) {
    return '';
  }
  const table = tableSection({
    title: say('evaluation.report.failures'),
    ...(failed.length > failuresShown && { note: say('evaluation.report.more', failed.length - failuresShown) }),
    head: [
      say('evaluation.report.item'),
      say('evaluation.report.sample'),
      say('evaluation.report.class'),
      say('evaluation.report.tests'),
      say('evaluation.report.why'),
    ],
    rows: failed
      .slice(0, failuresShown)
      .map(({ id, sample, errorClass = '', testsPassed, testsTotal, detail }) => [
        id,
        String(sample),
        known(errorClass),
        `${testsPassed}/${testsTotal}`,
        known(detail).slice(0, 200),
      ]),
  });
  return `<details><summary>${escaped(say('evaluation.report.failuresCount', failed.length))}</summary>${table}</details>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

const style = `
:root { color-scheme: light dark; --text: #1f2937; --back: #ffffff; --line: #d1d5db; --soft: #f3f4f6; }
@media (prefers-color-scheme: dark) { :root { --text: #d1d5db; --back: #1f1f1f; --line: #4b5563; --soft: #2a2a2a; } }
body[class*="vscode-"] { --text: var(--vscode-foreground); --back: var(--vscode-editor-background); --line: var(--vscode-contrastBorder, var(--vscode-widget-border, #8888)); --soft: var(--vscode-list-hoverBackground, transparent); }
body { margin: 0; padding: 24px; background: var(--back); color: var(--text); font: 14px/1.5 system-ui, sans-serif; }
main { max-width: 820px; margin: 0 auto; }
h1 { font-size: 22px; } h2 { font-size: 16px; margin: 28px 0 8px; }
table { border-collapse: collapse; width: 100%; } .scroll { overflow-x: auto; }
th, td { text-align: left; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: normal; overflow-wrap: anywhere; }
thead th { font-weight: 600; overflow-wrap: normal; } tbody tr:hover { background: var(--soft); }
.chart { border: 1px solid var(--line); border-radius: 4px; padding: 6px; } .chart svg { max-width: 100%; height: auto; }
.chart [fill="${inkColour}"] { fill: var(--text); } .chart [stroke="${inkColour}"] { stroke: var(--text); } .chart [stroke="${lineColour}"] { stroke: var(--line); }
p { color: inherit; opacity: .8; font-size: 13px; } summary { margin-top: 28px; cursor: pointer; }
`;
