/** What server and model are able to: context length, markers for filling in the middle, tool calls. */
import * as z from 'zod';
import { AssistantError } from '../../../base/AssistantError';
import { chooseFormat, hasMarkers } from '../../fillInTheMiddle/chooseFormat';
import { codegeex4 } from '../../fillInTheMiddle/codegeex4';
import { createOutputParser } from '../../formats/output/createOutputParser';
import type { ToolDefinition } from '../../formats/ToolDefinition';
import { modelTraits } from '../../models';
import type { Check } from '../Check';
import { finding } from '../Finding';
import type { ProbeHttp } from '../ProbeHttp';

/** Below this many tokens chat with a few files does not fit. */
const smallContext = 8192;

export const checkContext: Check = async ({ listed, modelId }, { http }, signal) => {
  const told =
    listed.find(({ id }) => id === modelId)?.contextTokens ??
    (await contextOfLlamaCpp(http, signal)) ??
    (await contextOfLmStudio(http, modelId, signal));
  if (told !== undefined) {
    const figures = { contextTokens: told };
    return told < smallContext
      ? [finding('context', 'warning', 'doctor.context.small', [told], { fix: 'doctor.context.raise', figures })]
      : [finding('context', 'ok', 'doctor.context.known', [told], { figures })];
  }
  const ollama = await contextOfOllama(http, modelId, signal);
  if (ollama === undefined) {
    const { contextTokens } = modelTraits(modelId);
    return contextTokens === undefined
      ? [finding('context', 'info', 'doctor.context.unknown')]
      : [finding('context', 'info', 'doctor.context.byModel', [contextTokens], { figures: { contextTokens } })];
  }
  const { trained, set } = ollama;
  const figures = { contextTokens: set ?? trained };
  if (set === undefined || set < smallContext) {
    const message = set === undefined ? 'doctor.context.ollama' : 'doctor.context.small';
    return [finding('context', 'warning', message, [set ?? trained], { fix: 'doctor.context.raise', figures })];
  }
  return [finding('context', 'ok', 'doctor.context.known', [set], { figures })];
};

/** `/props`: https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md */
const props = z.object({ default_generation_settings: z.object({ n_ctx: z.number() }) });

async function contextOfLlamaCpp(http: ProbeHttp, signal: AbortSignal): Promise<number | undefined> {
  const parsed = props.safeParse((await http.ask('/props', { atRoot: true }, signal))?.value);
  return parsed.success ? parsed.data.default_generation_settings.n_ctx : undefined;
}

/** LM Studio's own list tells how much was loaded: https://lmstudio.ai/docs/developer/rest */
const lmStudioModel = z.object({
  loaded_context_length: z.number().nullish(),
  max_context_length: z.number().nullish(),
});

async function contextOfLmStudio(http: ProbeHttp, modelId: string, signal: AbortSignal): Promise<number | undefined> {
  const route = `/api/v0/models/${encodeURIComponent(modelId)}`;
  const parsed = lmStudioModel.safeParse((await http.ask(route, { atRoot: true }, signal))?.value);
  return parsed.success
    ? (parsed.data.loaded_context_length ?? parsed.data.max_context_length ?? undefined)
    : undefined;
}

/** `/api/show`: `model_info` has the trained length under the architecture's name, `parameters` what the model file sets. */
const ollamaModel = z.object({ model_info: z.record(z.string(), z.unknown()), parameters: z.string().nullish() });

async function contextOfOllama(
  http: ProbeHttp,
  modelId: string,
  signal: AbortSignal,
): Promise<{ readonly trained: number; readonly set: number | undefined } | undefined> {
  const answer = await http.ask('/api/show', { atRoot: true, body: { model: modelId } }, signal);
  const parsed = ollamaModel.safeParse(answer?.value);
  if (!parsed.success) {
    return undefined;
  }
  const trained = Object.entries(parsed.data.model_info).find(([name]) => name.endsWith('.context_length'))?.[1];
  const set = /^num_ctx\s+(\d+)/m.exec(parsed.data.parameters ?? '')?.[1];
  return typeof trained === 'number' ? { trained, set: set === undefined ? undefined : Number(set) } : undefined;
}

export const checkMarkers: Check = async ({ model, modelId, profile }, { http }, signal) => {
  const format = await chooseFormat('auto', model, modelId, signal, profile);
  if (profile.completion === 'chat') {
    return [finding('markers', 'info', 'doctor.markers.chat')];
  }
  if (format.route === 'infill') {
    const body = { input_prefix: 'a', input_suffix: 'b', n_predict: 1 };
    const answer = await http.ask('/infill', { atRoot: true, body }, signal);
    if (answer?.status === 200) {
      return [finding('markers', 'ok', 'doctor.markers.infill')];
    }
  }
  const known = await hasMarkers(format.markers.length === 0 ? codegeex4 : format, model, signal);
  if (known === undefined) {
    return [finding('markers', 'info', 'doctor.markers.unknown', [], { fix: 'doctor.markers.set' })];
  }
  return known
    ? [finding('markers', 'ok', 'doctor.markers.single')]
    : [finding('markers', 'info', 'doctor.markers.missing', [], { fix: 'doctor.markers.useCodeGeeX' })];
};

const tools: readonly ToolDefinition[] = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      description: 'The weather in a city at this moment.',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

const chatAnswer = z.object({
  choices: z.array(
    z.object({
      message: z.object({ content: z.string().nullish(), tool_calls: z.array(z.unknown()).nullish() }),
    }),
  ),
});

/** One request as OpenAI has it shows who reads the calls. Where a server refuses it, the client may still know another way. */
export const checkTools: Check = async ({ model, modelId }, { http }, signal) => {
  const messages = [{ role: 'user', content: 'What is the weather in Paris now? Call the tool get_weather.' }] as const;
  const body = { model: modelId, messages, tools, max_tokens: toolTokens, stream: false };
  const answer = await http.ask('/chat/completions', { body }, signal);
  const parsed = chatAnswer.safeParse(answer?.value);
  if (parsed.success) {
    const message = parsed.data.choices[0]?.message;
    return (message?.tool_calls ?? []).length > 0
      ? [finding('tools', 'ok', 'doctor.tools.parsed')]
      : [callsInText(message?.content ?? '') ? readByUs : notCalled];
  }
  try {
    let text = '';
    for await (const event of model.chat({ messages, tools, maxTokens: toolTokens, temperature: 0 }, signal)) {
      if (event.type === 'toolCall') {
        return [readByUs];
      }
      text += event.type === 'text' ? event.text : '';
    }
    return [callsInText(text) ? readByUs : notCalled];
  } catch (error) {
    if (error instanceof AssistantError) {
      // What refuses every request has nothing against tools: then that is the finding.
      await drained(model.chat({ messages, maxTokens: 1, temperature: 0 }, signal));
      return [finding('tools', 'warning', 'doctor.tools.refused', [], { fix: 'doctor.tools.enable' })];
    }
    throw error;
  }
};

async function drained(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of events) {
    // only whether it comes to its end
  }
}

const toolTokens = 200;
const readByUs = finding('tools', 'ok', 'doctor.tools.text');
const notCalled = finding('tools', 'info', 'doctor.tools.notCalled', [], { fix: 'doctor.tools.useLarger' });

function callsInText(content: string): boolean {
  const parser = createOutputParser('auto', { tools });
  parser.push(content);
  return parser.end().summary.toolCalls.length > 0;
}
