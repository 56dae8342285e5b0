/** Swift. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import { slashComments } from '../comments';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const swift: OutlineLanguage = {
  outline: definitions + imports,
  depth: 5,
  comments: slashComments,
  decorations: /^(?:@[\w.]+(?:\([^()]*\))?\s+)+/,
  isExported: ({ signature, container }) =>
    !/^[^({]*\b(?:private|fileprivate)\b(?!\(set\))/.test(signature) && container?.exported !== false,
};
