/** A notebook as one text: what stands in the cells before and after the one with the cursor, in the order of the notebook. */
import { toLineFeeds } from '../base/text';
import { languageRules } from './text/languageRules';

export interface NotebookCell {
  readonly kind: 'code' | 'markdown';
  readonly languageId: string;
  readonly text: string;
}

/** So much is taken of the cells on either side, the nearest first, in units. */
const mostUnits = 32_768;

/**
 * The texts before and after the cell at an index, each with the blank line that parts it from the cell; LF. Cells in prose and in other
 * languages become comments, or are left out where the language has no line comments.
 */
export function textAroundCell(
  cells: readonly NotebookCell[],
  index: number,
): { readonly before: string; readonly after: string } {
  const languageId = cells[index]?.languageId ?? '';
  const texts = cells.map((cell) => textOf(cell, languageId));
  const before = nearest(texts.slice(0, Math.max(0, index)).toReversed()).toReversed();
  const after = nearest(texts.slice(index + 1));
  return { before: before.map((text) => `${text}\n\n`).join(''), after: after.map((text) => `\n\n${text}`).join('') };
}

function textOf({ kind, languageId, text }: NotebookCell, wanted: string): string {
  const lines = toLineFeeds(text).trimEnd();
  if (kind === 'code' && languageId === wanted) {
    return lines;
  }
  const { comment } = languageRules(wanted);
  return comment === undefined || lines === ''
    ? ''
    : lines
        .split('\n')
        .map((line) => `${comment} ${line}`.trimEnd())
        .join('\n');
}

function nearest(texts: readonly string[]): readonly string[] {
  let units = 0;
  const kept: string[] = [];
  for (const text of texts.filter((one) => one !== '')) {
    units += text.length;
    if (units > mostUnits) {
      break;
    }
    kept.push(text);
  }
  return kept;
}
