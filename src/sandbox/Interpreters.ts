/** The interpreters of one window: one sandbox, tried once when it is first of use, and in it a namespace for each conversation. */
import { CodeInterpreter, type InterpreterResult } from './CodeInterpreter';
import type { Sandbox } from './Sandbox';

export interface PythonSandbox {
  readonly sandbox: Sandbox;
  /** Python as it is started inside. */
  readonly python: string;
  close(): Promise<void>;
}

/** Each may hold a process and its memory. */
const mostNamespaces = 4;

interface Namespace {
  readonly interpreter: CodeInterpreter;
  /** Programs that have not ended. */
  running: number;
}

export class Interpreters {
  readonly #open: () => Promise<PythonSandbox | undefined>;
  /** By conversation, the one that was used last at the end. */
  readonly #made = new Map<string, Namespace>();
  #opening: Promise<void> | undefined;
  #opened: PythonSandbox | undefined;
  #isDisposed = false;

  /** `open` gives undefined where the machine has no sandbox that holds. */
  constructor(open: () => Promise<PythonSandbox | undefined>) {
    this.#open = open;
  }

  /** Whether there is a sandbox, as far as it was tried. */
  get isReady(): boolean {
    return this.#opened !== undefined && !this.#isDisposed;
  }

  /** Tries the sandbox; later calls wait for the same attempt, which a signal does not end: it only ends the waiting. */
  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const stopped = Promise.withResolvers<never>();
    const stop = (): void => stopped.reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await Promise.race([this.#prepare(), stopped.promise]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /**
   * Runs a program in a conversation's namespace, which begins with its first one and ends when many others were used since. Undefined = there is
   * no sandbox.
   */
  async run(conversation: string, code: string, signal: AbortSignal): Promise<InterpreterResult | undefined> {
    const opened = this.#opened;
    if (opened === undefined || this.#isDisposed) {
      return undefined;
    }
    const namespace = this.#made.get(conversation) ?? {
      interpreter: new CodeInterpreter(opened.sandbox, opened.python),
      running: 0,
    };
    this.#made.delete(conversation);
    this.#made.set(conversation, namespace);
    namespace.running++;
    this.#endOldest();
    try {
      return await namespace.interpreter.run(code, signal);
    } finally {
      namespace.running--;
      this.#endOldest();
    }
  }

  /** Ends every program. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const { interpreter } of this.#made.values()) {
      interpreter.dispose();
    }
    await this.#opened?.close();
  }

  /** A namespace in which a program runs stays, also where there are too many for that long. */
  #endOldest(): void {
    const idle = [...this.#made].filter(([, { running }]) => running === 0);
    for (const [conversation, { interpreter }] of idle.slice(0, Math.max(0, this.#made.size - mostNamespaces))) {
      this.#made.delete(conversation);
      interpreter.dispose();
    }
  }

  #prepare(): Promise<void> {
    this.#opening ??= this.#open().then(async (opened) => {
      if (this.#isDisposed) {
        await opened?.close();
      } else {
        this.#opened = opened;
      }
    });
    return this.#opening;
  }
}
