/** What the tools of a model touch when there is no editor: one folder, the disk, a terminal. Each behind the one gate. */
import { createId } from '../../base/createId';
import { escapeRegExp } from '../../base/escapeRegExp';
import type { PersonDesk } from '../../chat/agent/approvals/PersonDesk';
import type { SymbolIndex } from '../../context/index/SymbolIndex';
import { findSymbols } from '../../context/search/findSymbols';
import { readNotebook } from '../../edits/notebook/notebookFile';
import { isNotebook } from '../../edits/refuse/notebooks';
import { ChangeExecutor } from '../../tools/changes/ChangeExecutor';
import { ChangeJournal } from '../../tools/changes/ChangeJournal';
import { defaultPolicy } from '../../tools/commands/CommandPolicy';
import type { ShellTree } from '../../tools/commands/judgeCommand';
import type { PathGate } from '../../tools/gate/PathGate';
import type { ToolGate } from '../../tools/ToolGate';
import type { FileSource, SymbolSource, ToolHost } from '../../tools/ToolHost';
import { cacheDirectory } from '../cacheDirectory';
import { diskFiles } from '../diskFiles';
import { createPathGate } from '../gates/createPathGate';
import { createToolGate } from '../gates/createToolGate';
import { environmentProxy } from '../network';
import { runProcess } from '../processes/runProcess';
import { FileStorage } from '../promptlog/FileStorage';
import { realFiles } from '../realFiles';
import { DiskFileSource } from '../tools/DiskFileSource';
import { realFolder } from '../tools/folderFacts';
import { gitChanges } from '../tools/gitChanges';
import { testCommand } from '../tools/testCommand';
import { Web } from '../web/Web';
import { proposeOnTerminal } from './TerminalChanges';

export interface TerminalToolsHost {
  /** The folder that the person works in. */
  readonly folder: string;
  readonly tree: ShellTree;
  readonly openIndex: (folder: string) => Promise<{ readonly symbols: SymbolIndex }>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly desk: PersonDesk;
  readonly ask: ToolHost['person']['ask'];
  readonly onTodo: ToolHost['todo']['set'];
  /** Undefined = there is no sandbox. */
  readonly runPython?: ToolHost['programs']['run'];
}

export function openTerminalTools({
  folder,
  tree,
  openIndex,
  environment,
  desk,
  ask,
  onTodo,
  runPython = async () => undefined,
}: TerminalToolsHost): ToolGate {
  const root = realFolder(folder);
  const roots = (): readonly string[] => [root];
  const cache = cacheDirectory(environment);
  const gate = (): PathGate => createPathGate({ roots: [{ path: root }], ownFolders: [cache], trusted: true });
  const files = new DiskFileSource({
    roots,
    read: async (path) => {
      const bytes = await realFiles.read(path);
      return bytes === undefined ? undefined : isNotebook(path) ? (readNotebook(bytes) ?? 'unreadable') : textOf(bytes);
    },
    unsaved: () => undefined,
  });
  const executor = new ChangeExecutor({
    ...{ gate, files: diskFiles, createId: () => createId(Date.now()) },
    journal: new ChangeJournal(new FileStorage(`${cache}/agent-journal`)),
  });
  const label = (path: string): string => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
  const read = (path: string): Promise<Uint8Array | undefined> => realFiles.read(path);
  const host: ToolHost = {
    workspace: { roots, label },
    files,
    symbols: symbolsOf(root, files, gate, openIndex),
    diagnostics: { read: async () => undefined },
    changes: {
      propose: (title, changes, stopped) =>
        proposeOnTerminal(title, changes, { desk, executor, gate, label, read }, stopped),
      planRename: async () => undefined,
      working: (stopped) => gitChanges(root, stopped),
    },
    processes: {
      run: (command, onOutput, stopped) => runProcess(command, { closed: roots(), onOutput }, stopped),
      testCommand: (where) => testCommand(where),
    },
    programs: { run: runPython },
    web: new Web(() => environmentProxy(environment)),
    person: { ask },
    todo: { set: onTodo },
  };
  return createToolGate(host, { tree, trusted: () => true, paths: gate, policy: () => defaultPolicy });
}

function symbolsOf(
  root: string,
  files: FileSource,
  gate: () => PathGate,
  openIndex: TerminalToolsHost['openIndex'],
): SymbolSource {
  return {
    async find(name, limit, signal) {
      const { symbols } = await openIndex(root);
      signal.throwIfAborted();
      const found = findSymbols(symbols, name, limit + 1);
      const items = found.slice(0, limit).map(({ name: each, kind, path, startLine }) => ({
        ...{ name: each, kind, path: `${root}/${path}`, line: startLine, text: '' },
      }));
      return { items, isCut: found.length > limit };
    },
    async references(name, _at, limit, signal) {
      const now = gate();
      const answer = await now.decide({ operation: 'search', path: '.' });
      const record = answer.decision === 'allow' ? await now.approve(answer, false) : undefined;
      if (record === undefined) {
        return { items: [], isCut: false, bySyntax: true };
      }
      const pattern = `(?<![\\p{L}\\p{N}_$])${escapeRegExp(name)}(?![\\p{L}\\p{N}_$])`;
      const query = { pattern, isRegularExpression: true, matchCase: true, include: undefined, limit };
      return { ...(await files.search(record, query, signal)), bySyntax: true };
    },
  };
}

function textOf(bytes: Uint8Array): { readonly text: string } | 'unreadable' {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? 'unreadable' : { text };
  } catch {
    return 'unreadable';
  }
}
