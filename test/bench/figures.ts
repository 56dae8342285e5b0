/** The figures that need neither VS Code nor a model, run by `scripts/bench.mjs` in a process of their own. Prints one JSON object. */
import { commandTimes } from './commands';
import * as completion from './completion';
import * as context from './context';
import { edit2k, edit50k, reviewHunks, reviewOpen } from './edits';
import { engine } from './engine';
import { appendCost, millionRecords, readLargeStore, readStore, redact100k, redactLimits } from './promptlog';

const measurements = {
  'completion.latency': completion.latency,
  'completion.cold': completion.cold,
  'completion.first completion.rss': completion.ownProcesses,
  'completion.prefix': completion.prefix,
  'completion.reuse': completion.reuse,
  'completion.recall': context.recall,
  'completion.engine': engine,
  'index host.delay': context.index,
  'promptlog.append': appendCost,
  'promptlog.million': millionRecords,
  'redact.100k': redact100k,
  'redact.limits': redactLimits,
  'command.p99': commandTimes,
  'edit.2k': edit2k,
  'edit.50k': edit50k,
  'edit.review.hunks': reviewHunks,
  'edit.review.open': reviewOpen,
} satisfies Record<string, () => object | Promise<object>>;

const prefix = process.argv[2] ?? '';
const results = {};
if (prefix === readStore) {
  Object.assign(results, await readLargeStore(process.argv[3] ?? ''));
}
for (const [names, measure] of Object.entries(measurements)) {
  if (names.split(' ').some((name) => name.startsWith(prefix) || prefix.startsWith(name))) {
    Object.assign(results, await measure());
  }
}
process.stdout.write(JSON.stringify(results));
