/**
 * The tiers of the test run: how each is started and how its counts are read.
 */
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { checkout } from './checkout.mjs';
import { withNode } from './node.mjs';
import { spawnGroup } from './processes.mjs';

/** Names in the order in which they run. */
export const tierNames = ['check', 'unit', 'contract', 'editor', 'e2e'];

const results = join(checkout, 'test-results');
const tool = (...path) => join(checkout, 'node_modules', ...path);

/** What type check and lint consist of, as `[name, arguments of node]`. */
export const checks = [
  ['types of src', [tool('typescript', 'bin', 'tsc'), '-p', '.']],
  ['types of webview', [tool('typescript', 'bin', 'tsc'), '-p', 'webview']],
  ['types of test', [tool('typescript', 'bin', 'tsc'), '-p', 'test']],
  ['lint and format', [tool('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']],
];

/** Runs one program with its output on the console; resolves to its exit code. */
export function runShown(node, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawnGroup(node, args, {
      cwd: checkout,
      env: { ...withNode(node), ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/**
 * Runs a tier; resolves to `{passed, failed, note}`. A tier in which nothing ran has failed. `only`: a part of the file names that vitest
 * is to run; undefined = all.
 */
export async function runTier(name, node, env, only) {
  const counts = await runners[name](name, node, env, only);
  return counts.passed + counts.failed === 0 ? { passed: 0, failed: 1, note: 'no test ran' } : counts;
}

const runners = { check, unit: vitest, contract: twice(vitest), editor: twice(editor), e2e: twice(vitest) };

/**
 * Where a whole editor, a browser or a real model take part, the machine's other work can spoil a test. What failed is run once more from
 * its file's start; a test that passes only then counts as passed, and the summary names its file, so that nobody takes it for sound.
 */
function twice(run) {
  return async (name, node, env, only) => {
    const first = await run(name, node, env, only);
    const { failed, failedFiles = [] } = first;
    // More is no accident.
    if (failed === 0 || failedFiles.length === 0 || failedFiles.length > 3) return first;
    console.log(`\n↻ Once more: ${failedFiles.join(', ')}\n`);
    return secondTry(first, await run(name, node, env, ...failedFiles));
  };
}

/** The counts of both tries together: of the files that ran again, those of the second. */
export function secondTry(first, second) {
  const passed = first.passed - first.passedInFailedFiles + second.passed;
  const again = `only at the second try: ${first.failedFiles.join(', ')}`;
  return second.failed === 0
    ? { passed, failed: 0, note: again }
    : { passed, failed: second.failed, note: `failed twice: ${(second.failedFiles ?? first.failedFiles).join(', ')}` };
}

/** Type check and lint, each a test. */
export async function check(_name, node) {
  const failed = [];
  for (const [title, args] of checks) {
    const code = await runShown(node, args);
    console.log(`  ${code === 0 ? '✓' : '✗'} ${title}`);
    if (code !== 0) failed.push(title);
  }
  return { passed: checks.length - failed.length, failed: failed.length, note: failed.join(', ') };
}

async function vitest(name, node, env, ...only) {
  const file = join(results, `${name}.json`);
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const filter = only.filter((text) => text !== undefined);
  const args = [tool('vitest', 'vitest.mjs'), 'run', '--project', name, ...reporters, ...filter];
  const code = await runShown(node, args, env);
  const report = await readJson(file);
  return report === undefined ? { passed: 0, failed: 1, note: 'vitest wrote no result' } : countVitest(report, code);
}

/**
 * The counts of vitest's JSON report. What did not run has not passed: a skipped test, a file that does not load, and an error outside of
 * any test count as failures.
 */
export function countVitest(report, exitCode) {
  const passed = report.numPassedTests;
  const skipped = report.numPendingTests + report.numTodoTests;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  const failed = report.numFailedTests + skipped + brokenFiles;
  const files = report.testResults.filter((file) => file.status === 'failed');
  const failedFiles = files.map((file) => relative(checkout, file.name));
  const passedInFailedFiles = files
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'passed').length;
  const notes = [];
  if (skipped > 0) notes.push(`${skipped} skipped`);
  if (brokenFiles > 0) notes.push(`${brokenFiles} file${brokenFiles === 1 ? '' : 's'} broken`);
  if (failed === 0 && exitCode !== 0) return { passed, failed: 1, note: 'an error outside of the tests' };
  return { passed, failed, note: notes.join(', '), failedFiles, passedInFailedFiles };
}

async function editor(_name, node, env) {
  const file = join(results, 'editor.json');
  await rm(file, { force: true });
  const code = await runShown(node, [join(checkout, 'test', 'editor', 'run.mjs')], env);
  const { passed = 0, failed = 0 } = (await readJson(file)) ?? {};
  const whole = { failedFiles: ['the editor suite'], passedInFailedFiles: passed };
  if (code !== 0 && failed === 0) return { passed, failed: 1, note: 'the suite did not come to its end', ...whole };
  return { passed, failed, note: '', ...whole };
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
