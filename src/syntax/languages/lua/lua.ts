/** Lua: what a file returns is what others get. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const lua: OutlineLanguage = {
  outline: definitions + imports,
  depth: 4,
  comments: { line: ['--'], block: [['--[[', ']]']] },
  endings: /\s+end$/,
  isExported: ({ signature, container }) => !/^local\b/.test(signature) && container?.exported !== false,
};
