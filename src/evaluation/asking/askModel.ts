/** One question to a model, listened to until its end. */
import { AssistantError } from '../../base/AssistantError';
import type { ToolCall } from '../../glm/formats/ToolDefinition';
import type { Model } from '../../glm/Model';
import type { Generation } from '../runs/SampleResult';
import type { ModelResponse } from './answerFrom';
import type { ItemRequest } from './requestFor';

export interface Asked {
  readonly response: ModelResponse;
  readonly generation: Generation;
}

export async function askModel(
  model: Model,
  request: ItemRequest,
  now: () => number,
  signal: AbortSignal,
): Promise<Asked> {
  const startedAt = now();
  let text = '';
  const calls: ToolCall[] = [];
  let generation: Generation | undefined;
  const events =
    request.kind === 'chat' ? model.chat(request.request, signal) : model.complete(request.request, signal);
  for await (const event of events) {
    switch (event.type) {
      case 'text':
        text += event.text;
        break;
      case 'reclassified':
        text = event.content;
        break;
      case 'toolCall':
        calls.push(event.call);
        break;
      case 'end':
        generation = {
          milliseconds: Math.round(now() - startedAt),
          finish: event.finish,
          ...(event.usage !== undefined && {
            promptTokens: event.usage.promptTokens,
            completionTokens: event.usage.completionTokens,
          }),
        };
        break;
      default:
    }
  }
  return {
    response: { kind: request.kind, text, calls },
    generation: generation ?? { milliseconds: Math.round(now() - startedAt), finish: 'unknown' },
  };
}

/** Faults that concern one question only; after any other the run cannot go on. */
const faultsOfOneQuestion: readonly string[] = [
  'endpoint.refusedByPolicy',
  'endpoint.contextExceeded',
  'endpoint.badRequest',
  'endpoint.streamCut',
  'endpoint.answerIncomplete',
];

/** Why a question has no answer; undefined = the fault is one of the endpoint. */
export function faultOfQuestion(error: unknown): string | undefined {
  return error instanceof AssistantError && faultsOfOneQuestion.includes(error.code) ? error.code : undefined;
}
