/**
 * Markdown that arrives in pieces, as HTML block by block: a block that is finished is rendered once, and what comes out at the end is the
 * same however the text was cut. Only a block that names a link target which is defined further down is rendered once more, at the end.
 */
import type { Env, MarkdownIt } from 'markdown-it';
import { createMarkdown } from './createMarkdown';
import { type FenceOpening, FenceScanner, fenceOpening } from './fences';
import { codeSegments, highlightSegment } from './highlightCode';

/** The block that may still grow. Code comes in segments, of which all but the last stay as they are. */
export type OpenBlock =
  | { readonly kind: 'html'; readonly html: string }
  | { readonly kind: 'code'; readonly language: string; readonly path: string; readonly segments: readonly string[] };

interface OpenFence {
  readonly opening: FenceOpening;
  readonly scanner: FenceScanner;
  /** HTML of the segments that cannot change any more. */
  readonly segments: string[];
  /** Where in the tail the first line is that was not scanned yet. */
  scanned: number;
  /** Where in the tail the code begins that is not in `segments`. */
  shown: number;
}

/** A finished block with names of link targets that nobody has defined yet. */
interface UnresolvedBlock {
  /** Counted from 0 over all that were given out. */
  readonly index: number;
  readonly text: string;
  readonly html: string;
  readonly labels: readonly string[];
}

let shared: { readonly markdown: MarkdownIt; readonly splitter: MarkdownIt } | undefined;

/** One for all: they keep nothing between texts. */
function parsers(): { readonly markdown: MarkdownIt; readonly splitter: MarkdownIt } {
  if (shared === undefined) {
    const splitter = createMarkdown();
    splitter.core.ruler.enableOnly(['normalize', 'block']);
    shared = { markdown: createMarkdown(), splitter };
  }
  return shared;
}

export class MarkdownStream {
  /** Text from the last block's first line on. */
  #tail = '';
  #heldReturn = false;
  /** Definitions of link targets so far. */
  readonly #env: Env = {};
  #given = 0;
  readonly #unresolved: UnresolvedBlock[] = [];
  #fence: OpenFence | undefined;
  #ended = false;

  /** Takes a piece of text and gives the HTML of the blocks that it finished, in order; often none. */
  push(piece: string): readonly string[] {
    const text = this.#unixLines(piece);
    if (text === '' || this.#ended) {
      return [];
    }
    this.#tail += text;
    return text.includes('\n') ? this.#finishBlocks() : [];
  }

  /** The block at the end as it would be if the text ended here; undefined = there is none. */
  open(): OpenBlock | undefined {
    if (this.#tail.trim() === '') {
      return undefined;
    }
    const fence = this.#fence;
    if (fence !== undefined) {
      return this.#openCode(fence);
    }
    const env: Env = { references: { ...this.#env.references } };
    return { kind: 'html', html: parsers().markdown.render(this.#tail, env) };
  }

  /** Nothing more will come: the HTML of what is left. */
  end(): readonly string[] {
    if (this.#heldReturn) {
      this.#tail += '\n';
      this.#heldReturn = false;
    }
    this.#ended = true;
    const rest = this.#tail;
    this.#tail = '';
    this.#fence = undefined;
    return this.#render(blocksOf(rest));
  }

  /** After the end: blocks that read differently now that all link targets are known, by their place among all that were given out. */
  revised(): ReadonlyMap<number, string> {
    const revised = new Map<number, string>();
    const references = this.#env.references ?? {};
    for (const { index, text, html, labels } of this.#unresolved) {
      if (labels.some((label) => label in references)) {
        const now = parsers().markdown.render(text, { references: { ...references } });
        if (now !== html) {
          revised.set(index, now);
        }
      }
    }
    return revised;
  }

  #finishBlocks(): readonly string[] {
    const finished: string[] = [];
    for (;;) {
      if (this.#fence !== undefined) {
        if (!this.#scanFence(this.#fence)) {
          return finished;
        }
        const end = this.#fence.scanned;
        finished.push(...this.#render([this.#tail.slice(0, end)]));
        this.#tail = this.#tail.slice(end);
      }
      // A line that is not complete may still become anything.
      const complete = this.#tail.lastIndexOf('\n') + 1;
      const blocks = blocksOf(this.#tail.slice(0, complete));
      finished.push(...this.#render(blocks.slice(0, -1)));
      this.#tail = (blocks.at(-1) ?? '') + this.#tail.slice(complete);
      this.#fence = openFenceOf(this.#tail);
      if (this.#fence === undefined) {
        return finished;
      }
    }
  }

  /** Looks at the new lines of an open fence; true = it is closed. */
  #scanFence(fence: OpenFence): boolean {
    for (;;) {
      const end = this.#tail.indexOf('\n', fence.scanned);
      if (end < 0) {
        return false;
      }
      const line = this.#tail.slice(fence.scanned, end);
      fence.scanned = end + 1;
      if (fence.scanner.closes(line)) {
        return true;
      }
    }
  }

  #openCode(fence: OpenFence): OpenBlock {
    const { language, path, indent } = fence.opening;
    // Half of a closing line is not code.
    const code = this.#tail.slice(fence.shown).replace(/(^|\n) {0,3}[`~]{1,}[ \t]*$/, '$1');
    const pieces = codeSegments(code);
    for (const piece of pieces.slice(0, -1)) {
      fence.segments.push(highlightSegment(outdent(piece, indent), language));
      fence.shown += piece.length;
    }
    const rest = highlightSegment(outdent(pieces.at(-1) ?? '', indent), language);
    return { kind: 'code', language, path, segments: [...fence.segments, rest] };
  }

  #render(blocks: readonly string[]): readonly string[] {
    const given: string[] = [];
    for (const text of blocks) {
      const html = parsers().markdown.render(text, this.#env);
      if (html !== '') {
        const labels = labelsIn(text).filter((label) => !(label in (this.#env.references ?? {})));
        if (labels.length > 0) {
          this.#unresolved.push({ index: this.#given, text, html, labels });
        }
        this.#given++;
        given.push(html);
      }
    }
    return given;
  }

  #unixLines(piece: string): string {
    const held = this.#heldReturn ? '\r' : '';
    this.#heldReturn = piece === '' ? this.#heldReturn : piece.endsWith('\r');
    const whole = held + piece;
    return (this.#heldReturn ? whole.slice(0, -1) : whole).replace(/\r\n?/g, '\n');
  }
}

/** Names in brackets that may be those of link targets, as definitions are kept. None in code, which has no links. */
function labelsIn(text: string): readonly string[] {
  const { normalizeReference } = parsers().markdown.utils;
  const isCode = fenceOpening(text.slice(0, text.indexOf('\n'))) !== undefined;
  return isCode
    ? []
    : [...text.matchAll(/\[((?:[^[\]\\]|\\.){1,999})\]/g)].map(([, label = '']) => normalizeReference(label));
}

/** Text cut at the first lines of its top-level blocks. Joined, the pieces are the text. */
function blocksOf(text: string): readonly string[] {
  const tokens = parsers().splitter.parse(text, {});
  const starts = tokens.flatMap((token) =>
    token.level === 0 && token.nesting >= 0 && token.map !== null ? [token.map[0]] : [],
  );
  if (starts.length < 2) {
    return text === '' ? [] : [text];
  }
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    lineStarts.push(at + 1);
  }
  // What stands before the second block belongs to the first.
  const cuts = [0, ...starts.slice(1).map((line) => lineStarts[line] ?? text.length), text.length];
  return cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
}

/** The fence with which a block begins; undefined = it does not, or its first line is not complete. */
function openFenceOf(block: string): OpenFence | undefined {
  const start = /^(?:[ \t]*\n)*/.exec(block)?.[0].length ?? 0;
  const end = block.indexOf('\n', start);
  const opening = end < 0 ? undefined : fenceOpening(block.slice(start, end));
  if (opening === undefined) {
    return undefined;
  }
  return { opening, scanner: new FenceScanner(opening), segments: [], scanned: end + 1, shown: end + 1 };
}

function outdent(code: string, indent: number): string {
  return indent === 0 ? code : code.replace(new RegExp(`^ {1,${indent}}`, 'gm'), '');
}
