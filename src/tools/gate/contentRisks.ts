/** What in a text that is about to be written deserves a person's look, whatever the file is called. */
import type { Opinion } from '../Decision';
import { hasHiddenCharacters } from './pathText';

/** With the address: a new one counts, whatever was there before. */
const remoteSchema =
  /["']?\$schema["']?\s{0,9}:\s{0,9}["']?(?:https?:|ftp:|\/\/|\\\\)[^\s"'>,}\]]{0,200}|<!DOCTYPE[^>]{0,80}\b(?:SYSTEM|PUBLIC)\b[^>]{0,300}|<\?xml-(?:model|stylesheet)\b[^>]{0,300}|yaml-language-server\s{0,9}:\s{0,9}\$schema[^\n]{0,200}|\bxsi:\w{0,40}schemaLocation\s{0,9}=\s{0,9}["'][^"']{0,300}/gi;
/** Settings that map files to schemas: their addresses may stand on any line. */
const schemaSettings = /["']?(?:json|yaml)\.schemas["']?\s*:/i;

/** @param before the file's text now, so that only what is new counts; undefined = a new file */
export function judgeContent(content: string, before: string | undefined): Opinion[] {
  const opinions: Opinion[] = [];
  if (hasHiddenCharacters(content.replace(/^\uFEFF/, '')) && !hasSameHidden(content, before)) {
    opinions.push({ decision: 'ask_always', reason: 'the text has invisible or direction-changing characters' });
  }
  const added = [...content.matchAll(remoteSchema)]
    .map(([text]) => text)
    .find((text) => before?.includes(text) !== true);
  const schema = added ?? schemaSettings.exec(content)?.[0];
  if (schema !== undefined) {
    opinions.push({
      decision: 'ask_always',
      reason: 'the text names a schema that the editor may fetch: {0}',
      detail: schema,
    });
  }
  return opinions;
}

function hasSameHidden(content: string, before: string | undefined): boolean {
  const hidden = (text: string): number => [...text].filter((character) => hasHiddenCharacters(character)).length;
  return before !== undefined && hidden(content) <= hidden(before);
}
