/** A window in a process of its own: appends records, through the worker, and tells the id of each that is confirmed. */
import { WorkerPromptLog } from '../../../src/node/promptlog/WorkerPromptLog';
import { record } from '../../support/promptlog';

const [entry = '', folder = '', window = '', count = ''] = process.argv.slice(2);
const most = count === 'forever' ? Number.POSITIVE_INFINITY : Number(count);
const log = new WorkerPromptLog({
  entry,
  folder,
  window,
  settings: () => ({ secrets: [], identity: [], patterns: [], retention: {} }),
  onFault: ({ reason }) => {
    throw new Error(reason);
  },
});
for (let i = 0; i < most; i++) {
  const next = record({ ts: new Date().toISOString(), user_text: `${window} ${i} ${'text '.repeat(i % 400)}` });
  log.append(next);
  await log.flush();
  process.send?.(next.id);
}
await log.close(1000);
process.disconnect?.();
