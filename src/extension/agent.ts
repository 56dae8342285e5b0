/** Part of root 1, loaded with the chat: what the tools of a model touch in this window, each behind the one gate. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AgentHost, PanelParts, PanelTools } from '../chat/agent/AgentHost';
import { EditToolChoice } from '../chat/agent/EditToolChoice';
import { NewProblems } from '../chat/agent/NewProblems';
import { createToolGate } from '../node/gates/createToolGate';
import { proxiesOf } from '../node/network';
import { runProcess } from '../node/processes/runProcess';
import { shellTree } from '../node/syntax/shellTree';
import { DiskFileSource } from '../node/tools/DiskFileSource';
import { gitChanges } from '../node/tools/gitChanges';
import { testCommand } from '../node/tools/testCommand';
import { Web } from '../node/web/Web';
import type { Log } from '../platform/Log';
import { Interpreters } from '../sandbox/Interpreters';
import { allTools, toolsWithoutSandbox } from '../tools/functions/allTools';
import type { PathGate } from '../tools/gate/PathGate';
import { turnFolders } from '../tools/gate/turnFolders';
import type { ToolGate } from '../tools/ToolGate';
import type { ToolHost } from '../tools/ToolHost';
import { allowedHere } from '../vscode/agent/allowedHere';
import { EditorDiagnostics } from '../vscode/agent/EditorDiagnostics';
import { EditorSymbols } from '../vscode/agent/EditorSymbols';
import { planRename } from '../vscode/agent/planRename';
import { agentTexts } from '../vscode/chat/agentTexts';
import type { FolderSearch } from '../vscode/context/ContextLoader';
import type { ReviewSurface } from '../vscode/review/registerReview';
import { readTextFile } from '../vscode/review/textFiles';
import type { SettingsReader } from '../vscode/SettingsReader';
import { createCheckpoints } from './checkpoints';
import { windowFolders } from './windowFolders';

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
  const folders = windowFolders(context);
  const { gate, roots, label } = folders;
  const files = new DiskFileSource({
    roots,
    read: (path) => readTextFile(path, folders.files),
    unsaved: (path) => {
      const document = folders.unsaved(path);
      // Of a notebook each cell is a document; what lies on the disk is searched then.
      return document?.uri.scheme === 'file' ? document.getText() : undefined;
    },
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
  const checkpoints = createCheckpoints({ storage, log, folders });
  const isWorking = (): boolean => vscode.workspace.isTrusted && folders.opened().length > 0;

  const interpreters = new Interpreters(async () =>
    (await import('../node/sandbox/openPythonSandbox')).openPythonSandbox(log),
  );
  context.subscriptions.push({ dispose: () => interpreters.dispose() });

  const openGate = ({ person, todo, mode, request, conversation }: PanelParts): ToolGate => {
    // Of this turn, whatever the panel shows later.
    const talk = conversation();
    const ofTurn = turnFolders(folders.opened);
    const turnGate = (): PathGate => gate(ofTurn());
    const host: ToolHost = {
      ...{ files, symbols, diagnostics, person, todo },
      workspace: { roots, label },
      changes: {
        propose: async (title, changes, signal) =>
          (await review()).propose(title, changes, mode() === 'agent', signal, turnGate, request() || undefined),
        planRename: (record, at, newName) => planRename(record.realPath, at, newName),
        working: async (signal) => {
          const [root] = roots();
          return root === undefined ? { problem: 'No folder is open.' } : gitChanges(root, signal);
        },
      },
      processes: {
        run: async (command, onOutput, signal) =>
          isWorking() ? runProcess(command, { closed: roots(), onOutput }, signal) : undefined,
        testCommand: (folder) => testCommand(folder, settings.agent().testCommands),
      },
      programs: { run: ({ code }, signal) => interpreters.run(talk, code, signal) },
      web: new Web(() => proxiesOf(settings.network(), process.env)),
    };
    return createToolGate(host, {
      ...{ tree, trusted: isWorking, paths: turnGate },
      policy: () => ({ ...settings.agent().commands, allowsLooking: true }),
    });
  };
  const openTools = (panel: PanelParts): PanelTools => ({
    openGate: () => openGate(panel),
    get tools() {
      return interpreters.isReady ? allTools : toolsWithoutSandbox;
    },
  });

  const host: AgentHost = {
    openTools,
    settings: () => settings.agent(),
    unavailable: () => {
      if (!vscode.workspace.isTrusted) {
        return vscode.l10n.t('Tools are off: this folder is not trusted.');
      }
      return folders.opened().length === 0 ? vscode.l10n.t('Tools are off: no folder is open.') : '';
    },
    allowed: allowedHere(context.subscriptions),
    editTools: new EditToolChoice({
      get: () => context.globalState.get(outcomesKey),
      set: (value) => void context.globalState.update(outcomesKey, value),
    }),
    beginTurn: async (signal) => {
      // The grammar loads while the model thinks, not when its first command waits to be judged.
      void tree('id', 10);
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
    conversation: () => '',
  });
  return { host, forOthers };
}
