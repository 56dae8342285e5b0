/** By which two calls are told to be the same one, whatever order their arguments came in. */
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject } from '../../glm/formats/ToolDefinition';

/** What a model says about a call beside the call itself: two calls that differ in nothing else are the same. */
const cosmeticKeys: ReadonlySet<string> = new Set([
  'description',
  'explanation',
  'reason',
  'thought',
  'toolSummary',
  'task_progress',
]);

/** The call as one text: keys sorted at every depth, cosmetic members of the arguments left out. */
export function callSignature(name: string, values: JsonObject): string {
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !cosmeticKeys.has(key)));
  return `${name} ${canonicalJson(kept)}`;
}

/** JSON in which equal values are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** SHA-256 in hexadecimal. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
