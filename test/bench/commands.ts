/**
 * What judging a command costs: ordinary ones and hard ones, in a repository of 20,000 files with submodules, hooks and rules of what is
 * ignored; and one of ten thousand parts. Each kind of judgement is measured twice: in a repository to which nobody has written lately, and
 * in one whose index is written before each command, so that nothing may be kept of it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { realFiles, realPlatform } from '../../src/node/realFiles';
import { grammarFiles } from '../../src/node/syntax/GrammarFiles';
import { silentLog } from '../../src/platform/Log';
import { Syntax } from '../../src/syntax/Syntax';
import { defaultPolicy } from '../../src/tools/commands/CommandPolicy';
import { judgeCommand } from '../../src/tools/commands/judgeCommand';
import { gitJudge, KeptFiles, pathJudge } from '../../src/tools/commands/PathJudge';
import { PathGate } from '../../src/tools/gate/PathGate';
import { tandemIgnored } from '../../src/tools/gate/tandemIgnored';
import type { Figure } from './edits';

const commands = [
  'git status',
  'npm test',
  'ls -la src | head -20',
  'cat src/extension.ts && rg -n "createPanel" src test',
  "find src -name '*.ts' -not -path '*/node_modules/*' | wc -l",
  'git log --oneline -20 -- src/tools && git diff HEAD~1 --stat',
  'cd src && grep -rn TODO . --include=*.ts | sort | uniq -c | sort -rn | head',
  'git add -A && git commit -m "A message; with $signs and `ticks`"',
  'for f in a b c; do sed -i "s/$f/x/" "$f.ts"; done',
  'cat <<E > out.txt\nline\nE\nnode -e "1" | tee log && rm -rf build dist',
  'PAGER=cat git log | xargs -n1 echo $(cat list) > /tmp/out 2>&1 &',
  'cp src/a.ts src/b.ts src/c.ts test/ && mv test/a.ts test/deep/er/a.ts && chmod 644 test/b.ts',
  'git diff --cached --name-only',
  'git show HEAD:src/folder1/file1.ts | head -50',
  'git -C vendor/first log -3 --format=%h',
  'git branch --show-current && git status --short && git log -1',
  "sed -n '1,80p' src/folder2/file2.ts",
  'cd src/folder3 && ls && cat file3.ts file4.ts ../folder4/file5.ts',
  'rg -n "export function" src --glob "*.ts" | head -40',
  'npx tsc --noEmit -p . 2>&1 | tail -20',
  'python3 -m pytest -q tests/test_a.py',
  'mkdir -p src/new && touch src/new/a.ts',
  'wc -l src/folder1/*.ts',
  'cargo test --workspace',
];
const rounds = 60;
const indexed = 20_000;

/** The caller removes it. */
function repository(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-bench-commands-')));
  const git = (words: readonly string[], input = ''): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
      cwd: root,
      input,
      encoding: 'utf8',
    });
  const pathOf = (index: number): string => `src/folder${index % 400}/file${index}.ts`;
  git(['init', '-q']);
  const blob = git(['hash-object', '-w', '--stdin'], 'export const a = 1;\n').trim();
  for (const folder of ['vendor/first', 'vendor/second']) {
    git(['init', '-q', folder]);
    git(['-C', folder, 'commit', '-q', '--allow-empty', '-m', 'x']);
  }
  const files = Array.from({ length: indexed }, (_, index) => `100644 ${blob}\t${pathOf(index)}`);
  const linked = ['vendor/first', 'vendor/second'].map(
    (folder) => `160000 ${git(['-C', folder, 'rev-parse', 'HEAD']).trim()}\t${folder}`,
  );
  git(['update-index', '--index-info'], [...files, ...linked].join('\n'));
  git(['commit', '-q', '-m', 'x']);
  for (let index = 0; index < 1200; index++) {
    mkdirSync(join(root, `src/folder${index % 400}`), { recursive: true });
    writeFileSync(join(root, pathOf(index)), 'export const a = 1;\n');
  }
  mkdirSync(join(root, 'test'));
  for (const name of [
    'src/extension.ts',
    'src/a.ts',
    'src/b.ts',
    'src/c.ts',
    'test/a.ts',
    'test/b.ts',
    'package.json',
  ]) {
    writeFileSync(join(root, name), '{}\n');
  }
  writeFileSync(join(root, '.tandemignore'), 'secret/\n*.pem\n');
  writeFileSync(join(root, '.git/hooks/pre-commit'), '#!/bin/sh\n');
  return root;
}

/** The grammar as the build packages it. */
export async function commandTimes(): Promise<Record<'command.p99', Figure>> {
  const root = repository();
  try {
    return await timesIn(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function timesIn(root: string): Promise<Record<'command.p99', Figure>> {
  const syntax = new Syntax(grammarFiles(join(process.cwd(), 'dist', 'grammars')), silentLog);
  const signal = new AbortController().signal;
  // As `createToolGate` has them for a turn.
  const kept = new KeptFiles();
  const judge = (command: string) => {
    const gate = new PathGate(realFiles, {
      ...{ platform: realPlatform(), roots: [{ path: root }], ownFolders: [], isDirty: () => false, trusted: true },
      isIgnored: tandemIgnored(realFiles, [root]),
    });
    const tree = (text: string, most: number) => syntax.treeOf('shellscript', text, most, signal);
    return judgeCommand(command, {
      tree,
      policy: defaultPolicy,
      judgePath: pathJudge(gate, root, kept),
      gitPrograms: gitJudge(realFiles, root, realPlatform().home, kept),
    });
  };
  const timeOf = async (command: string): Promise<number> => {
    const begun = performance.now();
    await judge(command);
    return performance.now() - begun;
  };
  const first = await timeOf('ls');
  // A measurement of something that does not work would be a lie.
  const [allowed, denied] = [await judge('git status'), await judge('git status; rm -rf ~')];
  if (allowed.decision !== 'allow' || denied.decision !== 'deny') {
    throw new Error(`judged wrongly: ${allowed.reasons.join()} ${denied.reasons.join()}`);
  }
  const timesOf = async (before: () => void): Promise<(part: number) => number> => {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (const command of commands) {
        before();
        times.push(await timeOf(command));
      }
    }
    times.sort((one, other) => one - other);
    return (part) => Number((times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(3));
  };
  const written = await timesOf(() => utimesSync(join(root, '.git/index'), new Date(), new Date()));
  // Until a further write would show in the stamps of what was just made.
  await setTimeout(3500);
  const calm = await timesOf(() => undefined);
  const long = await timeOf(`${'true && '.repeat(10_000)}id`);
  const detail = {
    ...{ p50: calm(0.5), 'index just written, p50': written(0.5), 'index just written, p99': written(0.99) },
    ...{
      first: Number(first.toFixed(1)),
      'n of first': 1,
      '10,000 parts': Number(long.toFixed(2)),
      'n of 10,000 parts': 1,
    },
  };
  return { 'command.p99': { value: calm(0.99), unit: 'ms', goal: '< 5', n: rounds * commands.length, detail } };
}
