/** The lightbulb's way to the chat: on a problem "Fix" and "Explain", on a selection "Explain". */
import * as vscode from 'vscode';
import { commandIds } from '../commandIds';

/** What the commands get when they come from here. */
export interface ProblemPlace {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  /** What the editor says about it, a line each. */
  readonly problems: readonly string[];
}

export class ChatCodeActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.RefactorRewrite];
  readonly #isWanted: () => boolean;

  constructor(isWanted: () => boolean) {
    this.#isWanted = isWanted;
  }

  provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { diagnostics, only }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    if (!this.#isWanted()) {
      return [];
    }
    const wants = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
    const actions: vscode.CodeAction[] = [];
    if (diagnostics.length > 0 && wants(vscode.CodeActionKind.QuickFix)) {
      const place: ProblemPlace = {
        uri: document.uri,
        range: diagnostics.map((each) => each.range).reduce((all, one) => all.union(one)),
        problems: diagnostics.map(({ message, range: at }) => `line ${at.start.line + 1}: ${message}`),
      };
      for (const [title, command] of [
        [vscode.l10n.t('Fix with GLM'), commandIds.fix],
        [vscode.l10n.t('Explain with GLM'), commandIds.explain],
      ] as const) {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.command = { command, title, arguments: [place] };
        action.diagnostics = [...diagnostics];
        actions.push(action);
      }
    } else if (!range.isEmpty && wants(vscode.CodeActionKind.RefactorRewrite)) {
      for (const [title, command] of [
        [vscode.l10n.t('Explain with GLM'), commandIds.explain],
        [vscode.l10n.t('Write tests with GLM'), commandIds.writeTests],
        [vscode.l10n.t('Edit with GLM…'), commandIds.inlineEdit],
      ] as const) {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.RefactorRewrite);
        action.command = { command, title };
        actions.push(action);
      }
    }
    return actions;
  }
}

/** Commands can be run by anybody with anything: undefined = it is no place of ours. */
export function problemPlace(argument: unknown): ProblemPlace | undefined {
  if (typeof argument !== 'object' || argument === null || !('uri' in argument) || !('range' in argument)) {
    return undefined;
  }
  const { uri, range } = argument;
  const problems = 'problems' in argument && Array.isArray(argument.problems) ? argument.problems : [];
  return uri instanceof vscode.Uri && range instanceof vscode.Range
    ? { uri, range, problems: problems.filter((problem) => typeof problem === 'string') }
    : undefined;
}
