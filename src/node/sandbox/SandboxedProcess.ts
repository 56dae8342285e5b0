/** One running sandbox: holds it to its limits of time, memory and output, reads what it writes, and ends all of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex, type Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import {
  type SandboxCause,
  type SandboxEnd,
  type SandboxLimits,
  type SandboxProcess,
  signalOf,
} from '../../sandbox/Sandbox';
import { memoryOfTree } from './memoryOfTree';

export interface Start {
  readonly command: readonly string[];
  /** Texts for file descriptors 4 and up; none where the channel is `standard`. */
  readonly inputs: readonly string[];
  /**
   * By what the program is spoken to: file descriptor 3, with standard input at its end; or standard input and output, for programs that have
   * no other.
   */
  readonly channel: 'descriptor' | 'standard';
  readonly environment: Readonly<Record<string, string>>;
  /** Whom to become; undefined = nobody else. */
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly limits: SandboxLimits;
}

/** How often memory is looked at. */
const pollMilliseconds = 100;
/** Longest line that a program may write to file descriptor 3. */
const lineBytes = 16 << 20;

export class SandboxedProcess implements SandboxProcess {
  readonly ended: Promise<SandboxEnd>;
  readonly #child: ChildProcess;
  readonly #channel: Start['channel'];
  readonly #limits: SandboxLimits;
  readonly #startedAt = performance.now();
  readonly #texts = { stdout: '', stderr: '' };
  #cause: SandboxCause = 'ended';
  #peak = 0;

  constructor({ command, inputs, channel, environment, user, limits }: Start, onLine: (line: string) => void) {
    const [program = '', ...args] = command;
    this.#limits = limits;
    this.#channel = channel;
    const isStandard = channel === 'standard';
    this.#child = spawn(program, args, {
      ...(user !== undefined && { uid: user.uid, gid: user.gid }),
      // A group of its own, so that all of it can be ended at once.
      detached: true,
      cwd: '/',
      env: environment,
      stdio: isStandard
        ? ['pipe', 'pipe', 'pipe']
        : ['ignore', 'pipe', 'pipe', 'pipe', ...inputs.map(() => 'pipe' as const)],
    });
    if (!isStandard) {
      this.#collect('stdout', this.#child.stdout);
    }
    this.#collect('stderr', this.#child.stderr);
    this.#listen(onLine, isStandard ? this.#child.stdout : (this.#pipe(3) ?? null));
    this.#child.stdin?.on('error', () => {});
    inputs.forEach((text, index) => {
      const pipe = this.#pipe(4 + index);
      pipe?.on('error', () => {});
      pipe?.end(text);
    });
    const timer = setTimeout(() => this.#end('time'), limits.wallMilliseconds);
    const poll = setInterval(() => void this.#lookAtMemory(), pollMilliseconds);
    this.ended = new Promise((resolve) => {
      const settle = (exitCode: number | null, signal: string | null): void => {
        clearTimeout(timer);
        clearInterval(poll);
        // What is left of the group, should the program's parent have gone first.
        this.#kill();
        resolve(this.#result(exitCode, signal));
      };
      this.#child.once('error', (error) => {
        this.#texts.stderr += error.message;
        settle(127, null);
      });
      // After the last holder of its outputs.
      this.#child.once('close', settle);
    });
  }

  send(line: string): void {
    const target = this.#channel === 'standard' ? this.#child.stdin : this.#pipe(3);
    target?.write(`${line}\n`);
  }

  stop(): void {
    this.#end('stopped');
  }

  #pipe(fd: number): Duplex | undefined {
    const stream = this.#child.stdio[fd];
    return stream instanceof Duplex ? stream : undefined;
  }

  #collect(name: 'stdout' | 'stderr', stream: Readable | null): void {
    const decoder = new StringDecoder('utf8');
    let bytes = 0;
    stream?.on('error', () => {});
    stream?.on('data', (chunk: Buffer) => {
      const room = this.#limits.outputBytes - bytes;
      bytes += chunk.length;
      if (room > 0) {
        this.#texts[name] += decoder.write(chunk.subarray(0, room));
      }
      if (bytes > this.#limits.outputBytes) {
        this.#end('output');
      }
    });
  }

  #listen(onLine: (line: string) => void, stream: Readable | null): void {
    const decoder = new StringDecoder('utf8');
    let rest: string[] = [];
    let length = 0;
    stream?.on('error', () => {});
    stream?.on('data', (chunk: Buffer) => {
      const parts = decoder.write(chunk).split('\n');
      for (const part of parts.slice(0, -1)) {
        onLine(rest.join('') + part);
        rest = [];
        length = 0;
      }
      const last = parts.at(-1) ?? '';
      rest.push(last);
      length += last.length;
      if (length > lineBytes) {
        this.#end('output');
      }
    });
  }

  async #lookAtMemory(): Promise<void> {
    const bytes = this.#child.pid === undefined ? 0 : await memoryOfTree(this.#child.pid);
    this.#peak = Math.max(this.#peak, bytes);
    if (bytes > this.#limits.memoryBytes) {
      this.#end('memory');
    }
  }

  #end(cause: SandboxCause): void {
    if (this.#cause === 'ended' && this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#cause = cause;
    }
    this.#kill();
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid !== undefined) {
      try {
        // With bubblewrap goes its process 1 inside, and with that, by the kernel's doing, every process in there.
        process.kill(-pid, 'SIGKILL');
      } catch {
        // All of them are gone.
      }
    }
  }

  #result(exitCode: number | null, signal: string | null): SandboxEnd {
    const byShell = signalOf(exitCode);
    const killed = signal === null ? byShell : 9;
    return {
      cause: this.#cause,
      exitCode: killed === undefined ? (exitCode ?? undefined) : undefined,
      signal: killed,
      ...this.#texts,
      wallMilliseconds: Math.round(performance.now() - this.#startedAt),
      peakMemoryBytes: this.#peak,
    };
  }
}
