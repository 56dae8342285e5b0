/** Zig. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const zig: OutlineLanguage = {
  outline: definitions + imports,
  depth: 5,
  comments: { line: ['//'], block: [] },
  isExported: ({ signature, container, kind }) =>
    kind === 'field' ? container?.exported === true : /^pub\b/.test(signature) && container?.exported !== false,
};
