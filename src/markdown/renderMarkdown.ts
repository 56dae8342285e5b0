/** A whole text from a model as safe HTML, the same that its stream would have become. */
import { MarkdownStream } from './MarkdownStream';

/** HTML without scripts, styles, addresses that load by themselves, or any tag of the text's own; '' for blank text. */
export function renderMarkdown(text: string): string {
  const stream = new MarkdownStream();
  const blocks = [...stream.push(text), ...stream.end()];
  const revised = stream.revised();
  return blocks.map((html, index) => revised.get(index) ?? html).join('');
}
