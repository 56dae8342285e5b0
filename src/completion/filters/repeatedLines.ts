/** Lines at the end of a suggestion that stand below the cursor already: statements, and what closes the block around. */
import { scanBrackets } from '../text/brackets';
import { openerAbove } from '../text/enclosingBlock';
import { isOnlyClosing, type LanguageRules, languageRules, opensBlock } from '../text/languageRules';
import { indentationOf, isBlank, nextNonBlankLines } from '../text/lines';

interface Place {
  readonly languageId: string;
  readonly prefix: string;
  readonly linePrefix: string;
  readonly suffix: string;
}

/** A last line cut off by the token limit counts as the beginning of a line below from this length on. */
const shortestBeginning = 8;

/** The text without the lines at its end that repeat the first lines below; empty when nothing else is left. */
export function withoutRepeatedLines(text: string, place: Place): string {
  const rules = languageRules(place.languageId);
  const lines = text.split('\n');
  const visible = lines.map((line, index) => ({ line, index })).filter(({ line }) => !isBlank(line));
  const below = nextNonBlankLines(place.suffix, visible.length);
  for (let count = Math.min(visible.length, below.length); count > 0; count--) {
    const tail = visible.slice(-count);
    const first = tail[0];
    if (first === undefined || (first.index === 0 && !isBlank(place.linePrefix))) {
      continue;
    }
    if (!tail.every(({ line }, i) => sameLine(line, below[i] ?? '', i === count - 1 && count > 1))) {
      continue;
    }
    const onlyClosing = tail.every(({ line }) => isOnlyClosing(line, rules));
    const isOther = onlyClosing && closesAnotherBlock(first.line, below[0] ?? '', place, rules);
    if (onlyClosing && (isOther || !closesSomethingBefore(lines, first.index, below[0] ?? '', place))) {
      continue;
    }
    return lines.slice(0, first.index).join('\n');
  }
  return text;
}

/** Whether a closing line closes the block around the cursor, which the line below, at another indentation, does not. */
function closesAnotherBlock(line: string, below: string, { prefix, linePrefix }: Place, rules: LanguageRules): boolean {
  const opener = openerAbove(prefix.slice(0, prefix.length - linePrefix.length), rules);
  const own = indentationOf(line);
  return own !== indentationOf(below) && opener !== undefined && indentationOf(opener) === own;
}

function sameLine(line: string, below: string, mayBeCut: boolean): boolean {
  const own = line.trim();
  const other = below.trim();
  return own === other || (mayBeCut && own.length >= shortestBeginning && other.startsWith(own));
}

/** Whether closing lines at the text's end close what was opened before the text, so that the document has to close it only once. */
function closesSomethingBefore(lines: readonly string[], at: number, below: string, place: Place): boolean {
  const { languageId, linePrefix } = place;
  const start = lines.slice(0, at).reduce((sum, line) => sum + line.length + 1, 0);
  const line = lines[at] ?? '';
  const bracket = line.search(/[)\]}]/);
  if (bracket >= 0) {
    const opener = scanBrackets(lines.join('\n'), linePrefix, languageId).openerOf.get(start + bracket);
    return opener !== undefined && opener < 0;
  }
  // Words such as `end` and `</div>`: by their place. At the place of a line of the text they may close that line's block.
  const closing = indentationOf(line);
  const first = isBlank(linePrefix) ? indentationOf(linePrefix + (lines[0] ?? '')) : indentationOf(linePrefix);
  const opensOnCursorLine = !isBlank(linePrefix) && opensBlock(linePrefix, languageRules(languageId));
  return indentationOf(below) === closing && (closing < first || (opensOnCursorLine && closing === first));
}
