/**
 * Conversations on the disk: one file each, only appended to, so that several windows can write and a crash costs at most the line that
 * was being written. What cannot be read is set aside, never removed; only `remove` removes.
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

interface IndexEntry extends ConversationSummary {
  readonly size: number;
}

export class ConversationStore {
  readonly #storage: Storage;
  readonly #log: Log;
  readonly #onSetAside: (name: string) => void;
  readonly #unreadable: string[] = [];
  #index: Map<string, IndexEntry> | undefined;
  /** Files whose last line is known to be whole. */
  readonly #whole = new Set<string>();
  /** Appends one after the other, in the order in which they were asked for. */
  #queue: Promise<void> = Promise.resolve();

  /** `onSetAside` hears of each file that could not be read, by the name under which it was kept. */
  constructor(storage: Storage, log: Log, onSetAside: (name: string) => void = () => {}) {
    this.#storage = storage;
    this.#log = log;
    this.#onSetAside = onSetAside;
  }

  /** Adds a record to a conversation's file. Rejects when the disk refuses; nothing that was there is lost then. */
  append(id: string, record: ConversationRecord): Promise<void> {
    const written = this.#queue.then(async () => {
      const name = fileName(id);
      const mend = this.#whole.has(name) ? '' : await this.#lineEndMissing(name);
      await this.#storage.append(name, mend + recordLine(record));
      this.#whole.add(name);
    });
    // A torn write is mended before the next one.
    this.#queue = written.catch(() => void this.#whole.delete(fileName(id)));
    return written;
  }

  /** All that was asked for so far is on the disk, or was refused. */
  flush(): Promise<void> {
    return this.#queue;
  }

  /** Undefined = there is none, it could not be read (then it was set aside), or a newer version wrote it. */
  async open(id: string): Promise<Conversation | undefined> {
    await this.#queue;
    const name = fileName(id);
    const text = await this.#text(name);
    if (text === '') {
      return undefined;
    }
    const conversation = Conversation.from(recordsOf(text));
    if (conversation.id === '') {
      await this.#setAside(name, text);
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
    const files = (await this.#storage.list()).filter(({ name }) => name.endsWith(suffix) && name !== indexName);
    this.#index ??= await this.#readIndex();
    const index = this.#index;
    const found: ConversationSummary[] = [];
    const news: string[] = [];
    for (const { name, size } of files) {
      const known = index.get(name);
      if (known !== undefined && known.size === size) {
        found.push(known);
        continue;
      }
      const conversation = await this.open(name.slice(0, -suffix.length));
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
      const conversation = (await this.#text(fileName(id))).toLowerCase().includes(jsonPart(wanted))
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
    this.#whole.delete(fileName(id));
    await this.#storage.remove(fileName(id));
  }

  async #text(name: string): Promise<string> {
    const size = (await this.#storage.list()).find((file) => file.name === name)?.size ?? 0;
    return new TextDecoder().decode(await this.#storage.read(name, 0, size));
  }

  /** A line end where a crash left half a line, so that it spoils itself only. */
  async #lineEndMissing(name: string): Promise<string> {
    const size = (await this.#storage.list()).find((file) => file.name === name)?.size ?? 0;
    const last = size === 0 ? undefined : (await this.#storage.read(name, size - 1, size))[0];
    return last === undefined || last === 10 ? '' : '\n';
  }

  async #setAside(name: string, text: string): Promise<void> {
    const copy = `${name.slice(0, -suffix.length)}${setAsideSuffix}`;
    await this.#storage.create(copy, new TextEncoder().encode(text));
    await this.#storage.remove(name);
    this.#unreadable.push(copy);
    this.#log.warn(`A conversation could not be read; its file was kept as ${copy}.`);
    this.#onSetAside(copy);
  }

  async #readIndex(): Promise<Map<string, IndexEntry>> {
    const text = await this.#text(indexName);
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

function fileName(id: string): string {
  // Ids are ours, but they travel through the panel's page.
  if (!/^[\w-]{1,64}$/.test(id)) {
    throw new Error('Not the id of a conversation');
  }
  return `${id}${suffix}`;
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
