/** How alike two lines are: the share of characters that need no change (Levenshtein distance over the longer length). */

/** 1 = equal, 0 = nothing in common. Gives 0 early where the lengths alone rule out `atLeast`. */
export function lineSimilarity(a: string, b: string, atLeast = 0): number {
  if (a === b) {
    return 1;
  }
  const longest = Math.max(a.length, b.length);
  if (Math.min(a.length, b.length) / longest < atLeast) {
    return 0;
  }
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
      row.push(Math.min(substituted, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return 1 - (previous[b.length] ?? longest) / longest;
}
