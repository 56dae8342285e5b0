/** Tools as a request carries them, and what they take of the context. */
import { estimateTokens } from '../../base/estimateTokens';
import type { ToolDefinition } from '../../glm/formats/ToolDefinition';
import type { Tool } from '../../tools/Tool';

export function definitionOf({ name, description, parameters }: Tool): ToolDefinition {
  return { type: 'function', function: { name, description, parameters } };
}

/** A tool never changes, so it is counted once. */
const counted = new WeakMap<Tool, number>();

/** Estimated tokens; servers write them into the prompt in their own ways. */
export function definitionTokens(tools: readonly Tool[]): number {
  return tools.reduce((sum, tool) => {
    const tokens = counted.get(tool) ?? estimateTokens(JSON.stringify(definitionOf(tool)));
    counted.set(tool, tokens);
    return sum + tokens;
  }, 0);
}
