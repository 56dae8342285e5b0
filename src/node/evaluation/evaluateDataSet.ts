/** `evaluate --dataset …`: reads the items, gets the answers, has them tested, and writes what came of it. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { ZodError } from 'zod';
import { AssistantError } from '../../base/AssistantError';
import { messages } from '../../base/messages';
import { type DataSetFormat, jsonLines, type Sample } from '../../evaluation/datasets/DataSetFormat';
import { dataSets } from '../../evaluation/datasets/dataSets';
import type { CodeLanguage, EvaluationItem, Test } from '../../evaluation/EvaluationItem';
import {
  createReport,
  type EvaluationReport,
  type Prices,
  type ReportSettings,
  reportSummary,
} from '../../evaluation/report/EvaluationReport';
import { terminalReport } from '../../evaluation/report/terminalReport';
import { type PlannedSample, runEvaluation, shardOf } from '../../evaluation/runs/runEvaluation';
import type { AnswerLine, JournalState } from '../../evaluation/runs/SampleResult';
import { scoreAnswer } from '../../evaluation/scoring/scoreAnswer';
import { type CommandIo, exitCode } from '../commands/CommandIo';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import { thisMachine } from '../sandbox/programs';
import { dataFiles, filesBelow, libraryFolder, readText } from './dataFiles';
import { EvaluationProgress } from './EvaluationProgress';
import { type DataChoice, dataChoice, failBelow, numberOption, sandboxChoice } from './options';
import { RunFolder } from './RunFolder';
import { reportWords } from './reportWords';
import { openTools, type ToolsWanted } from './scoringTools';

export interface LoadedData {
  readonly format: DataSetFormat;
  /** All that the choice of languages leaves. */
  readonly items: readonly EvaluationItem[];
  /** Of the data set's files. */
  readonly sha256: string;
}

/** Throws `evaluation.noData` and `evaluation.badData`. */
export async function loadData(choice: DataChoice): Promise<LoadedData> {
  const { name, data, language, naturalLanguage } = choice;
  const format = dataSets[name];
  const files = await dataFiles(data, format);
  const libraries = choice.libraries ?? (name === 'ncb' ? await libraryFolder(data) : undefined);
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(await file.read());
  }
  try {
    const all = await format.items(files, { language, naturalLanguage, libraries });
    const items = all.filter(
      ({ slices }) =>
        (language === undefined || slices.language === language) &&
        (naturalLanguage === undefined || (slices['natural language'] ?? naturalLanguage) === naturalLanguage),
    );
    if (items.length === 0) {
      throw new AssistantError('evaluation.noItems', [data]);
    }
    return { format, items, sha256: hash.digest('hex') };
  } catch (error) {
    throw error instanceof AssistantError ? error : new AssistantError('evaluation.badData', [data, reasonOf(error)]);
  }
}

export async function evaluateDataSet(options: EvaluateOptions, io: CommandIo): Promise<number> {
  const choice = dataChoice(options, io);
  const threshold = failBelow(options);
  if (options.samples === undefined) {
    return (await import('./evaluateModel')).evaluateModel(options, choice, threshold, io);
  }
  if (options.endpoint !== undefined || options.model !== undefined || options['model-name'] !== undefined) {
    throw wrongEvaluation('--samples excludes --endpoint and --model.');
  }
  const data = await loadData(choice);
  const items = chosenItems(data, choice);
  const samples = await readSamples(resolve(io.workingDirectory, options.samples), data);
  const planned = items.flatMap((item) => (samples.get(item.id) ?? []).map((_, sample) => ({ item, sample })));
  if (planned.length === 0) {
    throw new AssistantError('evaluation.noSamples', [options.samples]);
  }
  const settings: ReportSettings = {
    samplesPerItem: Math.max(...[...samples.values()].map(({ length }) => length)),
    ...commonSettings(choice, options),
  };
  const answer = async ({ item, sample }: PlannedSample): Promise<AnswerLine> => {
    const found = samples.get(item.id)?.[sample]?.answer ?? { kind: 'none' as const, why: 'there is no sample' };
    return { line: 'answer', id: item.id, sample, answer: found };
  };
  const plan = { ...settings, dataset: choice.name, data: data.sha256, samples: options.samples, limit: options.limit };
  return finishRun({ options, choice, data, items, planned, settings, plan, answer, threshold, answersAtOnce: 64 }, io);
}

export function commonSettings({ language, naturalLanguage, shard }: DataChoice, options: EvaluateOptions) {
  return {
    strict: options.strict,
    ...(language !== undefined && { language }),
    ...(naturalLanguage !== undefined && { naturalLanguage }),
    ...(shard !== undefined && { shard: `${shard.index}/${shard.count}` }),
  };
}

export function chosenItems({ items }: LoadedData, { limit, shard }: DataChoice): readonly EvaluationItem[] {
  const first = items.slice(0, limit);
  return shard === undefined ? first : shardOf(first, shard.index, shard.count);
}

/** What has to be there to test these items; undefined = no program is run for them. */
export function toolsWanted(
  items: readonly EvaluationItem[],
  { libraries: javaLibraries }: DataChoice,
  options: EvaluateOptions,
): ToolsWanted | undefined {
  const languages = new Set(items.flatMap(({ test }) => languageOfTest(test) ?? []));
  return languages.size === 0 ? undefined : { languages, javaLibraries, sandbox: sandboxChoice(options) };
}

function languageOfTest(test: Test): CodeLanguage | undefined {
  switch (test.kind) {
    case 'calls':
    case 'missing':
      return undefined;
    case 'script':
      return test.language;
    case 'javaMain':
    case 'junit':
      return 'java';
    default:
      return 'python';
  }
}

export interface PreparedRun {
  readonly options: EvaluateOptions;
  readonly choice: DataChoice;
  readonly data: LoadedData;
  readonly items: readonly EvaluationItem[];
  readonly planned: readonly PlannedSample[];
  readonly settings: ReportSettings;
  /** Everything that a result depends on. */
  readonly plan: object;
  readonly answer: (planned: PlannedSample, signal: AbortSignal) => Promise<AnswerLine>;
  readonly threshold: number | undefined;
  readonly answersAtOnce: number;
}

/** Runs what was prepared; resolves to the exit code. */
export async function finishRun(run: PreparedRun, io: CommandIo): Promise<number> {
  const { options, choice, data, planned, settings } = run;
  const startedAt = performance.now();
  const opened =
    options.out === undefined
      ? undefined
      : await RunFolder.open(resolve(io.workingDirectory, options.out), run.plan, options.resume);
  const known: JournalState = opened?.known ?? { answers: new Map(), verdicts: new Map() };
  const wanted = toolsWanted(run.items, choice, options);
  const opening = wanted === undefined ? undefined : await openTools(thisMachine(io.environment), wanted);
  const progress = new EvaluationProgress(io);
  try {
    const { selfTest } = await import('./selfTest');
    if (opening !== undefined && !(await selfTest(opening.tools, io.signal, 'short', wanted?.languages)).passed) {
      throw new AssistantError('evaluation.selfTest');
    }
    const results = await runEvaluation(
      planned,
      known,
      {
        answer: run.answer,
        score: ({ item }, { answer }, signal) =>
          scoreAnswer(item, answer, opening?.tools, { strict: options.strict }, signal),
        note: async (line) => opened?.folder.note(line),
        progress: (done, total) => progress.show(done, total),
      },
      { answers: run.answersAtOnce, scores: availableParallelism() },
      io.signal,
    );
    progress.end();
    const report = createReport({
      dataset: choice.name,
      items: run.items,
      results,
      settings,
      isolation: opening?.tools.isolation ?? messages['evaluation.report.nothingRun'],
      secondsWall: (performance.now() - startedAt) / 1000,
      deviations: data.format.deviations.map((id) => messages[id]),
      prices: pricesOf(options),
    });
    await opened?.folder.close();
    if (opened !== undefined) {
      await (await import('./writeReports')).writeRun(opened.folder, data, report, results, reportWords(options, io));
    }
    return tell(report, options, run.threshold, io);
  } finally {
    progress.end();
    await opening?.[Symbol.asyncDispose]();
  }
}

/** Samples by item, in the order of the file. */
async function readSamples(
  path: string,
  { format, items }: LoadedData,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const byId = new Map(items.map((item) => [item.id, item]));
  try {
    const folder = await sampleFolder(path);
    const samples = folder ?? jsonLines(await readText(path)).flatMap((line) => format.samples(line, path, byId));
    return Map.groupBy(samples, ({ id }) => id);
  } catch (error) {
    throw new AssistantError('evaluation.badSamples', [path, reasonOf(error)]);
  }
}

/** EvalPlus' other form: a folder for each task, a file of Python for each sample. Undefined = the path is a file. */
async function sampleFolder(path: string): Promise<readonly Sample[] | undefined> {
  if (!(await stat(path)).isDirectory()) {
    return undefined;
  }
  const files = (await filesBelow(path, '', 0)).filter((file) => /^[^/]+\/\d+\.py$/.test(file));
  const number = (file: string): number => Number(/(\d+)\.py$/.exec(file)?.[1]);
  const sorted = files.sort((left, right) => number(left) - number(right));
  return Promise.all(
    sorted.map(async (file) => ({
      id: (file.split('/')[0] ?? '').replace('_', '/'),
      answer: { kind: 'solution' as const, text: await readText(join(path, file)) },
    })),
  );
}

export function pricesOf(options: EvaluateOptions): Prices | undefined {
  const prompt = numberOption(options, 'price-in', { least: 0 });
  const completion = numberOption(options, 'price-out', { least: 0 });
  return prompt === undefined && completion === undefined
    ? undefined
    : { prompt: prompt ?? 0, completion: completion ?? 0, currency: options.currency ?? '' };
}

/** Prints the result; the exit code says whether it is good enough. */
export function tell(
  report: EvaluationReport,
  options: EvaluateOptions,
  threshold: number | undefined,
  io: CommandIo,
): number {
  const words = reportWords(options, io);
  io.stdout.write(options.json ? `${JSON.stringify(reportSummary(report))}\n` : terminalReport(report, words));
  const score = report.passAt['1']?.value ?? 0;
  if (threshold !== undefined && score < threshold) {
    io.stderr.write(`${words.say('evaluation.failBelow', score.toFixed(3), threshold)}\n`);
    return exitCode.failed;
  }
  return exitCode.done;
}

function reasonOf(error: unknown): string {
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return issue === undefined ? error.name : `${issue.path.join('.')}: ${issue.message}`;
  }
  return error instanceof Error ? error.message : String(error);
}
