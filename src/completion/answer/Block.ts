/** The block, by its indentation, in which a suggestion is written. */
import { headerOf, wordsBelow } from '../text/continuations';
import { isClosedBelow, isContinuedBelow } from '../text/enclosingBlock';
import { type LanguageRules, mayBeContinued, opensBlock } from '../text/languageRules';
import { indentationOf, isBlank, previousNonBlankLine } from '../text/lines';

export interface Block {
  /** The first line indented by fewer columns ends it. */
  readonly inner: number;
  /** Where the line stands that closes it; undefined = nothing has to. */
  readonly outer: number | undefined;
  /** Whether a closing line belongs to the suggestion: the document does not have one yet. */
  readonly needsCloser: boolean;
  /** Whether `else` and the like may follow: the construct can have them, and the document has none yet. */
  readonly mayContinue: boolean;
  /** The words with which it may go on below a line that is only `}`. */
  readonly wordsBelow: readonly string[];
  readonly endsAtBlankLine: boolean;
}

/** What stands around the block's first line; LF line ends. */
export interface BlockPlace {
  readonly rules: LanguageRules;
  /** Everything before the line, and what follows the cursor. */
  readonly above: string;
  readonly suffix: string;
  /** The rest of the cursor's line. */
  readonly rest: string;
}

/** The block that a line opens. */
export function blockOpenedBy(line: string, { rules, above, suffix, rest }: BlockPlace): Block {
  const outer = indentationOf(line);
  const mayContinue = !isContinuedBelow(outer, suffix, rules);
  return {
    inner: outer + 1,
    outer,
    needsCloser: !isBlank(rest) || !isClosedBelow(outer, suffix, rules),
    mayContinue,
    wordsBelow: mayContinue ? wordsBelow(headerOf(line, above), rules) : [],
    endsAtBlankLine: false,
  };
}

/** The block in which a line stands that begins the suggestion. `cursor`: columns of the cursor, where it is on that line. */
export function blockAround(
  line: string,
  cursor: number | undefined,
  { rules, above, suffix, rest }: BlockPlace,
): Block {
  const inner = indentationOf(line);
  const opener = previousNonBlankLine(above);
  if (opener === undefined || !opensBlock(opener, rules) || indentationOf(opener) >= inner) {
    return statementsAt(inner);
  }
  const outer = indentationOf(opener);
  const header = headerOf(opener, above.slice(0, above.lastIndexOf(opener)));
  const mayContinue = mayBeContinued(header) && !isContinuedBelow(outer, suffix, rules);
  return {
    // Where the cursor is indented already, a blank too many at the answer's beginning is only that.
    inner: cursor !== undefined && cursor > outer ? cursor : inner,
    outer,
    needsCloser: isBlank(rest) && !isClosedBelow(outer, suffix, rules),
    mayContinue,
    wordsBelow: mayContinue ? wordsBelow(header, rules) : [],
    endsAtBlankLine: false,
  };
}

/** Statements in a row, not the body of anything that is known to be open: they end at the first blank line. */
export function statementsAt(inner: number): Block {
  return { inner, outer: undefined, needsCloser: false, mayContinue: false, wordsBelow: [], endsAtBlankLine: true };
}
