/** The real worker with a fault: it dies at the first message that says so, or at each that says "always". */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import '../../../src/promptlog-worker';

parentPort?.on('message', (message) => {
  const text = JSON.stringify(message);
  const marker = join(workerData.folder, '..', 'crashed');
  if (text.includes('crash always') || (text.includes('crash once') && !existsSync(marker))) {
    writeFileSync(marker, '');
    process.exit(3);
  }
});
