/** Steps of indentation in a suggestion that are of another size than the document's, or that a model shifted by a blank or two. */
import { type LanguageRules, opensBlock } from '../text/languageRules';
import { indentationOf, isBlank, leadingWhitespace } from '../text/lines';

/**
 * The lines below the first with steps of `unit` blanks instead of the suggestion's own; as they are where these cannot be told for
 * certain. `first`: the whole first line, with what stands before the cursor.
 */
export function withStepsOf(unit: number, text: string, first: string, rules: LanguageRules): string {
  const lines = text.split('\n');
  const filled = [first, ...lines.slice(1)].filter((line) => !isBlank(line));
  const base = indentationOf(first);
  const steps = new Set(
    filled.flatMap((line, i) => {
      const next = filled[i + 1];
      const step = next === undefined ? 0 : indentationOf(next) - indentationOf(line);
      // The first line may be written with the document's steps and the others with the model's.
      return i > 0 && step > 0 && opensBlock(line, rules) ? [step] : [];
    }),
  );
  const deeper = filled.slice(1).map((line) => indentationOf(line) - base);
  const firstStep = opensBlock(first, rules) ? deeper[0] : undefined;
  const [own = firstStep] = steps;
  if (steps.size > 1 || own === undefined || own < 2 || own === unit) {
    return text;
  }
  // The model may think of the first line as standing where it would with its own steps.
  for (const shift of [base, (base / unit) * own]) {
    const levels = filled.slice(1).map((line) => (indentationOf(line) - shift) / own);
    const fits = firstStep === undefined || levels[0] === 1;
    if (fits && levels.every(Number.isInteger)) {
      return rewritten(lines, (columns) => Math.max(0, base + ((columns - shift) / own) * unit));
    }
  }
  return text;
}

/** All lines below the first moved left by a shift that is no step: what a model writes that begins with a blank too many. */
export function withoutShift(unit: number, text: string, first: string, rules: LanguageRules): string {
  const lines = text.split('\n');
  const others = lines.slice(1).filter((line) => !isBlank(line));
  const shift = Math.min(...others.map(indentationOf)) - indentationOf(first);
  const isOdd = others.length > 0 && shift > 0 && shift < unit;
  // What goes on with an open bracket or an unfinished statement may be aligned with anything.
  const isEnded = /[;,}\])'"\w]\s*$/.test(first) && !opensBlock(first, rules) && depthOf(first) <= 0;
  return isOdd && isEnded ? rewritten(lines, (columns) => columns - shift) : text;
}

function rewritten(lines: readonly string[], columnsFor: (columns: number) => number): string {
  return lines
    .map((line, index) =>
      index === 0 || isBlank(line) || leadingWhitespace(line).includes('\t')
        ? line
        : ' '.repeat(columnsFor(indentationOf(line))) + line.trimStart(),
    )
    .join('\n');
}

function depthOf(line: string): number {
  return (line.match(/[([{]/g)?.length ?? 0) - (line.match(/[)\]}]/g)?.length ?? 0);
}
