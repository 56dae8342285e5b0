import { escapeRegExp } from '../../../base/escapeRegExp';

/** A set of literal texts to look for in a stream. */
export class Markers {
  readonly #list: readonly string[];
  readonly #pattern: RegExp;
  readonly #longest: number;

  constructor(list: readonly string[]) {
    this.#list = list;
    this.#pattern = new RegExp(list.map(escapeRegExp).join('|'));
    this.#longest = Math.max(...list.map((marker) => marker.length));
  }

  find(text: string): { readonly index: number; readonly marker: string } | undefined {
    const index = text.search(this.#pattern);
    const marker = index < 0 ? undefined : this.#list.find((candidate) => text.startsWith(candidate, index));
    return marker === undefined ? undefined : { index, marker };
  }

  /** How many characters at the end could be the beginning of a marker. */
  heldBack(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const first = text.charCodeAt(start);
      if ((first === 60 /* < */ || first === 96) /* ` */ && this.#startsOne(text.slice(start))) {
        return text.length - start;
      }
    }
    return 0;
  }

  #startsOne(tail: string): boolean {
    return this.#list.some((marker) => marker.startsWith(tail));
  }
}

const knownMarkers = new Map<string, Markers>();

/** Each format has its own few lists: a parser is made for every answer, their patterns only once. */
export function markersOf(list: readonly string[]): Markers {
  const key = list.join('\n');
  let markers = knownMarkers.get(key);
  if (markers === undefined) {
    markers = new Markers(list);
    knownMarkers.set(key, markers);
  }
  return markers;
}
