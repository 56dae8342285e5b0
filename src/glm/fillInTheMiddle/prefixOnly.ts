/** For models without fill-in-the-middle: the text before the cursor, to be continued. They cannot see what follows. */
import { disguiseControlTokens } from './controlTokens';
import type { FillInTheMiddleFormat, PromptPart } from './FillInTheMiddleFormat';

export const prefixOnly: FillInTheMiddleFormat = {
  id: 'none',
  route: 'raw',
  suffixFirst: false,
  markers: [],
  stop: ['<|endoftext|>', '<|im_end|>', '<|user|>'],
  render: ({ prefix, nearby = '' }) => {
    const context = disguiseControlTokens(nearby);
    const text = disguiseControlTokens(prefix);
    const parts: PromptPart[] = [
      ...(context === '' ? [] : [{ role: 'context', text: context } as const]),
      { role: 'prefix', text },
    ];
    return { prompt: context + text, parts };
  },
};
