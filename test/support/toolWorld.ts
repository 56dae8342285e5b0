/** A workspace in memory with every tool over it: what was touched is written down, so that a test can say that nothing was. */
import type { ProposedChange } from '../../src/edits/proposeChanges';
import { judgeAddress } from '../../src/tools/addresses/judgeAddress';
import { defaultPolicy } from '../../src/tools/commands/CommandPolicy';
import { type GitPrograms, noGitPrograms } from '../../src/tools/commands/gitPrograms';
import { judgeCommand } from '../../src/tools/commands/judgeCommand';
import { pathJudge } from '../../src/tools/commands/PathJudge';
import { allTools } from '../../src/tools/functions/allTools';
import { PathGate } from '../../src/tools/gate/PathGate';
import { SeenFiles } from '../../src/tools/SeenFiles';
import type { Tool } from '../../src/tools/Tool';
import { ToolGate } from '../../src/tools/ToolGate';
import type { ProgramOutcome, ProposalOutcome, TodoItem, ToolHost, WebSource } from '../../src/tools/ToolHost';
import type { ToolResult } from '../../src/tools/ToolResult';
import { MemoryFiles, type Tree } from '../unit/tools/gate/memoryFiles';
import { createSyntax } from './syntax';

export const root = '/workspace';
const syntax = createSyntax();

export interface ToolWorld {
  readonly gate: ToolGate;
  readonly files: MemoryFiles;
  /** What reached the host, such as `read /workspace/a.ts`. */
  readonly touched: string[];
  readonly proposed: ProposedChange[];
  readonly todo: TodoItem[];
  /** May be changed by a test. */
  readonly answers: {
    trusted: boolean;
    testCommand: string | undefined;
    hasGit: boolean;
    page: string;
    /** In place of the page: what really fetches. */
    web: WebSource | undefined;
    output: string;
    exitCode: number | undefined;
    end: 'exited' | 'timeout';
    /** Undefined = there is no sandbox. */
    program: ProgramOutcome | undefined;
    /** SHA-256 of files that commands run. */
    hashes: Record<string, string>;
    /** What the repository makes git run. */
    git: GitPrograms;
    found: readonly string[];
    /** What becomes of proposals. */
    state: ProposalOutcome['state'];
  };
  /** Reads, decides, approves with consent and runs. */
  run(name: string, args: unknown): Promise<ToolResult>;
}

export function tool(name: string): Tool {
  const found = allTools.find((one) => one.name === name);
  if (found === undefined) {
    throw new Error(`There is no tool ${name}.`);
  }
  return found;
}

/** @param seen real paths that the model has seen; everything, if not told */
export function createToolWorld(tree: Tree, seen: readonly string[] = Object.keys(tree)): ToolWorld {
  const files = new MemoryFiles({ [root]: '/', '/home/user': '/', ...tree });
  const touched: string[] = [];
  const proposed: ProposedChange[] = [];
  const todo: TodoItem[] = [];
  const answers: ToolWorld['answers'] = {
    ...{
      trusted: true,
      testCommand: 'npm test',
      hasGit: true,
      page: 'a page',
      output: 'output',
      exitCode: 0,
      end: 'exited',
    },
    web: undefined,
    ...{ hashes: {}, git: noGitPrograms, found: [], state: 'waiting' },
    program: { output: '45\n', error: undefined, pictures: [], startsAfresh: false },
  };
  const label = (path: string): string =>
    path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path === root ? '.' : path;
  const host: ToolHost = {
    workspace: { roots: () => [root], label },
    files: {
      async read({ realPath }) {
        touched.push(`read ${realPath}`);
        const bytes = await files.read(realPath);
        const text = bytes === undefined ? undefined : new TextDecoder().decode(bytes);
        return text === undefined ? undefined : text.includes('\0') ? 'unreadable' : { text };
      },
      async list({ realPath }, limit) {
        touched.push(`list ${realPath}`);
        const names = (await files.names(realPath, limit)) ?? [];
        return { items: names.map((name) => ({ name, kind: 'file' as const, size: 1 })), isCut: names.length >= limit };
      },
      async find({ realPath }) {
        touched.push(`find ${realPath}`);
        return { items: answers.found, isCut: false };
      },
      async search({ realPath }, { pattern, isRegularExpression }) {
        touched.push(`search ${realPath}`);
        if (isRegularExpression) {
          new RegExp(pattern);
        }
        return { items: answers.found.map((path) => ({ path, line: 4, text: `has ${pattern}` })), isCut: false };
      },
    },
    symbols: {
      async find(name) {
        touched.push(`symbols ${name}`);
        return {
          items: answers.found.map((path) => ({ name, kind: 'function', path, line: 2, text: `function ${name}()` })),
          isCut: false,
        };
      },
      async references(name) {
        touched.push(`references ${name}`);
        return {
          items: answers.found.map((path) => ({ path, line: 2, text: `${name}();` })),
          isCut: false,
          bySyntax: true,
        };
      },
    },
    diagnostics: {
      async read(paths) {
        touched.push(`diagnostics ${paths?.join(' ') ?? 'all'}`);
        return (paths ?? answers.found).map((path) => ({
          path,
          line: 2,
          severity: 'error' as const,
          message: 'no',
          source: 'ts 1',
        }));
      },
    },
    changes: {
      async propose(_, changes) {
        touched.push(...changes.map(({ path }) => `propose ${path}`));
        proposed.push(...changes);
        return changes.map(({ path }) => ({ path, state: answers.state, detail: '' }));
      },
      async planRename({ realPath }) {
        touched.push(`rename ${realPath}`);
        return answers.found.map((path) => ({ path, newPath: undefined, base: 'a', result: 'b', edits: [] }));
      },
      async working() {
        touched.push('git');
        return answers.hasGit
          ? answers.found.map((path) => ({ path, kind: 'changed' as const, diff: `diff of ${path}\n` }))
          : { problem: 'The folder is not under git.' };
      },
    },
    processes: {
      async run({ command, cwd }, onOutput) {
        touched.push(`run ${command} in ${cwd}`);
        onOutput(answers.output);
        return { exitCode: answers.exitCode, end: answers.end, output: answers.output, isCut: false, duration: 1500 };
      },
      testCommand: async () => answers.testCommand,
    },
    programs: {
      async run({ code }) {
        touched.push(`python ${code}`);
        return answers.program;
      },
    },
    web: {
      async fetch(approved, mayFollow, signal) {
        const { url } = approved;
        touched.push(`fetch ${url}`);
        if (answers.web !== undefined) {
          return answers.web.fetch(approved, mayFollow, signal);
        }
        const next = /^→ (.*)$/.exec(answers.page)?.[1];
        if (next !== undefined && (await mayFollow(next)) === undefined) {
          return { problem: 'the redirect was not allowed' };
        }
        return { url, status: 200, contentType: 'text/html', text: answers.page, isCut: false };
      },
    },
    person: {
      async ask(question) {
        touched.push(`ask ${question}`);
        return 'yes';
      },
    },
    todo: {
      set(items) {
        touched.push('todo');
        todo.push(...items);
      },
    },
  };
  const paths = (): PathGate =>
    new PathGate(files, {
      ...{ platform: { system: 'linux', home: '/home/user' }, roots: [{ path: root }], ownFolders: [] },
      ...{ isIgnored: (path) => path.includes('/ignored/'), isDirty: () => false, trusted: answers.trusted },
    });
  const gate = new ToolGate(host, {
    trusted: () => answers.trusted,
    paths,
    judgeCommand: (command, cwd) =>
      judgeCommand(command, {
        tree: (text, most) => syntax.treeOf('shellscript', text, most, new AbortController().signal),
        policy: defaultPolicy,
        judgePath: pathJudge(paths(), cwd),
        gitPrograms: async () => answers.git,
      }),
    judgeAddress,
    hashOf: async (path) => answers.hashes[path],
  });
  const signal = new AbortController().signal;
  const seenFiles = new SeenFiles(seen, async (path) => path);
  return {
    ...{ gate, files, touched, proposed, todo, answers },
    async run(name, args) {
      const reading = tool(name).read(args);
      if (reading.kind === 'invalid') {
        return { text: reading.message, data: { kind: 'none' }, failed: true };
      }
      const decision = await gate.decide(reading.call, signal);
      if ('failed' in decision) {
        return decision;
      }
      const approved = await gate.approve(decision, true);
      return approved === undefined
        ? { text: `denied: ${decision.reasons.join('; ')}`, data: { kind: 'none' }, failed: true }
        : gate.run(approved, { signal, progress: () => {}, seen: seenFiles });
    },
  };
}
