/** `evaluate merge`, `compare` and `report`: what can be done with runs that are there. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AssistantError } from '../../base/AssistantError';
import { compareReports, comparisonText } from '../../evaluation/report/comparison';
import { type EvaluationReport, reportSchema } from '../../evaluation/report/EvaluationReport';
import { htmlReport } from '../../evaluation/report/htmlReport';
import { mergeReports } from '../../evaluation/report/mergeReports';
import { readJournal } from '../../evaluation/runs/SampleResult';
import { type CommandIo, exitCode } from '../commands/CommandIo';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import { tell } from './evaluateDataSet';
import { failBelow } from './options';
import { reportWords } from './reportWords';
import { writeReport } from './writeReports';

/** Puts the parts of a run together, from as many machines as it had. */
export async function mergeCommand(
  folders: readonly string[],
  options: EvaluateOptions,
  io: CommandIo,
): Promise<number> {
  if (folders.length === 0) {
    throw wrongEvaluation('merge takes the folders of the parts.');
  }
  const paths = folders.map((folder) => resolve(io.workingDirectory, folder));
  const reports = await Promise.all(paths.map(readReport));
  const journals = await Promise.all(paths.map(async (path) => readJournal(await textOf(join(path, 'journal.jsonl')))));
  const words = reportWords(options, io);
  const merged = mergeReports(reports, journals);
  if (typeof merged === 'string') {
    throw new AssistantError('evaluation.cannotMerge', [words.say(merged)]);
  }
  if (options.out !== undefined) {
    const out = resolve(io.workingDirectory, options.out);
    const { RunFolder } = await import('./RunFolder');
    const { folder } = await RunFolder.open(out, { merged: folders }, false);
    for (const name of ['journal.jsonl', 'samples.jsonl', 'samples.jsonl_results.jsonl']) {
      await folder.write(name, (await Promise.all(paths.map((path) => textOf(join(path, name))))).join(''));
    }
    await folder.close();
    await writeReport((name, text) => folder.write(name, text), merged, words);
  }
  return tell(merged, options, failBelow(options), io);
}

export async function compareCommand(
  operands: readonly string[],
  options: EvaluateOptions,
  io: CommandIo,
): Promise<number> {
  const [first, second] = operands;
  if (first === undefined || second === undefined || operands.length !== 2) {
    throw wrongEvaluation('compare takes the folders of two runs.');
  }
  const [left, right] = await Promise.all(
    [first, second].map((path) => readReport(resolve(io.workingDirectory, path))),
  );
  const words = reportWords(options, io);
  const comparison = left === undefined || right === undefined ? undefined : compareReports(left, right, words);
  if (comparison === undefined) {
    throw new AssistantError('evaluation.nothingShared', [first, second]);
  }
  // Two runs of one model are told apart by their folders.
  const named = { ...comparison, first: `${first} (${comparison.first})`, second: `${second} (${comparison.second})` };
  io.stdout.write(options.json ? `${JSON.stringify(comparison)}\n` : comparisonText(named, words));
  return exitCode.done;
}

export async function reportCommand(
  operands: readonly string[],
  options: EvaluateOptions,
  io: CommandIo,
): Promise<number> {
  const [folder] = operands;
  if (folder === undefined || operands.length !== 1) {
    throw wrongEvaluation('report takes the folder of a run.');
  }
  const path = resolve(io.workingDirectory, folder);
  const words = reportWords(options, io);
  const report = await readReport(path);
  if (options.html !== undefined) {
    await writeFile(resolve(io.workingDirectory, options.html), htmlReport(report, words));
  } else if (!path.endsWith('.json')) {
    await writeReport((name, text) => writeFile(join(path, name), text), report, words);
  }
  return tell(report, options, failBelow(options), io);
}

/** Of a run's folder, or of a `report.json` itself. Throws `evaluation.noRun` and `evaluation.badReport`. */
async function readReport(path: string): Promise<EvaluationReport> {
  const file = (await stat(path).catch(() => undefined))?.isFile() === true ? path : join(path, 'report.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new AssistantError('evaluation.noRun', [path]);
  });
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    throw new AssistantError('evaluation.badReport', [file]);
  }
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
