/** Part of root 1, loaded with the chat's tools: what keeps the files before a turn. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createId } from '../base/createId';
import { FileStorage } from '../node/promptlog/FileStorage';
import { scanFolders } from '../node/scanFolders';
import type { Log } from '../platform/Log';
import { ChangeExecutor } from '../tools/changes/ChangeExecutor';
import { ChangeJournal } from '../tools/changes/ChangeJournal';
import { CheckpointStore } from '../tools/checkpoints/CheckpointStore';
import { Checkpoints } from '../tools/checkpoints/Checkpoints';
import { EditorCheckpoints } from '../vscode/agent/EditorCheckpoints';
import { slashed, type WindowFolders } from './windowFolders';

export interface CheckpointsRootHost {
  /** Where the product keeps what belongs to this workspace. */
  readonly storage: vscode.Uri;
  readonly log: Log;
  readonly folders: WindowFolders;
}

export function createCheckpoints({ storage, log, folders }: CheckpointsRootHost): EditorCheckpoints {
  const { gate, roots, label, files } = folders;
  const folder = join(storage.fsPath, 'checkpoints');
  // What is brought back is journalled by itself: taking it back is another checkpoint's work.
  const journal = new ChangeJournal(new FileStorage(join(folder, 'journal')));
  const executor = new ChangeExecutor({ gate, files, journal, createId: () => createId(Date.now()) });
  // A window that died in the middle: what was agreed to is finished, before anything else is kept.
  const finished = executor.unfinished().then(async (entries) => {
    for (const entry of entries) {
      await executor.resume(entry, 'finish');
    }
  });
  const checkpoints = new Checkpoints({
    ...{ files, executor, store: new CheckpointStore(new FileStorage(folder)) },
    scan: async (signal) => {
      await finished;
      return scanFolders(roots(), signal);
    },
    unsaved: () =>
      vscode.workspace.textDocuments
        .filter(({ uri, isDirty }) => isDirty && uri.scheme === 'file')
        .map(({ uri }) => slashed(uri.fsPath)),
    createId: () => createId(Date.now()),
    now: Date.now,
  });
  return new EditorCheckpoints({ checkpoints, log, label });
}
