/** JavaScript, with and without JSX. */
import type { OutlineLanguage } from '../../outline/OutlineLanguage';
import commonJs from './commonJs.scm';
import definitions from './definitions.scm';
import imports from './imports.scm';
import { script } from './script';

export const javascript: OutlineLanguage = { ...script, outline: definitions + imports + commonJs };
