/**
 * llama.cpp's own route for a hole: the server knows the model's special tokens and puts the pieces together. For models with
 * fill-in-the-middle that are none of GLM's. Source: its server's README (glm.md, section 6.1).
 */
import type { FillInTheMiddleFormat } from './FillInTheMiddleFormat';

/** The prompt is only what the fields hold, for counting and for the log. */
export const infill: FillInTheMiddleFormat = {
  id: 'infill',
  route: 'infill',
  suffixFirst: false,
  markers: [],
  stop: [],
  render: ({ prefix, suffix, snippets, nearby = '' }) => {
    const parts = [
      ...snippets.map(({ text }) => ({ role: 'context', text }) as const),
      ...(nearby === '' ? [] : [{ role: 'context', text: nearby } as const]),
      { role: 'prefix', text: prefix } as const,
      { role: 'suffix', text: suffix } as const,
    ];
    return { prompt: parts.map(({ text }) => text).join(''), parts };
  },
};
