/**
 * The files of opened folders for tools: listed, found by a glob, searched. What git or the person ignores is left out of finding and
 * searching; the gate says what of the rest may be told. Lets others have their turn between folders.
 */
import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { escapeRegExp } from '../../base/escapeRegExp';
import { globTest } from '../../context/files/globs';
import { IgnoreRules } from '../../context/files/IgnoreRules';
import { textOfCells } from '../../edits/notebook/cells';
import { cellsOfNotebook } from '../../edits/notebook/notebookFile';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { ApprovedOperation } from '../../tools/gate/PathGate';
import type { FileSource, FileText, FolderEntry, Limited, TextHit, TextQuery } from '../../tools/ToolHost';
import { sourceTree } from '../context/sourceTree';
import { guardedExpression } from './guardedExpression';

export interface DiskFileSourceHost {
  /** Real paths of the opened folders. */
  readonly roots: () => readonly string[];
  /** A file as the person sees it, in their editor or on the disk. */
  readonly read: (path: string) => Promise<FileText | 'unreadable' | undefined>;
  /** The text of an open editor with changes that are not saved; undefined = what lies on the disk counts. */
  readonly unsaved: (path: string) => string | undefined;
}

/** Larger files are data, not text to be searched; in bytes. */
const largestSearched = 2_000_000;
const longestLine = 2_000;
/** Milliseconds of a search, for expressions that never come to an end on some line too. */
const patience = 15_000;

export class DiskFileSource implements FileSource {
  readonly #host: DiskFileSourceHost;

  constructor(host: DiskFileSourceHost) {
    this.#host = host;
  }

  read({ realPath }: ApprovedOperation): Promise<FileText | 'unreadable' | undefined> {
    return this.#host.read(realPath);
  }

  async list({ realPath }: ApprovedOperation, limit: number, signal: AbortSignal): Promise<Limited<FolderEntry>> {
    const entries: FolderEntry[] = [];
    const folder = await opendir(realPath);
    let isCut = false;
    for await (const entry of folder) {
      signal.throwIfAborted();
      if (entries.length >= limit) {
        isCut = true;
        break;
      }
      const kind = entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'other';
      const size = kind === 'file' ? (await lstat(join(realPath, entry.name))).size : 0;
      entries.push({ name: entry.name, kind, size });
    }
    return { items: entries.toSorted((one, other) => (one.name < other.name ? -1 : 1)), isCut };
  }

  async find(
    { realPath }: ApprovedOperation,
    include: string | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<Limited<string>> {
    const items: string[] = [];
    const fits = include === undefined ? () => true : (globTest(include) ?? (() => false));
    for await (const path of this.#filesBelow(realPath, signal)) {
      if (fits(path.slice(realPath.length + 1))) {
        if (items.length >= limit) {
          return { items, isCut: true };
        }
        items.push(path);
      }
    }
    return { items, isCut: false };
  }

  async search({ realPath }: ApprovedOperation, query: TextQuery, signal: AbortSignal): Promise<Limited<TextHit>> {
    const { pattern, isRegularExpression, matchCase, include, limit } = query;
    const flags = matchCase ? 'u' : 'iu';
    const plain = new RegExp(escapeRegExp(pattern), flags);
    const fitting = isRegularExpression
      ? guardedExpression(pattern, flags)
      : (lines: readonly string[]) => lines.flatMap((line, index) => (plain.test(line) ? [index] : []));
    const fits = include === undefined ? () => true : (globTest(include) ?? (() => false));
    const until = performance.now() + patience;
    const items: TextHit[] = [];
    for await (const path of this.#filesBelow(realPath, signal)) {
      if (!fits(path.slice(realPath.length + 1)) || (await sizeOf(path)) > largestSearched) {
        continue;
      }
      const text = this.#host.unsaved(path) ?? (await this.#textOnDisk(path));
      if (performance.now() > until) {
        return { items, isCut: true };
      }
      const lines = (text ?? '').split(/\r\n|\n|\r/).map((line) => line.slice(0, longestLine));
      for (const line of fitting(lines)) {
        if (items.length >= limit) {
          return { items, isCut: true };
        }
        items.push({ path, line, text: lines[line] ?? '' });
      }
    }
    return { items, isCut: false };
  }

  async #textOnDisk(path: string): Promise<string | undefined> {
    const root = this.#rootOf(path);
    const text = root === undefined ? undefined : sourceTree(root).read(path.slice(root.length + 1));
    if (text === undefined || text.includes('\0')) {
      return undefined;
    }
    const cells = isNotebook(path) ? cellsOfNotebook(text) : undefined;
    return cells === undefined ? text : textOfCells(cells);
  }

  /** Files of a folder of the workspace that nothing hides, breadth first. */
  async *#filesBelow(folder: string, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
    const root = this.#rootOf(folder);
    if (root === undefined) {
      return;
    }
    const tree = sourceTree(root);
    const rules = new IgnoreRules(tree, []);
    const relative = folder.slice(root.length + 1);
    const folders = [relative];
    for (let at = folders.shift(); at !== undefined; at = folders.shift()) {
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      for (const { name, kind } of tree.list(at)) {
        const path = at === '' ? name : `${at}/${name}`;
        if (rules.ignores(path, kind)) {
          continue;
        }
        if (kind === 'folder') {
          folders.push(path);
        } else {
          yield `${root}/${path}`;
        }
      }
    }
  }

  #rootOf(path: string): string | undefined {
    return this.#host.roots().find((root) => path === root || path.startsWith(`${root}/`));
  }
}

async function sizeOf(path: string): Promise<number> {
  return lstat(path).then(
    ({ size }) => size,
    () => Number.POSITIVE_INFINITY,
  );
}
