/**
 * How likely a symbol is what comes next, by the words that its name shares with the lines before the cursor: `uuidv6 = (p) => check(core.`
 * asks for `_uuidv6`. Names are compared by their parts, since people build names out of the words of what they are about.
 */

/** The parts of the names in a text, in lower case; the same part counts once. */
export function nameParts(text: string): string[] {
  const parts = text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\x20-\x7F]+/g) ?? [];
  return [...new Set(parts.map((part) => part.toLowerCase()))].filter((part) => part.length > 1);
}

/** Weights of name parts near the cursor: 1 on its line, less further up. */
export type Surroundings = ReadonlyMap<string, number>;

/** Words of languages, which say nothing about what a line is about. */
const keywords = new Set(
  (
    'as async await break case catch class const continue def default do else enum export extends false final finally fn for from func ' +
    'function go if impl implements import in interface is let match mod mut new nil none not null of or override package private ' +
    'protected pub public raise readonly return self static struct super switch this throw throws trait true try type undefined use var ' +
    'void where while with yield'
  ).split(' '),
);

/** Lines further up count that much less each. */
const fading = 0.95;

/** `lines`: those before the cursor, the cursor's own (up to the cursor) last. */
export function surroundingsOf(lines: readonly string[]): Surroundings {
  const weights = new Map<string, number>();
  lines.toReversed().forEach((line, distance) => {
    for (const part of nameParts(line)) {
      if (!weights.has(part) && !keywords.has(part)) {
        weights.set(part, fading ** distance);
      }
    }
  });
  return weights;
}

/** Parts of symbols' names: the same thousands are asked for behind each dot. */
const known = new Map<string, readonly string[]>();
const mostKnown = 20_000;

function partsOf(name: string): readonly string[] {
  const parts = known.get(name) ?? nameParts(name);
  if (known.size >= mostKnown) {
    known.clear();
  }
  known.set(name, parts);
  return parts;
}

/** From 0, no part in common, towards 1: many parts, and all of them stand on the cursor's line. */
export function relevance(name: string, surroundings: Surroundings): number {
  const parts = partsOf(name);
  const sum = parts.reduce((total, part) => total + (surroundings.get(part) ?? 0), 0);
  // One common word in a name of one word says less than three in a name of three.
  return sum / (parts.length + 0.6);
}

/** Whether what stands at the end of a line is part of a condition: `if (!user.`. */
export function asksWhether(line: string): boolean {
  return /(?:\b(?:if|while|until|unless|assert\w*|not|and|or)\b|&&|\|\||!|\?)[\s(!]*[\w.\s()&*]*$/.test(line);
}

/** Whether a name says that what it stands for is true or false. */
export function isAnswer(name: string): boolean {
  return /^_*(?:is|has|have|can|should|was|are|contains|equals)(?=[A-Z_]|$)/.test(name);
}
