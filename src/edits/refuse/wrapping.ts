/**
 * What a model puts around code when it forgets that it writes into a file: the fence of a chat answer, the marks of its thoughts, what
 * stood in place of a secret. None of it ever reaches a file that does not have it.
 */
import { type EditFailure, failure } from '../RequestedEdit';

const prose = /\.(?:mdx?|markdown|txt|rst|adoc|tex|org)$/i;
const fence = /^(?:`{3,}|~{3,})[\w+#./-]*$/;
/** What the prompt log writes in place of a secret. */
const secret = /<SECRET:[\w-]+#\d+>/g;
const thought = /^<\/?think(?:ing)?>$/;

/**
 * @param text what is to be written
 * @param before what stands in its place now; empty = nothing
 * @returns undefined = there is nothing wrong with it
 */
export function refuseWrapping(name: string, path: string, text: string, before: string): EditFailure | undefined {
  if (!/```|~~~|think|<SECRET:/.test(text)) {
    return undefined;
  }
  const standIn = text.match(secret)?.find((one) => !before.includes(one));
  if (standIn !== undefined) {
    return failure(
      'refused',
      `${name}: “${standIn}” stands for a secret that was not shown. Leave the lines with secrets out of the edit.`,
    );
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const there = new Set(before.split(/\r?\n/).map((line) => line.trim()));
  const [first = '', last = ''] = [lines[0], lines.at(-1)];
  if (lines.length > 1 && !prose.test(path) && fence.test(first) && fence.test(last) && !there.has(first)) {
    return failure(
      'bad_format',
      `${name}: the text is wrapped in a fence (“${first}”), which would stand in the file. Send the text alone.`,
    );
  }
  const mark = lines.find((line) => thought.test(line.trim()) && !there.has(line.trim()));
  return mark === undefined
    ? undefined
    : failure(
        'bad_format',
        `${name}: the text holds “${mark.trim()}”, which is no part of a file. Send the text alone.`,
      );
}
