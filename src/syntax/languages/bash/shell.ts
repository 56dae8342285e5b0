/** Shell scripts. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import { hashComments } from '../comments';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const shell: OutlineLanguage = {
  outline: definitions + imports,
  depth: 3,
  comments: hashComments,
  isExported: () => true,
};
