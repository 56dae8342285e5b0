/** From an item to the request that a model gets. */

import type { FillInTheMiddleFormat } from '../../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { JsonObject, ToolDefinition } from '../../glm/formats/ToolDefinition';
import type { ChatMessage, ChatRequest, CompletionRequest } from '../../glm/Model';
import type { BfclFunction, BfclLanguage, BfclParameter } from '../bfcl/BfclQuestion';
import { toToolName } from '../bfcl/checkCalls';
import type { EvaluationItem } from '../EvaluationItem';
import { functionPrompt, holePrompt } from '../prompts';
import type { AskSettings } from './askSettings';

export type ItemRequest =
  | { readonly kind: 'chat'; readonly request: ChatRequest }
  | { readonly kind: 'completion'; readonly request: CompletionRequest };

const fileNames = { python: 'main.py', javascript: 'main.js', typescript: 'main.ts', java: 'Main.java' } as const;

/** `sample`: from 0. `note`: for those who watch requests. */
export function requestFor(
  { ask }: EvaluationItem,
  sample: number,
  settings: AskSettings,
  format: FillInTheMiddleFormat,
  note: ChatRequest['note'],
): ItemRequest {
  const { maxTokens, temperature, seed, topP, system } = settings;
  const sampling = { maxTokens, temperature, ...(seed !== undefined && { seed: seed + sample }), note };
  const chat = (messages: readonly ChatMessage[], tools?: readonly ToolDefinition[]): ItemRequest => ({
    kind: 'chat',
    request: {
      messages: system === undefined ? messages : [{ role: 'system', content: system }, ...messages],
      ...sampling,
      ...(topP !== undefined && { topP }),
      ...(tools !== undefined && { tools }),
    },
  });
  switch (ask.kind) {
    case 'message':
      return chat([{ role: 'user', content: ask.content }]);
    case 'tools':
      return chat(ask.messages, toTools(ask.functions, ask.language));
    case 'function':
      return settings.prompt === 'chat'
        ? chat([{ role: 'user', content: functionPrompt(ask.language, ask.prompt) }])
        : { kind: 'completion', request: { prompt: ask.prompt, stop: ask.stop, ...sampling } };
    case 'hole': {
      const { prefix, suffix, language } = ask;
      if (format.id === 'chat' || format.id === 'none') {
        return chat([{ role: 'user', content: holePrompt(language, prefix, suffix) }]);
      }
      const hole = { path: fileNames[language], languageId: language, prefix, suffix, snippets: [], multiline: true };
      const { prompt } = format.render(hole);
      return { kind: 'completion', request: { prompt, hole, route: format.route, stop: format.stop, ...sampling } };
    }
  }
}

/** The functions of a question as a tool interface takes them. */
export function toTools(functions: readonly BfclFunction[], language: BfclLanguage): readonly ToolDefinition[] {
  return functions.map(({ name, description, parameters }) => ({
    type: 'function',
    function: {
      name: toToolName(name),
      description,
      parameters: {
        type: 'object',
        properties: schemas(parameters.properties, language),
        required: parameters.required ?? [],
      },
    },
  }));
}

function schemas(properties: Readonly<Record<string, BfclParameter>>, language: BfclLanguage): JsonObject {
  return Object.fromEntries(Object.entries(properties).map(([name, parameter]) => [name, schema(parameter, language)]));
}

const jsonTypes: Readonly<Record<string, string>> = {
  dict: 'object',
  float: 'number',
  tuple: 'array',
  list: 'array',
  array: 'array',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  object: 'object',
};

function schema(parameter: BfclParameter, language: BfclLanguage): JsonObject {
  const { type, description = '', items, properties, required, ...rest } = parameter;
  if (language !== 'python') {
    // The checker wants the text of an expression of that type.
    return {
      ...rest,
      type: 'string',
      description:
        `${description} This is an expression of ${language === 'java' ? 'Java' : 'JavaScript'}, of type ${type}.`.trim(),
    };
  }
  return {
    ...rest,
    type: jsonTypes[type] ?? 'string',
    ...(description !== '' && { description }),
    ...(items !== undefined && { items: schema(items, language) }),
    ...(properties !== undefined && { properties: schemas(properties, language) }),
    ...(required !== undefined && { required }),
  };
}
