/** `evaluate --dataset … --model …`: asks a model for the answers, bare or through the assistant. */
import { resolve } from 'node:path';
import { createId } from '../../base/createId';
import { answerFrom } from '../../evaluation/asking/answerFrom';
import { type Asked, askModel, faultOfQuestion } from '../../evaluation/asking/askModel';
import type { AskSettings } from '../../evaluation/asking/askSettings';
import { requestFor } from '../../evaluation/asking/requestFor';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import type { ReportSettings } from '../../evaluation/report/EvaluationReport';
import type { PlannedSample } from '../../evaluation/runs/runEvaluation';
import type { AnswerLine } from '../../evaluation/runs/SampleResult';
import type { ConnectedModel } from '../../glm/ModelConnection';
import type { CommandIo } from '../commands/CommandIo';
import { connectionFor, endpointChoice } from '../commands/endpointOptions';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import { systemClock } from '../systemClock';
import type { Assistant } from './assistantSurface';
import { chosenItems, commonSettings, finishRun, loadData } from './evaluateDataSet';
import { type DataChoice, numberOption } from './options';

export async function evaluateModel(
  options: EvaluateOptions,
  choice: DataChoice,
  threshold: number | undefined,
  io: CommandIo,
): Promise<number> {
  const name = options['model-name'];
  if (name !== undefined && (options.model !== undefined || options.endpoint === undefined)) {
    throw wrongEvaluation('--model-name is the model at an --endpoint, as --model is there.');
  }
  const asking = askSettings(options);
  const surface = oneOf(options, 'surface', ['model', 'assistant']) ?? 'model';
  const count = numberOption(options, 'n', { least: 1, most: 1_000, whole: true }) ?? 1;
  const concurrency = numberOption(options, 'concurrency', { least: 1, most: 256, whole: true });
  const data = await loadData(choice);
  const items = chosenItems(data, choice);
  const planned = items.flatMap((item) => Array.from({ length: count }, (_, sample) => ({ item, sample })));
  let allowed = 1;
  const connection = connectionFor(
    endpointChoice(
      {
        ...options,
        'model-name': name ?? options.model,
        model: options.endpoint === undefined ? options.model : undefined,
      },
      io,
      wrongEvaluation,
    ),
    io,
    undefined,
    // Completions of an editor replace each other; here every one counts.
    (client, server) => {
      allowed = server.concurrency;
      return client;
    },
  );
  try {
    const connected = await connection.connect(io.signal);
    const assistant =
      surface === 'assistant'
        ? (await import('./assistantSurface')).createAssistant(
            ...([connected, data.items, resolve(__dirname, 'grammars'), io.environment, io.signal] as const),
          )
        : undefined;
    const settings: ReportSettings = {
      model: connected.modelId,
      ...(connected.host !== undefined && { endpoint: connected.host }),
      surface,
      ...(assistant !== undefined && { assistant: assistant.facts }),
      samplesPerItem: count,
      temperature: asking.temperature,
      ...(asking.topP !== undefined && { topP: asking.topP }),
      ...(asking.seed !== undefined && { seed: asking.seed }),
      ...commonSettings(choice, options),
    };
    const { maxTokens, prompt } = asking;
    const plan = { ...settings, dataset: choice.name, data: data.sha256, maxTokens, prompt, limit: options.limit };
    const system = assistant?.system;
    const answer = ({ item, sample }: PlannedSample, signal: AbortSignal): Promise<AnswerLine> =>
      answerOf(item, sample, { ...asking, system }, assistant, connected, signal);
    return await finishRun(
      {
        options,
        choice,
        data,
        items,
        planned,
        settings,
        plan,
        answer,
        threshold,
        answersAtOnce: concurrency ?? allowed,
      },
      io,
    );
  } finally {
    connection.dispose();
  }
}

async function answerOf(
  item: EvaluationItem,
  sample: number,
  asking: AskSettings,
  assistant: Assistant | undefined,
  connected: ConnectedModel,
  signal: AbortSignal,
): Promise<AnswerLine> {
  const common = { line: 'answer' as const, id: item.id, sample };
  try {
    const byAssistant = assistant?.answer(item, sample, asking, signal);
    if (byAssistant !== undefined) {
      return { ...common, ...(await byAssistant) };
    }
    const note = { id: createId(Date.now()), surface: 'evaluation' as const };
    const request = requestFor(item, sample, asking, connected.format, note);
    const asked: Asked = await askModel(connected.model, request, () => systemClock.now(), signal);
    const { response, generation } = asked;
    return { ...common, answer: answerFrom(item, response), response: response.text, generation };
  } catch (error) {
    const why = faultOfQuestion(error);
    if (why === undefined) {
      throw error;
    }
    return { ...common, answer: { kind: 'none', why } };
  }
}

function askSettings(options: EvaluateOptions): AskSettings {
  const several = (numberOption(options, 'n', { least: 1, whole: true }) ?? 1) > 1;
  return {
    maxTokens: numberOption(options, 'max-tokens', { least: 1, most: 131_072, whole: true }) ?? 1024,
    temperature: numberOption(options, 'temperature', { least: 0, most: 2 }) ?? (several ? 0.8 : 0),
    topP: numberOption(options, 'top-p', { least: 0, most: 1 }),
    seed: numberOption(options, 'seed', { least: 0, whole: true }),
    prompt: oneOf(options, 'prompt', ['chat', 'raw']) ?? 'chat',
    system: undefined,
  };
}

function oneOf<const Word extends string>(
  options: EvaluateOptions,
  name: 'surface' | 'prompt',
  words: readonly Word[],
): Word | undefined {
  const given = options[name];
  const word = words.find((each) => each === given);
  if (given !== undefined && word === undefined) {
    throw wrongEvaluation(`--${name} takes ${words.join(' or ')}.`);
  }
  return word;
}
