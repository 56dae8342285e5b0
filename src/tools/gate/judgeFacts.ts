/** What stands at a path, or will: devices, folders, hard links, files in use. The last of the gate's opinions. */
import type { GateReason } from '../../base/gateReasons';
import type { FileFacts, Files, PathPlatform } from '../../platform/Files';
import { type Decision, isChange, type Operation, type Opinion } from '../Decision';
import { type AbsolutePath, isWithin, joinPath, judgeNewName } from './pathText';
import type { ResolvedPath } from './resolvePath';

/** More than a model could ever be shown. */
const mostBytes = 64 * 1024 * 1024;

export interface FactContext {
  readonly files: Files;
  readonly platform: PathPlatform;
  /** Real paths of folders that stay: those of the workspace, the person's own. */
  readonly keptFolders: readonly AbsolutePath[];
  readonly isDirty: (path: string) => boolean;
  /** The path is where something is moved to. */
  readonly isTarget: boolean;
}

export async function judgeFacts(
  operation: Operation,
  { path, facts, missing }: ResolvedPath,
  { files, platform, keptFolders, isDirty, isTarget }: FactContext,
): Promise<Opinion[]> {
  const opinions: Opinion[] = [];
  const add = (decision: Decision, reason: GateReason): void => {
    opinions.push({ decision, reason });
  };
  if (facts?.kind === 'other') {
    add('deny', 'a device, pipe or socket');
  }
  if (isChange(operation)) {
    if (keptFolders.some((folder) => isWithin(folder, path, platform))) {
      add('deny', 'a folder of the workspace, the home folder, or one around them');
    }
    // A folder called by dots alone is asked about for its name already.
    opinions.push(
      ...missing.filter((name, at) => at === missing.length - 1 || !/^\.+$/.test(name)).flatMap(judgeNewName),
    );
  }
  opinions.push(...judgeHardLink(operation, path, facts));
  switch (operation) {
    case 'read':
      if (facts?.kind === 'directory') {
        add('deny', 'a folder');
      } else if (facts !== undefined && facts.size > mostBytes) {
        add('deny', 'too large to read');
      }
      break;
    case 'list':
    case 'cwd':
      if (facts?.kind === 'file' || (operation === 'cwd' && facts === undefined)) {
        add('deny', 'not a folder');
      }
      break;
    case 'write':
      if (facts?.kind === 'directory') {
        add('deny', 'a folder');
      }
      break;
    case 'delete':
    case 'rename':
      add('ask', operation === 'delete' ? 'deletes' : 'renames');
      if (facts?.kind === 'link') {
        add(operation === 'delete' ? 'ask' : 'ask_always', 'a link, not what it points to');
      }
      if (facts === undefined && !isTarget) {
        add('deny', 'nothing is there');
      }
      if (facts !== undefined && isTarget) {
        add('ask_always', 'overwrites what is there');
      }
      if (facts?.kind === 'directory' && ((await files.names(joinPath(path), 1))?.length ?? 1) > 0) {
        add('ask_always', 'a folder with files in it');
      }
      break;
    case 'search':
    case 'alter':
      break;
  }
  if ((operation === 'delete' || operation === 'rename') && isDirty(joinPath(path))) {
    add('ask_always', 'an open editor has changes of it that are not saved');
  }
  return opinions;
}

/** Two names, one content: what looks like a file of the workspace may be one elsewhere. Package managers do it all the time. */
function judgeHardLink(operation: Operation, path: AbsolutePath, facts: FileFacts | undefined): Opinion[] {
  if (facts?.kind !== 'file' || facts.names < 2 || path.segments.includes('node_modules')) {
    return [];
  }
  const reason = 'the file has another name elsewhere (hard link)';
  return operation === 'write'
    ? [{ decision: 'ask_always', reason }]
    : operation === 'read'
      ? [{ decision: 'ask', reason }]
      : [];
}
