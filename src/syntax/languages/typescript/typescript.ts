/** TypeScript and TSX. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import { script } from '../javascript/script';
import definitions from './definitions.scm';
import imports from './imports.scm';

export const typescript: OutlineLanguage = { ...script, outline: definitions + imports };
