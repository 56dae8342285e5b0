/**
 * Composition root of the prompt log's worker: a thread of the extension host's process that cleans and writes records, so that the
 * thread in which people type does neither.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { ZodError } from 'zod';
import { FileStorage } from './node/promptlog/FileStorage';
import { LocalPromptLog } from './promptlog/LocalPromptLog';
import { newOutcome } from './promptlog/outcomes/NewOutcome';
import { PromptLogStore } from './promptlog/PromptLogStore';
import { recordSchema } from './promptlog/records';
import { secretsOfEnvironment } from './promptlog/redaction/exactValues';
import { ownPatterns } from './promptlog/redaction/ownPatterns';
import { type FromPromptLogWorker, promptLogWorkerStart, toPromptLogWorker } from './protocol/promptlog';

const { folder, window, earlier } = promptLogWorkerStart.parse(workerData);
const storage = new FileStorage(folder);
const store = new PromptLogStore(storage, Date.now);
const environment = secretsOfEnvironment(process.env);
const never = new AbortController().signal;
const log = new LocalPromptLog({ storage, now: Date.now, defer: setImmediate, onFault: tellFault }, window);

let given = 0;
let settling = false;
/** Messages are taken one after another, since some have to look at the disk first. */
let before = Promise.resolve();
parentPort?.on('message', (message: unknown) => {
  before = before.then(() => take(message)).catch(tellFault);
});

async function take(message: unknown): Promise<void> {
  const entry = toPromptLogWorker.parse(message);
  if (entry.type === 'settings') {
    const { secrets, identity, patterns, retention } = entry.settings;
    const { days, bytes } = retention;
    log.update({
      known: { secrets, environment, identity },
      patterns: ownPatterns(patterns),
      retention: { ...(days !== undefined && { days }), ...(bytes !== undefined && { bytes }) },
    });
    return;
  }
  try {
    if (entry.type === 'outcome') {
      log.appendOutcome(newOutcome.parse(entry.outcome));
    } else {
      const record = recordSchema.parse(entry.record);
      if (!(entry.again && (await wasWritten(record.id)))) {
        log.append(record);
      }
    }
  } finally {
    given = entry.number;
    settle();
  }
}

async function wasWritten(id: string): Promise<boolean> {
  for (const each of earlier) {
    if (await store.has(id, never, each)) {
      return true;
    }
  }
  return false;
}

/** Tells once for all entries that were written together. */
async function settle(): Promise<void> {
  if (settling) {
    return;
  }
  settling = true;
  for (let told = 0; told < given; ) {
    const number = given;
    await log.flush();
    tell({ type: 'settled', number, isFailing: log.isFailing });
    told = number;
  }
  settling = false;
}

function tellFault(error: unknown): void {
  // A complaint about a message's shape may tell what stands in it; one about the disk tells a path.
  const reason = error instanceof ZodError ? 'a message has a wrong shape' : String(error).slice(0, 300);
  tell({ type: 'fault', reason });
}

function tell(message: FromPromptLogWorker): void {
  parentPort?.postMessage(message);
}
