/** Part of root 1, loaded with the first connection: everything that a keystroke goes through. */
import { InlineCompletionPipeline, type PipelineOptions } from '../completion/InlineCompletionPipeline';
import type { ConnectedModel } from '../glm/ModelConnection';
import { promptBudget } from '../glm/promptBudget';
import { grammarFiles } from '../node/syntax/GrammarFiles';
import { systemClock } from '../node/systemClock';
import type { Log } from '../platform/Log';
import { Syntax } from '../syntax/Syntax';
import { currentPlace } from '../vscode/completion/editorDocument';
import { ParsedEditors } from '../vscode/completion/ParsedEditors';

/** What other rooms give to the pipeline; absent = it does without. */
export interface CompletionHost extends Pick<PipelineOptions, 'contextSource' | 'knowsName'> {
  readonly log: Log;
  /** The syntax trees of open documents; see `openParsedEditors`. */
  readonly parsed: ParsedEditors;
  readonly prefetches: () => boolean;
  /** Whether the server at a host (and port) has no room for a completion beside what it does. */
  readonly isOccupied: (host: string | undefined) => boolean;
}

/** For a question now and then, without the cache of documents. `folder` holds the grammars. */
export function openSyntax(folder: string, log: Log): Syntax {
  return new Syntax(grammarFiles(folder), log);
}

/** `folder` holds the grammars. Whoever opens it disposes it. */
export function openParsedEditors(folder: string, log: Log): ParsedEditors {
  return new ParsedEditors(new Syntax(grammarFiles(folder), log).createDocuments(systemClock));
}

export function openPipeline(
  { model, format, host, profile, contextTokens }: ConnectedModel,
  { log, parsed, prefetches, isOccupied, ...rooms }: CompletionHost,
): InlineCompletionPipeline {
  return new InlineCompletionPipeline({
    ...{ model, format, log, currentPlace, ...rooms },
    clock: systemClock,
    placeAt: (document, offset) => parsed.placeAt(document, offset),
    promptTokens: promptBudget(contextTokens),
    isBusy: () => isOccupied(host),
    // Where each request counts against a plan, none is made that nobody asked for.
    prefetches: () => prefetches() && profile.completion !== 'chat' && format.route !== 'chat',
  });
}
