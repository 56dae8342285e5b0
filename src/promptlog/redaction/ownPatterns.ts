/** Regular expressions that a person added to their settings. */

/** Compiles the sources, without `/` and flags; upper and lower case differ. What is no expression, or matches nothing at all, is left out. */
export function ownPatterns(sources: readonly string[]): RegExp[] {
  return sources.flatMap((source) => {
    try {
      const pattern = new RegExp(source, 'g');
      return new RegExp(pattern).test('') ? [] : [pattern];
    } catch {
      return [];
    }
  });
}
