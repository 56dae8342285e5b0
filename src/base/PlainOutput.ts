// biome-ignore-all lint/suspicious/noControlCharactersInRegex: they are what this is about
/**
 * What programs write, without what only a terminal understands: control sequences (ECMA-48: CSI, OSC, DCS, APC, PM, SOS, in seven bits and
 * eight), other control characters, and characters that hide or turn text. Works on pieces cut anywhere.
 */

/** A sequence that never ends is given up after so many characters, and what came of it is dropped. */
const longestSequence = 4096;
const sequence =
  /(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|(?=\x1b[^\\]))|\x1b[ -/]*[0-OQ-WYZ\\`-~]/g;
const begun =
  /(?:\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\x9c]*\x1b?|[ -/]*)?|\x9b[0-?]*[ -/]*|[\x9d\x90\x98\x9e\x9f][^\x07\x1b\x9c]*\x1b?|\r+)$/;
const control = /(?!\n|\t)[\p{Cc}]|[\u2028\u2029]|\p{Bidi_Control}/gu;

export class PlainOutput {
  #rest = '';

  /** What of it can be shown already. */
  push(piece: string): string {
    if (this.#rest === '' && /^[\x20-\x7e\n\t]*$/.test(piece)) {
      return piece;
    }
    const text = (this.#rest + piece).replace(sequence, '');
    const open = begun.exec(text);
    const end = open === null || text.length - open.index > longestSequence ? text.length : open.index;
    this.#rest = text.slice(end);
    return plain(text.slice(0, end), open !== null && end === text.length ? open.index : undefined);
  }

  /** Nothing more comes: what is left of it that is no sequence. */
  finish(): string {
    const rest = this.#rest;
    this.#rest = '';
    return rest.startsWith('\r') ? '\n' : '';
  }
}

/** The whole of a text at once. */
export function plainOutput(text: string): string {
  const output = new PlainOutput();
  return output.push(text) + output.finish();
}

function plain(text: string, cut: number | undefined): string {
  // A lone carriage return writes over the line: what stood there before is another state of it.
  return text
    .slice(0, cut)
    .replace(/\r+\n?/g, '\n')
    .replace(control, '');
}
