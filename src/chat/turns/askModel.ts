/** A branch of a conversation as a request to the model that fits its context. */
import type { ModelEvent, RequestNote } from '../../glm/Model';
import type { ServerTool } from '../../glm/ServerTool';
import type { ChatModel } from '../ChatHost';
import type { Message } from '../conversation/Conversation';
import { type FitOptions, type FittedMessages, fitMessages } from '../prompt/fitMessages';
import { systemPrompt } from '../prompt/systemPrompt';

/** Kept for the answer where the context is known, and the context where it is not, in tokens. */
const answerTokens = 4_096;
const unknownContext = 8_192;

export interface AskOptions extends FitOptions {
  /** What those who watch requests are told about it. */
  readonly note: RequestNote;
  /** Whether the provider may search the web. */
  readonly searches?: boolean;
  /** Absent = that of a conversation without tools. */
  readonly system?: string;
  /** Estimated tokens of what goes along beside the messages: definitions of tools. */
  readonly beside?: number;
}

/** Tokens for everything but the answer (`room`), for the answer, and of the room for the messages: half at least. */
export function roomIn(
  model: Pick<ChatModel, 'contextTokens'>,
  beside: number,
): { readonly room: number; readonly maxTokens: number; readonly budget: number } {
  // Where nobody knows how large the context is, the tools do not make the guess smaller.
  const context = model.contextTokens ?? unknownContext + beside;
  const maxTokens = Math.min(answerTokens, Math.floor(context / 2));
  const room = context - maxTokens;
  return { room, maxTokens, budget: Math.max(room - beside, room / 2) };
}

/**
 * `room`: tokens for everything but the answer; half of it is the messages', however much stands beside them. The model is asked when the
 * events are.
 */
export function askModel(
  model: ChatModel,
  path: readonly Message[],
  { note, searches, system = systemPrompt, beside = 0, ...options }: AskOptions,
): {
  readonly fitted: FittedMessages;
  readonly room: number;
  readonly maxTokens: number;
  readonly serverTools: readonly ServerTool[];
  readonly events: (signal: AbortSignal) => AsyncIterable<ModelEvent>;
} {
  const { room, maxTokens, budget } = roomIn(model, beside);
  const fitted = fitMessages(path, system, budget, options);
  const search: readonly ServerTool[] =
    searches === true && model.offersSearch === true ? [{ type: 'web_search' }] : [];
  const serverTools = [...(model.serverTools ?? []), ...search];
  const request = { messages: fitted.messages, maxTokens, note, ...(serverTools.length === 0 ? {} : { serverTools }) };
  return { fitted, room, maxTokens, serverTools, events: (signal) => model.chat(request, signal) };
}
