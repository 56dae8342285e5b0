/**
 * Code fences: where they open and close. Models write whole Markdown files inside a fence of the same length as the ones in the file, so
 * inside of a Markdown fence a fence with a language opens a level and a bare one closes it.
 */

export interface FenceOpening {
  readonly marker: string;
  /** Blanks before it, up to 3. */
  readonly indent: number;
  /** The word behind it, lower case; '' = none. */
  readonly language: string;
  /** A file that the model names for this code; '' = none. */
  readonly path: string;
}

/** Reads a line's fence, from after its container's indentation; undefined = it opens none. */
export function fenceOpening(line: string): FenceOpening | undefined {
  const match = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})(.*)$/.exec(line);
  if (match?.[2] === undefined) {
    return undefined;
  }
  return { indent: match[1]?.length ?? 0, marker: match[2], ...readInfo((match[3] ?? '').trim()) };
}

/** `ts`, `ts src/a.ts`, `ts:src/a.ts`, `ts title="src/a.ts"`, `src/a.ts` (language by its ending). */
export function readInfo(info: string): { readonly language: string; readonly path: string } {
  const [, word = '', rest = ''] = /^(\S*)\s*(.*)$/.exec(info) ?? [];
  const [, before = '', behind = ''] = /^([\w+#.-]*):?(.*)$/.exec(word) ?? [];
  const [, , quoted, bare] = /(?:^|\s)(?:title|file|filename|path)=(?:(["'])([^"']+)\1|([^"'\s]+))/.exec(rest) ?? [];
  const titled = quoted ?? bare;
  const path = titled ?? (behind !== '' ? behind : /^[\w@./+-]+\.\w+$/.test(rest) ? rest : '');
  return { language: before.toLowerCase().replace(/[^a-z0-9+#.-]/g, ''), path };
}

/** Follows the lines inside one fence. */
export class FenceScanner {
  readonly #opening: FenceOpening;
  readonly #nests: boolean;
  #depth = 0;

  constructor(opening: FenceOpening) {
    this.#opening = opening;
    this.#nests = ['md', 'markdown', 'mdx'].includes(opening.language);
  }

  /** Whether this line ends the fence; every line inside is to be given once, in order. */
  closes(line: string): boolean {
    const { marker } = this.#opening;
    const run = /^ {0,3}(`{3,}|~{3,})[ \t]*(.*)$/.exec(line);
    if (run?.[1] === undefined || run[1][0] !== marker[0]) {
      return false;
    }
    if ((run[2] ?? '') !== '') {
      if (this.#nests && fenceOpening(line) !== undefined) {
        this.#depth++;
      }
      return false;
    }
    if (this.#depth > 0) {
      this.#depth--;
      return false;
    }
    return run[1].length >= marker.length;
  }
}
