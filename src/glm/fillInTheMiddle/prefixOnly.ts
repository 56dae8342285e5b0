/**
 * For models without fill-in-the-middle: the text before the cursor, to be continued, with other files above it as the files of a
 * repository stood one after the other in what such models were trained on. They cannot see what follows.
 */
import { disguiseControlTokens } from './controlTokens';
import type { FillInTheMiddleFormat, PromptPart } from './FillInTheMiddleFormat';

export const prefixOnly: FillInTheMiddleFormat = {
  id: 'none',
  route: 'raw',
  suffixFirst: false,
  markers: [],
  stop: ['<|endoftext|>', '<|im_end|>', '<|user|>'],
  render: ({ path, prefix, snippets, nearby = '' }) => {
    const files = snippets.map((one) => disguiseControlTokens(`# ${one.path}\n${one.text}\n\n`)).join('');
    const title = files === '' ? '' : disguiseControlTokens(`# ${path}\n`);
    const near = disguiseControlTokens(nearby);
    const text = disguiseControlTokens(prefix);
    const parts: PromptPart[] = [
      ...[files, near].filter((one) => one !== '').map((one) => ({ role: 'context', text: one }) as const),
      { role: 'prefix', text },
    ];
    return { prompt: files + title + near + text, parts };
  },
};
