/** What judging a command costs: ordinary ones and hard ones, with a gate over this checkout's own files; and one of ten thousand parts. */
import { join } from 'node:path';
import { realFiles, realPlatform } from '../../src/node/realFiles';
import { grammarFiles } from '../../src/node/syntax/GrammarFiles';
import { silentLog } from '../../src/platform/Log';
import { Syntax } from '../../src/syntax/Syntax';
import { defaultPolicy } from '../../src/tools/commands/CommandPolicy';
import { judgeCommand } from '../../src/tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../../src/tools/commands/PathJudge';
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
];
const rounds = 100;

/** The grammar as the build packages it. */
export async function commandTimes(): Promise<Record<'command.p99', Figure>> {
  const root = process.cwd();
  const syntax = new Syntax(grammarFiles(join(root, 'dist', 'grammars')), silentLog);
  const signal = new AbortController().signal;
  const judge = (command: string) => {
    const gate = new PathGate(realFiles, {
      ...{ platform: realPlatform(), roots: [{ path: root }], ownFolders: [], isDirty: () => false, trusted: true },
      isIgnored: tandemIgnored(realFiles, [root]),
    });
    const tree = (text: string, most: number) => syntax.treeOf('shellscript', text, most, signal);
    return judgeCommand(command, {
      tree,
      policy: defaultPolicy,
      judgePath: pathJudge(gate, root),
      gitPrograms: gitJudge(realFiles, root, realPlatform().home),
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
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const command of commands) {
      times.push(await timeOf(command));
    }
  }
  times.sort((one, other) => one - other);
  const share = (part: number): number => Number((times[Math.floor((times.length - 1) * part)] ?? 0).toFixed(3));
  const long = await timeOf(`${'true && '.repeat(10_000)}id`);
  const detail = { p50: share(0.5), first: Number(first.toFixed(1)), '10,000 parts': Number(long.toFixed(2)) };
  return { 'command.p99': { value: share(0.99), unit: 'ms', goal: '< 5', n: times.length, detail } };
}
