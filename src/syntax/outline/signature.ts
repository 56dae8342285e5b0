/** A definition's header as it is written: without its body, and without a value that is long. */

export interface SignatureExtent {
  /** Where the definition ends; all places are UTF-16 offsets. */
  readonly end: number;
  readonly body?: number | undefined;
  readonly value?: { readonly start: number; readonly end: number } | undefined;
}

const longestValue = 80;
const longestSignature = 1000;

/** `start`: where the header begins. Line breaks are kept, the indentation of the header's first line is removed from all of them. */
export function signatureOf(text: string, start: number, { end, body, value }: SignatureExtent): string {
  const isValueLong =
    value !== undefined &&
    (value.end - value.start > longestValue || text.slice(value.start, value.end).includes('\n'));
  const stop = body ?? (isValueLong ? value.start : end);
  const written = text.slice(start, Math.min(stop, start + longestSignature)).trimEnd();
  const header = written
    .replace(/[;,]$/, '')
    .replace(stop === end ? '' : /\s*(?:(?<![=!<>])=|\{)$/, '')
    .trimEnd();
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indentation = /^\s*/.exec(line)?.[0] ?? '';
  return header
    .split('\n')
    .map((each, index) => (index > 0 && each.startsWith(indentation) ? each.slice(indentation.length) : each).trimEnd())
    .join('\n');
}
