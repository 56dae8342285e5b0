/** The servers' words for why an answer ended. Sources: OpenAI's reference, glm.md sections 1.4, 2 and 6, Ollama's and llama.cpp's code. */
import type { Finish } from './OutputParser';

const finishes: ReadonlyMap<string, Finish> = new Map([
  ['stop', 'stop'],
  ['tool_calls', 'stop'],
  ['function_call', 'stop'],
  // Gateways before models of other houses.
  ['tool_call', 'stop'],
  ['tool_use', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['eos_token', 'stop'],
  ['max_tokens', 'length'],
  // GLM-4 All Tools: the code of a tool without sandbox waits to be run.
  ['requires_action', 'stop'],
  ['eos', 'stop'],
  ['word', 'stop'],
  ['length', 'length'],
  ['limit', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['content_filter', 'content_filter'],
  ['sensitive', 'content_filter'],
  ['network_error', 'error'],
]);

/** What a word means; `stop` also where there are calls, which the parser knows. Undefined = nobody has told us this word. */
export function finishOf(reason: string): Finish | undefined {
  return finishes.get(reason);
}
