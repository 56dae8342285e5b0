/**
 * Raw prompts of GLM-4-9B-Chat (2024-06), GLM-4-0414 and GLM-Z1-0414. Formats: glm.md, sections 3.2 and 3.3. The Chinese sentences are the
 * models' own: they were trained on exactly these.
 */
import { assistantToken, neutralizeSpecialTokens, promptStart } from '../specialTokens';
import type { ToolDefinition } from '../ToolDefinition';
import { type PromptMessage, type PromptToolCall, splitThought } from './PromptMessage';
import { pythonJson } from './pythonJson';

export type Glm4Variant = 'glm4' | 'glm4-0414' | 'glm-z1';

interface Glm4Template {
  /** Stands before the list of tools. */
  readonly identity: string;
  /** All system messages first, whatever their place. */
  readonly systemFirst: boolean;
  /** Cuts earlier turns of the model behind their thought. */
  readonly dropsThoughts: boolean;
  readonly generationPrompt: string;
}

const toolListTitle = '# 可用工具';
const toolNote = '在调用上述函数时，请使用 Json 格式表示调用的参数。';

// Whether 0414's own list of tools opens with the identity sentence is not certain; it stands here to be changed.
const templates: { readonly [variant in Glm4Variant]: Glm4Template } = {
  glm4: {
    identity:
      '你是一个名为 ChatGLM 的人工智能助手。你是基于智谱AI训练的语言模型 GLM-4 模型开发的，你的任务是针对用户的问题和要求提供适当的答复和支持。\n\n',
    systemFirst: false,
    dropsThoughts: false,
    generationPrompt: assistantToken,
  },
  'glm4-0414': { identity: '', systemFirst: true, dropsThoughts: false, generationPrompt: assistantToken },
  'glm-z1': {
    identity:
      '你是一个名为 ChatGLM 的人工智能助手。你是基于智谱 AI 公司训练的语言模型 GLM-4 模型开发的，你的任务是针对用户的问题和要求提供适当的答复和支持。\n\n',
    systemFirst: true,
    dropsThoughts: true,
    generationPrompt: `${assistantToken}\n<think>`,
  },
};

export function renderGlm4(
  variant: Glm4Variant,
  messages: readonly PromptMessage[],
  tools: readonly ToolDefinition[],
): string {
  const template = templates[variant];
  const ordered = template.systemFirst
    ? [...messages.filter(isSystem), ...messages.filter((message) => !isSystem(message))]
    : messages;
  const toolTurn = tools.length === 0 ? '' : turn('system', neutralizeSpecialTokens(glm4ToolList(tools, variant)));
  return (
    promptStart +
    toolTurn +
    ordered.map((message) => renderMessage(message, template)).join('') +
    template.generationPrompt
  );
}

/** The text that tells these models about their tools, as the content of a system message. */
export function glm4ToolList(tools: readonly ToolDefinition[], variant: Glm4Variant): string {
  const list = tools.map((tool) => {
    const json = JSON.stringify(tool.function, undefined, 4);
    return `\n\n## ${oneLine(tool.function.name)}\n\n${json}\n${toolNote}`;
  });
  return templates[variant].identity + toolListTitle + list.join('');
}

/** What these models write, and expect to see, as the arguments of a call. */
export function glm4Arguments(call: PromptToolCall): string {
  return typeof call.arguments === 'string' ? call.arguments : pythonJson(call.arguments);
}

function renderMessage(message: PromptMessage, { dropsThoughts }: Glm4Template): string {
  const isThoughtful = dropsThoughts && message.role === 'assistant';
  const content = neutralizeSpecialTokens(isThoughtful ? splitThought(message.content).content : message.content);
  switch (message.role) {
    case 'system':
    case 'user':
      return turn(message.role, content);
    case 'tool':
      return turn('observation', content);
    case 'assistant': {
      const calls = message.toolCalls ?? [];
      const said = content === '' && calls.length > 0 ? '' : turn('assistant', content);
      // Reasoning is never repeated to these models.
      return said + calls.map(renderCall).join('');
    }
  }
}

function renderCall(call: PromptToolCall): string {
  return `${assistantToken}${neutralizeSpecialTokens(oneLine(call.name))}\n${neutralizeSpecialTokens(glm4Arguments(call))}`;
}

function turn(role: 'system' | 'user' | 'assistant' | 'observation', content: string): string {
  return `<|${role}|>\n${content}`;
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ');
}

function isSystem(message: PromptMessage): boolean {
  return message.role === 'system';
}
