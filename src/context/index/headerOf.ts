/**
 * A definition's header with its lines as they stand in the file: a model that sees them can write the same, and a signature that was
 * taken out of a syntax tree lacks the line's end.
 */
import type { Definition } from '../../syntax/Outline';

/** Behind the line with the name, lines are taken up to this many characters: what follows are the last of many parameters. */
const longestHeader = 180;
const longestLine = 240;

/** `lines`: of the file, without line breaks. The first line's indentation is taken from all of them. */
export function headerOf({ signature, startLine, nameLine }: Definition, lines: readonly string[]): string {
  const first = signature.slice(0, signature.includes('\n') ? signature.indexOf('\n') : undefined).trim();
  let start = nameLine;
  for (let line = startLine; line <= nameLine; line++) {
    if (first !== '' && (lines[line] ?? '').includes(first)) {
      start = line;
      break;
    }
  }
  const count = Math.max(signature.split('\n').length, nameLine - start + 1);
  const indentation = /^\s*/.exec(lines[start] ?? '')?.[0] ?? '';
  const header: string[] = [];
  let length = 0;
  for (const [at, line] of lines.slice(start, start + count).entries()) {
    length += line.length;
    if (start + at > nameLine && length > longestHeader) {
      break;
    }
    header.push(
      (line.startsWith(indentation) ? line.slice(indentation.length) : line.trimStart()).slice(0, longestLine),
    );
  }
  return header.join('\n').trimEnd();
}
