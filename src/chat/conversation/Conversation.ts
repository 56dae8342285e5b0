/**
 * One conversation: a tree of questions and answers of which one branch is shown. It changes by records only, so what was read from a
 * file and what just happened are the same thing.
 */
import type { AgentCall, CallEnd } from '../agent/agentEvents';
import type { AnswerEnd, Attachment, ConversationRecord, ServerToolUse } from './records';

export interface Question {
  readonly kind: 'question';
  readonly id: string;
  /** The answer that it follows; null = it begins the conversation. */
  readonly parent: string | null;
  readonly at: number;
  readonly text: string;
  /** What the model is asked in place of `text`, where that is a command; undefined = `text` itself. */
  readonly prompt: string | undefined;
  readonly attachments: readonly Attachment[];
}

export interface Answer {
  readonly kind: 'answer';
  readonly id: string;
  readonly parent: string;
  readonly at: number;
  readonly model: string;
  readonly host: string | null;
  readonly text: string;
  readonly reasoning: string;
  readonly reasoningMilliseconds: number;
  readonly milliseconds: number;
  /** Undefined = it is being written, or was when the program ended. */
  readonly end: AnswerEnd | undefined;
  readonly usage:
    | { readonly promptTokens: number; readonly completionTokens: number; readonly cachedTokens?: number | undefined }
    | undefined;
  readonly error: { readonly code: string; readonly args: readonly (string | number)[] } | undefined;
  readonly feedback: 'good' | 'bad' | 'none';
  /** Tools of the provider that were used, in order. */
  readonly serverTools: readonly ServerToolUse[];
  /** What the model asked tools for, in order. */
  readonly calls: readonly RecordedCall[];
  /** Under which the files as they were before are kept; undefined = none were. */
  readonly checkpoint: string | undefined;
  /** US dollars; undefined = not known. */
  readonly cost: number | undefined;
  /** The last request's id; undefined = none was made. */
  readonly request: string | undefined;
}

export interface RecordedCall extends AgentCall {
  /** Where in the answer's text it stands. */
  readonly at: number;
  /** And in its thoughts. */
  readonly reasoningAt: number;
  /** Undefined = it is being made, or was when the program ended. */
  readonly end: CallEnd | undefined;
  readonly output: string;
  /** That a program made: `data:` addresses; the model is not given them. */
  readonly pictures?: readonly string[] | undefined;
}

export type Message = Question | Answer;

/** What the model gets in place of a branch up to a message. */
export interface Compaction {
  readonly id: string;
  /** The last message that it stands for. */
  readonly after: string;
  readonly summary: string;
  /** Estimated tokens of what was said, and of what stands in its place. */
  readonly before: number;
  readonly now: number;
}

export class Conversation {
  #id = '';
  #title = '';
  #folder: string | null = null;
  #version = 0;
  #createdAt = 0;
  #updatedAt = 0;
  #leaf: string | null = null;
  readonly #messages = new Map<string, Message>();
  readonly #children = new Map<string | null, string[]>();
  readonly #compactions = new Map<string, Compaction>();
  #isKeptWhole = false;

  static from(records: Iterable<ConversationRecord>): Conversation {
    const conversation = new Conversation();
    for (const record of records) {
      conversation.apply(record);
    }
    return conversation;
  }

  /** '' = no header was read. */
  get id(): string {
    return this.#id;
  }
  /** What it was named, else its first question's first line; '' = nothing was asked yet. */
  get title(): string {
    return this.#title === '' ? this.#firstWords() : this.#title;
  }
  /** Whether it has another title than its first question. */
  get isNamed(): boolean {
    return this.#title !== '';
  }
  get folder(): string | null {
    return this.#folder;
  }
  get version(): number {
    return this.#version;
  }
  get createdAt(): number {
    return this.#createdAt;
  }
  get updatedAt(): number {
    return this.#updatedAt;
  }
  get size(): number {
    return this.#messages.size;
  }
  /** The last message of the branch that is shown; null = there is none. */
  get leaf(): string | null {
    return this.#leaf;
  }

  /** The person took a summary back and asked for none since: none is made that was not asked for. */
  get isKeptWhole(): boolean {
    return this.#isKeptWhole;
  }

  message(id: string): Message | undefined {
    return this.#messages.get(id);
  }

  /** All of all branches, in the order in which they came. */
  messages(): readonly Message[] {
    return [...this.#messages.values()];
  }

  /** From the first question to a message, by default to the one that is shown last. */
  path(to: string | null = this.#leaf): readonly Message[] {
    const path: Message[] = [];
    for (let id = to; id !== null; ) {
      const message = this.#messages.get(id);
      if (message === undefined) {
        break;
      }
      path.push(message);
      id = message.parent;
    }
    return path.reverse();
  }

  /** The messages that stand in a message's place on one branch or another, oldest first, itself among them. */
  siblings(id: string): readonly string[] {
    const parent = this.#messages.get(id)?.parent;
    return parent === undefined ? [] : (this.#children.get(parent) ?? []);
  }

  /** What follows a message on its branches, oldest first; of null: what the conversation begins with. */
  childrenOf(id: string | null): readonly string[] {
    return this.#children.get(id) ?? [];
  }

  /** The last message of the branch through a message that was shown last: the newest child of each. */
  lastFrom(id: string): string {
    for (let last = id; ; ) {
      const next = this.#children.get(last)?.at(-1);
      if (next === undefined) {
        return last;
      }
      last = next;
    }
  }

  /** Compactions on a branch, the oldest first; the last one counts. */
  compactions(path: readonly Message[]): readonly Compaction[] {
    const all = [...this.#compactions.values()];
    return path.flatMap(({ id }) => all.filter(({ after }) => after === id));
  }

  apply(record: ConversationRecord): void {
    switch (record.type) {
      case 'conversation':
        this.#id = record.id;
        this.#version = record.version;
        this.#folder = record.folder;
        this.#createdAt = record.at;
        this.#updatedAt = Math.max(this.#updatedAt, record.at);
        break;
      case 'title':
        this.#title = record.text;
        break;
      case 'question':
        this.#add(questionOf(record));
        break;
      case 'answer':
        this.#add(answerOf(record));
        break;
      case 'part':
        this.#change(record.id, ({ text, reasoning }) => ({
          text: text + record.text,
          reasoning: reasoning + record.reasoning,
        }));
        break;
      case 'whole':
        this.#change(record.id, () => ({ text: record.text, reasoning: record.reasoning }));
        break;
      case 'serverTool':
        this.#change(record.id, ({ serverTools }) => ({ serverTools: withUse(serverTools, record.use) }));
        break;
      case 'call':
        this.#change(record.id, ({ text, reasoning, calls }) => ({
          calls: [
            ...calls,
            { ...record.call, at: text.length, reasoningAt: reasoning.length, end: undefined, output: '' },
          ],
        }));
        break;
      case 'result':
        this.#change(record.id, ({ calls }) => ({
          calls: calls.map((call) =>
            call.id === record.call
              ? { ...call, end: record.end, output: record.output, pictures: record.pictures }
              : call,
          ),
        }));
        break;
      case 'checkpoint':
        this.#change(record.id, () => ({ checkpoint: record.checkpoint }));
        break;
      case 'resume':
        this.#updatedAt = Math.max(this.#updatedAt, record.at);
        this.#change(record.id, () => ({ end: undefined, error: undefined }));
        break;
      case 'end': {
        const { finish: end, milliseconds, reasoningMilliseconds, usage, error, cost } = record;
        const { model, host = null } = record;
        const { request } = record;
        const where = model === undefined ? {} : { model, host, request };
        this.#change(record.id, () => ({ end, milliseconds, reasoningMilliseconds, usage, error, cost, ...where }));
        break;
      }
      case 'compaction': {
        const { id, after, summary, before, now } = record;
        this.#compactions.set(id, { id, after, summary, before, now });
        this.#isKeptWhole = false;
        this.#updatedAt = Math.max(this.#updatedAt, record.at);
        break;
      }
      case 'undoCompaction':
        this.#isKeptWhole = this.#compactions.delete(record.id) || this.#isKeptWhole;
        break;
      case 'leaf':
        this.#leaf = this.#messages.has(record.id) ? record.id : this.#leaf;
        break;
      case 'feedback':
        this.#change(record.id, () => ({ feedback: record.value }));
        break;
    }
  }

  #add(message: Message): void {
    const { id, parent } = message;
    // What it follows may be on a line that was lost: then it begins a branch of its own.
    const known = parent === null || this.#messages.has(parent);
    if (this.#messages.has(id) || (!known && message.kind === 'answer')) {
      return;
    }
    const placed = message.kind === 'question' && !known ? { ...message, parent: null } : message;
    this.#messages.set(id, placed);
    const siblings = this.#children.get(placed.parent) ?? [];
    this.#children.set(placed.parent, [...siblings, id]);
    this.#leaf = id;
    this.#updatedAt = Math.max(this.#updatedAt, message.at);
  }

  #change(id: string, change: (answer: Answer) => Partial<Answer>): void {
    const message = this.#messages.get(id);
    if (message?.kind === 'answer') {
      this.#messages.set(id, { ...message, ...change(message) });
    }
  }

  #firstWords(): string {
    for (const message of this.#messages.values()) {
      if (message.kind === 'question') {
        const line = message.text.trim().split('\n', 1)[0] ?? '';
        return line.length > 60 ? `${line.slice(0, 59).trimEnd()}…` : line;
      }
    }
    return '';
  }
}

function questionOf({ id, parent, at, text, prompt, attachments }: RecordOf<'question'>): Question {
  return { kind: 'question', id, parent, at, text, prompt, attachments };
}

function answerOf({ id, parent, at, model, host }: RecordOf<'answer'>): Answer {
  return {
    ...{ kind: 'answer', id, parent, at, model, host, text: '', reasoning: '', reasoningMilliseconds: 0 },
    ...{ milliseconds: 0, feedback: 'none', end: undefined, usage: undefined, error: undefined },
    ...{ serverTools: [], calls: [], checkpoint: undefined, request: undefined, cost: undefined },
  };
}

/** Pieces of one use are put together: what comes for a tool that has brought nothing yet is more of the same use. */
function withUse(uses: readonly ServerToolUse[], use: ServerToolUse): readonly ServerToolUse[] {
  const last = uses.at(-1);
  const goesOn = last?.tool === use.tool && (last.outputs.length === 0 || use.input === '');
  return last !== undefined && goesOn
    ? [...uses.slice(0, -1), { ...last, input: last.input + use.input, outputs: [...last.outputs, ...use.outputs] }]
    : [...uses, use];
}

type RecordOf<Type extends ConversationRecord['type']> = Extract<ConversationRecord, { type: Type }>;
