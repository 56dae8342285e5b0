/**
 * Part of root 1, loaded when a trusted folder is open: the index of each workspace folder in a thread of its own, what the editor tells
 * it, and one `ContextSource` for all documents.
 */
import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../base/events';
import type { ContextIndex, IndexProgress } from '../context/ContextIndex';
import { type ContextSource, emptyContext } from '../context/ContextSource';
import { includesName, type NameTable } from '../context/NameTable';
import { WorkspaceContext } from '../context/WorkspaceContext';
import { IndexThread } from '../node/context/IndexThread';
import { systemClock } from '../node/systemClock';
import type { Log } from '../platform/Log';
import type { WorkspaceContexts } from '../vscode/context/ContextLoader';
import { EditorDefinitions } from '../vscode/context/EditorDefinitions';
import { excludedPatterns } from '../vscode/context/excludedPatterns';
import { WorkspaceObserver } from '../vscode/context/WorkspaceObserver';
import { toPosition, toTextDocument } from '../vscode/textDocument';

export interface WorkspaceContextsOptions {
  /** The thread's bundle, `dist/index-worker.js`. */
  readonly entry: string;
  /** Absolute path of a folder of ours; undefined = indexes are not kept. */
  readonly storageFolder: string | undefined;
  readonly log: Log;
}

interface OpenFolder extends Disposable {
  readonly folder: vscode.WorkspaceFolder;
  readonly index: ContextIndex;
  readonly context: WorkspaceContext;
  /** Undefined = the index has not met all files yet. */
  names: NameTable | undefined;
}

export function openWorkspaceContexts({ entry, storageFolder, log }: WorkspaceContextsOptions): WorkspaceContexts {
  const thread = new IndexThread({ entry, storageFolder, log });
  const progress = new Emitter<IndexProgress>();
  const told = new Map<string, IndexProgress>();
  const folders = new Map<string, OpenFolder>();
  let isPaused = false;

  const open = (folder: vscode.WorkspaceFolder): void => {
    const key = folder.uri.toString();
    const index = thread.open(folder.uri.fsPath, excludedPatterns(folder));
    const observer = new WorkspaceObserver(folder, index);
    const definitions = new EditorDefinitions(folder, index);
    const context = new WorkspaceContext({
      index,
      observations: {
        visited: observer.visited,
        edits: observer.edits,
        snippets: (uri, line) => [...observer.snippets(uri, line), ...definitions.snippets(uri, line)],
      },
      clock: systemClock,
      log,
    });
    const subscriptions = [
      definitions,
      definitions.onDidLearn((uri) => context.observed(uri)),
      index.onDidProgress((one) => {
        told.set(key, one);
        progress.fire(sumOf([...told.values()]));
        // Something changed: the next keystroke should find it.
        if (one.kind === 'ready') {
          prepare(vscode.window.activeTextEditor, folder);
        }
      }),
      index.onDidLearnNames((names) => {
        opened.names = names;
      }),
    ];
    const dispose = (): void => {
      for (const one of [...subscriptions, context, observer, index]) {
        one.dispose();
      }
      told.delete(key);
      folders.delete(key);
    };
    const opened: OpenFolder = { folder, index, context, names: undefined, dispose };
    folders.set(key, opened);
    if (isPaused) {
      index.pause();
    }
  };
  const openAll = (): void => {
    const wanted = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    const keys = new Set(wanted.map(({ uri }) => uri.toString()));
    for (const [key, folder] of [...folders]) {
      if (!keys.has(key)) {
        folder.dispose();
      }
    }
    for (const folder of wanted) {
      if (!folders.has(folder.uri.toString())) {
        open(folder);
      }
    }
  };
  const contextOf = (uri: vscode.Uri): WorkspaceContext | undefined =>
    folders.get(vscode.workspace.getWorkspaceFolder(uri)?.uri.toString() ?? '')?.context;
  const sourceOf = (uri: string): ContextSource => contextOf(vscode.Uri.parse(uri)) ?? emptyContext;

  /** So that the first keystroke finds something. With `folder`: only if the editor is in it. */
  const prepare = (editor: vscode.TextEditor | undefined, folder?: vscode.WorkspaceFolder): void => {
    const context = editor === undefined ? undefined : contextOf(editor.document.uri);
    const isMeant = folder === undefined || context === folders.get(folder.uri.toString())?.context;
    if (editor !== undefined && context !== undefined && isMeant) {
      const { document, selection } = editor;
      context
        .prepare(toTextDocument(document), toPosition(selection.active), new AbortController().signal)
        .catch((error: unknown) => log.debug(`No context yet: ${String(error)}`));
    }
  };
  const subscriptions = [
    vscode.workspace.onDidChangeWorkspaceFolders(openAll),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('files.exclude') || change.affectsConfiguration('search.exclude')) {
        for (const { dispose, folder } of [...folders.values()]) {
          dispose();
          open(folder);
        }
      }
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => prepare(editor)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const lines = contentChanges.map(({ range }) => range.start.line);
      if (lines.length > 0) {
        contextOf(document.uri)?.changed(document.uri.toString(), Math.min(...lines));
      }
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => contextOf(uri)?.forget(uri.toString())),
  ];
  openAll();
  prepare(vscode.window.activeTextEditor);

  return {
    source: {
      contextFor: (query) => sourceOf(query.document.uri).contextFor(query),
      prepare: (document, position, signal) => sourceOf(document.uri).prepare(document, position, signal),
    },
    onDidProgress: progress.event,
    searches: () => [...folders.values()].map(({ folder, index }) => ({ folder: folder.uri, search: index })),
    knowsName: (name) => {
      // An index that waits or works may lack what was written last.
      const isSure = [...folders].every(([key, { names }]) => names !== undefined && told.get(key)?.kind === 'ready');
      return isSure
        ? [...folders.values()].some(({ names }) => names !== undefined && includesName(names, name))
        : undefined;
    },
    pause: () => {
      isPaused = true;
      folders.forEach(({ index }) => void index.pause());
    },
    resume: () => {
      isPaused = false;
      folders.forEach(({ index }) => void index.resume());
    },
    dispose: () => {
      vscode.Disposable.from(...subscriptions, ...folders.values()).dispose();
      progress.dispose();
      thread.dispose();
    },
  };
}

function sumOf(all: readonly IndexProgress[]): IndexProgress {
  const kind = (['working', 'paused', 'off', 'ready'] as const).find((one) =>
    all.some((progress) => progress.kind === one),
  );
  return {
    kind: kind ?? 'ready',
    done: all.reduce((sum, { done }) => sum + done, 0),
    total: all.reduce((sum, { total }) => sum + total, 0),
  };
}
