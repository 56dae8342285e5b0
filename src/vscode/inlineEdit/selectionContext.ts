/** What is known about the selected lines: what the editor reports about them, and the definitions of the names that they use. */
import * as vscode from 'vscode';
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../../context/ContextSource';
import type { Diagnostic } from '../../inlineEdit/InlineEdit';

const mostNames = 8;
const mostDiagnostics = 20;
const mostLines = 30;
/** Milliseconds that a language server has for all definitions together. */
const patience = 1_500;

export function diagnosticsIn(uri: vscode.Uri, range: vscode.Range): Diagnostic[] {
  return read(
    vscode.languages
      .getDiagnostics(uri)
      .filter((diagnostic) => diagnostic.range.intersection(range) !== undefined)
      .slice(0, mostDiagnostics),
  );
}

/** All that the editor reports about a file. */
export function diagnosticsOf(uri: vscode.Uri): Diagnostic[] {
  return read(vscode.languages.getDiagnostics(uri));
}

function read(diagnostics: readonly vscode.Diagnostic[]): Diagnostic[] {
  return diagnostics.map(({ range: { start }, severity, message }) => ({
    line: start.line,
    message: message.slice(0, 500),
    severity:
      severity === vscode.DiagnosticSeverity.Error
        ? 'error'
        : severity === vscode.DiagnosticSeverity.Warning
          ? 'warning'
          : 'information',
  }));
}

/** @param mayRead whether the gate lets a model see a file */
export async function definitionsFor(
  document: vscode.TextDocument,
  range: vscode.Range,
  mayRead: (path: string) => Promise<boolean>,
): Promise<ContextSnippet[]> {
  const over = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), patience));
  const found = await Promise.all(
    namesIn(document, range).map((position) => Promise.race([definitionAt(document, position, mayRead), over])),
  );
  const seen = new Set<string>();
  return found.flatMap((snippet) => {
    const key = `${snippet?.path}:${snippet?.startLine}`;
    if (snippet === undefined || seen.has(key)) {
      return [];
    }
    seen.add(key);
    return [snippet];
  });
}

/** Where each distinct name first stands; short ones say little. */
function namesIn(document: vscode.TextDocument, range: vscode.Range): vscode.Position[] {
  const start = document.offsetAt(range.start);
  const places = new Map<string, number>();
  for (const { 0: name, index } of document.getText(range).matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) {
    if (!places.has(name)) {
      places.set(name, start + index);
    }
  }
  return [...places.entries()]
    .sort(([one], [other]) => other.length - one.length)
    .slice(0, mostNames)
    .map(([, offset]) => document.positionAt(offset));
}

async function definitionAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  mayRead: (path: string) => Promise<boolean>,
): Promise<ContextSnippet | undefined> {
  try {
    const places: readonly (vscode.Location | vscode.LocationLink)[] = await vscode.commands.executeCommand(
      'vscode.executeDefinitionProvider',
      document.uri,
      position,
    );
    const [place] = places;
    const uri = place === undefined ? undefined : 'targetUri' in place ? place.targetUri : place.uri;
    const range = place === undefined ? undefined : 'targetRange' in place ? place.targetRange : place.range;
    if (
      uri?.scheme !== 'file' ||
      range === undefined ||
      uri.toString() === document.uri.toString() ||
      vscode.workspace.getWorkspaceFolder(uri) === undefined ||
      !(await mayRead(uri.fsPath))
    ) {
      return undefined;
    }
    const target = await vscode.workspace.openTextDocument(uri);
    const startLine = range.start.line;
    const endLine = Math.min(Math.max(range.end.line, startLine), startLine + mostLines, target.lineCount - 1);
    const text = target.getText(new vscode.Range(startLine, 0, endLine + 1, 0)).trimEnd();
    const path = vscode.workspace.asRelativePath(uri);
    return { path, text, startLine, endLine, retriever: 'language-server', tokens: estimateTokens(text) };
  } catch {
    // A language server that fails has no definition.
    return undefined;
  }
}
