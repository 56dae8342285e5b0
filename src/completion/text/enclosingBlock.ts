/** The block around the cursor by the lines' indentation: where it was opened, and whether the document closes it below. */
import { closesBlock, continuesBlock, type LanguageRules, opensBlock } from './languageRules';
import { indentationOf, isBlank, nextNonBlankLines } from './lines';

/** How far is looked for the line that opened a block, or that closes it. */
const mostLines = 200;

/** The line that opened the block in which the next line would stand; undefined = none is near. `above`: the text before that line. */
export function openerAbove(above: string, rules: LanguageRules): string | undefined {
  const lines = above
    .slice(-20_000)
    .split('\n')
    .slice(-mostLines)
    .filter((line) => !isBlank(line))
    .reverse();
  const [previous] = lines;
  if (previous === undefined || opensBlock(previous, rules)) {
    return previous;
  }
  let level = indentationOf(previous);
  for (const line of lines) {
    if (indentationOf(line) < level) {
      if (opensBlock(line, rules)) {
        return line;
      }
      level = indentationOf(line);
    }
  }
  return undefined;
}

/** Whether the document closes, below the cursor, a block that was opened at this indentation. */
export function isClosedBelow(outer: number, suffix: string, rules: LanguageRules): boolean {
  const next = lineBelow(outer, suffix);
  return next !== undefined && indentationOf(next) === outer && closesBlock(next, rules);
}

/** Whether the construct whose block was opened at this indentation goes on below, with `else` and the like. */
export function isContinuedBelow(outer: number, suffix: string, rules: LanguageRules): boolean {
  const lines = nextNonBlankLines(suffix, mostLines);
  const at = lines.findIndex((line) => indentationOf(line) <= outer);
  return lines
    .slice(Math.max(at, 0), at < 0 ? 0 : at + (closesBlock(lines[at] ?? '', rules) ? 2 : 1))
    .some((line) => indentationOf(line) === outer && continuesBlock(line, rules));
}

/** Whether the line right below is what closes the block opened at this indentation, or still belongs into it. */
export function needsNoCloser(outer: number, suffix: string, rules: LanguageRules): boolean {
  const [next] = nextNonBlankLines(suffix, 1);
  return (
    next !== undefined && (indentationOf(next) > outer || (indentationOf(next) === outer && closesBlock(next, rules)))
  );
}

function lineBelow(outer: number, suffix: string): string | undefined {
  return nextNonBlankLines(suffix, mostLines).find((line) => indentationOf(line) <= outer);
}
