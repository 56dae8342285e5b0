/**
 * The models of the person's endpoints in VS Code's own chat, by its stable interface for providers. Everything else of the product works
 * without it.
 */

import * as vscode from 'vscode';
import { AssistantError } from '../base/AssistantError';
import { createId } from '../base/createId';
import { estimateTokens } from '../base/estimateTokens';
import type { Disposable } from '../base/events';
import { withoutHidden } from '../base/hiddenCharacters';
import { faultOfEnd } from '../glm/answer/answerEnd';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import type { ToolDefinition } from '../glm/formats/ToolDefinition';
import { isJsonObject } from '../glm/formats/ToolDefinition';
import type { EndEvent } from '../glm/Model';
import type { ConnectedModel } from '../glm/ModelConnection';
import { modelTraits } from '../glm/models';
import { fromChatMessages, textOf } from './languageModelMessages';
import { describeError } from './StatusBar';
import { toAbortSignal } from './textDocument';

/** As `package.json` contributes it. */
export const vendor = 'glm-tandem';

/** A model that somebody chose; `endpoint` names where it is. */
export interface GlmChatInformation extends vscode.LanguageModelChatInformation {
  readonly endpoint: string;
}

/** Where nobody knows the context, one that every current model has. */
const unknownContext = 8_192;
/** Kept for the answer where nothing is known of its limit. */
const unknownOutput = 4_096;
/** Milliseconds for one endpoint to say which model it has. */
const patience = 10_000;

export class LanguageModelProvider implements vscode.LanguageModelChatProvider<GlmChatInformation>, Disposable {
  readonly #endpoints: Endpoints;
  readonly #isEnabled: () => boolean;
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly onDidChangeLanguageModelChatInformation = this.#didChange.event;

  constructor(endpoints: Endpoints, isEnabled: () => boolean) {
    this.#endpoints = endpoints;
    this.#isEnabled = isEnabled;
  }

  /** To be called when other models may be there. */
  refresh(): void {
    this.#didChange.fire();
  }

  async provideLanguageModelChatInformation(
    _options: vscode.PrepareLanguageModelChatModelOptions,
    token: vscode.CancellationToken,
  ): Promise<GlmChatInformation[]> {
    if (!this.#isEnabled()) {
      return [];
    }
    const names = [...new Set([...this.#endpoints.namesOf('chat'), ...this.#endpoints.names])];
    const cancellation = toAbortSignal(token);
    try {
      const signal = AbortSignal.any([cancellation.signal, AbortSignal.timeout(patience)]);
      const found = await Promise.all(
        names.map(async (endpoint) => {
          // What is wrong with an endpoint is told by the status bar, not by an empty list.
          const connected = await this.#endpoints
            .connection(endpoint)
            ?.connect(signal)
            .catch(() => undefined);
          return connected === undefined ? [] : [informationOf(endpoint, connected)];
        }),
      );
      return found.flat();
    } finally {
      cancellation.dispose();
    }
  }

  async provideLanguageModelChatResponse(
    { endpoint }: GlmChatInformation,
    messages: readonly vscode.LanguageModelChatRequestMessage[],
    options: vscode.ProvideLanguageModelChatResponseOptions,
    progress: vscode.Progress<vscode.LanguageModelResponsePart>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const cancellation = toAbortSignal(token);
    try {
      const { model, host } = await this.#connect(endpoint, cancellation.signal);
      const request = {
        messages: fromChatMessages(messages),
        tools: toolsOf(options),
        note: { id: createId(Date.now()), surface: 'chat' as const },
        ...limitOf(options),
      };
      const end = await answer(model.chat(request, cancellation.signal), progress);
      const fault = end === undefined ? undefined : faultBehind(end, host ?? vscode.l10n.t('the local engine'));
      if (fault !== undefined) {
        throw fault;
      }
    } catch (error) {
      // The editor shows the message of what is thrown; ours are in the person's language.
      throw error instanceof AssistantError && !cancellation.signal.aborted ? new Error(describeError(error)) : error;
    } finally {
      cancellation.dispose();
    }
  }

  async provideTokenCount(
    { endpoint }: GlmChatInformation,
    text: string | vscode.LanguageModelChatRequestMessage,
    token: vscode.CancellationToken,
  ): Promise<number> {
    // As the model is sent it.
    const content = withoutHidden(typeof text === 'string' ? text : textOf(text.content));
    const cancellation = toAbortSignal(token);
    try {
      const { model } = await this.#connect(endpoint, cancellation.signal);
      return (await model.countTokens(content, cancellation.signal)) ?? estimateTokens(content);
    } catch {
      return estimateTokens(content);
    } finally {
      cancellation.dispose();
    }
  }

  dispose(): void {
    this.#didChange.dispose();
  }

  #connect(endpoint: string, signal: AbortSignal): Promise<ConnectedModel> {
    const connection = this.#endpoints.connection(endpoint);
    if (connection === undefined) {
      throw new AssistantError('endpoint.notConfigured');
    }
    return connection.connect(signal);
  }
}

function informationOf(endpoint: string, { modelId, host, contextTokens }: ConnectedModel): GlmChatInformation {
  const traits = modelTraits(modelId);
  const context = contextTokens ?? unknownContext;
  const maxOutputTokens = Math.min(traits.outputTokens ?? unknownOutput, Math.floor(context / 2));
  return {
    id: `${endpoint}/${modelId}`,
    endpoint,
    name: modelId,
    family: 'glm',
    version: modelId,
    detail: host ?? vscode.l10n.t('the local engine'),
    maxInputTokens: context - maxOutputTokens,
    maxOutputTokens,
    capabilities: { toolCalling: true, imageInput: traits.vision },
  };
}

type Events = ReturnType<ConnectedModel['model']['chat']>;

/**
 * Gives the answer piece by piece. Reasoning is not part of the stable interface and is left out; what proves to be reasoning only after it
 * was shown cannot be taken back, so only the rest of the content follows.
 */
async function answer(
  events: Events,
  progress: vscode.Progress<vscode.LanguageModelResponsePart>,
): Promise<EndEvent | undefined> {
  let shown = '';
  let end: EndEvent | undefined;
  const calls: vscode.LanguageModelToolCallPart[] = [];
  for await (const event of events) {
    switch (event.type) {
      case 'text':
        shown += event.text;
        progress.report(new vscode.LanguageModelTextPart(event.text));
        break;
      case 'reclassified':
        if (event.content !== '' && !shown.endsWith(event.content)) {
          progress.report(new vscode.LanguageModelTextPart(event.content));
        }
        break;
      case 'toolCall':
        calls.push(
          new vscode.LanguageModelToolCallPart(`call_${crypto.randomUUID()}`, event.call.name, event.call.arguments),
        );
        break;
      case 'end':
        end = event;
        // Only calls of an answer that is whole may run.
        for (const call of event.finish === 'tool_calls' ? calls : []) {
          progress.report(call);
        }
        break;
      default:
    }
  }
  return end;
}

/** What the editor's chat has no words for but an error: that the answer above it is not whole. */
function faultBehind(end: EndEvent, host: string): AssistantError | undefined {
  if (end.finish === 'content_filter') {
    return new AssistantError('endpoint.refusedByPolicy', [host]);
  }
  const isCut = end.finish === 'incomplete' || end.finish === 'error';
  return faultOfEnd(end) ?? (isCut ? new AssistantError('endpoint.streamCut', [host]) : undefined);
}

function toolsOf({
  tools = [],
}: vscode.ProvideLanguageModelChatResponseOptions): readonly ToolDefinition[] | undefined {
  return tools.length === 0
    ? undefined
    : tools.map(({ name, description, inputSchema }) => ({
        type: 'function',
        function: { name, description, ...(isJsonObject(inputSchema) ? { parameters: inputSchema } : {}) },
      }));
}

/** What of VS Code's own options the model has words for. */
function limitOf({ modelOptions }: vscode.ProvideLanguageModelChatResponseOptions): {
  readonly temperature?: number;
  readonly maxTokens?: number;
} {
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
  const temperature = number(modelOptions?.temperature);
  const maxTokens = number(modelOptions?.max_tokens);
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}
