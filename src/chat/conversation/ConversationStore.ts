/**
 * Conversations on the disk: one file each, only appended to, so that several windows can write and a crash costs at most the line that
 * was being written. Where a file can neither be written to nor replaced, the conversation goes on in another one beside it. What cannot be
 * read is set aside, never removed; only `remove` removes.
 */
import type { Log } from '../../platform/Log';
import type { Storage } from '../../platform/Storage';
import { Conversation } from './Conversation';
import { type ConversationRecord, conversationVersion, parseRecord, recordLine } from './records';

export interface ConversationSummary {
  readonly id: string;
  readonly title: string;
  /** URI of the folder in which it was begun; null = none was open. */
  readonly folder: string | null;
  /** Milliseconds since 1970 of the last question or answer. */
  readonly updatedAt: number;
  readonly messages: number;
}

/** Lines of this file say what stands in the others; it can be removed at any time. */
const indexName = 'index.jsonl';
const suffix = '.jsonl';
const setAsideSuffix = '.unreadable';
/** Bytes after which the index is written anew. */
const longestIndex = 1_000_000;

interface WrittenFile {
  /** The last file of the conversation. */
  name: string;
  /** All that stands in it, as far as is known here: a file that is removed while it is in use is written anew from that. */
  text: string;
  /** Whether its last line is known to be whole. */
  isWhole: boolean;
  /** Lines that the disk has refused so far; they come before any other. */
  readonly refused: string[];
}

/** What the store tells of its files, each by its name. */
export interface ConversationStoreEvents {
  /** It could not be read, and was kept under this name. */
  readonly onSetAside?: (name: string) => void;
  /** Its file was gone, or could not be written to any more: this one is new, in its place or beside it. */
  readonly onRenewed?: (name: string) => void;
}

interface IndexEntry extends ConversationSummary {
  readonly size: number;
}

export class ConversationStore {
  readonly #storage: Storage;
  readonly #log: Log;
  readonly #events: ConversationStoreEvents;
  readonly #unreadable: string[] = [];
  #index: Map<string, IndexEntry> | undefined;
  /** The files that were written to. */
  readonly #written = new Map<string, WrittenFile>();
  /** Appends one after the other, in the order in which they were asked for. */
  #queue: Promise<void> = Promise.resolve();

  constructor(storage: Storage, log: Log, events: ConversationStoreEvents = {}) {
    this.#storage = storage;
    this.#log = log;
    this.#events = events;
  }

  /**
   * Adds a record to a conversation's file. Rejects when the disk refuses; nothing that was there is lost then, and the record is written
   * with the next one.
   */
  append(id: string, record: ConversationRecord): Promise<void> {
    const written = this.#queue.then(() => this.#write(id, recordLine(record)));
    this.#queue = written.catch(() => {});
    return written;
  }

  /** All that was asked for so far is on the disk, or was refused. */
  flush(): Promise<void> {
    return this.#queue;
  }

  /** Undefined = there is none, it could not be read (then it was set aside), or a newer version wrote it. */
  async open(id: string): Promise<Conversation | undefined> {
    await this.#queue;
    const text = await this.#text(id);
    if (text === '') {
      return undefined;
    }
    const conversation = Conversation.from(recordsOf(text));
    if (conversation.id === '') {
      await this.#setAside(id, text);
      return undefined;
    }
    if (conversation.version > conversationVersion) {
      this.#log.warn(`A conversation was written by a newer version (${conversation.version}) and is left alone.`);
      return undefined;
    }
    return conversation;
  }

  /** Those that have something in them, newest first. Looks only into files that changed since they were last looked at. */
  async list(): Promise<readonly ConversationSummary[]> {
    await this.#queue;
    const sizes = new Map<string, number>();
    for (const { name, size } of await this.#storage.list()) {
      const id = idOf(name);
      if (id !== undefined && name !== indexName) {
        sizes.set(id, (sizes.get(id) ?? 0) + size);
      }
    }
    this.#index ??= await this.#readIndex();
    const index = this.#index;
    const found: ConversationSummary[] = [];
    const news: string[] = [];
    for (const [ofFile, size] of sizes) {
      const name = fileName(ofFile);
      const known = index.get(name);
      if (known !== undefined && known.size === size) {
        found.push(known);
        continue;
      }
      const conversation = await this.open(ofFile);
      if (conversation === undefined) {
        continue;
      }
      const { id, title, folder, updatedAt } = conversation;
      const entry = { id, title, folder, updatedAt, messages: conversation.size, size };
      index.set(name, entry);
      news.push(`${JSON.stringify({ name, ...entry })}\n`);
      found.push(entry);
    }
    if (news.length > 0) {
      await this.#storage
        .append(indexName, news.join(''))
        .catch(() => this.#log.warn('The index of conversations could not be written.'));
    }
    return found.filter(({ messages }) => messages > 0).toSorted((a, b) => b.updatedAt - a.updatedAt);
  }

  /** Names of the files that were set aside since the start. */
  get unreadable(): readonly string[] {
    return this.#unreadable;
  }

  /** Conversations in which a text was said, whatever its case, each with a piece around the first place. */
  async search(text: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const wanted = text.toLowerCase();
    const found = new Map<string, string>();
    for (const { id } of await this.list()) {
      signal.throwIfAborted();
      const conversation = (await this.#text(id)).toLowerCase().includes(jsonPart(wanted))
        ? await this.open(id)
        : undefined;
      const said = conversation?.messages().find((message) => message.text.toLowerCase().includes(wanted));
      if (said !== undefined) {
        found.set(id, excerpt(said.text, wanted));
      }
    }
    return found;
  }

  /** Removes a conversation for good. */
  async remove(id: string): Promise<void> {
    await this.#queue;
    this.#index?.delete(fileName(id));
    this.#written.delete(id);
    await this.#removeFiles(id);
  }

  async #removeFiles(id: string): Promise<void> {
    for (const name of [fileName(id), ...(await this.#names(id))]) {
      await this.#storage.remove(name);
    }
  }

  /** The files of a conversation that are there, in the order in which they were begun. */
  async #names(id: string): Promise<readonly string[]> {
    return (await this.#storage.list())
      .map(({ name }) => name)
      .filter((name) => idOf(name) === id)
      .toSorted((one, other) => partOf(one) - partOf(other));
  }

  /** All that stands in a conversation's files. */
  async #text(id: string): Promise<string> {
    const names = await this.#names(fileName(id).slice(0, -suffix.length));
    const texts = await Promise.all(names.map((name) => this.#textOf(name)));
    return texts.map((text, index) => (index < texts.length - 1 ? withLineEnd(text) : text)).join('');
  }

  async #textOf(name: string): Promise<string> {
    const size = (await this.#storage.list()).find((file) => file.name === name)?.size ?? 0;
    return new TextDecoder().decode(await this.#storage.read(name, 0, size));
  }

  async #write(id: string, line: string): Promise<void> {
    const file = this.#written.get(id) ?? (await this.#lastFile(id));
    this.#written.set(id, file);
    file.refused.push(line);
    try {
      if (file.text !== '' && (await this.#storage.read(file.name, 0, 1)).length === 0) {
        await this.#renew(file, file.text);
      }
      await this.#appendRefused(file);
    } catch (error) {
      if (!isLocked(error)) {
        throw error;
      }
      // What other windows wrote stands in the file alone; where that is gone, there is what was written here.
      const onDisk = await this.#textOf(file.name);
      await this.#renew(file, onDisk === '' ? file.text : onDisk)
        .catch(() => this.#goOn(id, file, onDisk === '' ? file.text : ''))
        .catch(() => {
          throw error;
        });
    }
  }

  async #lastFile(id: string): Promise<WrittenFile> {
    const name = (await this.#names(id)).at(-1) ?? fileName(id);
    return { name, text: await this.#textOf(name), isWhole: false, refused: [] };
  }

  async #appendRefused(file: WrittenFile): Promise<void> {
    for (let next = file.refused[0]; next !== undefined; next = file.refused[0]) {
      const added = file.isWhole ? next : await this.#mended(file.name, next);
      file.isWhole = false;
      await this.#storage.append(file.name, added);
      file.isWhole = true;
      file.text += added;
      file.refused.shift();
    }
  }

  /** Puts a new file in the place of one that is gone or locked, with what stood in it and what was refused. */
  async #renew(file: WrittenFile, before: string): Promise<void> {
    const text = withLineEnd(before) + file.refused.join('');
    await this.#storage.replace(file.name, new TextEncoder().encode(text));
    file.text = text;
    file.isWhole = true;
    file.refused.length = 0;
    this.#tellRenewed(file.name);
  }

  /** Goes on in a file beside one that can neither be written to nor replaced. `lost`: what stood there and cannot be read any more. */
  async #goOn(id: string, file: WrittenFile, lost: string): Promise<void> {
    const text = withLineEnd(lost) + file.refused.join('');
    let part = partOf(file.name) + 1;
    // Another window may have gone on there first.
    while (!(await this.#storage.create(fileName(id, part), new TextEncoder().encode(text)))) {
      part++;
    }
    file.name = fileName(id, part);
    file.text = text;
    file.isWhole = true;
    file.refused.length = 0;
    this.#tellRenewed(file.name);
  }

  #tellRenewed(name: string): void {
    this.#log.warn(`The file of a conversation was gone or locked; ${name} is a new one.`);
    this.#events.onRenewed?.(name);
  }

  /** A line with what it needs so that half a line before it, left by a crash or a full disk, spoils itself only. */
  async #mended(name: string, line: string): Promise<string> {
    const size = (await this.#storage.list()).find((file) => file.name === name)?.size ?? 0;
    const length = new TextEncoder().encode(line).length - 1;
    const last = await this.#storage.read(name, Math.max(0, size - length), size);
    if (last.length === 0 || last.at(-1) === 10) {
      return line;
    }
    // All of it but its end may have been written the first time.
    return new TextDecoder().decode(last) === line.slice(0, -1) ? '\n' : `\n${line}`;
  }

  async #setAside(id: string, text: string): Promise<void> {
    const copy = `${id}${setAsideSuffix}`;
    await this.#storage.create(copy, new TextEncoder().encode(text));
    await this.#removeFiles(id);
    this.#unreadable.push(copy);
    this.#log.warn(`A conversation could not be read; its file was kept as ${copy}.`);
    this.#events.onSetAside?.(copy);
  }

  async #readIndex(): Promise<Map<string, IndexEntry>> {
    const text = await this.#textOf(indexName);
    if (text.length > longestIndex) {
      await this.#storage.remove(indexName);
      return new Map();
    }
    return new Map(text.split('\n').flatMap((line) => indexEntry(line)));
  }
}

/** The records of a file's text; a line that is torn or not known is left out. */
export function* recordsOf(text: string): Generator<ConversationRecord, void, undefined> {
  for (const line of text.split('\n')) {
    const record = line === '' ? undefined : parseRecord(line);
    if (record !== undefined) {
      yield record;
    }
  }
}

/** Whether a file must not be written to, while its folder may. */
function isLocked(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['EACCES', 'EPERM', 'EBUSY', 'EROFS', 'EISDIR'].includes(String(error.code))
  );
}

/** A text as it stands in a line of JSON. */
function jsonPart(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** UTF-16 units before and behind what was found. */
const around = 40;

function excerpt(text: string, wanted: string): string {
  const at = text.toLowerCase().indexOf(wanted);
  const start = Math.max(0, at - around);
  const end = at + wanted.length + around;
  const piece = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${piece}${end < text.length ? '…' : ''}`;
}

/** The first file of a conversation, or one of those in which it goes on. */
function fileName(id: string, part = 0): string {
  // Ids are ours, but they travel through the panel's page.
  if (!/^[\w-]{1,64}$/.test(id)) {
    throw new Error('Not the id of a conversation');
  }
  return part === 0 ? `${id}${suffix}` : `${id}.${part}${suffix}`;
}

const fileNames = /^([\w-]{1,64})(?:\.(\d+))?\.jsonl$/;

/** Whose file it is; undefined = it is none of a conversation. */
function idOf(name: string): string | undefined {
  return fileNames.exec(name)?.[1];
}

function partOf(name: string): number {
  return Number(fileNames.exec(name)?.[2] ?? 0);
}

function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function indexEntry(line: string): [string, IndexEntry][] {
  try {
    const { name, id, title, folder, updatedAt, messages, size } = JSON.parse(line);
    const isEntry = [name, id, title].every((word) => typeof word === 'string') && typeof size === 'number';
    return isEntry && typeof updatedAt === 'number' && typeof messages === 'number'
      ? [[name, { id, title, folder: typeof folder === 'string' ? folder : null, updatedAt, messages, size }]]
      : [];
  } catch {
    return [];
  }
}
