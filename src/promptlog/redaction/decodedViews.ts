/**
 * The same text as other programs would read it: with the escapes of JSON and source strings resolved, percent-encoding decoded and
 * terminal colours removed. A secret is found in whichever view shows it, and hidden where it stands in the original.
 */
import type { Span } from './Rule';

/** A decoded form of a text, and where its characters stand in the original. */
export interface View {
  readonly text: string;
  /** The stretch of the original that a stretch of this view was decoded from. */
  toOriginal(span: Span): Span;
}

/** How often escapes can lie within escapes: a tool's arguments are JSON in JSON in the request's JSON. */
const deepest = 4;

const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours begin with the escape character
  /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf"'`/\\])|(?:033|e)(?=\[))|%([2-7][0-9a-fA-F]|0[AaDd9])|((?:%[c-dC-D][0-9a-fA-F]|%[eE][0-9a-fA-F]%[89abAB][0-9a-fA-F]|%[fF][0-7](?:%[89abAB][0-9a-fA-F]){2})%[89abAB][0-9a-fA-F])|\x1b\[[0-9;:?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const anyEscape = /[\\%\x1b]/;
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The decoded views of a text, outermost decoding first; none when it has no escapes. The text itself is not among them. */
export function decodedViews(text: string): View[] {
  const views: View[] = [];
  let current: View = { text, toOriginal: (span) => span };
  for (let depth = 0; depth < deepest && anyEscape.test(current.text); depth++) {
    const next = decode(current, '');
    if (next === undefined) {
      break;
    }
    views.push(next);
    if (current.text.includes('\x1b')) {
      // A colour may stand inside a secret, or be all that separates it from the word before.
      const spaced = decode(current, ' ');
      if (spaced !== undefined) {
        views.push(spaced);
      }
    }
    current = next;
  }
  return views;
}

/** The lines that have escapes, decoded; `colour` is what a colour code becomes. Undefined when nothing was decoded. */
function decode(parent: View, colour: string): View | undefined {
  const source = parent.text;
  const pieces: string[] = [];
  // Pairs of offsets: from this character of the view on, characters stand in the source from that one on.
  const viewAt: number[] = [];
  const sourceAt: number[] = [];
  /** Length in the source of the single character at `viewAt`; 0 = a run of unchanged characters. */
  const unitLength: number[] = [];
  let length = 0;
  const add = (piece: string, at: number, unit: number): void => {
    if (piece !== '') {
      pieces.push(piece);
      viewAt.push(length);
      sourceAt.push(at);
      unitLength.push(unit);
      length += piece.length;
    }
  };

  let copied = 0;
  // Blocks of several lines may be coloured line by line, so a coloured text is decoded as a whole.
  let lineEnd = source.includes('\x1b') ? source.length : 0;
  for (const match of source.matchAll(escapes)) {
    const at = match.index;
    if (at >= lineEnd) {
      if (lineEnd > 0) {
        add(source.slice(copied, lineEnd), copied, 0);
      }
      copied = source.lastIndexOf('\n', at) + 1;
      const newline = source.indexOf('\n', at);
      lineEnd = newline === -1 ? source.length : newline + 1;
    }
    add(source.slice(copied, at), copied, 0);
    add(decoded(match, colour), at, match[0].length);
    copied = at + match[0].length;
  }
  if (copied === 0) {
    return undefined;
  }
  add(source.slice(copied, lineEnd), copied, 0);

  const segmentOf = (offset: number): number => {
    let low = 0;
    let high = viewAt.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((viewAt[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  };
  const place = (offset: number, after: boolean): number => {
    const segment = segmentOf(offset);
    const unit = unitLength[segment] ?? 0;
    const at = sourceAt[segment] ?? 0;
    return unit > 0 ? at + (after ? unit : 0) : at + offset - (viewAt[segment] ?? 0) + (after ? 1 : 0);
  };
  return {
    text: pieces.join(''),
    toOriginal: ({ start, end }) => parent.toOriginal({ start: place(start, false), end: place(end - 1, true) }),
  };
}

function decoded(match: RegExpMatchArray, colour: string): string {
  const [whole, unicode, byte, short, percent, encoded] = match;
  const code = unicode ?? byte ?? percent;
  if (code !== undefined) {
    return String.fromCharCode(Number.parseInt(code, 16));
  }
  if (encoded !== undefined) {
    return characterOf(encoded);
  }
  if (short !== undefined) {
    return controls[short] ?? short;
  }
  return whole.startsWith('\\') ? '\x1b' : colour;
}

/** A character beyond ASCII, as UTF-8 in percent-encoding. */
function characterOf(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
