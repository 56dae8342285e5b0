/** The figures that need neither VS Code nor a model, run by `scripts/bench.mjs` in a process of their own. Prints one JSON object. */
import * as completion from './completion';
import { edit2k, edit50k, reviewHunks } from './edits';
import { appendCost, millionRecords, readLargeStore, readStore, redact100k, redactLimits } from './promptlog';

const measurements = {
  'completion.latency': completion.latency,
  'completion.cold': completion.cold,
  'completion.first completion.rss': completion.ownProcesses,
  'completion.prefix': completion.prefix,
  'completion.reuse': completion.reuse,
  'promptlog.append': appendCost,
  'promptlog.million': millionRecords,
  'redact.100k': redact100k,
  'redact.limits': redactLimits,
  'edit.2k': edit2k,
  'edit.50k': edit50k,
  'edit.review': reviewHunks,
} satisfies Record<string, () => object | Promise<object>>;

/** What has to run in a process of its own, which this file starts again. */
const alone: Readonly<Record<string, () => Promise<object>>> = {
  'only:first': completion.firstInThisProcess,
  'only:memory': completion.memoryOfThisProcess,
};

const prefix = process.argv[2] ?? '';
const results = {};
Object.assign(results, await alone[prefix]?.());
if (prefix === readStore) {
  Object.assign(results, await readLargeStore(process.argv[3] ?? ''));
}
for (const [names, measure] of Object.entries(measurements)) {
  if (names.split(' ').some((name) => name.startsWith(prefix) || prefix.startsWith(name))) {
    Object.assign(results, await measure());
  }
}
process.stdout.write(JSON.stringify(results));
