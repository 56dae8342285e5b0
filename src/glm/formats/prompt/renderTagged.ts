/**
 * Raw prompts of GLM-4.5, 4.6 and 4.7: the same words, with a line break after every mark or with none. Formats: glm.md, sections 3.4 and
 * 3.5; the text of the tool description follows the templates of the model repositories, which show two arguments.
 */
import { neutralizeSpecialTokens, promptStart } from '../specialTokens';
import { isJsonObject, type JsonObject, type ToolDefinition } from '../ToolDefinition';
import { lastUserIndex, type PromptMessage, type PromptToolCall, splitThought } from './PromptMessage';
import { pythonJson } from './pythonJson';

export interface TaggedOptions {
  readonly tools: readonly ToolDefinition[];
  /** False = the model shall not think first. */
  readonly thinking: boolean;
  /** False = reasoning of turns before the last message of a person is repeated, too (4.7 and later). */
  readonly clearThinking: boolean;
}

interface TaggedTemplate {
  /** Between the parts of a turn, and of a call. */
  readonly lineBreak: '\n' | '';
  /** Appended to what a person says when the model shall not think. */
  readonly noThinking: string;
  readonly emptyThought: string;
  readonly generation: { readonly thinking: string; readonly notThinking: string };
}

const templates = {
  glm45: {
    lineBreak: '\n',
    noThinking: '/nothink',
    emptyThought: '<think></think>',
    generation: { thinking: '', notThinking: '\n<think></think>' },
  },
  glm47: {
    lineBreak: '',
    noThinking: '',
    emptyThought: '</think>',
    generation: { thinking: '<think>', notThinking: '</think>' },
  },
} as const satisfies Record<string, TaggedTemplate>;

export type TaggedVariant = keyof typeof templates;

export function renderTagged(
  variant: TaggedVariant,
  messages: readonly PromptMessage[],
  options: TaggedOptions,
): string {
  const template: TaggedTemplate = templates[variant];
  const lastUser = lastUserIndex(messages);
  const turns = messages.map((message, index) => {
    const showsReasoning = index > lastUser || (!options.clearThinking && variant !== 'glm45');
    return renderMessage(template, message, messages[index - 1], options.thinking, showsReasoning);
  });
  const generation = options.thinking ? template.generation.thinking : template.generation.notThinking;
  return `${promptStart}${renderTools(template, options.tools)}${turns.join('')}<|assistant|>${generation}`;
}

function renderMessage(
  template: TaggedTemplate,
  message: PromptMessage,
  previous: PromptMessage | undefined,
  thinking: boolean,
  showsReasoning: boolean,
): string {
  const n = template.lineBreak;
  const { reasoning: thought, content: text } =
    message.role === 'assistant' ? partsOf(message) : { reasoning: '', content: message.content };
  const content = neutralizeSpecialTokens(text);
  switch (message.role) {
    case 'system':
      return `<|system|>${n}${content}`;
    case 'user':
      return `<|user|>${n}${content}${thinking || content.endsWith('/nothink') ? '' : template.noThinking}`;
    case 'tool':
      return `${previous?.role === 'tool' ? '' : '<|observation|>'}${n}<tool_response>${n}${content}${n}</tool_response>`;
    case 'assistant': {
      const reasoning = showsReasoning ? neutralizeSpecialTokens(thought.trim()) : '';
      const tagged = reasoning === '' ? template.emptyThought : `<think>${reasoning}</think>`;
      const said = content.trim() === '' ? '' : n + content.trim();
      const calls = (message.toolCalls ?? []).map((call) => renderCall(template, call));
      return `<|assistant|>${n}${tagged}${said}${calls.join('')}`;
    }
  }
}

function partsOf({ content, reasoning }: Extract<PromptMessage, { role: 'assistant' }>) {
  return reasoning === undefined ? splitThought(content) : { reasoning, content };
}

function renderCall({ lineBreak: n }: TaggedTemplate, call: PromptToolCall): string {
  const pairs = Object.entries(argumentObject(call)).map(([key, value]) => {
    const text = neutralizeSpecialTokens(typeof value === 'string' ? value : pythonJson(value));
    return `<arg_key>${neutralizeSpecialTokens(key)}</arg_key>${n}<arg_value>${text}</arg_value>${n}`;
  });
  return `${n}<tool_call>${neutralizeSpecialTokens(call.name)}${n}${pairs.join('')}</tool_call>`;
}

/** The arguments as members; text that is no JSON object (a call that was refused) is shown whole under one name. */
function argumentObject(call: PromptToolCall): JsonObject {
  if (typeof call.arguments !== 'string') {
    return call.arguments;
  }
  try {
    const value: unknown = JSON.parse(call.arguments === '' ? '{}' : call.arguments);
    return isJsonObject(value) ? value : { arguments: call.arguments };
  } catch {
    return { arguments: call.arguments };
  }
}

function renderTools({ lineBreak: n }: TaggedTemplate, tools: readonly ToolDefinition[]): string {
  if (tools.length === 0) {
    return '';
  }
  const example = ['1', '2'].map(
    (number) => `<arg_key>{arg-key-${number}}</arg_key>${n}<arg_value>{arg-value-${number}}</arg_value>${n}`,
  );
  return `<|system|>
# Tools

You may call one or more functions to assist with the user query.

You are provided with function signatures within <tools></tools> XML tags:
<tools>
${tools.map((tool) => `${neutralizeSpecialTokens(pythonJson(tool))}\n`).join('')}</tools>

For each function call, output the function name and arguments within the following XML format:
<tool_call>{function-name}${n}${example.join('')}...${n}</tool_call>`;
}
