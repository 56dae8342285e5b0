/**
 * Composition root 5: the thread in which the symbol indexes work, so that parsing never holds up the editor. Ends with the thread that
 * started it.
 */
import { createHash } from 'node:crypto';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromIndex, IndexThreadData, ToIndex } from './context/index/IndexMessages';
import { outlinerOf } from './context/index/outlinerOf';
import { WorkspaceIndex } from './context/index/WorkspaceIndex';
import { sourceTree } from './node/context/sourceTree';
import { FileStorage } from './node/promptlog/FileStorage';
import { grammarFiles } from './node/syntax/GrammarFiles';
import type { Log } from './platform/Log';
import { Syntax } from './syntax/Syntax';

const port = parentPort;
if (port === null) {
  throw new Error('index-worker runs as a thread of another program');
}
const { storageFolder }: IndexThreadData = workerData;
const send = (message: FromIndex): void => port.postMessage(message);
const log: Log = {
  debug: () => {},
  info: (message) => send({ type: 'log', level: 'info', message }),
  warn: (message) => send({ type: 'log', level: 'warn', message }),
  error: (message) => send({ type: 'log', level: 'error', message }),
};

// The editor comes first. Only on Linux does this concern the thread and not the whole process.
if (process.platform === 'linux') {
  setPriority(0, 5);
}

const outliner = outlinerOf(new Syntax(grammarFiles(join(__dirname, 'grammars')), log));
const indexes = new Map<string, WorkspaceIndex>();
const questions = new Map<number, AbortController>();
const storage = storageFolder === undefined ? undefined : new FileStorage(storageFolder);

function open(folder: string, excluded: readonly string[]): void {
  const name = `${createHash('sha256').update(folder).digest('hex').slice(0, 20)}.index`;
  const index = new WorkspaceIndex({
    ...{ folder, excluded, log, outliner },
    tree: sourceTree(folder),
    collectsNames: true,
    stored: storage === undefined ? undefined : { storage, name },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  });
  index.onDidProgress((progress) => send({ type: 'progress', folder, progress }));
  index.onDidLearnNames((names) => send({ type: 'names', folder, names }));
  indexes.set(folder, index);
  index.start().catch((error: unknown) => log.error(`The index of a folder cannot be built: ${String(error)}`));
}

type Question = Extract<ToIndex, { type: 'knowledge' | 'symbols' | 'pieces' }>;

async function answer(question: Question): Promise<void> {
  const { folder, id } = question;
  const index = indexes.get(folder);
  const controller = new AbortController();
  questions.set(id, controller);
  try {
    switch (question.type) {
      case 'knowledge':
        send({ type: 'knowledge', id, knowledge: await index?.knowledge(question.request, controller.signal) });
        break;
      case 'symbols':
        send({ type: 'symbols', id, symbols: (await index?.findSymbols(question.letters, question.most)) ?? [] });
        break;
      case 'pieces':
        send({ type: 'pieces', id, snippets: (await index?.retrieve(question.question, question.budget)) ?? [] });
        break;
    }
  } catch (error) {
    send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
  } finally {
    questions.delete(id);
  }
}

port.on('message', (message: ToIndex) => {
  if (message.type === 'cancel') {
    questions.get(message.id)?.abort();
    return;
  }
  if (message.type === 'open') {
    open(message.folder, message.excluded);
    return;
  }
  const index = indexes.get(message.folder);
  switch (message.type) {
    case 'close':
      index?.dispose();
      indexes.delete(message.folder);
      break;
    case 'changed':
      index?.changed(message.paths);
      break;
    case 'open-text':
      index?.setOpenText(message.path, message.text);
      break;
    case 'pause':
      index?.pause();
      break;
    case 'resume':
      index?.resume();
      break;
    case 'knowledge':
    case 'symbols':
    case 'pieces':
      void answer(message);
      break;
  }
});
