/** HTML. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const html: OutlineLanguage = {
  outline: definitions + imports,
  depth: 40,
  comments: { line: [], block: [['<!--', '-->']] },
  isExported: () => true,
};
