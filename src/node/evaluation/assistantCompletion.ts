/** What the editor would show at a hole, put into the text as accepting it would. */
import { pathToFileURL } from 'node:url';
import { InlineCompletionPipeline } from '../../completion/InlineCompletionPipeline';
import { emptyContext } from '../../context/ContextSource';
import type { WorkspaceIndex } from '../../context/index/WorkspaceIndex';
import { noObservations, WorkspaceContext } from '../../context/WorkspaceContext';
import type { AskSettings } from '../../evaluation/asking/askSettings';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import type { ConnectedModel } from '../../glm/ModelConnection';
import { promptBudget } from '../../glm/promptBudget';
import { silentLog } from '../../platform/Log';
import { systemClock } from '../systemClock';
import type { PartOfAnswer } from './assistantSurface';

const fileNames = { python: 'main.py', javascript: 'main.js', typescript: 'main.ts', java: 'Main.java' } as const;

export async function completeAsAssistant(
  { prefix, suffix, language, file }: Extract<EvaluationItem['ask'], { readonly kind: 'hole' }>,
  workspace: string | undefined,
  { maxTokens }: AskSettings,
  { model, format, contextTokens }: ConnectedModel,
  openIndex: (folder: string) => Promise<WorkspaceIndex>,
  signal: AbortSignal,
): Promise<PartOfAnswer> {
  const path = file ?? fileNames[language];
  const lines = prefix.split('\n');
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  const uri = workspace === undefined ? `untitled:${path}` : pathToFileURL(`${workspace}/${path}`).href;
  const document = { uri, path, languageId: language, version: 1, text: prefix + suffix };
  const contextSource =
    workspace === undefined
      ? emptyContext
      : new WorkspaceContext({
          ...{ index: await openIndex(workspace), observations: noObservations, log: silentLog },
          // Nothing is refreshed behind the back of a run.
          clock: { now: () => 0, sleep: () => new Promise<void>(() => {}) },
        });
  await contextSource.prepare(document, position, signal);
  const pipeline = new InlineCompletionPipeline({
    ...{ model, format, contextSource, clock: systemClock, log: silentLog },
    promptTokens: promptBudget(contextTokens),
  });
  const startedAt = systemClock.now();
  try {
    const settings = { enabled: true, debounce: 0, multiline: 'auto', maxTokens } as const;
    const outcome = await pipeline.complete(document, position, { kind: 'manual' }, settings, signal);
    signal.throwIfAborted();
    const generation = { milliseconds: Math.round(systemClock.now() - startedAt), finish: outcome.kind };
    if (outcome.kind !== 'shown') {
      if (outcome.error !== undefined) {
        throw outcome.error;
      }
      return { answer: { kind: 'none', why: `nothing is suggested: ${outcome.reason}` }, generation };
    }
    const { text, range } = outcome.completion;
    const after = suffix.slice(range.end.character - position.character);
    return { answer: { kind: 'solution', text: prefix + text + after }, response: text, generation };
  } finally {
    pipeline.dispose();
  }
}
