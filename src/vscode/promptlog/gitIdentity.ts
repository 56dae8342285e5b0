/** Name and e-mail address under which the person commits, from VS Code's own git extension, so that the prompt log can leave them out. */
import * as vscode from 'vscode';

/** What we use of the interface that the extension `vscode.git` offers to others, version 1. */
interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly {
      getConfig(key: string): Promise<string>;
      getGlobalConfig(key: string): Promise<string>;
    }[];
  };
}

/** Empty when there is no git, or no repository is open. */
export async function gitIdentity(): Promise<readonly string[]> {
  try {
    const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
    const git = await extension?.activate();
    const keys = ['user.name', 'user.email'] as const;
    const values = (git?.getAPI(1).repositories ?? []).flatMap((repository) =>
      keys.flatMap((key) => [repository.getConfig(key), repository.getGlobalConfig(key)]),
    );
    const settled = await Promise.allSettled(values);
    return [
      ...new Set(settled.flatMap((each) => (each.status === 'fulfilled' && each.value !== '' ? [each.value] : []))),
    ];
  } catch {
    // Git is switched off, or not installed.
    return [];
  }
}
