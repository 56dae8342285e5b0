/** What one turn has used of what it may use: rounds, tokens, time, money. It says so before a limit bites. */
import type { Usage } from '../../glm/Model';

export const limitKinds = ['rounds', 'tokens', 'minutes', 'cost'] as const;
export type LimitKind = (typeof limitKinds)[number];

/** Each absent = no limit. Cost is in the currency of the prices. */
export type TurnLimits = Readonly<Partial<Record<LimitKind, number>>>;

/** What a million tokens cost. */
export interface TokenPrice {
  readonly input: number;
  readonly output: number;
}

export interface LimitUse {
  readonly kind: LimitKind;
  readonly used: number;
  readonly limit: number;
}

/** From this share of a limit on the person is told. */
const nearShare = 0.8;

export class TurnMeter {
  readonly #now: () => number;
  readonly #price: TokenPrice | undefined;
  readonly #startedAt: number;
  readonly #given: TurnLimits;
  #limits: TurnLimits;
  #rounds = 0;
  #tokens = 0;
  #cost = 0;
  /** Milliseconds in which the person was asked: those are not the turn's. */
  #waited = 0;

  /** `now`: monotonic milliseconds. `price`: undefined = not known, so that cost limits nothing. */
  constructor(limits: TurnLimits, price: TokenPrice | undefined, now: () => number) {
    this.#given = limits;
    this.#limits = limits;
    this.#price = price;
    this.#now = now;
    this.#startedAt = now();
  }

  get rounds(): number {
    return this.#rounds;
  }

  /** What the turn cost so far; undefined = nobody knows. */
  get cost(): number | undefined {
    return this.#price === undefined ? undefined : this.#cost;
  }

  /** A request was answered. */
  addRound({ promptTokens, completionTokens }: Pick<Usage, 'promptTokens' | 'completionTokens'>): void {
    this.#rounds++;
    this.#tokens += promptTokens + completionTokens;
    if (this.#price !== undefined) {
      this.#cost += (promptTokens * this.#price.input + completionTokens * this.#price.output) / 1_000_000;
    }
  }

  addWait(milliseconds: number): void {
    this.#waited += milliseconds;
  }

  /** The limit that is reached; undefined = the turn may go on. */
  get reached(): LimitUse | undefined {
    return this.#uses().find(({ used, limit }) => used >= limit);
  }

  /** Limits of which little is left. */
  get near(): readonly LimitUse[] {
    return this.#uses().filter(({ used, limit }) => used >= limit * nearShare);
  }

  /** The person lets the turn go on: as much again of what has run out. */
  extend(kind: LimitKind): void {
    const limit = this.#limits[kind];
    if (limit !== undefined) {
      this.#limits = { ...this.#limits, [kind]: limit + (this.#given[kind] ?? 0) };
    }
  }

  #uses(): readonly LimitUse[] {
    const used = {
      rounds: this.#rounds,
      tokens: this.#tokens,
      minutes: (this.#now() - this.#startedAt - this.#waited) / 60_000,
      cost: this.#cost,
    };
    return limitKinds.flatMap((kind) => {
      const limit = this.#limits[kind];
      return limit === undefined || (kind === 'cost' && this.#price === undefined)
        ? []
        : [{ kind, used: used[kind], limit }];
    });
  }
}
