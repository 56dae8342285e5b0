/**
 * Every place where a secret could come out, in one collector: what is logged, thrown, shown, kept as state, written into the prompt log or
 * printed. `found` looks for the secrets in all of it, in plain and in the forms in which they usually slip through.
 */
import { AssistantError } from '../../src/base/AssistantError';
import { formatMessage } from '../../src/base/messages';
import type { Log } from '../../src/platform/Log';

export interface CanarySinksOptions {
  /** Values that must come out nowhere, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of these, the ones that a sink may hold, by the sink's name: the prompt log is there for prompts. */
  readonly exceptions?: Readonly<Record<string, readonly string[]>>;
}

type Writer = typeof process.stdout.write;

export class CanarySinks {
  readonly #options: CanarySinksOptions;
  readonly #texts: { readonly sink: string; readonly text: string }[] = [];
  #restore: (() => void) | undefined;

  constructor(options: CanarySinksOptions) {
    this.#options = options;
  }

  /** A log that is looked at. */
  readonly log: Log = {
    debug: (line) => this.add('log', line),
    info: (line) => this.add('log', line),
    warn: (line) => this.add('log', line),
    error: (line) => this.add('log', line),
  };

  /** Something that goes to a sink of this name: text as it is, anything else with all its members, also those of errors. */
  add(sink: string, value: unknown): void {
    this.#texts.push({ sink, text: typeof value === 'string' ? value : everythingIn(value) });
    if (value instanceof AssistantError) {
      this.#texts.push({ sink: `${sink} in words`, text: formatMessage(value.code, value.args) });
    }
  }

  /** Looks at standard output and error until `found` is called. */
  watchOutput(): this {
    const streams = [process.stdout, process.stderr];
    const before = streams.map((stream) => stream.write);
    streams.forEach((stream, index) => {
      const write = before[index] as Writer;
      stream.write = ((...args: Parameters<Writer>) => {
        this.add('output', String(args[0]));
        return write.apply(stream, args);
      }) as Writer;
    });
    this.#restore = () =>
      streams.forEach((stream, index) => {
        stream.write = before[index] as Writer;
      });
    return this;
  }

  /** All that was fed. */
  get everything(): string {
    return this.#texts.map(({ text }) => text).join('\n');
  }

  /** Names of sinks that were fed, for a test to see that it looked at something. */
  get sinks(): readonly string[] {
    return [...new Set(this.#texts.map(({ sink }) => sink))].toSorted();
  }

  /** Where which secret came out, as `name (form) in sink`; to be empty. */
  found(): readonly string[] {
    this.#restore?.();
    const { secrets, exceptions = {} } = this.#options;
    return Object.entries(secrets).flatMap(([name, secret]) =>
      Object.entries(formsOf(secret)).flatMap(([form, value]) =>
        this.#texts
          .filter(({ sink, text }) => !(exceptions[sink] ?? []).includes(name) && text.includes(value))
          .map(({ sink }) => `${name} (${form}) in ${sink}`),
      ),
    );
  }
}

/** A secret as it may look elsewhere. Of Base64 only what does not depend on the neighbours. */
export function formsOf(secret: string): Readonly<Record<string, string>> {
  const base64 = (shift: number): string => {
    const text = Buffer.from('\0'.repeat(shift) + secret).toString('base64');
    return text.slice(Math.ceil((shift * 8) / 6), -4);
  };
  return {
    plain: secret,
    'in capitals': secret.toUpperCase(),
    reversed: [...secret].toReversed().join(''),
    'in a URL': encodeURIComponent(secret),
    'in JSON': JSON.stringify(secret).slice(1, -1),
    hexadecimal: Buffer.from(secret).toString('hex'),
    'Base64, 0': base64(0),
    'Base64, 1': base64(1),
    'Base64, 2': base64(2),
  };
}

/** All that can be read from a value: members, also hidden ones, causes, the stack. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) {
    return String(value);
  }
  if (seen.has(value)) {
    return '';
  }
  seen.add(value);
  return Reflect.ownKeys(value)
    .map((key) => `${String(key)}: ${everythingIn(Reflect.get(value, key), seen)}`)
    .join('\n');
}
