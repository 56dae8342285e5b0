/**
 * What VS Code's own git extension knows: name and e-mail address under which the person commits, so that the prompt log can leave them
 * out, and the commit that a folder is at, which says what a prompt's context was.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';

/** What we use of the interface that the extension `vscode.git` offers to others, version 1. */
interface GitExtension {
  getAPI(version: 1): Git;
}

interface Git {
  readonly repositories: readonly Repository[];
  readonly onDidOpenRepository: vscode.Event<Repository>;
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly workingTreeChanges: readonly unknown[];
    readonly indexChanges: readonly unknown[];
  };
  getConfig(key: string): Promise<string>;
  getGlobalConfig(key: string): Promise<string>;
}

export class GitIdentity implements Disposable {
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#didChange.event;
  readonly #values = new Set<string>();
  #subscription: vscode.Disposable | undefined;
  #git: Git | undefined;

  /** Empty as long as no repository is open, and where git is switched off or not installed. */
  get values(): readonly string[] {
    return [...this.#values];
  }

  /** Reads what is open now and what is opened later. Never rejects. */
  async start(): Promise<void> {
    try {
      const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
      const git = (await extension?.activate())?.getAPI(1);
      this.#git = git;
      this.#subscription = git?.onDidOpenRepository((repository) => void this.#read(repository));
      await Promise.all((git?.repositories ?? []).map((repository) => this.#read(repository)));
    } catch {
      // Git is switched off.
    }
  }

  /** The commit that a place is at, and whether something was changed since; undefined = it is in no repository that is open. */
  headOf(uri: vscode.Uri): { readonly head?: string; readonly dirty: boolean } | undefined {
    const state = this.#git?.getRepository(uri)?.state;
    const head = state?.HEAD?.commit;
    return state === undefined
      ? undefined
      : {
          ...(head !== undefined && { head }),
          dirty: state.workingTreeChanges.length > 0 || state.indexChanges.length > 0,
        };
  }

  dispose(): void {
    this.#subscription?.dispose();
    this.#didChange.dispose();
  }

  async #read(repository: Repository): Promise<void> {
    const before = this.#values.size;
    for (const key of ['user.name', 'user.email']) {
      const values = await Promise.allSettled([repository.getConfig(key), repository.getGlobalConfig(key)]);
      for (const each of values) {
        if (each.status === 'fulfilled' && each.value !== '') {
          this.#values.add(each.value);
        }
      }
    }
    if (this.#values.size > before) {
      this.#didChange.fire();
    }
  }
}
