/** Part of root 1, loaded with the chat: what the tools of a model touch in this window, each behind the one gate. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AgentHost, PanelParts, PanelTools } from '../chat/agent/AgentHost';
import { EditToolChoice } from '../chat/agent/EditToolChoice';
import { NewProblems } from '../chat/agent/NewProblems';
import { diskFiles, isReadOnly } from '../node/diskFiles';
import { proxiesOf } from '../node/network';
import { findShell } from '../node/processes/findShell';
import { runProcess } from '../node/processes/runProcess';
import { realFiles, realPlatform } from '../node/realFiles';
import { shellTree } from '../node/syntax/shellTree';
import { DiskFileSource } from '../node/tools/DiskFileSource';
import { hashOfFile, realFolder } from '../node/tools/folderFacts';
import { gitChanges } from '../node/tools/gitChanges';
import { testCommand } from '../node/tools/testCommand';
import { createWebSource } from '../node/webSource';
import type { Log } from '../platform/Log';
import { Interpreters } from '../sandbox/Interpreters';
import { judgeAddress } from '../tools/addresses/judgeAddress';
import { judgeCommand } from '../tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../tools/commands/PathJudge';
import { allTools, toolsWithoutSandbox } from '../tools/functions/allTools';
import type { WorkspaceRoot } from '../tools/gate/folders';
import { PathGate } from '../tools/gate/PathGate';
import { tandemIgnored } from '../tools/gate/tandemIgnored';
import { turnFolders } from '../tools/gate/turnFolders';
import { ToolGate } from '../tools/ToolGate';
import { EditorDiagnostics } from '../vscode/agent/EditorDiagnostics';
import { EditorSymbols } from '../vscode/agent/EditorSymbols';
import { planRename } from '../vscode/agent/planRename';
import { agentTexts } from '../vscode/chat/agentTexts';
import type { FolderSearch } from '../vscode/context/ContextLoader';
import { EditorFiles } from '../vscode/review/EditorFiles';
import type { ReviewSurface } from '../vscode/review/registerReview';
import { readTextFile } from '../vscode/review/textFiles';
import type { SettingsReader } from '../vscode/SettingsReader';
import { createCheckpoints } from './checkpoints';

export interface AgentRootHost {
  readonly context: vscode.ExtensionContext;
  readonly settings: SettingsReader;
  readonly log: Log;
  readonly searches: () => readonly FolderSearch[];
  readonly review: () => Promise<ReviewSurface>;
}

export interface AgentParts {
  readonly host: AgentHost;
  /** For VS Code's other assistants. */
  readonly forOthers: PanelTools;
}

const outcomesKey = 'tandem.agent.editOutcomes';

export function createAgent({ context, settings, log, searches, review }: AgentRootHost): AgentParts {
  const slashed = (path: string): string => (process.platform === 'win32' ? path.replaceAll('\\', '/') : path);
  const folders = (): readonly vscode.WorkspaceFolder[] =>
    (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const roots = (): readonly string[] => folders().map(({ uri }) => slashed(realFolder(uri.fsPath)));
  const own = [context.globalStorageUri, context.storageUri, context.logUri].flatMap((uri) =>
    uri === undefined ? [] : [slashed(uri.fsPath)],
  );
  const openFolders = (): readonly WorkspaceRoot[] =>
    folders().map(({ uri, name }) => ({ path: slashed(uri.fsPath), name }));
  const gate = (opened = openFolders()): PathGate =>
    new PathGate(realFiles, {
      ...{ platform: realPlatform(), roots: opened, ownFolders: own },
      isIgnored: tandemIgnored(
        realFiles,
        opened.map(({ path }) => path),
      ),
      isDirty: (path) =>
        vscode.workspace.textDocuments.some(({ uri, isDirty }) => isDirty && slashed(uri.fsPath) === path),
      trusted: vscode.workspace.isTrusted,
    });
  const label = (path: string): string => {
    const root = roots().find((one) => path.startsWith(`${one}/`));
    return root === undefined ? path : path.slice(root.length + 1);
  };
  const editorFiles = new EditorFiles({
    ...{ disk: diskFiles, isReadOnly },
    realPath: (path) => realFiles.realPath(path),
  });
  const files = new DiskFileSource({
    roots,
    read: (path) => readTextFile(path, editorFiles),
    unsaved: (path) =>
      vscode.workspace.textDocuments
        .find(({ uri, isDirty }) => isDirty && uri.scheme === 'file' && slashed(uri.fsPath) === path)
        ?.getText(),
  });
  const diagnostics = new EditorDiagnostics();
  const symbols = new EditorSymbols({
    ...{ searches, files },
    wholeFolder: async () => {
      const now = gate();
      const answer = await now.decide({ operation: 'search', path: '.' });
      return answer.decision === 'allow' ? now.approve(answer, false) : undefined;
    },
  });
  const tree = shellTree(context.asAbsolutePath(join('dist', 'grammars')));
  const newProblems = new NewProblems({ diagnostics, settled: (signal) => diagnostics.settled(signal), label });
  const storage = context.storageUri ?? context.globalStorageUri;
  const checkpoints = createCheckpoints({ storage, log, gate, roots, label });
  const isWorking = (): boolean => vscode.workspace.isTrusted && folders().length > 0;

  const interpreters = new Interpreters(async () => (await import('./codeInterpreter')).openPythonSandbox(log));
  context.subscriptions.push({ dispose: () => interpreters.dispose() });

  type RunPython = ReturnType<Interpreters['create']>;
  const openGate = ({ person, todo, mode, request }: PanelParts, runPython: RunPython): ToolGate => {
    const ofTurn = turnFolders(openFolders);
    const turnGate = (): PathGate => gate(ofTurn());
    const host = {
      ...{ files, symbols, diagnostics, person, todo },
      workspace: { roots, label },
      changes: {
        propose: async (title, changes, signal) =>
          (await review()).propose(title, changes, mode() === 'agent', signal, turnGate, request() || undefined),
        planRename: (record, at, newName) => planRename(record.realPath, at, newName),
        working: async (signal) => {
          const [root] = roots();
          return root === undefined ? undefined : gitChanges(root, signal);
        },
      },
      processes: {
        run: async (command, onOutput, signal) =>
          isWorking() ? runProcess(command, { closed: roots(), onOutput }, signal) : undefined,
        testCommand,
      },
      programs: { run: ({ code }, signal) => runPython(code, signal) },
      web: createWebSource(() => proxiesOf(settings.network(), process.env)),
    } satisfies ConstructorParameters<typeof ToolGate>[0];
    return new ToolGate(host, {
      trusted: isWorking,
      paths: turnGate,
      judgeCommand: (command, cwd) =>
        judgeCommand(command, {
          tree,
          policy: { ...settings.agent().commands, allowsLooking: true },
          judgePath: pathJudge(turnGate(), cwd),
          gitPrograms: gitJudge(realFiles, cwd),
          shell: findShell().name,
        }),
      judgeAddress,
      hashOf: hashOfFile,
    });
  };
  const openTools = (panel: PanelParts): PanelTools => {
    const runPython = interpreters.create();
    return {
      openGate: () => openGate(panel, runPython),
      get tools() {
        return interpreters.isReady ? allTools : toolsWithoutSandbox;
      },
    };
  };

  const host: AgentHost = {
    openTools,
    settings: () => settings.agent(),
    unavailable: () => {
      if (!vscode.workspace.isTrusted) {
        return vscode.l10n.t('Tools are off: this folder is not trusted.');
      }
      return folders().length === 0 ? vscode.l10n.t('Tools are off: no folder is open.') : '';
    },
    allowed: allowedHere(context),
    editTools: new EditToolChoice({
      get: () => context.globalState.get(outcomesKey),
      set: (value) => void context.globalState.update(outcomesKey, value),
    }),
    beginTurn: async (signal) => {
      await Promise.all([newProblems.begin(signal), interpreters.prepare(signal)]);
    },
    newProblems: (result, signal) => newProblems.since(result, signal),
    keepFiles: (title, signal) => checkpoints.keepFiles(title, signal),
    restoreFiles: (checkpoint, direction) => checkpoints.restoreFiles(checkpoint, direction),
    describe: agentTexts,
  };
  // Another assistant asks nobody and changes nothing.
  const forOthers = openTools({
    person: { ask: async () => undefined },
    todo: { set: () => {} },
    mode: () => 'ask',
    request: () => '',
  });
  return { host, forOthers };
}

/** What was allowed holds for the folders that were open then. */
function allowedHere(context: vscode.ExtensionContext): Set<string> {
  const allowed = new Set<string>();
  context.subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => allowed.clear()));
  return allowed;
}
