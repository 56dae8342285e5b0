/** The words of a review: what people read and what a screen reader says about files, hunks, rungs and refusals. */
import * as vscode from 'vscode';
import { cellAt } from '../../edits/notebook/cells';
import type { Rung } from '../../edits/RequestedEdit';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { Refusal } from '../../edits/review/decide';
import type { FittedReviewHunk } from '../../edits/review/fitFile';
import type { ReviewFile, ReviewKind, ReviewSet } from '../../edits/review/ReviewSet';
import type { FileRow } from '../../edits/review/walk';
import type { FailedChange } from '../../tools/changes/ChangeExecutor';
import type { GateAnswer } from '../../tools/gate/PathGate';
import { describeError } from '../StatusBar';
import { describeGateReasons } from './describeGateReasons';

/** How a place was found; undefined = nothing was searched for. */
export function describeRung(rung: Rung | undefined): string | undefined {
  switch (rung) {
    case undefined:
      return undefined;
    case 'exact':
      return vscode.l10n.t('exact match');
    case 'trailing-whitespace':
      return vscode.l10n.t('matched without white space at line ends');
    case 'line-hint':
      return vscode.l10n.t('chosen by its line number');
    case 'anchor':
      return vscode.l10n.t('chosen by the lines around it');
    case 'blank-lines':
      return vscode.l10n.t('matched without empty lines around it');
    case 'look-alike-characters':
      return vscode.l10n.t('matched by look-alike characters');
    case 'indentation':
      return vscode.l10n.t('matched with other indentation');
    case 'elision':
      return vscode.l10n.t('matched around left-out lines');
    case 'similar':
      return vscode.l10n.t('matched by similarity');
  }
}

function describeKind(kind: ReviewKind): string | undefined {
  switch (kind) {
    case 'edit':
      return undefined;
    case 'create':
      return vscode.l10n.t('new file');
    case 'delete':
      return vscode.l10n.t('deleted');
    case 'move':
      return vscode.l10n.t('moved');
  }
}

export function describeProblem(problem: FittedReviewHunk['problem'], line?: number): string | undefined {
  switch (problem) {
    case undefined:
      return undefined;
    case 'changed':
      return line === undefined
        ? vscode.l10n.t('no longer fits: the text was changed')
        : vscode.l10n.t('no longer fits: the text was changed at line {0}', line);
    case 'gone':
      return vscode.l10n.t('no longer fits: the file is gone');
    case 'there-already':
      return vscode.l10n.t('no longer fits: the file is already there');
  }
}

export interface Described {
  /** Beside the name. */
  readonly description: string;
  /** For a screen reader: a whole sentence, name included. */
  readonly spoken: string;
}

export function describeCount(changes: number): string {
  return changes === 1 ? vscode.l10n.t('1 change') : vscode.l10n.t('{0} changes', changes);
}

export function describeFile(row: FileRow): Described {
  const counts = `+${row.added} −${row.removed}`;
  const extra = [
    describeKind(row.kind),
    describeRung(row.rung),
    row.brokenAt === undefined ? undefined : vscode.l10n.t('cannot be parsed any more (line {0})', row.brokenAt + 1),
  ].filter((part) => part !== undefined);
  const spoken = [
    row.label,
    describeCount(row.pending),
    vscode.l10n.t('{0} lines added, {1} lines removed', row.added, row.removed),
    ...extra,
  ];
  return { description: [counts, ...extra].join(' · '), spoken: spoken.join(', ') };
}

/** @param live the file's text as it is now */
export function describeHunk(file: ReviewFile, fitted: FittedReviewHunk, live: string): Described {
  const { hunk, live: span, problem } = fitted;
  const added = hunk.result.end - hunk.result.start;
  const removed = hunk.base.end - hunk.base.start;
  const why = describeProblem(problem, span.start + 1) ?? describeRung(file.hunks[fitted.index]?.rung);
  const extra = why === undefined ? [] : [why];
  const place = isNotebook(file.path) ? cellAt(live, span.start) : undefined;
  const line =
    place === undefined
      ? vscode.l10n.t('line {0}', span.start + 1)
      : vscode.l10n.t('cell {0}, line {1}', place.cell + 1, place.line + 1);
  return {
    description: [line, `+${added} −${removed}`, ...extra].join(' · '),
    spoken: [line, vscode.l10n.t('{0} lines added, {1} lines removed', added, removed), ...extra].join(', '),
  };
}

/** Says once which hunks could not be accepted. */
export function tellRefusals(set: ReviewSet, refusals: readonly Refusal[]): void {
  const [first] = refusals;
  if (first === undefined) {
    return;
  }
  const label = set.files.find(({ path }) => path === first.path)?.label ?? first.path;
  const why = describeProblem(first.problem) ?? '';
  const more = refusals.length === 1 ? '' : ` ${vscode.l10n.t('({0} more)', refusals.length - 1)}`;
  void vscode.window.showWarningMessage(`GLM Tandem: ${label}: ${why}${more}`);
}

/** Says once which changes could not be made. */
export function tellFailures(failed: readonly FailedChange[]): void {
  const told = failed.filter(({ why }) => why !== 'declined' && why !== 'withheld');
  const [first] = told;
  if (first === undefined) {
    return;
  }
  const label = vscode.workspace.asRelativePath(first.change.path);
  const reason =
    first.error !== undefined
      ? describeError(first.error)
      : first.why === 'changed'
        ? vscode.l10n.t('the file was changed in the meantime')
        : describeGateReasons(first.detail).join('; ');
  const more = told.length === 1 ? '' : ` ${vscode.l10n.t('({0} more)', told.length - 1)}`;
  const message = vscode.l10n.t('GLM Tandem: {0} was not changed: {1}{2}', label, reason, more);
  const rest = failed.some(({ why }) => why === 'withheld')
    ? ` ${vscode.l10n.t('So nothing was changed: reject it first, then accept the others.')}`
    : '';
  void vscode.window.showWarningMessage(message + rest);
}

/** Files that deserve a look beyond the review: their real paths and why. The button that goes on is never the default one. */
export async function confirmSpecial(answers: readonly GateAnswer[]): Promise<boolean> {
  const lines = answers.map((answer) => {
    const path = answer.resolvedTo === undefined ? answer.resolved : `${answer.resolved} → ${answer.resolvedTo}`;
    return `${path}\n${describeGateReasons(answer.told).join('; ')}`;
  });
  const go = vscode.l10n.t('Change Them');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('These files are more than text. Change them all the same?'),
    { modal: true, detail: lines.join('\n\n') },
    { title: vscode.l10n.t('Keep as They Are'), isCloseAffordance: true },
    { title: go },
  );
  return chosen?.title === go;
}
