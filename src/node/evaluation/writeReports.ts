/** Writes what comes out of a run: samples and results in the data set's own form, and the report in every form. */
import type { EvaluationReport } from '../../evaluation/report/EvaluationReport';
import { markdownReport } from '../../evaluation/report/markdownReport';
import type { Words } from '../../evaluation/report/Words';
import type { SampleResult } from '../../evaluation/runs/SampleResult';
import type { LoadedData } from './evaluateDataSet';
import type { RunFolder } from './RunFolder';

export async function writeRun(
  folder: RunFolder,
  { format, items }: LoadedData,
  report: EvaluationReport,
  results: readonly SampleResult[],
  words: Words,
): Promise<void> {
  const byId = new Map(items.map((item) => [item.id, item]));
  const lines = results.flatMap(({ id, answer, response, verdict }) => {
    const item = byId.get(id);
    return item === undefined ? [] : [{ item, answer, response, verdict }];
  });
  const text = (objects: readonly object[]): string => objects.map((each) => `${JSON.stringify(each)}\n`).join('');
  await folder.write(
    'samples.jsonl',
    text(lines.map(({ item, answer, response }) => format.sampleLine(item, answer, response))),
  );
  await folder.write(
    'samples.jsonl_results.jsonl',
    text(lines.map(({ item, answer, response, verdict }) => format.resultLine(item, answer, response, verdict))),
  );
  await writeReport((name, content) => folder.write(name, content), report, words);
}

/** The report in every form. The page's charts are loaded for it only. */
export async function writeReport(
  write: (name: string, text: string) => Promise<void>,
  report: EvaluationReport,
  words: Words,
): Promise<void> {
  const { htmlReport } = await import('../../evaluation/report/htmlReport');
  await write('report.json', `${JSON.stringify(report, undefined, 1)}\n`);
  await write('report.md', markdownReport(report, words));
  await write('report.html', htmlReport(report, words));
}
