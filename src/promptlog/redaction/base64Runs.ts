/** Text hidden in base64: runs that decode to readable text are looked into, pictures and keys' bytes are not. */
import type { Span } from './Rule';

export interface Base64Run extends Span {
  readonly decoded: string;
}

const run = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,}={0,2}/g;
const continuation = /\r?\n[ \t]{0,20}([A-Za-z0-9+/]{1,}={0,2})(?![A-Za-z0-9+/_=-])/y;
const wrappedLine = 60;

/** The runs of base64 (also the URL alphabet, also wrapped as by command-line tools) that hold text. */
export function* base64Runs(text: string): Iterable<Base64Run> {
  run.lastIndex = 0;
  let covered = 0;
  /** Up to here lines were put together in vain; that is not tried again from each of them. */
  let inVain = 0;
  for (const match of text.matchAll(run)) {
    const start = match.index;
    if (start < covered || !startsReadable(match[0])) {
      continue;
    }
    let end = start + match[0].length;
    const lines = [{ encoded: match[0], end }];
    let lineLength = match[0].length;
    while (start >= inVain && lineLength >= wrappedLine && lineLength % 4 === 0 && !text.startsWith('=', end - 1)) {
      continuation.lastIndex = end;
      const next = continuation.exec(text);
      if (next === null) {
        break;
      }
      end += next[0].length;
      lines.push({ encoded: next[1] ?? '', end });
      lineLength = next[1]?.length ?? 0;
    }
    covered = start + match[0].length;
    inVain = Math.max(inVain, end);
    // The last line, or all but the first, may be words that only look like more of it.
    for (const count of new Set([lines.length, Math.max(1, lines.length - 1), 1])) {
      const taken = lines.slice(0, count);
      const decoded = textIn(taken.map(({ encoded }) => encoded).join(''));
      const last = taken.at(-1)?.end ?? covered;
      if (decoded !== undefined) {
        covered = Math.max(covered, last);
        yield { start, end: last, decoded };
      }
    }
  }
}

/** Undefined = bytes that are no text. */
function textIn(encoded: string): string | undefined {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells bytes from text
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(decoded) ? undefined : decoded;
}

/** Whether the first nine bytes are printable, before anything is allocated for the rest. */
function startsReadable(encoded: string): boolean {
  const head = Buffer.from(encoded.slice(0, 12), 'base64');
  return head.every((byte) => (byte >= 32 ? byte !== 127 : byte === 9 || byte === 10 || byte === 13 || byte === 27));
}
