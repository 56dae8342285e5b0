/**
 * A window in a process of its own that keeps each text which it is sent, and answers when that is settled. With the word `own` it first
 * gives up the rights of root, who may write everywhere, for the folder's owner's.
 */
import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { WorkerPromptLog } from '../../../src/node/promptlog/WorkerPromptLog';
import { record } from '../../support/promptlog';

export interface Answer {
  /** What was told since the last answer. */
  readonly faults: readonly string[];
  /** Why nothing can be written now. */
  readonly fault: string | undefined;
}

/** Nobody's number on every system that knows one. */
const nobody = 65_534;
const [entry = '', folder = '', mode = ''] = process.argv.slice(2);
if (mode === 'own') {
  if (process.getuid?.() === 0) {
    for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) {
      chownSync(path, nobody, nobody);
    }
    process.setgroups?.([]);
    process.setgid?.(nobody);
    process.setuid?.(nobody);
  }
  process.send?.('ready');
}
let faults: string[] = [];
const log = new WorkerPromptLog({
  entry,
  folder,
  window: 'w',
  settings: () => ({ secrets: [], identity: [], patterns: [], retention: {} }),
  onFault: ({ kind, reason }) => faults.push(`${kind}: ${reason}`),
});
process.on('message', async (text) => {
  log.append(record({ ts: new Date().toISOString(), user_text: String(text) }));
  await log.flush();
  const { fault } = log;
  process.send?.({ faults, ...(fault !== undefined && { fault }) } satisfies Omit<Answer, 'fault'> & {
    fault?: string;
  });
  faults = [];
});
