/** By which two calls are told to be the same one, whatever order their arguments came in. */
import { canonicalJson, type JsonObject } from '../../base/json';

/** What a model says about a call beside the call itself: two calls that differ in nothing else are the same. */
const cosmeticKeys: ReadonlySet<string> = new Set([
  'description',
  'explanation',
  'reason',
  'thought',
  'summary',
  'goal',
]);

/** The call as one text: keys sorted at every depth, cosmetic members of the arguments left out. */
export function callSignature(name: string, values: JsonObject): string {
  const kept = Object.fromEntries(Object.entries(values).filter(([key]) => !cosmeticKeys.has(key)));
  return `${name} ${canonicalJson(kept)}`;
}
