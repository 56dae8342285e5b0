/** What the project says to models: its instructions and its own commands. Read in trusted folders only. */
import * as vscode from 'vscode';
import type { Attachment } from '../../../chat/conversation/records';
import type { PromptCommand } from '../../../chat/slashCommands';
import { readText } from './files';
import { bounded, labelOf } from './labels';

/** `AGENTS.md` and `.tandem/rules/*.md` of each folder. */
export async function projectInstructions(): Promise<readonly Attachment[]> {
  const found: Attachment[] = [];
  for (const folder of trustedFolders()) {
    const rules = vscode.Uri.joinPath(folder.uri, '.tandem', 'rules');
    for (const uri of [vscode.Uri.joinPath(folder.uri, 'AGENTS.md'), ...(await markdownFiles(rules))]) {
      const text = await readText(uri);
      if (text !== undefined && text.trim() !== '') {
        found.push({
          ...{ id: `instructions:${uri}`, kind: 'instructions', label: labelOf(uri), uri: `${uri}` },
          text: bounded(text, 40_000),
        });
      }
    }
  }
  return found;
}

/** `.tandem/prompts/*.md`, named after their files. */
export async function projectCommands(): Promise<readonly PromptCommand[]> {
  const found: PromptCommand[] = [];
  for (const folder of trustedFolders()) {
    for (const uri of await markdownFiles(vscode.Uri.joinPath(folder.uri, '.tandem', 'prompts'))) {
      const prompt = (await readText(uri))?.trim() ?? '';
      if (prompt !== '') {
        found.push({ name: uri.path.slice(uri.path.lastIndexOf('/') + 1, -'.md'.length), needs: [], prompt });
      }
    }
  }
  return found;
}

function trustedFolders(): readonly vscode.WorkspaceFolder[] {
  return vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
}

async function markdownFiles(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => type === vscode.FileType.File && /^[\p{L}\p{N}_-]+\.md$/u.test(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .toSorted((a, b) => a.path.localeCompare(b.path));
  } catch {
    return [];
  }
}
