/** A model for turns with tools: each request is answered by the next list of steps. No test framework in here. */
import type { ChatModel } from '../../src/chat/ChatHost';
import { createOutputParser, type OutputFormat } from '../../src/glm/formats/output/createOutputParser';
import { defaultLimits } from '../../src/glm/formats/output/OutputParser';
import type { JsonObject } from '../../src/glm/formats/ToolDefinition';
import type { ChatRequest, EndEvent, ModelEvent } from '../../src/glm/Model';

/** A text, a call, what a parser says, or a wait until the turn is stopped. */
export type AgentStep =
  | string
  | { readonly call: string; readonly with: JsonObject }
  | { readonly event: ModelEvent }
  | { readonly raw: string; readonly format: OutputFormat }
  | 'hang';

export type AgentScript = readonly AgentStep[] | ((request: ChatRequest) => readonly AgentStep[]);

export function call(name: string, values: JsonObject = {}): AgentStep {
  return { call: name, with: values };
}

/** Far more than any turn of a test takes: a turn that nothing ends would keep the tests from ever ending, too. */
const mostRequests = 100;

export class ScriptedAgentModel implements ChatModel {
  readonly modelId = 'glm-4.6';
  readonly host = null;
  contextTokens = 32_768;
  readonly requests: ChatRequest[] = [];
  readonly #scripts: AgentScript[];
  /** Prompt and completion tokens that every answer reports. */
  usage: readonly [number, number] | undefined;

  /** One script a request; the last one answers all that follow. */
  constructor(...scripts: readonly AgentScript[]) {
    this.#scripts = [...scripts];
  }

  /** What the model was told as results of calls in a request, in order. */
  results(request: number): string[] {
    return (this.requests[request]?.messages ?? []).filter(({ role }) => role === 'tool').map(({ content }) => content);
  }

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelEvent, void, undefined> {
    if (this.requests.push(request) > mostRequests) {
      throw new Error('This turn does not end');
    }
    const script = this.#scripts.length > 1 ? this.#scripts.shift() : this.#scripts[0];
    const steps = typeof script === 'function' ? script(request) : (script ?? []);
    const usage =
      this.usage === undefined
        ? undefined
        : { promptTokens: this.usage[0], completionTokens: this.usage[1], cachedTokens: undefined };
    const calls: ModelEvent[] = [];
    let finish: EndEvent['finish'] = 'stop';
    for (const step of steps) {
      await Promise.resolve();
      signal.throwIfAborted();
      if (step === 'hang') {
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      } else if (typeof step === 'string') {
        yield { type: 'text', text: step };
      } else if ('call' in step) {
        finish = 'tool_calls';
        yield { type: 'toolCallStart', name: step.call };
        calls.push({ type: 'toolCall', call: { name: step.call, arguments: step.with } });
      } else if ('event' in step) {
        if (step.event.type === 'end') {
          finish = step.event.finish;
        } else {
          yield step.event;
        }
      } else {
        const parser = createOutputParser(step.format, {
          tools: request.tools,
          thinking: undefined,
          limits: defaultLimits,
        });
        yield* parser.push(step.raw);
        const { events, summary } = parser.end();
        yield* events;
        finish = summary.finish;
      }
    }
    yield* calls;
    yield { type: 'end', finish, finishReason: finish, usage, lostFrames: 0 };
  }
}
