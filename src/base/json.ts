/** Any JSON object. Read only own properties: a model may have chosen the names. */
export type JsonObject = { readonly [key: string]: unknown };

/** One text for values that are equal: keys sorted, nothing left out. For hashes and for telling repeated calls. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
