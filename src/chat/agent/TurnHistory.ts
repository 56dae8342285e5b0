/**
 * The rounds of a turn as messages of a request. A call and its result are one thing: they stay together, in full, shortened or gone.
 * When the context fills up the oldest outputs go first, then the oldest rounds; what the person wrote stays word for word.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { ChatMessage, Usage } from '../../glm/Model';

export interface FinishedCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
  readonly output: string;
}

export interface FinishedRound {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly FinishedCall[];
}

/** `fromUs`: no round but a note of the loop's own. */
type Entry = FinishedRound & { readonly fromUs?: true };

export interface FittedTurn {
  readonly messages: readonly ChatMessage[];
  /** Outputs of calls that are not in them in full. */
  readonly leftOut: number;
}

/** Rounds at the end that are never shortened as long as anything else can be. */
const keptRounds = 2;
/** Shorter outputs stay: a note in their place would be no shorter. */
const shortOutput = 300;
/** When room is made, it is made for a while: the server's cache of the beginning is lost each time. */
const fillTo = 0.75;
const tokensPerMessage = 4;

export class TurnHistory {
  readonly #before: readonly ChatMessage[];
  readonly #rounds: Entry[] = [];
  /** Calls whose outputs are left out, and rounds that are gone: once out, out for good. */
  readonly #short = new Set<string>();
  #dropped = 0;
  /** What the estimate is off by, learned from what the server counted. */
  #factor = 1;
  #lastEstimate = 0;
  #beside = 0;
  readonly #counted = new Map<string, number>();

  /** `before`: system message and conversation up to the question. */
  constructor(before: readonly ChatMessage[]) {
    this.#before = before;
  }

  add(round: FinishedRound): void {
    this.#rounds.push(round);
  }

  /** Says something behind the last result: as a message of the person's it would end the turn for the model. */
  addNote(note: string): void {
    const last = this.#rounds.at(-1);
    const call = last?.calls.at(-1);
    if (last === undefined || call === undefined) {
      this.#rounds.push({ text: note, reasoning: '', calls: [], fromUs: true });
      return;
    }
    const calls = [...last.calls.slice(0, -1), { ...call, output: `${call.output}\n\n${note}` }];
    this.#rounds[this.#rounds.length - 1] = { ...last, calls };
  }

  /** The server counted the last request. */
  learn(usage: Usage): void {
    if (usage.promptTokens > 0 && this.#lastEstimate > 0) {
      this.#factor = Math.min(4, Math.max(0.25, usage.promptTokens / this.#lastEstimate));
    }
  }

  /**
   * Messages that take at most `budget` tokens together with what else is in the request, as far as that is possible.
   * @param beside estimated tokens of the tools' definitions; they never take more than half of the budget from the messages
   */
  fit(budget: number, beside: number): FittedTurn {
    this.#beside = Math.min(beside, budget / 2);
    if (this.#tokens() > budget) {
      this.#makeRoom(budget * fillTo);
    }
    const messages = this.#messages();
    this.#lastEstimate = this.#estimate(messages) + beside;
    return { messages, leftOut: this.#leftOut() };
  }

  /** For servers that do not count. */
  estimateOf(messages: readonly ChatMessage[], beside: number, answer: string): Usage {
    return {
      promptTokens: Math.round(this.#estimate(messages) + beside),
      completionTokens: estimateTokens(answer),
      cachedTokens: undefined,
    };
  }

  #makeRoom(target: number): void {
    const older = this.#rounds.slice(0, -keptRounds).flatMap(({ calls }) => calls);
    for (const { id, output } of older) {
      if (this.#tokens() <= target) {
        return;
      }
      if (output.length > shortOutput) {
        this.#short.add(id);
      }
    }
    while (this.#dropped < this.#rounds.length - keptRounds && this.#tokens() > target) {
      this.#dropped++;
    }
    // Even the newest are too much: then their beginnings have to do.
    for (const { id } of this.#rounds.slice(-keptRounds).flatMap(({ calls }) => calls)) {
      if (this.#tokens() <= target) {
        return;
      }
      this.#short.add(id);
    }
  }

  #leftOut(): number {
    const gone = this.#rounds.slice(0, this.#dropped).reduce((sum, { calls }) => sum + calls.length, 0);
    const stay = this.#rounds.slice(this.#dropped).flatMap(({ calls }) => calls);
    return gone + stay.filter(({ id }) => this.#short.has(id)).length;
  }

  #tokens(): number {
    return (this.#estimate(this.#messages()) + this.#beside) * this.#factor;
  }

  #estimate(messages: readonly ChatMessage[]): number {
    return messages.reduce((sum, message) => {
      const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
      const texts = [message.content, ...calls.map(({ name, arguments: values }) => name + String(values))];
      return texts.reduce((tokens, text) => tokens + this.#textTokens(text), sum + tokensPerMessage);
    }, 0);
  }

  /** Long texts are counted once: they come with every request of the turn. */
  #textTokens(text: string): number {
    const known = this.#counted.get(text);
    const tokens = known ?? estimateTokens(text);
    if (known === undefined && text.length > 200) {
      this.#counted.set(text, tokens);
    }
    return tokens;
  }

  #messages(): readonly ChatMessage[] {
    const kept = this.#rounds.slice(this.#dropped);
    const newest = new Set(this.#rounds.slice(-keptRounds));
    const messages = kept.flatMap((round, index): ChatMessage[] => {
      const note =
        index === 0 && this.#dropped > 0 ? `(${this.#dropped} earlier steps are left out to save room.)\n` : '';
      if (round.calls.length === 0) {
        return round.text === '' && note === ''
          ? []
          : [{ role: round.fromUs === true ? 'user' : 'assistant', content: note + round.text }];
      }
      return roundMessages({ ...round, text: note + round.text }, (call) =>
        this.#short.has(call.id) ? shortened(call, newest.has(round)) : call.output,
      );
    });
    return [...this.#before, ...messages];
  }
}

/** One round as an assistant's message with its calls and their results. */
export function roundMessages(
  { text, reasoning, calls }: FinishedRound,
  outputOf: (call: FinishedCall) => string = ({ output }) => output,
): ChatMessage[] {
  return [
    {
      role: 'assistant',
      content: text,
      ...(reasoning === '' ? {} : { reasoning }),
      toolCalls: calls.map(({ id, name, arguments: values }) => ({ id, name, arguments: values })),
    },
    ...calls.map((call): ChatMessage => ({ role: 'tool', content: outputOf(call), toolCallId: call.id })),
  ];
}

/** `isNew`: the model needs the beginning at least. */
function shortened({ output }: FinishedCall, isNew: boolean): string {
  const tokens = estimateTokens(output);
  const start = isNew ? `${output.slice(0, 4 * shortOutput)}\n` : '';
  return `${start}(Left out to save room: ${isNew ? 'the rest of ' : ''}this output of about ${tokens} tokens. Make the call again if you need it.)`;
}
