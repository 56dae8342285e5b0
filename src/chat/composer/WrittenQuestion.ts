/**
 * The question that is being written: kept for a reload, given back when it was not sent, and held while the person has not said whether
 * what looks like a secret in it may go.
 */
import type { ChatHost } from '../ChatHost';

/** A question that was not sent, since it holds what looks like a secret. */
export interface HeldQuestion {
  readonly text: string;
  /** The earlier question that it is another wording of; absent = it is a new one. */
  readonly replaces?: string;
  readonly why: string;
}

export class WrittenQuestion {
  readonly #host: Pick<ChatHost, 'memory' | 'secretsIn' | 'log' | 'describe' | 'post'>;
  readonly #onDidChange: () => void;
  #held: HeldQuestion | undefined;

  constructor(
    host: Pick<ChatHost, 'memory' | 'secretsIn' | 'log' | 'describe' | 'post'>,
    /** The status has to be told anew. */
    onDidChange: () => void,
  ) {
    this.#host = host;
    this.#onDidChange = onDidChange;
  }

  /** Why a question waits for the person's word; undefined = none does. */
  get waitsFor(): string | undefined {
    return this.#held?.why;
  }

  setDraft(text: string): void {
    this.#host.memory.set('draft', text);
    // An empty draft may be from the moment in which the question was on its way.
    if (this.#held !== undefined && text.trim() !== '' && text !== this.#held.text) {
      this.#held = undefined;
      this.#onDidChange();
    }
  }

  /** Puts what was not sent back to where it was written. */
  giveBack(text: string): void {
    if (text.trim() !== '') {
      this.setDraft(text);
      this.#host.post({ method: 'giveBack', params: { text } });
    }
  }

  /**
   * Whether a question goes back to the composer: the person is to look at it again, or (`isBusy`, asked once the text was searched)
   * another one came before it.
   */
  async waits(question: Omit<HeldQuestion, 'why'>, isBusy: () => boolean): Promise<boolean> {
    const { text } = question;
    const kinds = await this.#host.secretsIn(text).catch((error: unknown) => {
      this.#host.log.error(`A question was not searched for secrets: ${error instanceof Error ? error.message : ''}`);
      return [];
    });
    if (kinds.length === 0 && !isBusy()) {
      return false;
    }
    this.#held = kinds.length === 0 ? undefined : { ...question, why: this.#host.describe.holdsSecret(kinds) };
    this.giveBack(text);
    this.#onDidChange();
    return true;
  }

  /** The question that waits, if it is still in the words that the person was warned of; it waits no longer then. */
  release(text: string): HeldQuestion | undefined {
    const held = this.#held?.text === text ? this.#held : undefined;
    this.#held = held === undefined ? this.#held : undefined;
    return held;
  }

  forget(): void {
    this.#held = undefined;
  }
}
