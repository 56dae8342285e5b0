/** From what a model said to an answer that can be tested. */
import type { ToolCall } from '../../glm/formats/ToolDefinition';
import { toPythonValue } from '../bfcl/pythonValues';
import type { Answer, EvaluationItem } from '../EvaluationItem';
import { extractCode, lastFence } from './extractCode';

export interface ModelResponse {
  /** Whether the model went on with a text rather than answered in a chat. */
  readonly kind: 'chat' | 'completion';
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

export function answerFrom({ ask }: EvaluationItem, response: ModelResponse): Answer {
  switch (ask.kind) {
    case 'tools':
      return {
        kind: 'calls',
        calls: response.calls.map(({ name, arguments: given }) => ({
          name,
          arguments: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, toPythonValue(value)])),
        })),
      };
    case 'message': {
      const code = extractCode(response.text, ask.extraction);
      return code === undefined ? none : { kind: 'solution', text: code };
    }
    case 'hole':
      return { kind: 'completion', text: holeText(response, ask) };
    case 'function':
      return response.kind === 'completion'
        ? { kind: 'completion', text: cutAtStop(response.text, ask.stop) }
        : functionAnswer(response.text, ask);
  }
}

const none: Answer = { kind: 'none', why: 'the answer holds no code' };

/** Everything before the first of the texts that end an answer, whether or not the server stopped there. */
export function cutAtStop(text: string, stop: readonly string[]): string {
  const ends = stop.map((each) => text.indexOf(each)).filter((at) => at >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}

type FunctionAsk = Extract<EvaluationItem['ask'], { readonly kind: 'function' }>;

function functionAnswer(text: string, { language, entry, prompt }: FunctionAsk): Answer {
  const blocks = [...text.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```[ \t]*$/gm)].map((match) => match[1] ?? '');
  const names = new RegExp(`\\b${entry}\\b`);
  const code = blocks.find((block) => names.test(block)) ?? lastFence(text) ?? extractCode(text, 'last-fence') ?? text;
  if (code.trim() === '') {
    return none;
  }
  if (language !== 'python') {
    const isWhole = new RegExp(language === 'java' ? '\\bclass\\s+Problem\\b' : `\\b${entry}\\b`).test(code);
    return isWhole ? { kind: 'solution', text: code } : { kind: 'completion', text: code };
  }
  if (new RegExp(`^(?:async\\s+)?def\\s+${entry}\\b`, 'm').test(code)) {
    // Defined anew behind the prompt, whose own definition ends with its documentation, so that others’ tools can score the sample.
    const gap = prompt.endsWith('\n') ? '' : '\n';
    return { kind: 'completion', text: `${gap}    pass\n\n\n${code}` };
  }
  const isIndented = /^\s*\n*[ \t]+\S/.test(code);
  const body = isIndented ? code : code.replace(/^(?=.)/gm, '    ');
  return { kind: 'completion', text: body };
}

type HoleAsk = Extract<EvaluationItem['ask'], { readonly kind: 'hole' }>;

/** What fits into the hole: up to where the answer begins to repeat what stands behind it. */
export function holeText(response: ModelResponse, { prefix, suffix }: HoleAsk): string {
  if (response.kind === 'completion') {
    return withoutOverlap(response.text, suffix);
  }
  const code = lastFence(response.text) ?? response.text;
  // A fenced block always ends in a line break, which is part of the answer only where a whole line is missing.
  const isWholeLines = prefix === '' || prefix.endsWith('\n');
  return withoutOverlap(isWholeLines ? code : code.replace(/\n$/, ''), suffix);
}

/** Longest look for a repetition of the suffix. */
const lookLength = 80;

export function withoutOverlap(text: string, suffix: string): string {
  const [firstLine = ''] = suffix.split('\n').filter((line) => line.trim().length > 3);
  const start = suffix.slice(0, Math.min(lookLength, suffix.length));
  if (start.trim().length > 3) {
    const at = text.indexOf(start);
    if (at >= 0) {
      return text.slice(0, at);
    }
  }
  // The suffix goes on with whole lines: the first of them again ends the answer.
  if (firstLine !== '' && suffix.startsWith(firstLine)) {
    const at = `\n${text}`.indexOf(`\n${firstLine}\n`);
    if (at >= 0) {
      return text.slice(0, at);
    }
  }
  for (let length = Math.min(text.length, suffix.length, lookLength); length > 3; length--) {
    if (text.endsWith(suffix.slice(0, length)) && suffix.slice(0, length).trim().length > 3) {
      return text.slice(0, -length);
    }
  }
  return text;
}
