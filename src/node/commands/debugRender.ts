/**
 * `glm-tandem debug render`: one conversation a line in, the raw prompt that a GLM model would get out. A pure function; the command line
 * turns lines into objects and back.
 */
import * as z from 'zod';
import type { PromptMessage } from '../../glm/formats/prompt/PromptMessage';
import { promptFormats, renderPrompt } from '../../glm/formats/prompt/renderPrompt';
import { toolsSchema, toToolDefinitions } from '../../glm/formats/toolsSchema';
import { type DebugFailure, debugFailure, debugId } from './debugParse';

const contentSchema = z
  .union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))])
  .nullish()
  .transform((content) =>
    typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join(''),
  );

/** Null and nothing at all = no arguments, as the templates read it. */
const argumentsSchema = z
  .union([z.string(), z.record(z.string(), z.unknown())])
  .nullish()
  .transform((given) => given ?? {});
const idSchema = z
  .string()
  .nullish()
  .transform((id) => id ?? undefined);

const callSchema = z
  .union([
    z.object({ id: idSchema, function: z.object({ name: z.string(), arguments: argumentsSchema }) }),
    z.object({ id: idSchema, name: z.string(), arguments: argumentsSchema }),
  ])
  .transform((call) => ('function' in call ? { id: call.id, ...call.function } : call));

const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: contentSchema }),
  z
    .object({ role: z.literal('developer'), content: contentSchema })
    .transform(({ content }) => ({ role: 'system' as const, content })),
  z
    .object({
      role: z.literal('assistant'),
      content: contentSchema,
      reasoning: z.string().nullish(),
      reasoning_content: z.string().nullish(),
      toolCalls: z.array(callSchema).nullish(),
      tool_calls: z.array(callSchema).nullish(),
      // GLM-4's own way to write a call: the tool's name here, its arguments as the content.
      metadata: z.string().nullish(),
    })
    .transform((message) => {
      const calls = message.toolCalls ?? message.tool_calls ?? undefined;
      const { role, content, metadata } = message;
      const reasoning = message.reasoning ?? message.reasoning_content ?? undefined;
      return metadata
        ? { role, content: '', reasoning, toolCalls: [{ name: metadata.trim(), arguments: content }, ...(calls ?? [])] }
        : { role, content, reasoning, toolCalls: calls };
    }),
  z
    .object({ role: z.enum(['tool', 'observation', 'function']), content: contentSchema, tool_call_id: idSchema })
    .transform(({ content, tool_call_id }) => ({ role: 'tool' as const, content, toolCallId: tool_call_id })),
]);

const requestSchema = z.object({
  id: debugId,
  format: z.enum(promptFormats),
  /** The OpenAI shape. */
  messages: z.array(messageSchema),
  tools: toolsSchema,
  thinking: z.boolean().nullish(),
  /** False = earlier turns keep their reasoning, where the format can. */
  clearThinking: z.boolean().nullish(),
});

/** Never throws: a bad request gives an error object with its id. */
export function debugRender(
  request: unknown,
): { readonly id: z.infer<typeof debugId>; readonly prompt: string } | DebugFailure {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    return debugFailure(request, parsed.error);
  }
  const { id, format, tools, thinking, clearThinking } = parsed.data;
  const messages: readonly PromptMessage[] = parsed.data.messages;
  const prompt = renderPrompt(format, messages, {
    tools: toToolDefinitions(tools),
    thinking: thinking ?? undefined,
    clearThinking: clearThinking ?? undefined,
  });
  return { id, prompt };
}
