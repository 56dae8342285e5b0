/** What the editor hides from its explorer and its search is none of the index's business either. */
import * as vscode from 'vscode';

/** Glob patterns of `files.exclude` and `search.exclude` that hold for a folder; those with a condition are left out. */
export function excludedPatterns(folder: vscode.WorkspaceFolder): string[] {
  return ['files', 'search'].flatMap((section) => {
    const patterns = vscode.workspace.getConfiguration(section, folder).get<Record<string, unknown>>('exclude') ?? {};
    return Object.entries(patterns)
      .filter(([, value]) => value === true)
      .map(([pattern]) => pattern);
  });
}
