/** TOML. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import { hashComments } from '../comments';
import definitions from './definitions.scm';

export const toml: OutlineLanguage = {
  outline: definitions,
  depth: 2,
  comments: hashComments,
  isExported: () => true,
};
