/**
 * Suggestions of the last minutes, looked up before any other work. A lookup is right for every place that typing through a stored
 * suggestion leads to, so it uses the same rule as the suggestion on the screen.
 */

import type { DropReason } from '../types';
import { reuseShown, type Suggestion } from './reuseShown';

interface Entry extends Suggestion {
  readonly uri: string;
  /** Why there is nothing to show at this place; `text` is empty then. */
  readonly dropped: DropReason | undefined;
  readonly requestId: string;
}

export type CacheHit =
  | { readonly kind: 'text'; readonly text: string; readonly requestId: string }
  /** The model was asked here and gave nothing of use. */
  | { readonly kind: 'nothing'; readonly reason: DropReason };

export class CompletionCache {
  readonly #limits: { readonly entries: number; readonly characters: number };
  /** Oldest first. */
  #entries: Entry[] = [];

  constructor(limits = { entries: 64, characters: 1_000_000 }) {
    this.#limits = limits;
  }

  /** `requestId`: where the text came from. */
  add(uri: string, suggestion: Suggestion, requestId = ''): void {
    this.#add(uri, suggestion, { text: suggestion.text, dropped: undefined, requestId });
  }

  /** Remembers that there is nothing for exactly this place. */
  addNothing(uri: string, place: { readonly prefix: string; readonly suffix: string }, reason: DropReason): void {
    this.#add(uri, place, { text: '', dropped: reason, requestId: '' });
  }

  find(uri: string, place: { readonly prefix: string; readonly suffix: string }): CacheHit | undefined {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      const entry = this.#entries[i];
      if (entry === undefined || entry.uri !== uri) {
        continue;
      }
      if (entry.dropped !== undefined) {
        if (entry.prefix === place.prefix && entry.suffix === place.suffix) {
          return { kind: 'nothing', reason: entry.dropped };
        }
        continue;
      }
      const reused = reuseShown(entry, place);
      if (reused !== undefined && reused.reason !== 'indentation') {
        return { kind: 'text', text: reused.text, requestId: entry.requestId };
      }
    }
    return undefined;
  }

  clear(): void {
    this.#entries = [];
  }

  get size(): number {
    return this.#entries.length;
  }

  #add(
    uri: string,
    place: { readonly prefix: string; readonly suffix: string },
    what: Pick<Entry, 'dropped' | 'requestId' | 'text'>,
  ): void {
    const entry = { uri, prefix: place.prefix, suffix: place.suffix, ...what };
    const others = this.#entries.filter(
      (other) =>
        other.uri !== uri ||
        other.prefix !== entry.prefix ||
        other.suffix !== entry.suffix ||
        // Alternatives for one place stand side by side.
        (other.text !== entry.text && other.dropped === undefined && entry.dropped === undefined),
    );
    const kept = entry.dropped === undefined ? [...others, entry] : [...withoutOldNothings(others), entry];
    let characters = kept.reduce((sum, { prefix, suffix }) => sum + prefix.length + suffix.length, 0);
    while (kept.length > this.#limits.entries || (characters > this.#limits.characters && kept.length > 1)) {
      const oldest = kept.shift();
      characters -= (oldest?.prefix.length ?? 0) + (oldest?.suffix.length ?? 0);
    }
    this.#entries = kept;
  }
}

/** A place with nothing is asked about again right away or never. */
const mostNothings = 8;

function withoutOldNothings(entries: readonly Entry[]): readonly Entry[] {
  let newer = entries.filter(({ dropped }) => dropped !== undefined).length;
  return entries.filter(({ dropped }) => dropped === undefined || newer-- < mostNothings);
}
