/** Which part of a file under review a document shows: all of it, or, of a notebook, one cell. */
import type * as vscode from 'vscode';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { FittedReviewHunk } from '../../edits/review/fitFile';
import { cellPlaceOf } from '../notebook/editorNotebooks';

export interface ShownPart {
  /** Of the file. */
  readonly path: string;
  /** 0-based line of the file's text at which the document begins. */
  readonly line: number;
  /** Whether a hunk belongs into this document. */
  readonly holds: (hunk: FittedReviewHunk) => boolean;
}

/** Undefined = it shows no file of the disk. */
export function shownPart(document: vscode.TextDocument): ShownPart | undefined {
  const cell = cellPlaceOf(document);
  if (cell !== undefined) {
    const { line, count } = cell;
    const [first, end] = [line - 1, line + count];
    return {
      ...{ path: cell.uri.fsPath, line },
      // What comes between two cells belongs to the one before it.
      holds: ({ live }) =>
        live.start === live.end
          ? (live.start > first && live.start <= end) || (live.start === 0 && first === 0)
          : live.start < end && live.end > first,
    };
  }
  // A notebook that is shown as JSON has other lines than the text of its cells.
  return document.uri.scheme === 'file' && !isNotebook(document.uri.path)
    ? { path: document.uri.fsPath, line: 0, holds: () => true }
    : undefined;
}
