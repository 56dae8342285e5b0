/**
 * The symbol index of one workspace folder: reads it once, takes over what was stored, follows changes, and answers what is known about a
 * document. Works in small steps, so that questions are answered while it builds.
 */

import { isAbortError } from '../../base/abort';
import { Emitter } from '../../base/events';
import { languageOfPath } from '../../base/languageOfPath';
import type { Log } from '../../platform/Log';
import type { Storage } from '../../platform/Storage';
import type { Outline } from '../../syntax/Outline';
import type { ContextIndex, IndexProgress, KnowledgeRequest } from '../ContextIndex';
import type { ContextSnippet } from '../ContextSource';
import { IgnoreRules, isIgnoreFile } from '../files/IgnoreRules';
import type { SourceTree } from '../files/SourceTree';
import type { Knowledge } from '../Knowledge';
import { hashOfName, type NameTable, nameTable } from '../NameTable';
import { Resolver } from '../resolve/Resolver';
import { bodiesOf } from '../retrieve/bodies';
import { describeDocument } from '../retrieve/describeDocument';
import { nearbySnippets } from '../retrieve/nearbySnippets';
import type { FoundSymbol } from '../search/CodeSearch';
import { findSymbols } from '../search/findSymbols';
import { retrievePieces } from '../search/retrievePieces';
import { closeBrackets } from './closeBrackets';
import { headerOf } from './headerOf';
import { loadIndex, saveIndex } from './IndexStore';
import { namesOf } from './namesOf';
import type { Outliner } from './Outliner';
import { unpackOutline } from './packOutline';
import { isProjectFile } from './projectFiles';
import { type IndexedFile, indexedSource, SymbolIndex } from './SymbolIndex';

export interface WorkspaceIndexOptions {
  /** Identifies the folder for what is stored. */
  readonly folder: string;
  readonly tree: SourceTree;
  readonly outliner: Outliner;
  /** Glob patterns that are left out, see `IgnoreRules`. */
  readonly excluded: readonly string[];
  /** Where the index is kept between starts, and under which name; undefined = nowhere. */
  readonly stored?: { readonly storage: Storage; readonly name: string } | undefined;
  /** Whether the names of all files are collected and told, see `onDidLearnNames`; default no: most commands ask for none. */
  readonly collectsNames?: boolean;
  /** Lets others have their turn between two files. */
  readonly breathe: () => Promise<void>;
  readonly log: Log;
}

/** What one index may hold; files beyond are left out. */
const limits = { files: 60_000, bytesOfFile: 1_500_000, charactersOfProjectFile: 64_000, characters: 120_000_000 };

export class WorkspaceIndex implements ContextIndex {
  readonly #options: WorkspaceIndexOptions;
  readonly #symbols = new SymbolIndex();
  readonly #resolver = new Resolver(this.#symbols);
  readonly #progress = new Emitter<IndexProgress>();
  readonly #openTexts = new Map<string, string>();
  readonly onDidProgress = this.#progress.event;
  readonly #learned = new Emitter<NameTable>();
  readonly onDidLearnNames = this.#learned.event;
  /** Hashes of all names met so far, and the files whose names are still to be met. */
  readonly #names = new Set<number>();
  readonly #unlearned = new Set<string>();
  /** How many names were told. */
  #told = 0;
  #rules: IgnoreRules;
  /** Paths that wait to be looked at; the value tells nothing. */
  readonly #waiting = new Set<string>();
  #total = 0;
  #paused = false;
  #disposed = false;
  #running: Promise<void> | undefined;
  #unsaved = 0;
  #wake: (() => void) | undefined;

  constructor(options: WorkspaceIndexOptions) {
    this.#options = options;
    this.#rules = new IgnoreRules(options.tree, options.excluded);
  }

  get symbols(): SymbolIndex {
    return this.#symbols;
  }

  /** Takes over what was stored, then brings it up to date with the disk. Resolves when both are done. */
  async start(): Promise<void> {
    await this.load();
    this.#scan();
    await this.settled();
  }

  /** Only takes over what was stored: how many files. */
  async load(): Promise<number> {
    const { stored, outliner, folder, log } = this.#options;
    if (stored !== undefined) {
      const files = await loadIndex(stored.storage, stored.name, { outliner: outliner.version, folder }).catch(
        (error: unknown) => {
          log.warn(`The stored index cannot be read: ${String(error)}`);
          return undefined;
        },
      );
      for (const [path, file] of files ?? []) {
        this.#symbols.set(path, file);
        this.#unlearned.add(path);
      }
      if (files !== undefined) {
        log.info(`${this.#symbols.files.size} files taken over from the last start`);
      }
    }
    return this.#symbols.files.size;
  }

  /** Resolves when nothing waits to be looked at (never while paused). */
  async settled(): Promise<void> {
    while (this.#running !== undefined) {
      await this.#running;
    }
  }

  changed(paths: readonly string[]): void {
    if (paths.some(isIgnoreFile)) {
      this.#scan();
      return;
    }
    for (const path of paths) {
      this.#look(path);
    }
    this.#run();
  }

  setOpenText(path: string, text: string | undefined): void {
    if (text === undefined) {
      this.#openTexts.delete(path);
    } else {
      this.#openTexts.set(path, text);
    }
    this.changed([path]);
  }

  pause(): void {
    this.#paused = true;
    this.#tell();
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
    this.#tell();
  }

  async knowledge(request: KnowledgeRequest, signal: AbortSignal): Promise<Knowledge | undefined> {
    const { path, languageId, text, line, visited, edits } = request;
    if (!this.#options.outliner.supports(languageId)) {
      return undefined;
    }
    const outline = await this.#outline(closeBrackets(text), languageId);
    signal.throwIfAborted();
    if (outline === undefined) {
      return undefined;
    }
    const described = describeDocument(this.#symbols, this.#resolver, { path, languageId, text, outline });
    const readable = (one: string): string | undefined => (this.#symbols.has(one) ? this.#text(one) : undefined);
    return {
      ...described,
      version: this.#symbols.version,
      importsEndLine: outline.imports.reduce((last, one) => Math.max(last, one.line), 0),
      near: nearbySnippets({ path, languageId, text, line, visited, edits }, this.#symbols, readable),
      bodies: bodiesOf(described, this.#symbols, (one) => this.#text(one)),
    };
  }

  async findSymbols(letters: string, most: number): Promise<readonly FoundSymbol[]> {
    return findSymbols(this.#symbols, letters, most);
  }

  async retrieve(question: string, budget: number): Promise<readonly ContextSnippet[]> {
    return retrievePieces(this.#symbols, (path) => this.#text(path), question, budget);
  }

  dispose(): void {
    this.#disposed = true;
    this.#waiting.clear();
    this.#wake?.();
    this.#progress.dispose();
    this.#learned.dispose();
  }

  #text(path: string): string | undefined {
    return this.#openTexts.get(path) ?? this.#options.tree.read(path);
  }

  /** With the headers as signatures. */
  async #outline(text: string, languageId: string): Promise<Outline | undefined> {
    const outline = await this.#options.outliner.outline(text, languageId);
    if (outline === undefined) {
      return undefined;
    }
    const lines = text.split(/\r\n?|\n/);
    return {
      ...outline,
      definitions: outline.definitions.map((one) => ({ ...one, signature: headerOf(one, lines) })),
    };
  }

  /** Looks through the whole folder; what is gone from it leaves the index. */
  #scan(): void {
    this.#rules = new IgnoreRules(this.#options.tree, this.#options.excluded);
    const gone = new Set(this.#symbols.files.keys());
    for (const path of this.#filesBelow('')) {
      gone.delete(path);
      this.#enqueue(path);
    }
    for (const path of gone) {
      this.#symbols.remove(path);
    }
    this.#run();
  }

  /** A path that somebody says has changed: a file, or a folder with all that is or was in it. */
  #look(path: string): void {
    const { tree } = this.#options;
    const below = `${path}/`;
    // One that is being read at this moment is not known yet, and may be gone already.
    const isFile = tree.facts(path) !== undefined || this.#openTexts.has(path) || this.#symbols.files.has(path);
    if (isFile || this.#isCandidate(path)) {
      this.#enqueue(path);
      return;
    }
    for (const known of this.#symbols.files.keys()) {
      if (known.startsWith(below)) {
        this.#enqueue(known);
      }
    }
    if (!this.#rules.ignores(path, 'folder')) {
      for (const file of this.#filesBelow(path)) {
        this.#enqueue(file);
      }
    }
  }

  *#filesBelow(folder: string): Generator<string> {
    const folders = [folder];
    for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
      for (const { name, kind } of this.#options.tree.list(at)) {
        const path = at === '' ? name : `${at}/${name}`;
        if (kind === 'folder') {
          if (!this.#rules.ignores(path, 'folder')) {
            folders.push(path);
          }
        } else if (this.#isCandidate(path) && !this.#rules.ignores(path, 'file')) {
          yield path;
        }
      }
    }
  }

  #isCandidate(path: string): boolean {
    return isProjectFile(path) || this.#options.outliner.supports(languageOfPath(path));
  }

  #enqueue(path: string): void {
    if (!this.#waiting.has(path)) {
      this.#waiting.add(path);
      this.#total++;
    }
  }

  #run(): void {
    if (this.#running === undefined && this.#waiting.size > 0) {
      this.#running = this.#work()
        .catch((error: unknown) => {
          if (!isAbortError(error)) {
            this.#options.log.error(`The index stopped: ${String(error)}`);
          }
        })
        .finally(() => {
          this.#running = undefined;
          this.#run();
        });
    }
  }

  async #work(): Promise<void> {
    this.#tell();
    let steps = 0;
    for (const path of this.#waiting) {
      while (this.#paused && !this.#disposed) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#disposed) {
        return;
      }
      this.#waiting.delete(path);
      if (await this.#update(path)) {
        await this.#options.breathe();
      }
      if (++steps % 100 === 0) {
        this.#tell();
      }
    }
    this.#total = 0;
    await this.#save();
    this.#tell();
    if (this.#options.collectsNames === true) {
      await this.#learnNames();
    }
  }

  /** After all else, and left at once when there is something better to do. */
  async #learnNames(): Promise<void> {
    for (const path of this.#unlearned) {
      this.#unlearned.delete(path);
      for (const name of namesOf(unpackOutline(this.#symbols.files.get(path)?.packed ?? ''))) {
        this.#names.add(hashOfName(name));
      }
      await this.#options.breathe();
      if (this.#disposed || this.#waiting.size > 0) {
        return;
      }
    }
    if (this.#names.size > this.#told) {
      this.#told = this.#names.size;
      this.#learned.fire(nameTable(this.#names));
    }
  }

  /** Brings one file up to date; whether that took work. */
  async #update(path: string): Promise<boolean> {
    const open = this.#openTexts.get(path);
    const facts = open === undefined ? this.#options.tree.facts(path) : { size: open.length, modified: -1 };
    const known = this.#symbols.files.get(path);
    if (facts === undefined || !this.#isCandidate(path) || this.#rules.ignores(path, 'file')) {
      if (known !== undefined) {
        this.#symbols.remove(path);
        this.#unsaved++;
      }
      return false;
    }
    if (known !== undefined && open === undefined && known.size === facts.size && known.modified === facts.modified) {
      return false;
    }
    if (
      known === undefined &&
      (this.#symbols.files.size >= limits.files || this.#symbols.characters >= limits.characters)
    ) {
      return false;
    }
    const file = await this.#read(path, facts);
    this.#unsaved++;
    // Meanwhile somebody may have written an ignore file.
    if (this.#rules.ignores(path, 'file')) {
      this.#symbols.remove(path);
    } else {
      this.#symbols.set(path, file);
      this.#unlearned.add(path);
    }
    return true;
  }

  async #read(path: string, facts: { readonly size: number; readonly modified: number }): Promise<IndexedFile> {
    const languageId = isProjectFile(path) ? '' : languageOfPath(path);
    const text = facts.size > limits.bytesOfFile ? undefined : this.#text(path);
    if (languageId === '') {
      return { ...facts, languageId, module: '', packed: (text ?? '').slice(0, limits.charactersOfProjectFile) };
    }
    const isRead = text !== undefined && this.#options.outliner.isWorthReading(path, text);
    const outline = isRead ? await this.#outline(text, languageId) : undefined;
    return indexedSource(outline, { ...facts, languageId });
  }

  async #save(): Promise<void> {
    const { stored, outliner, folder, log } = this.#options;
    if (stored === undefined || this.#unsaved === 0 || this.#disposed) {
      return;
    }
    this.#unsaved = 0;
    // What was read from an editor may never reach the disk: its facts make the next start read it again.
    await saveIndex(stored.storage, stored.name, {
      outliner: outliner.version,
      folder,
      files: this.#symbols.files,
    }).catch((error: unknown) => log.warn(`The index cannot be stored: ${String(error)}`));
  }

  #tell(): void {
    const left = this.#waiting.size;
    this.#progress.fire({
      kind: this.#paused ? 'paused' : left === 0 ? 'ready' : 'working',
      done: Math.max(0, this.#total - left),
      total: this.#total,
    });
  }
}
