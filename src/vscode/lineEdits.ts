/** A document's way to another text: only the lines that differ, so that cursors and marks elsewhere stay. */
import * as vscode from 'vscode';
import { diffLines } from '../edits/diffLines';
import { linesWithBreaks } from '../edits/hunks';

export function lineEdits(document: vscode.TextDocument, text: string): vscode.TextEdit[] {
  const now = document.getText();
  const [lines, wanted] = [linesWithBreaks(now), linesWithBreaks(text)];
  const offsets = [0];
  for (const line of lines) {
    offsets.push((offsets.at(-1) ?? 0) + line.length);
  }
  return diffLines(lines, wanted).map(({ aStart, aEnd, bStart, bEnd }) =>
    vscode.TextEdit.replace(
      new vscode.Range(document.positionAt(offsets[aStart] ?? 0), document.positionAt(offsets[aEnd] ?? now.length)),
      wanted.slice(bStart, bEnd).join(''),
    ),
  );
}
