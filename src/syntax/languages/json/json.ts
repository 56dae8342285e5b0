/** JSON. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import definitions from './definitions.scm';

export const json: OutlineLanguage = {
  outline: definitions,
  depth: 1,
  comments: { line: [], block: [] },
  isExported: () => true,
};
