/** Of what a terminal said, the end: there programs say what came of it. What is missing stands in its place as a line of its own. */
import { estimateTokens } from '../../base/estimateTokens';
import type { Attachment } from '../conversation/records';
import { questionText } from './attachmentText';

/** The line that stands for lines that were left out. */
export function leftOutLine(lines: number): string {
  return `… ${lines} lines left out …`;
}

const leftOutLines = /^… (\d+) lines left out …$/gm;

/** How many lines are missing by a text's own account. */
export function linesLeftOut(text: string): number {
  return [...text.matchAll(leftOutLines)].reduce((sum, [, lines]) => sum + Number(lines), 0);
}

/**
 * What goes along with a question, terminals' output shortened so that all of it is no more than `tokens`, estimated; unchanged where even
 * the rest is. `labelOf`: what the chip says of so many missing lines.
 */
export function withOutputShortened(
  words: string,
  attachments: readonly Attachment[],
  tokens: number,
  labelOf: (lines: number) => string,
): readonly Attachment[] {
  const index = attachments.findIndex(({ kind }) => kind === 'terminal');
  const long = attachments[index];
  if (long === undefined) {
    return attachments;
  }
  const fits = (along: readonly Attachment[]): boolean =>
    estimateTokens(
      questionText(
        words,
        along.filter(({ image }) => image === undefined),
      ),
    ) <= tokens;
  const withText = (text: string): readonly Attachment[] =>
    attachments.with(index, { ...long, text, label: labelOf(linesLeftOut(text)) });
  const text = fits(attachments) ? undefined : shortened(long.text, (some) => fits(withText(some)));
  return text === undefined ? attachments : withText(text);
}

/** The longest that fits: the newest command, what is missing, and the end. Undefined = nothing does. */
function shortened(text: string, fits: (text: string) => boolean): string | undefined {
  const newest = text.lastIndexOf('\n$ ') + 1;
  let least = 0;
  let most = text.length;
  while (least < most) {
    const length = Math.ceil((least + most) / 2);
    if (fits(endOf(text, length, newest))) {
      least = length;
    } else {
      most = length - 1;
    }
  }
  return least === 0 ? undefined : endOf(text, least, newest);
}

/** So many UTF-16 units of the end, whole lines unless that is nothing. `newest`: where the last command stands. */
function endOf(text: string, length: number, newest: number): string {
  const from = text.length - length;
  const lineEnd = text.indexOf('\n', Math.max(0, from - 1));
  const start = lineEnd === -1 || lineEnd === text.length - 1 ? from : lineEnd + 1;
  if (start <= newest) {
    const missing = text.slice(0, start);
    return `${markFor(countOf(missing))}\n${text.slice(start)}`;
  }
  const commandEnd = text.indexOf('\n', newest) + 1;
  const command = text.slice(newest, commandEnd);
  const missing = countOf(text.slice(0, newest)) + countOf(text.slice(commandEnd, start));
  return `${command}${markFor(missing)}\n${text.slice(start)}`;
}

/** In place of so much of a text: lines, or less than one. */
function markFor(missing: number): string {
  return missing === 0 ? '… beginning left out …' : leftOutLine(missing);
}

/** Lines of a text, and those that it says are missing. */
function countOf(text: string): number {
  const marks = [...text.matchAll(leftOutLines)].length;
  return text.split('\n').length - 1 - marks + linesLeftOut(text);
}
