/**
 * Text as it has to be read before somebody approves it: nothing in it is invisible, turns the direction of reading, or pushes the rest out
 * of sight.
 */

/** `mark`: stands for something that could not be seen, and is not in the text itself. */
export interface VisiblePiece {
  readonly text: string;
  readonly mark: boolean;
}

// Whatever leaves no ink: controls, what has no width or changes the direction, odd blanks, what fonts of their own draw. Not blank, tab, line feed.
const hidden =
  /(?<blanks>[ \t]{41,})|(?<lines>\n{6,})|(?<sign>[[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}]--[\t\n ]])/gv;

/** The text in pieces that together say everything. */
export function visiblePieces(text: string): readonly VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let end = 0;
  const add = (piece: string, mark: boolean): void => {
    if (piece !== '') {
      pieces.push({ text: piece, mark });
    }
  };
  for (const match of text.matchAll(hidden)) {
    add(text.slice(end, match.index), false);
    const { blanks, lines, sign = '' } = match.groups ?? {};
    if (blanks !== undefined) {
      add(`⟨${blanks.length} blanks⟩`, true);
    } else if (lines !== undefined) {
      add('\n', false);
      add(`⟨${lines.length - 1} empty lines⟩`, true);
      add('\n', false);
    } else {
      add(`⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`, true);
    }
    end = match.index + match[0].length;
  }
  add(text.slice(end), false);
  return pieces;
}

/** The same as one text. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join('');
}
