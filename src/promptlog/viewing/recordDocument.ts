/** A logged prompt as a Markdown text that people read, with the places of what was redacted before it was written. */
import type { LoggedPrompt } from '../PromptLogStore';
import type { Message, MessagePart, PromptRecord } from '../records';
import { placeholderSpans } from '../redaction/placeholders';
import type { Span } from '../redaction/Rule';
import { factsOf, localTime, outcomeText, surfaceName, type Translate } from './words';

export interface RecordDocument {
  readonly text: string;
  /** Placeholders that redaction put in: 0-based UTF-16 offsets in `text`, in order. What only looks like one is not among them. */
  readonly redacted: readonly Span[];
}

/** Everything that stands in the record, texts in fences that nothing inside can close. */
export function recordDocument({ record, outcomes }: LoggedPrompt, translate: Translate): RecordDocument {
  const writer = new DocumentWriter(record);
  const model = record['gen_ai.request.model'];
  writer.line(`# ${[surfaceName(record.surface, translate), ...(model === undefined ? [] : [model])].join(' · ')}`);
  writer.list(factsOf(record, translate));
  writer.line(`## ${translate('What happened afterwards')}`);
  writer.list(
    outcomes.length === 0
      ? [translate('Nothing is known.')]
      : outcomes.map((outcome) => `${localTime(outcome.ts).slice(11)} ${outcomeText(outcome, translate)}`),
  );
  writer.line(`## ${translate('What was sent')}`);
  if (record.user_text !== undefined) {
    writer.line(`### ${translate('Typed by the person')}`);
    writer.fence('text', record.user_text, '/user_text');
  }
  writer.messages(record['gen_ai.input.messages'] ?? [], '/gen_ai.input.messages', translate);
  for (const [index, { kind, path, content }] of (record.context ?? []).entries()) {
    writer.line(`### ${[kind, ...(path === undefined ? [] : [path])].join(' · ')}`);
    writer.text(content, `/context/${index}`, translate);
  }
  const tools = record['gen_ai.tool.definitions'];
  if (tools !== undefined) {
    writer.line(`### ${translate('Tools')}`);
    writer.fence('json', JSON.stringify(tools, null, 2), '/gen_ai.tool.definitions');
  }
  writer.line(`## ${translate('What was answered')}`);
  writer.messages(record['gen_ai.output.messages'] ?? [], '/gen_ai.output.messages', translate);
  return writer.document;
}

class DocumentWriter {
  readonly #places: readonly string[];
  readonly #redacted: Span[] = [];
  #text = '';

  constructor(record: PromptRecord) {
    this.#places = record.redaction.hits.map(({ where }) => where);
  }

  get document(): RecordDocument {
    return { text: `${this.#text.trimEnd()}\n`, redacted: this.#redacted };
  }

  line(text: string): void {
    this.#text += `${text.replace(/\s+/g, ' ')}\n\n`;
  }

  list(items: readonly string[]): void {
    this.#text += `${items.map((item) => `- ${item.replace(/\s+/g, ' ')}`).join('\n')}\n\n`;
  }

  /** `place`: the JSON pointer of the text, or of what holds it. */
  fence(language: string, text: string, place: string): void {
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    this.#text += `${fence}${language}\n`;
    if (this.#places.some((where) => where === place || where.startsWith(`${place}/`))) {
      const offset = this.#text.length;
      const spans = placeholderSpans(text);
      this.#redacted.push(...spans.map(({ start, end }) => ({ start: offset + start, end: offset + end })));
    }
    this.#text += `${text}${text.endsWith('\n') ? '' : '\n'}${fence}\n\n`;
  }

  /** A text that is only there when its class was allowed. */
  text(content: string | undefined, place: string, translate: Translate): void {
    if (content === undefined) {
      this.line(`*${translate('not kept')}*`);
    } else {
      this.fence('text', content, place);
    }
  }

  messages(messages: readonly Message[], place: string, translate: Translate): void {
    for (const [index, { role, parts }] of messages.entries()) {
      for (const [part, value] of parts.entries()) {
        this.line(`### ${[role, ...titleOf(value, translate)].join(' · ')}`);
        this.#part(value, `${place}/${index}/parts/${part}`, translate);
      }
    }
  }

  #part(part: MessagePart, place: string, translate: Translate): void {
    const data =
      part.type === 'tool_call' ? part.arguments : part.type === 'tool_call_response' ? part.result : undefined;
    if (data !== undefined && typeof data !== 'string') {
      this.fence('json', JSON.stringify(data, null, 2), place);
    } else {
      this.text(data ?? part.content, place, translate);
    }
  }
}

function titleOf({ type, name }: MessagePart, translate: Translate): string[] {
  const title = typeTitle(type, translate);
  return [...(title === undefined ? [] : [title]), ...(name === undefined ? [] : [name])];
}

function typeTitle(type: string, translate: Translate): string | undefined {
  switch (type) {
    case 'text':
      return undefined;
    case 'code_context':
      return translate('code context');
    case 'mixed':
      return translate('words and code context');
    case 'reasoning':
      return translate('reasoning');
    case 'tool_call':
      return translate('tool call');
    case 'tool_call_response':
      return translate('tool output');
    default:
      return type;
  }
}
