/**
 * Which cell of a notebook each cell of a changed one is, so that outputs and metadata stay with their cells. Ids say it; models leave them
 * out, and then the texts have to.
 */
import { diffLines } from '../diffLines';
import { type Cell, cellKinds } from './cells';

/** Where a wanted cell comes from. */
export interface CellOrigin {
  /** Place among the old cells. */
  readonly from: number;
  /** It stands among other cells now; those that are not moved are in their old order. */
  readonly moved: boolean;
}

/**
 * For each wanted cell the old one that it is, perhaps with another text; undefined = it is new. One with an old cell's id is that cell. Of the
 * others, one with the text of an old cell is that cell, wherever it stands. What is left between cells that stayed was changed, where
 * it has no id: it goes on from the old cell that is most like it, else from the one in its place where as many of its kind are left.
 */
export function originsOf(old: readonly Cell[], wanted: readonly Cell[]): readonly (CellOrigin | undefined)[] {
  const pairs = new Pairs(old, wanted);
  pairs.addSameTexts();
  pairs.addLikeTexts();
  pairs.addSamePlaces();
  return pairs.origins();
}

/** Pairs of cells in one stretch beyond which nothing is compared, for it would take seconds: their places say it then. */
const mostCompared = 250_000;

class Pairs {
  readonly #old: readonly Cell[];
  readonly #wanted: readonly Cell[];
  /** By wanted cell, its old one. */
  readonly #from: (number | undefined)[];
  /** Old and wanted cells that have no pair yet. */
  readonly #olds: Set<number>;
  readonly #open: Set<number>;

  /** Begins with what the ids say. */
  constructor(old: readonly Cell[], wanted: readonly Cell[]) {
    this.#old = old;
    this.#wanted = wanted;
    this.#olds = new Set(old.keys());
    this.#open = new Set(wanted.keys());
    this.#from = wanted.map(() => undefined);
    const known = new Map(old.flatMap(({ id }, from) => (id === undefined ? [] : [[id, from] as const])));
    for (const [to, { id, kind }] of wanted.entries()) {
      const from = id === undefined ? undefined : known.get(id);
      if (from !== undefined && old[from]?.kind === kind) {
        this.#add(from, to);
      }
    }
  }

  /** Those that stayed in their order come first, so that of equal cells each is the one in its place. */
  addSameTexts(): void {
    const left = this.#old.map((cell, from) => (this.#olds.has(from) ? keyOf(cell) : `${from}`));
    const right = this.#wanted.map((cell, to) => (this.#open.has(to) ? keyOf(cell) : `${this.#from[to]}`));
    for (const [from, to] of equalPairs(left, right)) {
      if (this.#open.has(to)) {
        this.#add(from, to);
      }
    }
    const moved = Map.groupBy(this.#olds, (from) => left[from] ?? '');
    for (const to of this.#open) {
      const from = moved.get(right[to] ?? '')?.shift();
      if (from !== undefined) {
        this.#add(from, to);
      }
    }
  }

  addLikeTexts(): void {
    for (const { olds, news } of this.#stretches()) {
      if (olds.length * news.length > mostCompared) {
        continue;
      }
      const linesOfOlds = olds.map((from) => ({ from, lines: linesOf(this.#old[from]) }));
      const found = news.flatMap((to) => {
        const lines = linesOf(this.#wanted[to]);
        const kind = this.#wanted[to]?.kind;
        return linesOfOlds
          .filter(({ from }) => this.#old[from]?.kind === kind)
          .map((one) => ({ from: one.from, to, likeness: likenessOf(one.lines, lines) }))
          .filter(({ likeness }) => likeness > 0);
      });
      for (const { from, to } of found.toSorted((one, other) => other.likeness - one.likeness)) {
        if (this.#olds.has(from) && this.#open.has(to)) {
          this.#add(from, to);
        }
      }
    }
  }

  addSamePlaces(): void {
    for (const stretch of this.#stretches()) {
      for (const kind of cellKinds) {
        const olds = stretch.olds.filter((from) => this.#old[from]?.kind === kind);
        const news = stretch.news.filter((to) => this.#wanted[to]?.kind === kind);
        for (const [at, from] of olds.length === news.length ? olds.entries() : []) {
          this.#add(from, news[at] ?? 0);
        }
      }
    }
  }

  origins(): readonly (CellOrigin | undefined)[] {
    const stayed = new Set(equalPairs(...this.#names()).map(([from]) => from));
    return this.#from.map((from) => (from === undefined ? undefined : { from, moved: !stayed.has(from) }));
  }

  #add(from: number, to: number): void {
    this.#from[to] = from;
    this.#olds.delete(from);
    this.#open.delete(to);
  }

  /** What has no pair yet between cells that have one and are not moved. A wanted cell whose id nobody has is no changed form of another. */
  #stretches(): readonly { readonly olds: readonly number[]; readonly news: readonly number[] }[] {
    return diffLines(...this.#names()).map(({ aStart, aEnd, bStart, bEnd }) => ({
      olds: [...this.#olds].filter((from) => from >= aStart && from < aEnd),
      news: [...this.#open].filter((to) => to >= bStart && to < bEnd && this.#wanted[to]?.id === undefined),
    }));
  }

  /** Old and wanted cells as lines, equal where they are a pair. */
  #names(): [string[], string[]] {
    return [this.#old.map((_, from) => `${from}`), this.#from.map((from) => `${from}`)];
  }
}

function equalPairs(left: readonly string[], right: readonly string[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let [from, to] = [0, 0];
  const end = { aStart: left.length, aEnd: left.length, bEnd: right.length };
  for (const { aStart, aEnd, bEnd } of [...diffLines(left, right), end]) {
    while (from < aStart) {
      pairs.push([from++, to++]);
    }
    [from, to] = [aEnd, bEnd];
  }
  return pairs;
}

/** Models put blank lines between cells. */
function keyOf({ kind, text }: Cell): string {
  return `${kind} ${text.trim()}`;
}

function linesOf(cell: Cell | undefined): ReadonlySet<string> {
  return new Set(cell?.text.split('\n').flatMap((line) => line.trim() || []));
}

/** Between 0 and 1; 0 = the two share less than half of the shorter one's lines, as cells that have nothing to do with each other may. */
function likenessOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((line) => other.has(line)).length;
  return 2 * shared < Math.min(one.size, other.size) ? 0 : (2 * shared) / (one.size + other.size || 1);
}
