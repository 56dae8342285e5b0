/** The texts of a record as other formats want them. */
import type { Message, MessagePart, PromptRecord } from '../records';

const isAroundCursor = ({ type, name }: MessagePart): boolean =>
  type === 'code_context' && (name === 'prefix' || name === 'suffix');

function textOf(messages: readonly Message[] | undefined, types: readonly string[]): string {
  return (messages ?? [])
    .map(({ parts }) => {
      const contents = parts
        .filter(({ type, content }) => types.includes(type) && content !== undefined)
        .map(({ content }) => content);
      // A completion's prompt is cut where something in it has a name.
      return contents.length === 0 ? undefined : contents.join(parts.some(isAroundCursor) ? '' : '\n');
    })
    .filter((text) => text !== undefined)
    .join('\n');
}

/** Everything that was sent, as one text; empty when nothing of it may be seen. */
export function promptText(record: PromptRecord): string {
  return textOf(record['gen_ai.input.messages'], ['text', 'code_context', 'mixed']);
}

/** What the model answered; empty when it did not, or it may not be seen. */
export function responseText(record: PromptRecord): string {
  return textOf(record['gen_ai.output.messages'], ['text']);
}

/** What the person asked: their own words, or the last message that they sent. */
export function questionText(record: PromptRecord): string {
  const last = (record['gen_ai.input.messages'] ?? []).filter(({ role }) => role === 'user').at(-1);
  return record.user_text ?? textOf(last === undefined ? [] : [last], ['text', 'mixed']);
}

/** The last fenced block of a Markdown text with its info string; undefined when there is none. */
export function lastFence(
  markdown: string,
): { readonly language: string; readonly code: string; readonly block: string } | undefined {
  const match = [...markdown.matchAll(/^(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n]*\n([\s\S]*?)^\1[ \t]*$/gm)].at(-1);
  return match === undefined ? undefined : { language: match[2] ?? '', code: match[3] ?? '', block: match[0] };
}

/**
 * The code before and after the cursor of a completion's prompt: what is named so, else what stands between its format's special tokens,
 * or all of it before the cursor where there are none.
 */
export function completionParts(record: PromptRecord): { readonly prefix: string; readonly suffix: string } {
  const around = (record['gen_ai.input.messages'] ?? []).flatMap(({ parts }) => parts).filter(isAroundCursor);
  if (around.length > 0) {
    const named = (role: string): string => around.find(({ name }) => name === role)?.content ?? '';
    return { prefix: named('prefix'), suffix: named('suffix') };
  }
  const prompt = promptText(record);
  const marked = /<\|code_suffix\|>([\s\S]*?)<\|code_prefix\|>([\s\S]*?)<\|code_middle\|>/.exec(prompt);
  return { prefix: marked?.[2] ?? prompt, suffix: marked?.[1] ?? '' };
}
