/**
 * What runs programs that nobody trusts: a model's code and the tests of data sets. An implementation shuts a program off from the network,
 * the files and the processes of the machine, limits what it may use up, and leaves nothing running. There is none that merely runs it.
 */

/** Of one program with everything that it starts. */
export interface SandboxLimits {
  /** From the start to the end. */
  readonly wallMilliseconds: number;
  /** Of each process. */
  readonly cpuSeconds: number;
  /** Of all processes together, in bytes. */
  readonly memoryBytes: number;
  /**
   * Whether each process also has that much address space only, which gives a program its error at once; not for runtimes that reserve much
   * more than they use (V8, the Java virtual machine).
   */
  readonly limitAddressSpace: boolean;
  /** Of standard output and standard error, each. */
  readonly outputBytes: number;
  /** Of everything that it writes. */
  readonly diskBytes: number;
  /** Files and folders that it makes. */
  readonly diskFiles: number;
  /** Processes and threads at the same time. */
  readonly processes: number;
}

export interface SandboxJob {
  /** Program and arguments, as they are called inside. */
  readonly command: readonly string[];
  /** Texts that stand, read-only, in the working folder `/box`, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders and files of the machine that are shown read-only, by their place inside. */
  readonly shown?: Readonly<Record<string, string>>;
  /** Variables beside the fixed ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
}

/** Why a program is no longer running: by itself, or because of a limit, or because it was no longer needed. */
export type SandboxCause = 'ended' | 'time' | 'memory' | 'output' | 'stopped';

export interface SandboxEnd {
  readonly cause: SandboxCause;
  /** Undefined = it ended by a signal. */
  readonly exitCode: number | undefined;
  /** Number of the signal that ended the program. */
  readonly signal: number | undefined;
  /** What it printed, up to the limit. */
  readonly stdout: string;
  readonly stderr: string;
  readonly wallMilliseconds: number;
  /** The most that was seen, of all processes together. */
  readonly peakMemoryBytes: number;
}

export interface SandboxProcess {
  /** Writes a line to file descriptor 3 of the program. */
  send(line: string): void;
  /** Resolves once the program and everything it started is gone. */
  readonly ended: Promise<SandboxEnd>;
  /** Ends it. */
  stop(): void;
}

export interface Sandbox {
  /** What shuts the programs in, in words for the report, such as `bubblewrap 0.8.0 as nobody`. */
  readonly isolation: string;
  /** `onLine` hears what the program writes to file descriptor 3, which nothing but a program that was told about it uses. */
  start(job: SandboxJob, onLine?: (line: string) => void): SandboxProcess;
}

/** For most programs; a language's tools say where they need more. */
export const defaultLimits: SandboxLimits = {
  wallMilliseconds: 20_000,
  cpuSeconds: 6,
  memoryBytes: 1 << 30,
  limitAddressSpace: true,
  outputBytes: 1 << 20,
  diskBytes: 64 << 20,
  diskFiles: 4096,
  processes: 32,
};

/** Exit codes over 128 are how a shell says that a signal ended the program. */
export function signalOf(exitCode: number | null): number | undefined {
  return exitCode !== null && exitCode > 128 && exitCode < 128 + 65 ? exitCode - 128 : undefined;
}
