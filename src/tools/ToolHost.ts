/**
 * What tools need from the world. Adapters stand in `vscode/` and `node/`; a tool reaches nothing but through these, and where something is
 * looked at, run or fetched, the host is given what the gate approved and no text of a model. Paths are real and absolute.
 */
import type { ProposedChange } from '../edits/proposeChanges';
import type { ApprovedAddress } from './addresses/AddressJudgement';
import type { ApprovedCommand } from './commands/CommandJudgement';
import type { ApprovedOperation } from './gate/PathGate';

export interface ToolHost {
  readonly workspace: WorkspaceNames;
  readonly files: FileSource;
  readonly symbols: SymbolSource;
  readonly diagnostics: DiagnosticSource;
  readonly changes: ChangeDesk;
  readonly processes: ProcessRunner;
  readonly programs: ProgramRunner;
  readonly web: WebSource;
  readonly person: Person;
  readonly todo: TodoBoard;
}

export interface WorkspaceNames {
  /** Absolute paths of the folders that the person opened. */
  readonly roots: () => readonly string[];
  /** How people and models are told of a file: its path below its folder, with forward slashes. */
  readonly label: (path: string) => string;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Bytes of a file; 0 otherwise. */
  readonly size: number;
}

/** How to search: every field is needed, so that a host cannot overlook one. */
export interface TextQuery {
  readonly pattern: string;
  /** False = the pattern is text to be found as it is. */
  readonly isRegularExpression: boolean;
  readonly matchCase: boolean;
  /** Glob below the folder; undefined = all files. */
  readonly include: string | undefined;
  /** Most hits; the search stops there. */
  readonly limit: number;
}

export interface TextHit {
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** The line, cut where it is very long. */
  readonly text: string;
}

export interface Limited<T> {
  readonly items: readonly T[];
  /** There are more. */
  readonly isCut: boolean;
}

export interface FileText {
  /** Of a notebook its cells, as `textOfCells` in `edits/` writes them. */
  readonly text: string;
}

/** Files as the person sees them: an open editor's text counts, saved or not. */
export interface FileSource {
  /** Undefined = there is no such file; `unreadable`: it is no text. */
  read(record: ApprovedOperation): Promise<FileText | 'unreadable' | undefined>;
  /** Sorted by name. */
  list(record: ApprovedOperation, limit: number, signal: AbortSignal): Promise<Limited<FolderEntry>>;
  /** All files below a folder that no ignore file or exclusion hides. `include`: a glob below it; undefined = all. */
  find(
    record: ApprovedOperation,
    include: string | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<Limited<string>>;
  /** The same files by what stands in them. Rejects with `SyntaxError` for a pattern that is none. */
  search(record: ApprovedOperation, query: TextQuery, signal: AbortSignal): Promise<Limited<TextHit>>;
}

export interface SymbolPlace {
  readonly name: string;
  /** Such as `function` or `class`. */
  readonly kind: string;
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  /** One line. */
  readonly text: string;
}

export interface SymbolSource {
  /** Where something with this name is defined, best first. */
  find(name: string, limit: number, signal: AbortSignal): Promise<Limited<SymbolPlace>>;
  /**
   * Where a name is used.
   * @param at where it stands, when the model knows; a language server then tells apart what only has the same name
   * @returns `bySyntax`: no language server answered, so that names were compared
   */
  references(
    name: string,
    at: { readonly record: ApprovedOperation; readonly line: number } | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<Limited<TextHit> & { readonly bySyntax: boolean }>;
}

export interface FileDiagnostic {
  readonly path: string;
  /** 0-based. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** Who says so, such as `ts 2322`. */
  readonly source: string;
}

export interface DiagnosticSource {
  /** `paths` undefined = of the whole workspace. Undefined = nobody here knows of any (the command line). */
  read(paths: readonly string[] | undefined, signal: AbortSignal): Promise<readonly FileDiagnostic[] | undefined>;
}

/** What became of one proposed file. */
export interface ProposalOutcome {
  readonly path: string;
  /** `waiting`: under review, nothing is decided; `made` and `rejected` by the person or a rule that they set; `refused` by the gate. */
  readonly state: 'waiting' | 'made' | 'partly' | 'rejected' | 'refused';
  /** Why it was refused or not made, in plain words; empty = nothing to add. */
  readonly detail: string;
}

export interface ChangedFile {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted' | 'untracked';
  /** Unified diff against the last commit; '' for untracked files. */
  readonly diff: string;
}

/** Why nobody can tell what differs, in plain words for the model. */
export interface UnknownChanges {
  readonly problem: string;
}

export interface ChangeDesk {
  /** Puts changes (real absolute paths in them) under review and says what became of them, as far as it is known by then. */
  propose(title: string, changes: readonly ProposedChange[], signal: AbortSignal): Promise<readonly ProposalOutcome[]>;
  /** Edits that rename what stands at a place, unapplied; undefined = no language server answers there. */
  planRename(
    record: ApprovedOperation,
    at: { readonly line: number; readonly character: number },
    newName: string,
    signal: AbortSignal,
  ): Promise<readonly ProposedChange[] | undefined>;
  /** What differs from the last commit. */
  working(signal: AbortSignal): Promise<readonly ChangedFile[] | UnknownChanges>;
}

export interface ProcessOutcome {
  /** Exit code; undefined = it was ended by a signal, or never began. */
  readonly exitCode: number | undefined;
  /** `unknown`: it could not be started or its end was not seen. */
  readonly end: 'exited' | 'stopped' | 'timeout' | 'too-much-output' | 'unknown';
  /** Both streams as they came, control sequences removed; the middle is left out where it is long. */
  readonly output: string;
  readonly isCut: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

export interface ProcessRunner {
  /** Undefined = commands cannot run here (untrusted or virtual folder); nothing was started. */
  run(
    command: ApprovedCommand,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<ProcessOutcome | undefined>;
  /** The project's own way to test, or the one that the person set; undefined = none is known. `folder`: real path. */
  testCommand(folder: string): Promise<string | undefined>;
}

/** Only the gate makes these. */
export interface ApprovedProgram {
  /** Python. */
  readonly code: string;
}

export interface ProgramPicture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
  /** Base64. */
  readonly data: string;
}

export interface ProgramOutcome {
  /** What was printed, and the value of a last expression. */
  readonly output: string;
  /** The traceback, or why the program was ended; undefined = it went well. */
  readonly error: string | undefined;
  readonly pictures: readonly ProgramPicture[];
  /** Names that earlier programs defined are gone. */
  readonly startsAfresh: boolean;
}

/** Runs programs in a sandbox, one after another in the same namespace. */
export interface ProgramRunner {
  /** Undefined = there is no sandbox here; nothing was started. */
  run(program: ApprovedProgram, signal: AbortSignal): Promise<ProgramOutcome | undefined>;
}

export interface WebPage {
  /** After redirects. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly isCut: boolean;
}

/** Why nothing was fetched, in plain words for the model. */
export interface FailedFetch {
  readonly problem: string;
}

export interface WebSource {
  /** @param mayFollow asked before each redirect to another address is followed */
  fetch(
    address: ApprovedAddress,
    mayFollow: (url: string) => Promise<ApprovedAddress | undefined>,
    signal: AbortSignal,
  ): Promise<WebPage | FailedFetch>;
}

export interface Person {
  /** Undefined = they closed the question. */
  ask(question: string, choices: readonly string[], signal: AbortSignal): Promise<string | undefined>;
}

export interface TodoItem {
  readonly text: string;
  readonly state: 'open' | 'doing' | 'done';
}

export interface TodoBoard {
  set(items: readonly TodoItem[]): void;
}
