/** The product itself under evaluation: the chat's words before each question, the editor's own pipeline for completions. */
import { systemPrompt } from '../../chat/prompt/systemPrompt';
import { InlineCompletionPipeline } from '../../completion/InlineCompletionPipeline';
import { emptyContext } from '../../context/ContextSource';
import type { AskSettings } from '../../evaluation/asking/askSettings';
import type { EvaluationItem } from '../../evaluation/EvaluationItem';
import type { AnswerLine } from '../../evaluation/runs/SampleResult';
import type { ConnectedModel } from '../../glm/ModelConnection';
import { promptBudget } from '../../glm/promptBudget';
import { silentLog } from '../../platform/Log';
import { systemClock } from '../systemClock';

export const assistantSystemPrompt = systemPrompt;

/** What the editor would show at the hole, put into the text as accepting it would. */
export async function completeAsAssistant(
  { prefix, suffix, language }: Extract<EvaluationItem['ask'], { readonly kind: 'hole' }>,
  { maxTokens }: AskSettings,
  { model, format, contextTokens }: ConnectedModel,
  signal: AbortSignal,
): Promise<Pick<AnswerLine, 'answer' | 'response' | 'generation'>> {
  const pipeline = new InlineCompletionPipeline({
    ...{ model, format, contextSource: emptyContext, clock: systemClock, log: silentLog },
    promptTokens: promptBudget(contextTokens),
  });
  const startedAt = systemClock.now();
  const lines = prefix.split('\n');
  const path = { python: 'main.py', javascript: 'main.js', typescript: 'main.ts', java: 'Main.java' }[language];
  const document = { uri: `untitled:${path}`, path, languageId: language, version: 1, text: prefix + suffix };
  const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
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
