/**
 * Writes records and their outcomes: one segment file per window and day, only ever added to. A call costs the caller a place in a
 * queue; cleaning, serialising and writing happen afterwards, in order. What the disk refuses is lost, told once, and does not stop
 * what comes later.
 */
import { createHash } from 'node:crypto';
import type { Storage } from '../platform/Storage';
import { redactRecord, wellFormed, withClasses } from './content';
import type { NewOutcome } from './outcomes/NewOutcome';
import type { PromptLog } from './PromptLog';
import { type Outcome, type PromptRecord, schemaName } from './records';
import type { Redact } from './redaction/redact';
import { lateSegmentName, segmentName } from './segments';

export interface PromptLogWriterHost {
  readonly storage: Storage;
  /** Wall clock, in milliseconds since 1970. */
  readonly now: () => number;
  /** Runs a task soon, when the host has a moment. */
  readonly defer: (task: () => void) => void;
  /** Told once when writing begins to fail, and again only after it worked in between. */
  readonly onFault: (error: unknown) => void;
  /** Cleans a text; everything that is written goes through it. */
  readonly redact: Redact;
  /** Awaited before records that waited are written; a fault in it is told and stops nothing. */
  readonly prepare?: () => Promise<void>;
}

type Entry = { readonly record: PromptRecord } | { readonly outcome: Outcome };

/** Bytes after which a day's segment is continued in another file, so that reading needs little memory. */
const segmentLimit = 16 * 1024 * 1024;
/** Records still waiting; more means the disk does not keep up, and the newest are dropped. */
const queueLimit = 2000;
/** How many of its own records a window remembers, to put their outcomes beside them. */
const remembered = 4000;
/** Longest line in characters; a longer record loses its texts. */
const longestLine = 4 * 1024 * 1024;

export class PromptLogWriter implements PromptLog {
  readonly #host: PromptLogWriterHost;
  readonly #window: string;
  #queue: Entry[] = [];
  #draining: Promise<void> | undefined;
  #failing = false;
  #own = new Set<string>();
  /** The segment being written, its size, and whether its last write may have left half a line. */
  #segment = { day: '', part: 0, size: 0, torn: false };

  constructor(
    host: PromptLogWriterHost,
    /** Letters and digits that no other window has. */
    window: string,
  ) {
    this.#host = host;
    this.#window = window;
  }

  /** Whether the disk refused what came last. */
  get isFailing(): boolean {
    return this.#failing;
  }

  /** Keeps a record, without the content that its consent does not name. */
  append(record: PromptRecord): void {
    this.#own.add(record.id);
    if (this.#own.size > remembered) {
      const [oldest] = this.#own;
      this.#own.delete(oldest ?? '');
    }
    this.#add({ record });
  }

  /** Keeps something that happened to a record; the record may be another window's. */
  appendOutcome(outcome: NewOutcome): void {
    const ts = new Date(this.#host.now()).toISOString();
    this.#add({ outcome: { schema: schemaName, event: 'outcome', ...outcome, ts } });
  }

  /** Resolves when all that was added before is written or lost. */
  async flush(): Promise<void> {
    while (this.#queue.length > 0 || this.#draining !== undefined) {
      await (this.#draining ?? this.#start());
    }
  }

  #add(entry: Entry): void {
    if (this.#queue.length >= queueLimit) {
      this.#fault(new Error('the queue of the prompt log is full'));
      return;
    }
    this.#queue.push(entry);
    if (this.#draining === undefined && this.#queue.length === 1) {
      this.#host.defer(() => void this.#start());
    }
  }

  #start(): Promise<void> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async #drain(): Promise<void> {
    await this.#host.prepare?.().catch((error: unknown) => this.#fault(error));
    while (this.#queue.length > 0) {
      const [entry, ...rest] = this.#queue;
      this.#queue = rest;
      if (entry !== undefined) {
        await this.#write(entry).catch((error: unknown) => this.#fault(error));
      }
    }
  }

  async #write(entry: Entry): Promise<void> {
    const line = `${serialise(entry, this.#host.redact)}\n`;
    const day = new Date(this.#host.now()).toISOString().slice(0, 10);
    if ('outcome' in entry && !this.#own.has(entry.outcome.record)) {
      // The break before it parts it from what an earlier failure may have left.
      await this.#host.storage.append(lateSegmentName(day, this.#window), `\n${line}`);
      this.#failing = false;
      return;
    }
    const size = Buffer.byteLength(line);
    const { day: lastDay, part, size: lastSize, torn } = this.#segment;
    if (day !== lastDay) {
      this.#segment = { day, part: lastDay === '' ? 0 : part + 1, size, torn: false };
    } else if (lastSize + size > segmentLimit) {
      this.#segment = { day, part: part + 1, size, torn: false };
    } else {
      this.#segment = { day, part, size: lastSize + size, torn };
    }
    const name = segmentName(day, this.#window, this.#segment.part);
    const prefix = this.#segment.torn ? '\n' : '';
    this.#segment = { ...this.#segment, torn: true };
    await this.#host.storage.append(name, prefix + line);
    this.#segment = { ...this.#segment, torn: false };
    this.#failing = false;
  }

  #fault(error: unknown): void {
    if (!this.#failing) {
      this.#failing = true;
      this.#host.onFault(error);
    }
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function serialise(entry: Entry, redact: Redact): string {
  if ('outcome' in entry) {
    const { reason, comment, kept, ...bare } = entry.outcome;
    return JSON.stringify({
      ...bare,
      ...(reason !== undefined && { reason: redact(reason).text }),
      ...(comment !== undefined && { comment: redact(wellFormed(comment)).text }),
      // Cleaned first: a hash of a password would let it be guessed.
      ...(typeof kept === 'string' && { final_code_sha256: sha256(redact(wellFormed(kept)).text) }),
    });
  }
  const { record } = entry;
  const line = JSON.stringify(redactRecord(withClasses(record, record.consent.classes), redact));
  return line.length <= longestLine ? line : JSON.stringify({ ...withClasses(record, []), too_long: line.length });
}
