/**
 * Reads and tends what `PromptLogWriter` writes: joins records with their outcomes, filters, deletes, expires and repairs. Memory does
 * not grow with the store: a segment is read in blocks, and only its own outcomes are held.
 */
import type { Storage } from '../platform/Storage';
import { type Outcome, type PromptRecord, parseLine, schemaName } from './records';
import { readLines, type Segment, segmentsOf } from './segments';

/** A record with what happened to it, earliest first. */
export interface LoggedPrompt {
  readonly record: PromptRecord;
  readonly outcomes: readonly Outcome[];
}

export interface PromptFilter {
  /** ISO days or times, inclusive and exclusive. */
  readonly from?: string;
  readonly to?: string;
  readonly surface?: string;
  /** Part of a model's name, whatever its case. */
  readonly model?: string;
  /** An outcome's action; `none` = no outcome at all. */
  readonly outcome?: string;
  /** Part of any text of the record, whatever its case. */
  readonly text?: string;
}

export type PromptOrder = 'newest' | 'oldest';

export interface Retention {
  /** Segments older than this are removed; undefined = kept. */
  readonly days?: number;
  /** Bytes after which the oldest segments go; undefined = no limit. */
  readonly bytes?: number;
}

const keyName = 'store.key';
const daySeconds = 86_400_000;
/** Two days of use further apart than this say that a clock jumped, or that nobody was there. */
const plausibleGap = 14;

/** Why a line is none of the records: a crash or a full disk tore it, or a later version wrote it. */
export type Unread = 'torn' | 'foreign';

interface Reading {
  readonly order: PromptOrder;
  readonly signal: AbortSignal;
  readonly onUnread: (why: Unread) => void;
}

export class PromptLogStore {
  readonly #storage: Storage;
  readonly #now: () => number;

  constructor(storage: Storage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /** The key of the store's placeholders, made on the first call; all windows get the same. */
  async key(): Promise<Uint8Array> {
    const known = await this.#storage.read(keyName, 0, 32);
    if (known.length === 32) {
      return known;
    }
    const fresh = crypto.getRandomValues(new Uint8Array(32));
    return (await this.#storage.create(keyName, fresh)) ? fresh : this.#storage.read(keyName, 0, 32);
  }

  /**
   * Ends a last line that a crash tore and notes where it is. Harmless beside a window that is writing: its writes are whole lines.
   * Returns how many lines were torn.
   */
  async repair(): Promise<number> {
    let torn = 0;
    for (const { name, size } of segmentsOf(await this.#storage.list())) {
      const last = size === 0 ? undefined : (await this.#storage.read(name, size - 1, size))[0];
      if (last === undefined || last === 10) {
        continue;
      }
      torn++;
      for await (const line of readLines(this.#storage, name, 'newest')) {
        const note = {
          schema: schemaName,
          event: 'quarantined',
          ts: this.#time(),
          offset: line.start,
          length: line.length,
        };
        // A whole record that only lacks its line break is no loss.
        const whole = parseLine(line.text).kind !== 'torn';
        await this.#storage.append(name, whole ? '\n' : `\n${JSON.stringify(note)}\n`);
        break;
      }
    }
    return torn;
  }

  /**
   * Removes what is too old or too much, whole segments at a time, never one of today. A clock that jumped ahead must not empty the
   * store: nothing expires until the store was used on two days close to each other.
   */
  async expire(retention: Retention): Promise<void> {
    const today = this.#time().slice(0, 10);
    const segments = segmentsOf(await this.#storage.list());
    const past = segments.filter(({ day }) => day < today);
    const lastDay = past.at(-1)?.day;
    const ageOf = (day: string): number => Math.round((Date.parse(today) - Date.parse(day)) / daySeconds);
    const clockIsPlausible = lastDay !== undefined && ageOf(lastDay) <= plausibleGap;
    const { days, bytes } = retention;
    const expired = days === undefined || !clockIsPlausible ? [] : past.filter(({ day }) => ageOf(day) > days);
    for (const { name } of expired) {
      await this.#storage.remove(name);
    }
    if (bytes !== undefined) {
      const kept = segments.filter((segment) => !expired.includes(segment));
      let total = kept.reduce((sum, { size }) => sum + size, 0);
      for (const { name, size, day } of kept) {
        if (total <= bytes || day === today) {
          break;
        }
        await this.#storage.remove(name);
        total -= size;
      }
    }
  }

  /** Bytes of all segments. */
  async size(): Promise<number> {
    return segmentsOf(await this.#storage.list()).reduce((sum, { size }) => sum + size, 0);
  }

  /** The records that fit, one after another, never all at once in memory. */
  async *read(
    filter: PromptFilter,
    order: PromptOrder,
    signal: AbortSignal,
    onUnread: (why: Unread) => void = () => {},
  ): AsyncGenerator<LoggedPrompt> {
    const segments = segmentsOf(await this.#storage.list());
    const late: OutcomeLines = new Map();
    for (const segment of segments.filter((each) => each.late)) {
      await this.#collect(segment, late, signal);
    }
    const days = [...new Set(segments.map(({ day }) => day))];
    const matches = matcher(filter);
    for (const day of order === 'oldest' ? days : days.reverse()) {
      const parts = segments.filter((each) => each.day === day && !each.late);
      const streams = [...new Set(parts.map(({ window }) => window))].map((window) => {
        const own = parts.filter((each) => each.window === window);
        return this.#window(order === 'oldest' ? own : own.reverse(), segments, late, { order, signal, onUnread });
      });
      for await (const logged of mergedByTime(streams, order)) {
        if (matches(logged)) {
          yield logged;
        }
      }
    }
  }

  /**
   * Whether a record is there, the newest looked at first; far cheaper than `find`, since nothing is put together. `window`: the one that
   * must have written it.
   */
  async has(id: string, signal: AbortSignal, window?: string): Promise<boolean> {
    for (const segment of segmentsOf(await this.#storage.list()).toReversed()) {
      const isMeant = window === undefined || segment.window === window;
      for await (const { text } of isMeant ? readLines(this.#storage, segment.name, 'newest') : []) {
        signal.throwIfAborted();
        const line = text.includes(id) && !isEvent(text) ? parseLine(text) : undefined;
        if (line?.kind === 'record' && line.record.id === id) {
          return true;
        }
      }
    }
    return false;
  }

  /** One record by its id, or by the only id that begins so; undefined when there is none or more than one. */
  async find(id: string, signal: AbortSignal): Promise<LoggedPrompt | undefined> {
    let found: LoggedPrompt | undefined;
    for await (const logged of this.read({}, 'newest', signal)) {
      if (logged.record.id === id) {
        return logged;
      }
      if (logged.record.id.startsWith(id)) {
        if (found !== undefined) {
          return undefined;
        }
        found = logged;
      }
    }
    return found;
  }

  /**
   * Deletes a record and its outcomes at once, by writing a note of the same length over each of their lines. A new file in the old
   * one's place would lose what another window adds to the old one in between. Returns whether there was such a record.
   */
  async delete(id: string, signal: AbortSignal): Promise<boolean> {
    let found = false;
    for (const { name } of segmentsOf(await this.#storage.list())) {
      for await (const line of readLines(this.#storage, name, 'oldest')) {
        signal.throwIfAborted();
        if (!line.text.includes(id)) {
          continue;
        }
        const parsed = parseLine(line.text);
        const isRecord = parsed.kind === 'record' && parsed.record.id === id;
        if (isRecord || (parsed.kind === 'outcome' && parsed.outcome.record === id)) {
          found ||= isRecord;
          await this.#storage.overwrite(name, line.start, this.#tombstone(isRecord ? id : undefined, line.length));
        }
      }
    }
    return found;
  }

  /** Deletes everything, the key of the placeholders included: what was exported cannot be linked to what comes later. */
  async deleteAll(): Promise<void> {
    for (const { name } of segmentsOf(await this.#storage.list())) {
      await this.#storage.remove(name);
    }
    await this.#storage.remove(keyName);
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }

  #tombstone(id: string | undefined, length: number): Uint8Array {
    const note =
      id === undefined ? '' : JSON.stringify({ schema: schemaName, event: 'deleted', record: id, ts: this.#time() });
    return Buffer.from((note.length <= length ? note : '').padEnd(length, ' '), 'utf8');
  }

  /** The records of one window's segments of a day. */
  async *#window(
    parts: readonly Segment[],
    all: readonly Segment[],
    late: OutcomeLines,
    { order, signal, onUnread }: Reading,
  ): AsyncGenerator<LoggedPrompt> {
    for (const segment of parts) {
      // An outcome comes at most some minutes after its record: in the same segment or the window's next.
      const outcomes: OutcomeLines = new Map();
      for (const each of all) {
        if (
          each.window === segment.window &&
          !each.late &&
          each.part >= segment.part &&
          each.part <= segment.part + 1
        ) {
          await this.#collect(each, outcomes, signal);
        }
      }
      for await (const { text } of readLines(this.#storage, segment.name, order)) {
        signal.throwIfAborted();
        const line = isEvent(text) ? undefined : parseLine(text);
        if (line?.kind === 'record') {
          const { record } = line;
          yield { record, outcomes: [...outcomesIn(outcomes.get(record.id)), ...outcomesIn(late.get(record.id))] };
        } else if ((line?.kind === 'torn' || line?.kind === 'foreign') && text.trim() !== '') {
          onUnread(line.kind);
        }
      }
    }
  }

  async #collect(segment: Segment, outcomes: OutcomeLines, signal: AbortSignal): Promise<void> {
    for await (const { text } of readLines(this.#storage, segment.name, 'oldest')) {
      signal.throwIfAborted();
      const line = isEvent(text) ? parseLine(text) : undefined;
      if (line?.kind === 'outcome') {
        const known = outcomes.get(line.outcome.record);
        outcomes.set(line.outcome.record, known === undefined ? text : `${known}\n${text}`);
      }
    }
  }
}

/** The lines of outcomes by their record's id, unparsed: objects for a whole segment would take five times the memory. */
type OutcomeLines = Map<string, string>;

function outcomesIn(lines: string | undefined): Outcome[] {
  return (lines?.split('\n') ?? []).flatMap((text) => {
    const line = parseLine(text);
    return line.kind === 'outcome' ? [line.outcome] : [];
  });
}

/** Events are short and say so near their start, which saves parsing every record twice. */
function isEvent(line: string): boolean {
  return line.length < 4096 && line.slice(0, 80).includes('"event":');
}

/** Merges streams that are each in order by time (or nearly: a clock may have jumped) without holding more than one of each. */
async function* mergedByTime(
  streams: readonly AsyncGenerator<LoggedPrompt>[],
  order: PromptOrder,
): AsyncGenerator<LoggedPrompt> {
  const heads: { stream: AsyncGenerator<LoggedPrompt>; head: LoggedPrompt }[] = [];
  const advance = async (stream: AsyncGenerator<LoggedPrompt>): Promise<void> => {
    const next = await stream.next();
    if (next.done !== true) {
      heads.push({ stream, head: next.value });
    }
  };
  for (const stream of streams) {
    await advance(stream);
  }
  while (heads.length > 0) {
    const first = heads.reduce((best, each) =>
      (order === 'oldest' ? each.head.record.ts < best.head.record.ts : each.head.record.ts > best.head.record.ts)
        ? each
        : best,
    );
    heads.splice(heads.indexOf(first), 1);
    yield first.head;
    await advance(first.stream);
  }
}

function matcher({ from, to, surface, model, outcome, text }: PromptFilter): (logged: LoggedPrompt) => boolean {
  const needle = text?.toLowerCase();
  return ({ record, outcomes }) =>
    (from === undefined || record.ts >= from) &&
    (to === undefined || record.ts < to) &&
    (surface === undefined || record.surface === surface) &&
    (model === undefined ||
      `${record['gen_ai.request.model'] ?? ''} ${record['gen_ai.response.model'] ?? ''}`
        .toLowerCase()
        .includes(model.toLowerCase())) &&
    (outcome === undefined ||
      (outcome === 'none' ? outcomes.length === 0 : outcomes.some(({ action }) => action === outcome))) &&
    (needle === undefined || hasText(record, needle));
}

function hasText(value: unknown, needle: string): boolean {
  return typeof value === 'string'
    ? value.toLowerCase().includes(needle)
    : typeof value === 'object' && value !== null && Object.values(value).some((each) => hasText(each, needle));
}
