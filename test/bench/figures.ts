/** The figures that need neither VS Code nor a model, run by `scripts/bench.mjs` in a process of their own. Prints one JSON object. */
import { edit2k, edit50k, reviewHunks, reviewOpen } from './edits';
import { appendCost, redact100k, redactLimits } from './promptlog';

const measurements = {
  'promptlog.append': appendCost,
  'redact.100k': redact100k,
  'redact.limits': redactLimits,
  'edit.2k': edit2k,
  'edit.50k': edit50k,
  'edit.review.hunks': reviewHunks,
  'edit.review.open': reviewOpen,
} satisfies Record<string, () => object | Promise<object>>;

const prefix = process.argv[2] ?? '';
const results = {};
for (const [name, measure] of Object.entries(measurements)) {
  if (name.startsWith(prefix) || prefix.startsWith(name)) {
    Object.assign(results, await measure());
  }
}
process.stdout.write(JSON.stringify(results));
