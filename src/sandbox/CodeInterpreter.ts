/**
 * Python for the model, in a sandbox of this machine: one namespace for a conversation, with no network and no file of the machine. A program that
 * runs too long or takes too much loses its namespace; the next one starts afresh, and the result says so.
 */
import * as z from 'zod';
import interpreterSource from './interpreter.py';
import { defaultLimits, type Sandbox, type SandboxProcess } from './Sandbox';

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
  /** Base64. */
  readonly data: string;
}

export interface InterpreterResult {
  /** What was printed, and the value of a last expression. */
  readonly output: string;
  /** The traceback of an exception, or why the program was ended; undefined = it went well. */
  readonly error: string | undefined;
  readonly pictures: readonly Picture[];
  /** Everything that was defined before is gone. */
  readonly startsAfresh: boolean;
}

const answerSchema = z.object({
  id: z.number(),
  output: z.string(),
  error: z.string().nullable(),
  pictures: z.array(
    z.object({
      type: z.enum(['image/png', 'image/jpeg', 'image/gif']),
      data: z
        .string()
        .max(8_000_000)
        .regex(/^[A-Za-z0-9+/]*={0,2}$/),
    }),
  ),
});

/** A conversation's interpreter may live for an hour of the clock; each program may take a minute of it. */
const limits = {
  ...defaultLimits,
  wallMilliseconds: 3_600_000,
  cpuSeconds: 120,
  memoryBytes: 2 ** 31,
  limitAddressSpace: false,
  processes: 64,
};
const programMilliseconds = 60_000;

interface Running {
  readonly process: SandboxProcess;
  readonly waiting: Map<number, (result: InterpreterResult) => void>;
}

export class CodeInterpreter {
  readonly #sandbox: Sandbox;
  readonly #python: string;
  readonly #milliseconds: number;
  #running: Running | undefined;
  #count = 0;
  #isFresh = false;

  /** `milliseconds`: longest time of one program. */
  constructor(sandbox: Sandbox, python: string, milliseconds = programMilliseconds) {
    this.#sandbox = sandbox;
    this.#python = python;
    this.#milliseconds = milliseconds;
  }

  /** What shuts the programs in, for people to read. */
  get isolation(): string {
    return this.#sandbox.isolation;
  }

  /** One program after another. Aborting ends the program; rejects with the signal's reason then. */
  async run(code: string, signal: AbortSignal): Promise<InterpreterResult> {
    signal.throwIfAborted();
    const running = this.#running ?? this.#start();
    const id = ++this.#count;
    const afresh = this.#isFresh;
    this.#isFresh = false;
    const result = new Promise<InterpreterResult>((resolve) => running.waiting.set(id, resolve));
    const stop = (): void => running.process.stop();
    const timer = setTimeout(stop, this.#milliseconds);
    signal.addEventListener('abort', stop, { once: true });
    running.process.send(JSON.stringify({ id, code }));
    try {
      const found = await result;
      signal.throwIfAborted();
      return { ...found, startsAfresh: afresh };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  dispose(): void {
    this.#running?.process.stop();
  }

  #start(): Running {
    const waiting: Running['waiting'] = new Map();
    const process = this.#sandbox.start({ command: [this.#python, '-c', interpreterSource], limits }, (line) => {
      // The program may write here as well; all that it could forge is its own output.
      const answer = answerSchema.safeParse(parsed(line)).data;
      const resolve = answer === undefined ? undefined : waiting.get(answer.id);
      if (answer !== undefined && resolve !== undefined) {
        waiting.delete(answer.id);
        const { output, error, pictures } = answer;
        resolve({ output, error: error ?? undefined, pictures, startsAfresh: false });
      }
    });
    const running = { process, waiting };
    this.#running = running;
    void process.ended.then(({ cause, stderr, stdout }) => {
      this.#running = undefined;
      this.#isFresh = true;
      const reasons = {
        time: 'time limit',
        memory: 'memory limit',
        output: 'output limit',
        stopped: 'time limit',
      } as const;
      const error = cause === 'ended' ? stderr.trim().slice(-2_000) || 'the interpreter ended' : reasons[cause];
      for (const resolve of waiting.values()) {
        resolve({ output: stdout.slice(0, 100_000), error, pictures: [], startsAfresh: false });
      }
    });
    return running;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
