/**
 * Fill-in-the-middle of GLM-4.5 and later: prefix, suffix, middle, without a chat turn; other files stand as plain text before the prefix.
 * Format: what llama.cpp and Zed use (glm.md, section 5); the makers have not published it.
 */
import { disguiseControlTokens } from './controlTokens';
import type { FillInTheMiddleFormat, PromptPart } from './FillInTheMiddleFormat';

export const glm45: FillInTheMiddleFormat = {
  id: 'glm45',
  route: 'raw',
  suffixFirst: false,
  markers: ['<|code_prefix|>', '<|code_suffix|>', '<|code_middle|>'],
  stop: [
    '<|endoftext|>',
    '<|user|>',
    '<|observation|>',
    '<|assistant|>',
    '<|code_prefix|>',
    '<|code_suffix|>',
    '<|code_middle|>',
  ],
  render: ({ path, snippets, ...request }) => {
    const context = snippets
      .map((snippet) => `# ${disguiseControlTokens(snippet.path)}\n${disguiseControlTokens(snippet.text)}\n\n`)
      .join('');
    const nearby = disguiseControlTokens(request.nearby ?? '');
    const prefix = disguiseControlTokens(request.prefix);
    const suffix = disguiseControlTokens(request.suffix);
    const title = context === '' ? '' : `# ${disguiseControlTokens(path)}\n`;
    const parts: PromptPart[] = [
      ...(context === '' ? [] : [{ role: 'context', text: context } as const]),
      ...(nearby === '' ? [] : [{ role: 'context', text: nearby } as const]),
      { role: 'prefix', text: prefix },
      { role: 'suffix', text: suffix },
    ];
    const prompt = `[gMASK]<sop><|code_prefix|>${context}${title}${nearby}${prefix}<|code_suffix|>${suffix}<|code_middle|>`;
    return { prompt, parts };
  },
};
