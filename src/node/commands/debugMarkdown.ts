/** `glm-tandem debug markdown`: a text as the chat panel would give it to the DOM. */
import * as z from 'zod';
import { renderMarkdown } from '../../markdown/renderMarkdown';
import { debugId } from './debugParse';
import { debugStage } from './debugStage';

export const debugMarkdown = debugStage(z.object({ id: debugId, text: z.string() }), ({ text }) => ({
  html: renderMarkdown(text),
}));
