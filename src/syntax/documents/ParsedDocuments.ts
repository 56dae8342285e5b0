/**
 * The syntax trees of the documents that are being edited. Changes are only noted when they happen; parsing follows in the background,
 * incrementally and in slices, so no keystroke waits. A question about a version whose tree is not ready yet gets no answer.
 */
import type { Tree } from 'web-tree-sitter';
import type { Clock } from '../../platform/Clock';
import type { Grammars } from '../Grammars';
import { parseInSlices } from '../parseInSlices';
import type { ParsedText } from './ParsedText';
import { isWithin, longestWhole, moveWindow, type ParseWindow, windowAround } from './parseWindow';
import { applyChange, type TextChange, treeEdit } from './TextChange';

export interface DocumentText {
  /** Whatever names the document, such as its URI. */
  readonly key: string;
  readonly languageId: string;
  readonly version: number;
  /** Read once, when the document is first asked for. LF or CRLF, as the offsets of its changes count. */
  readonly text: string;
}

interface Entry {
  readonly languageId: string;
  /** Version of the last change that was told. */
  version: number;
  /** The text at `parsedVersion`, to which `pending` has yet to be applied. */
  text: string;
  pending: TextChange[];
  window: ParseWindow | undefined;
  tree: Tree | undefined;
  /** Version that `text`, `window` and `tree` are of. */
  parsedVersion: number;
  parsing: Promise<void> | undefined;
  /** Whether a parse is about to begin. */
  isDue: boolean;
}

const mostDocuments = 10;
/** Milliseconds between a change and the parse that follows it: somebody who types on is not disturbed. */
const pause = 40;
/** Characters of all parsed windows together: about 30 MB of trees. */
const mostCharacters = 2_000_000;

export class ParsedDocuments {
  readonly #grammars: Grammars;
  readonly #clock: Clock;
  /** The one used last comes last. */
  readonly #entries = new Map<string, Entry>();
  readonly #disposed = new AbortController();

  constructor(grammars: Grammars, clock: Clock) {
    this.#grammars = grammars;
    this.#clock = clock;
  }

  /**
   * Tells of changes, in the order in which they apply one after the other (for one event of VS Code: as it gives them). Costs nothing
   * but a note; documents that nobody has asked for are not followed.
   */
  change(key: string, version: number, changes: readonly TextChange[]): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.pending.push(...changes);
    entry.version = version;
    void this.#parseLater(entry);
  }

  close(key: string): void {
    this.#drop(key);
  }

  /** The tree of exactly this version around `offset`, if it is ready. Never waits, never parses. */
  current(key: string, version: number, offset: number): ParsedText | undefined {
    const entry = this.#entries.get(key);
    return entry === undefined ? undefined : parsedText(entry, version, offset);
  }

  /**
   * Parses a document, or follows its changes, and resolves when its tree is ready: then `current` answers. Also resolves when there is no
   * grammar or the document changes meanwhile. Throws only when aborted.
   */
  async prepare(document: DocumentText, offset: number, signal: AbortSignal): Promise<void> {
    const entry = this.#entryFor(document);
    if (parsedText(entry, document.version, offset) !== undefined) return;
    await this.#parse(entry, offset);
    signal.throwIfAborted();
    // It was parsed around another place.
    if (entry.version === document.version && parsedText(entry, document.version, offset) === undefined) {
      await this.#parse(entry, offset);
      signal.throwIfAborted();
    }
  }

  dispose(): void {
    this.#disposed.abort();
    for (const key of [...this.#entries.keys()]) this.#drop(key);
  }

  #entryFor(document: DocumentText): Entry {
    const known = this.#entries.get(document.key);
    const isSame = known?.languageId === document.languageId && known.version === document.version;
    if (known !== undefined && !isSame) this.#drop(document.key);
    const entry: Entry =
      known !== undefined && isSame
        ? known
        : {
            languageId: document.languageId,
            version: document.version,
            text: document.text,
            pending: [],
            window: undefined,
            tree: undefined,
            parsedVersion: document.version,
            parsing: undefined,
            isDue: false,
          };
    this.#entries.delete(document.key);
    this.#entries.set(document.key, entry);
    return entry;
  }

  /** One parse of a document at a time; what is told meanwhile is taken up afterwards. */
  #parse(entry: Entry, offset: number): Promise<void> {
    entry.parsing ??= this.#follow(entry, offset).finally(() => {
      entry.parsing = undefined;
      this.#shrink();
      if (entry.pending.length > 0) void this.#parseLater(entry);
    });
    return entry.parsing;
  }

  async #parseLater(entry: Entry): Promise<void> {
    if (entry.isDue || entry.parsing !== undefined) return;
    entry.isDue = true;
    await this.#clock.sleep(pause, this.#disposed.signal).catch(() => undefined);
    entry.isDue = false;
    if (entry.pending.length > 0 && this.#isAlive(entry)) await this.#parse(entry, 0);
  }

  async #follow(entry: Entry, offset: number): Promise<void> {
    const { signal } = this.#disposed;
    const grammar = await this.#grammars.grammar(entry.languageId);
    if (grammar === undefined) return;
    do {
      const version = entry.version;
      const changes = entry.pending;
      entry.pending = [];
      for (const change of changes) this.#apply(entry, change);
      const place = changes.at(-1)?.offset ?? offset;
      if (entry.window === undefined || !isUseful(entry.window, entry.text.length, place)) {
        entry.tree?.delete();
        entry.tree = undefined;
        entry.window = windowAround(entry.text, place);
      }
      const { start, end } = entry.window;
      const tree = await parseInSlices(this.#grammars, grammar, entry.text.slice(start, end), signal, entry.tree).catch(
        () => undefined,
      );
      if (!this.#isAlive(entry)) {
        tree?.delete();
        return;
      }
      entry.tree?.delete();
      entry.tree = tree;
      entry.parsedVersion = version;
    } while (entry.pending.length > 0);
  }

  #apply(entry: Entry, change: TextChange): void {
    const { window, tree } = entry;
    const moved = window && moveWindow(window, change);
    if (window !== undefined && tree !== undefined && moved !== undefined && change.offset >= window.start) {
      const isInside = change.offset <= window.end;
      const part = entry.text.slice(window.start, window.end);
      if (isInside) tree.edit(treeEdit(part, { ...change, offset: change.offset - window.start }));
    }
    if (moved === undefined) {
      tree?.delete();
      entry.tree = undefined;
    }
    entry.window = moved;
    entry.text = applyChange(entry.text, change);
  }

  #isAlive(entry: Entry): boolean {
    return [...this.#entries.values()].includes(entry);
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    // A tree that is being parsed from is deleted when that is done.
    if (entry !== undefined && entry.parsing === undefined) deleteTree(entry);
    else void entry?.parsing?.finally(() => deleteTree(entry));
  }

  /** Forgets what was used longest ago. */
  #shrink(): void {
    const sizes = [...this.#entries].map(([key, { window }]) => ({
      key,
      size: window ? window.end - window.start : 0,
    }));
    let total = sizes.reduce((sum, { size }) => sum + size, 0);
    for (const [index, { key, size }] of sizes.entries()) {
      const isLast = index === sizes.length - 1;
      if (isLast || (sizes.length - index <= mostDocuments && total <= mostCharacters)) return;
      this.#drop(key);
      total -= size;
    }
  }
}

function parsedText(entry: Entry, version: number, offset: number): ParsedText | undefined {
  const { tree, window, languageId, text } = entry;
  const isReady = entry.version === version && entry.parsedVersion === version && entry.pending.length === 0;
  if (!isReady || tree === undefined || window === undefined || !isWithin(window, text.length, offset))
    return undefined;
  // While it is being parsed again, the tree is that of an older text.
  if (entry.parsing !== undefined) return undefined;
  return { languageId, version, start: window.start, text: text.slice(window.start, window.end), tree };
}

function isUseful(window: ParseWindow, length: number, offset: number): boolean {
  return window.end - window.start <= 1.5 * longestWhole && isWithin(window, length, offset);
}

function deleteTree(entry: Entry): void {
  entry.tree?.delete();
  entry.tree = undefined;
}
