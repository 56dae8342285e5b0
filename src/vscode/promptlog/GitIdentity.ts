/** Name and e-mail address under which the person commits, from VS Code's own git extension, so that the prompt log can leave them out. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';

/** What we use of the interface that the extension `vscode.git` offers to others, version 1. */
interface GitExtension {
  getAPI(version: 1): {
    readonly repositories: readonly Repository[];
    readonly onDidOpenRepository: vscode.Event<Repository>;
  };
}

interface Repository {
  getConfig(key: string): Promise<string>;
  getGlobalConfig(key: string): Promise<string>;
}

export class GitIdentity implements Disposable {
  readonly #didChange = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#didChange.event;
  readonly #values = new Set<string>();
  #subscription: vscode.Disposable | undefined;

  /** Empty as long as no repository is open, and where git is switched off or not installed. */
  get values(): readonly string[] {
    return [...this.#values];
  }

  /** Reads what is open now and what is opened later. Never rejects. */
  async start(): Promise<void> {
    try {
      const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
      const git = (await extension?.activate())?.getAPI(1);
      this.#subscription = git?.onDidOpenRepository((repository) => void this.#read(repository));
      await Promise.all((git?.repositories ?? []).map((repository) => this.#read(repository)));
    } catch {
      // Git is switched off.
    }
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
