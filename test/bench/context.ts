/**
 * Code context: whether the definition that is needed is in the prompt, and what the index of a large workspace costs. The sources are
 * packages of five languages (and JavaScript), see recall/repositories.mjs.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { noObservations, WorkspaceContext } from '../../src/context/WorkspaceContext';
import { IndexThread } from '../../src/node/context/IndexThread';
import { createFolderIndexer } from '../../src/node/context/openFolder';
import { systemClock } from '../../src/node/systemClock';
import { silentLog } from '../../src/platform/Log';
import type { Figure } from './edits';
import { fetchRepositories, folderOf } from './recall/fetchRepositories.mjs';
import { recallAt } from './recall/measureRecall';
import { type RecallLanguage, recallPoints } from './recall/points';
import { heldOut } from './recall/repositories.mjs';

const pointsOfKind = 8;
const budgets = [1024, 2048] as const;
const goals = { 1024: '≥ 93', 2048: '≥ 97' } as const;

const languages: readonly RecallLanguage[] = ['typescript', 'javascript', 'python', 'java', 'go', 'rust'];

interface Repository {
  readonly name: string;
  readonly language: RecallLanguage;
  readonly version: string;
  readonly client: string;
}

async function fetched(): Promise<readonly Repository[]> {
  const told = await fetchRepositories((name: string) => process.stderr.write(`fetching ${name}\n`));
  for (const { repository, reason } of told.missing) {
    process.stderr.write(`left out: ${repository.name}: ${reason}\n`);
  }
  return told.fetched.flatMap((one) => {
    const language = languages.find((name) => name === one.language);
    return language === undefined ? [] : [{ ...one, language }];
  });
}

/** Percent of the points whose definition is in the prompt; `detail`: by kind of use and language, and what the context costs. */
export async function recall(): Promise<Record<string, Figure>> {
  const openIndex = createFolderIndexer(join(process.cwd(), 'dist', 'grammars'));
  const sums = new Map<string, Map<string, [found: number, all: number]>>();
  const tokens = new Map<string, [context: number, unused: number]>();
  for (const repository of await fetched()) {
    const folder = folderOf(repository);
    const index = await openIndex(folder);
    for (const point of recallPoints(folder, repository.name, repository.language, pointsOfKind)) {
      for (const budget of budgets) {
        const others = [...index.symbols.paths()]
          .filter((path) => path !== point.file)
          .sort()
          .slice(0, 3);
        for (const [mode, visited] of [
          ['alone', []],
          ['tabs', [...others, point.definedIn]],
        ] as const) {
          const name = `completion.recall.${budget}.${mode}`;
          const { found, contextTokens, unusedTokens } = await recallAt(index, folder, point, budget, visited);
          const counts = sums.get(name) ?? new Map<string, [number, number]>();
          const half = heldOut.has(point.repository) ? 'held out' : 'tuning';
          for (const key of ['all', half, point.kind, point.language]) {
            const [yes, all] = counts.get(key) ?? [0, 0];
            counts.set(key, [yes + Number(found), all + 1]);
          }
          sums.set(name, counts);
          const [context, unused] = tokens.get(name) ?? [0, 0];
          tokens.set(name, [context + contextTokens, unused + unusedTokens]);
        }
      }
    }
    index.dispose();
  }
  return Object.fromEntries(
    [...sums].map(([name, counts]) => {
      const [found, n] = counts.get('all') ?? [0, 1];
      const [context, unused] = tokens.get(name) ?? [0, 1];
      const detail = {
        ...Object.fromEntries(
          [...counts].filter(([key]) => key !== 'all').map(([key, [yes, all]]) => [`${key} of ${all}`, yes]),
        ),
        'context tokens': Math.round(context / n),
        'unused share': round(unused / context),
      };
      const goal = goals[name.includes('1024') ? 1024 : 2048];
      return [name, { value: round((100 * found) / n), unit: '%', goal, n, detail }];
    }),
  );
}

/** A workspace of the fetched repositories, again and again until it has so many files; with a thread and a host that types. */
export async function index(): Promise<Record<string, Figure>> {
  const root = mkdtempSync(join(tmpdir(), 'tandem-index-'));
  const storageFolder = mkdtempSync(join(tmpdir(), 'tandem-stored-'));
  try {
    const repositories = await fetched();
    for (const copy of ['one', 'two']) {
      for (const repository of copy === 'one'
        ? repositories
        : repositories.filter(({ language }) => language !== 'java' && language !== 'javascript')) {
        mkdirSync(join(root, copy), { recursive: true });
        cpSync(folderOf(repository), join(root, copy, repository.name.replace(/\W+/g, '-')), { recursive: true });
      }
    }
    const entry = join(process.cwd(), 'dist', 'index-worker.js');
    if (!existsSync(entry)) {
      throw new Error('dist/index-worker.js is missing: run “npm run build” first');
    }
    const bare = process.memoryUsage().rss;
    const cold = await run(entry, root, storageFolder);
    const warm = await run(entry, root, storageFolder);
    return {
      'index.cold': {
        ...{ value: round(cold.cpu), unit: 's', goal: '< 60', n: cold.files },
        detail: { 'wall clock s': round(cold.seconds) },
      },
      'index.warm': {
        value: round(warm.seconds),
        unit: 's',
        goal: '< 1',
        n: warm.files,
        detail: { 'cpu s': round(warm.cpu) },
      },
      'index.rss': {
        value: round((cold.rss - bare) / 1_000_000),
        unit: 'MB',
        goal: '< 300',
        n: cold.files,
        detail: {},
      },
      'host.delay.p99': { value: round(cold.delay), unit: 'ms', goal: '< 25', n: cold.keys, detail: {} },
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
    rmSync(storageFolder, { recursive: true, force: true });
  }
}

/** One start of the thread until everything is current; meanwhile a key every 50 ms. CPU is that of the whole process, in seconds. */
async function run(entry: string, root: string, storageFolder: string) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const before = process.cpuUsage();
  const begun = performance.now();
  delay.enable();
  const thread = new IndexThread({ entry, storageFolder, log: silentLog });
  const opened = thread.open(root, []);
  const context = new WorkspaceContext({
    index: opened,
    observations: noObservations,
    clock: systemClock,
    log: silentLog,
  });
  let [rss, files, keys] = [0, 0, 0];
  const text = "import { x } from './y';\n";
  const typing = setInterval(() => {
    const document = { uri: 'file:///a', path: 'one/rxjs/src/a.ts', languageId: 'typescript', version: keys, text };
    const position = { line: 1, character: 0 };
    context.contextFor({ document, position, offset: text.length, prefix: text, suffix: '', budget: 1200, room: 800 });
    rss = Math.max(rss, process.memoryUsage().rss);
    keys++;
  }, 50);
  await new Promise<void>((resolve) => {
    opened.onDidProgress(({ kind, total }) => {
      files = Math.max(files, total);
      if (kind === 'ready') {
        resolve();
      }
    });
  });
  clearInterval(typing);
  delay.disable();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - begun) / 1000;
  context.dispose();
  thread.dispose();
  return { seconds, cpu: (user + system) / 1e6, rss, files, keys, delay: delay.percentile(99) / 1e6 - 5 };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
