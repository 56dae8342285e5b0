/** Part of root 1, loaded with the first connection: everything that a keystroke goes through. */
import { InlineCompletionPipeline, type PipelineOptions } from '../completion/InlineCompletionPipeline';
import type { ConnectedModel } from '../glm/ModelConnection';
import { systemClock } from '../node/systemClock';
import type { Log } from '../platform/Log';
import { currentPlace } from '../vscode/completion/editorDocument';

/** What other rooms give to the pipeline; absent = it does without. */
export interface CompletionHost extends Pick<PipelineOptions, 'contextSource' | 'knowsName' | 'placeAt'> {
  readonly log: Log;
  readonly prefetches: () => boolean;
  /** Whether the server at a host (and port) has no room for a completion beside what it does. */
  readonly isOccupied: (host: string | undefined) => boolean;
}

/** Prompt tokens of a model whose context is large; half of a small one, so that an answer fits. */
const promptTokens = 2048;

export function openPipeline(
  { model, format, host, profile, contextTokens }: ConnectedModel,
  { log, prefetches, isOccupied, ...rooms }: CompletionHost,
): InlineCompletionPipeline {
  return new InlineCompletionPipeline({
    ...{ model, format, log, currentPlace, ...rooms },
    clock: systemClock,
    promptTokens: contextTokens === undefined ? promptTokens : Math.min(promptTokens, Math.floor(contextTokens / 2)),
    isBusy: () => isOccupied(host),
    // Where each request counts against a plan, none is made that nobody asked for.
    prefetches: () => prefetches() && profile.completion !== 'chat' && format.route !== 'chat',
  });
}
