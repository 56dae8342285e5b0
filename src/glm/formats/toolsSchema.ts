/** Reads the offered tools of a request that came as JSON: a replayed case, a recorded prompt, another program. */
import * as z from 'zod';
import { isJsonObject, type ToolDefinition } from './ToolDefinition';

// Guards, not schemas: a schema would put the members in its own order, and the order is part of the prompt.
const toolSchema = z.union([
  z.custom<ToolDefinition>((tool) => isJsonObject(tool) && tool.type === 'function' && isFunction(tool.function)),
  z.custom<ToolDefinition['function']>((tool) => isFunction(tool)),
  z.custom<{ readonly type: string }>((tool) => isJsonObject(tool) && tool.type !== 'function' && isString(tool.type)),
]);

/** Function tools, bare or in the OpenAI wrapper; the server's own tools (`web_search` and the like) may stand among them. */
export const toolsSchema = z.array(toolSchema).nullish();

/** The function tools; undefined = the request does not say what was offered. */
export function toToolDefinitions(tools: z.infer<typeof toolsSchema>): readonly ToolDefinition[] | undefined {
  return tools?.flatMap((tool): ToolDefinition[] => {
    if ('function' in tool) {
      return [{ ...tool, function: withoutNulls(tool.function) }];
    }
    return 'name' in tool ? [{ type: 'function', function: withoutNulls(tool) }] : [];
  });
}

/** The same members in the same order; null says as little as nothing. */
function withoutNulls(tool: ToolDefinition['function']): ToolDefinition['function'] {
  const { name } = tool;
  return { ...Object.fromEntries(Object.entries(tool).filter(([, value]) => value !== null)), name };
}

function isFunction(value: unknown): boolean {
  return (
    isJsonObject(value) &&
    isString(value.name) &&
    (isAbsent(value.description) || isString(value.description)) &&
    (isAbsent(value.parameters) || isJsonObject(value.parameters))
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}
