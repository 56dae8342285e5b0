/** Standard input as text, in lines or as a whole, with an end on Ctrl+C even while nothing arrives. */
import type { CommandInput } from './CommandIo';

/** The lines of an input as soon as each is complete, without line ends; the last one may lack its own. No input = no lines. */
export async function* linesOf(input: CommandInput | undefined, signal: AbortSignal): AsyncGenerator<string, void> {
  // A long line arrives in many pieces; joining them at every piece would take quadratic time.
  let pieces: string[] = [];
  for await (const text of textsOf(input, signal)) {
    const [first = '', ...complete] = text.split('\n');
    pieces.push(first);
    for (const next of complete) {
      yield withoutCarriageReturn(pieces.join(''));
      pieces = [next];
    }
  }
  const last = pieces.join('');
  if (last !== '') {
    yield withoutCarriageReturn(last);
  }
}

/** The same input for several readers one after the other: none of them closes it behind itself. */
export function sharedInput(input: CommandInput): CommandInput {
  let iterator: AsyncIterator<Uint8Array> | undefined;
  return {
    isTerminal: input.isTerminal,
    [Symbol.asyncIterator]: () => {
      iterator ??= input[Symbol.asyncIterator]();
      const { next } = iterator;
      return { next: next.bind(iterator) };
    },
  };
}

/** All of an input as one text; empty when there is none. */
export async function textOf(input: CommandInput | undefined, signal: AbortSignal): Promise<string> {
  const pieces: string[] = [];
  for await (const text of textsOf(input, signal)) {
    pieces.push(text);
  }
  return pieces.join('');
}

async function* textsOf(input: CommandInput | undefined, signal: AbortSignal): AsyncGenerator<string, void> {
  if (input === undefined) {
    return;
  }
  // Drops a byte order mark, replaces what is no UTF-8, and keeps characters whole that the pieces cut.
  const decoder = new TextDecoder();
  const iterator = input[Symbol.asyncIterator]();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = (): void => reject(signal.reason);
  });
  aborted.catch(() => {});
  signal.throwIfAborted();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      const { done, value } = await Promise.race([iterator.next(), aborted]);
      if (done) {
        break;
      }
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not awaited: an input in which nothing arrives would never come to its end.
    void iterator.return?.().catch(() => {});
  }
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
