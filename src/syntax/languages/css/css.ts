/** CSS. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const css: OutlineLanguage = {
  outline: definitions + imports,
  depth: 6,
  comments: { line: [], block: [['/*', '*/']] },
  isExported: () => true,
};
