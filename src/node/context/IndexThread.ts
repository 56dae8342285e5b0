/**
 * Starts the thread in which the indexes of all workspace folders work (`dist/index-worker.js`), and speaks with it. A thread that ended
 * is not started again: it ended because it ran out of memory or a grammar crashed, and would do so once more.
 */
import { Worker } from 'node:worker_threads';
import { type Disposable, Emitter } from '../../base/events';
import type { ContextIndex, IndexProgress } from '../../context/ContextIndex';
import type { FromIndex, IndexThreadData, ToIndex } from '../../context/index/IndexMessages';
import type { NameTable } from '../../context/NameTable';
import type { Log } from '../../platform/Log';

export interface IndexThreadOptions {
  /** The thread's bundle, `dist/index-worker.js`. */
  readonly entry: string;
  /** Where indexes are kept between starts; undefined = nowhere. */
  readonly storageFolder: string | undefined;
  readonly log: Log;
}

/** Megabytes of JavaScript objects; the parser's own memory comes on top. */
const mostMemory = { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 16 };

type Answer = Exclude<FromIndex, { readonly type: 'progress' | 'names' | 'log' }>;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export class IndexThread implements Disposable {
  readonly #worker: Worker;
  readonly #log: Log;
  readonly #progress = new Emitter<{ readonly folder: string; readonly progress: IndexProgress }>();
  readonly #names = new Emitter<{ readonly folder: string; readonly names: NameTable }>();
  readonly #folders = new Set<string>();
  readonly #waiting = new Map<number, Waiting>();
  #questions = 0;
  #ended: Error | undefined;

  constructor({ entry, storageFolder, log }: IndexThreadOptions) {
    this.#log = log;
    this.#worker = new Worker(entry, {
      workerData: { storageFolder } satisfies IndexThreadData,
      name: 'tandem-index',
      resourceLimits: mostMemory,
      // Flags of this process, such as a debugger's port, are not the thread's.
      execArgv: [],
    });
    this.#worker.on('message', (message: FromIndex) => this.#receive(message));
    this.#worker.on('error', (error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#end(new Error('the index has ended')));
    // An index that works keeps no program alive.
    this.#worker.unref();
  }

  /** The index of a folder (absolute path), which begins to build. Dispose it when the folder is closed. */
  open(folder: string, excluded: readonly string[]): ContextIndex {
    this.#folders.add(folder);
    this.#send({ type: 'open', folder, excluded });
    const progress = new Emitter<IndexProgress>();
    const names = new Emitter<NameTable>();
    const subscriptions = [
      this.#progress.event((told) => {
        if (told.folder === folder) {
          progress.fire(told.progress);
        }
      }),
      this.#names.event((told) => {
        if (told.folder === folder) {
          names.fire(told.names);
        }
      }),
    ];
    return {
      onDidProgress: progress.event,
      onDidLearnNames: names.event,
      knowledge: async (request, signal) => {
        const answer = await this.#ask((id) => ({ type: 'knowledge', folder, id, request }), signal);
        return answer.type === 'knowledge' ? answer.knowledge : undefined;
      },
      findSymbols: async (letters, most, signal) => {
        const answer = await this.#ask((id) => ({ type: 'symbols', folder, id, letters, most }), signal);
        return answer.type === 'symbols' ? answer.symbols : [];
      },
      retrieve: async (question, budget, signal) => {
        const answer = await this.#ask((id) => ({ type: 'pieces', folder, id, question, budget }), signal);
        return answer.type === 'pieces' ? answer.snippets : [];
      },
      setOpenText: (path, text) => this.#send({ type: 'open-text', folder, path, text }),
      changed: (paths) => this.#send({ type: 'changed', folder, paths }),
      pause: () => this.#send({ type: 'pause', folder }),
      resume: () => this.#send({ type: 'resume', folder }),
      dispose: () => {
        this.#folders.delete(folder);
        this.#send({ type: 'close', folder });
        for (const one of [...subscriptions, progress, names]) {
          one.dispose();
        }
      },
    };
  }

  dispose(): void {
    this.#end(new Error('the index was closed'), false);
    void this.#worker.terminate();
  }

  #ask(message: (id: number) => ToIndex, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined || signal.aborted) {
        reject(this.#ended ?? signal.reason);
        return;
      }
      const id = this.#questions++;
      const onAbort = (): void => {
        this.#waiting.delete(id);
        this.#send({ type: 'cancel', id });
        reject(signal.reason);
      };
      const settled = (): void => signal.removeEventListener('abort', onAbort);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.set(id, {
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      });
      this.#send(message(id));
    });
  }

  #send(message: ToIndex): void {
    if (this.#ended === undefined) {
      this.#worker.postMessage(message);
    }
  }

  #receive(message: FromIndex): void {
    if (message.type === 'progress') {
      this.#progress.fire(message);
    } else if (message.type === 'names') {
      this.#names.fire(message);
    } else if (message.type === 'log') {
      this.#log[message.level](`index: ${message.message}`);
    } else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.type === 'failed') {
        waiting?.reject(new Error(message.message));
      } else {
        waiting?.resolve(message);
      }
    }
  }

  /** `isFault`: it was not asked to. */
  #end(error: Error, isFault = true): void {
    if (this.#ended !== undefined) {
      return;
    }
    this.#ended = error;
    for (const { reject } of this.#waiting.values()) {
      reject(error);
    }
    this.#waiting.clear();
    if (isFault) {
      this.#log.error(`The code index stopped: ${error.message}. Completions go on without it.`);
      for (const folder of this.#folders) {
        this.#progress.fire({ folder, progress: { kind: 'off', done: 0, total: 0 } });
      }
      this.#progress.dispose();
    }
  }
}
