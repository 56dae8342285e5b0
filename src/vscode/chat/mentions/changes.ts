/** What differs from the last commit, as the built-in Git extension tells it. */
import * as vscode from 'vscode';
import type { Attachment } from '../../../chat/conversation/records';
import { bounded } from './labels';
import type { MayRead } from './symbols';

/** What is used here of the Git extension's interface. */
interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly state: {
    readonly untrackedChanges?: readonly { readonly uri: vscode.Uri }[];
    readonly workingTreeChanges: readonly { readonly uri: vscode.Uri; readonly status: number }[];
  };
  diff(cached?: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly { readonly message: string }[]>;
}

interface GitApi {
  readonly repositories: readonly GitRepository[];
  getRepository(uri: vscode.Uri): GitRepository | null;
}

/** The repository that a file is in, else the first; undefined = there is none, or the folder is not trusted. */
export async function repositoryOf(uri: vscode.Uri | undefined): Promise<GitRepository | undefined> {
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  const git = vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>('vscode.git');
  const api = (await git?.activate())?.getAPI(1);
  const own = uri === undefined ? null : api?.getRepository(uri);
  return own ?? api?.repositories[0];
}

/** `staged`: what the next commit would hold; where nothing is staged, everything. Undefined = there are no changes. */
export async function changesAttachment(
  repository: GitRepository | undefined,
  mayRead: MayRead,
  staged = false,
): Promise<Attachment | undefined> {
  if (repository === undefined) {
    return undefined;
  }
  const [index = '', tree = ''] = await Promise.all(
    [true, false].map(async (cached) => readable(await repository.diff(cached), repository.rootUri, mayRead)),
  );
  const parts = staged && index.trim() !== '' ? [index] : [index, tree, untracked(repository)];
  const text = parts.filter((part) => part.trim() !== '').join('\n');
  return text === ''
    ? undefined
    : {
        ...{ id: 'changes', kind: 'changes', label: vscode.l10n.t('Uncommitted changes') },
        languageId: 'diff',
        text: bounded(text),
      };
}

/** First lines of the last commits, newest first; empty = there are none yet. */
export async function recentSubjects(repository: GitRepository): Promise<readonly string[]> {
  const commits = await repository.log({ maxEntries: 8 }).catch(() => []);
  return commits.map(({ message }) => message.split('\n', 1)[0]?.slice(0, 100) ?? '');
}

/** Without the files that models do not get to see. */
async function readable(diff: string, root: vscode.Uri, mayRead: MayRead): Promise<string> {
  const files = diff.split(/^(?=diff --git )/m);
  const kept = await Promise.all(
    files.map(async (file) => {
      const names = [...file.matchAll(/^(?:---|\+\+\+|rename from|rename to) (?:[ab]\/)?(.+)$/gm)].flatMap(
        ([, name]) => (name === undefined || name === '/dev/null' ? [] : [name]),
      );
      const may = await Promise.all(names.map((name) => mayRead(vscode.Uri.joinPath(root, name), false)));
      return may.every((one) => one) ? file : '';
    }),
  );
  return kept.join('');
}

/** New files by name: a diff does not have them. */
function untracked({ state, rootUri }: GitRepository): string {
  const untrackedStatus = 7;
  const changes = [
    ...(state.untrackedChanges ?? []),
    ...state.workingTreeChanges.filter(({ status }) => status === untrackedStatus),
  ];
  const names = new Set(changes.map(({ uri }) => uri.path.slice(rootUri.path.length + 1)));
  return [...names].map((name) => `New file, not added to git yet: ${name}`).join('\n');
}
