/** The rules of ARCHITECTURE.md as tests: who may import whom, and which package belongs in which room. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const source = join(root, 'src');

interface Room {
  /** Rooms it may import, beside itself and `base`. */
  readonly rooms: readonly string[];
  /** Third-party and Node packages it may import, beside zod. */
  readonly packages: readonly string[];
}

const rooms: Readonly<Record<string, Room>> = {
  base: { rooms: [], packages: [] },
  platform: { rooms: [], packages: [] },
  protocol: { rooms: [], packages: [] },
  glm: { rooms: ['platform'], packages: ['openai', 'undici', 'jsonrepair'] },
  syntax: { rooms: ['platform'], packages: ['web-tree-sitter'] },
  context: { rooms: ['platform', 'syntax'], packages: ['ignore'] },
  completion: { rooms: ['platform', 'glm', 'syntax', 'context'], packages: [] },
  engine: {
    rooms: ['platform', 'protocol', 'glm'],
    packages: [
      'node-llama-cpp',
      'node:http',
      'node:crypto',
      'node:module',
      'node:net',
      'node:os',
      'node:path',
      'node:url',
      'node:fs',
      'node:fs/promises',
    ],
  },
  markdown: { rooms: [], packages: ['markdown-it', 'highlight.js'] },
  edits: { rooms: ['syntax'], packages: [] },
  tools: { rooms: ['platform', 'syntax', 'context', 'edits'], packages: ['node:crypto'] },
  inlineEdit: { rooms: ['platform', 'glm', 'syntax', 'context', 'edits'], packages: [] },
  refactoring: { rooms: ['platform', 'glm', 'edits', 'inlineEdit'], packages: [] },
  chat: { rooms: ['platform', 'protocol', 'markdown', 'glm', 'context', 'edits', 'tools'], packages: [] },
  promptlog: { rooms: ['platform', 'glm'], packages: ['node:crypto'] },
  sandbox: { rooms: [], packages: [] },
  evaluation: {
    rooms: ['platform', 'glm', 'syntax', 'completion', 'promptlog', 'sandbox'],
    packages: ['node:crypto', 'echarts'],
  },
  vscode: {
    rooms: [
      'platform',
      'protocol',
      'glm',
      'syntax',
      'context',
      'completion',
      'edits',
      'tools',
      'markdown',
      'chat',
      'promptlog',
      'inlineEdit',
      'refactoring',
      'evaluation',
      'sandbox',
    ],
    packages: ['vscode'],
  },
  node: {
    rooms: [
      'platform',
      'protocol',
      'glm',
      'syntax',
      'context',
      'completion',
      'edits',
      'tools',
      'promptlog',
      'evaluation',
      'sandbox',
      'markdown',
      'chat',
    ],
    packages: ['node:*'],
  },
};

/** The composition roots may import every room; only the extension's, with the parts that it loads when they are needed, the editor. */
const compositionRoots: Readonly<Record<string, readonly string[]>> = {
  'extension.ts': ['vscode', 'node:path', 'node:os'],
  extension: ['vscode', 'node:path', 'node:os'],
  'cli.ts': ['node:*'],
  'engine-main.ts': ['node:*'],
  'index-worker.ts': ['node:*'],
  'promptlog-worker.ts': ['node:*'],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(path: string, folder = source): Import[] {
  const text = readFileSync(path, 'utf8');
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"();]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s+['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({
    file: relative(folder, path).split(sep).join('/'),
    specifier: match[1] ?? match[2] ?? match[3] ?? '',
  }));
}

/** Undefined = it belongs to a composition root. */
function roomOf(file: string): string | undefined {
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : undefined;
  return folder !== undefined && folder in compositionRoots ? undefined : folder;
}

/** The root that a file is, or is a part of. */
function rootOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file;
}

function violations(imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, specifier }) => {
    const room = roomOf(file);
    const complaint = (why: string): string[] => [`${file} imports ${specifier}: ${why}`];
    if (specifier.startsWith('.')) {
      const target = relative(source, resolve(join(source, dirname(file)), specifier))
        .split(sep)
        .join('/');
      if (target.startsWith('..')) {
        return /^\.\.\/l10n\/.*\.json$|^\.\.\/package\.json$/.test(target) ? [] : complaint('outside src');
      }
      const targetRoom = roomOf(target);
      if (room === undefined || targetRoom === room || targetRoom === 'base') {
        return [];
      }
      if (targetRoom === undefined) {
        return complaint('a composition root is imported by nobody');
      }
      return rooms[room]?.rooms.includes(targetRoom) ? [] : complaint(`${room} may not import ${targetRoom}`);
    }
    const name = specifier.startsWith('@')
      ? specifier.split('/').slice(0, 2).join('/')
      : specifier.replace(/^((?!node:)[^/]+)\/.*/, '$1');
    const allowed = room === undefined ? (compositionRoots[rootOf(file)] ?? []) : (rooms[room]?.packages ?? []);
    const matches = allowed.some((entry) => entry === name || (entry === 'node:*' && name.startsWith('node:')));
    return name === 'zod' || matches ? [] : complaint(`${room ?? file} may not use the package ${name}`);
  });
}

const files = sourceFiles(source);

/** What `webview/` may import, as paths and packages; the component library in one file only. */
function pageViolations(imports: readonly { readonly file: string; readonly specifier: string }[]): string[] {
  return imports.flatMap(({ file, specifier }) => {
    const allowed =
      /^\.\/\w+$|^\.\.\/src\/(protocol|markdown|base)\/\w+$|^dompurify$/.test(specifier) ||
      (specifier === '@vscode/webview-ui-toolkit' && file === 'components.ts');
    return allowed ? [] : [`webview/${file} imports ${specifier}`];
  });
}

describe('architecture', () => {
  it('knows every room and every composition root', () => {
    const seen = new Set(files.map((file) => relative(source, file).split(sep)[0]));
    expect([...seen].filter((name) => name !== undefined && !(name in rooms) && !(name in compositionRoots))).toEqual(
      [],
    );
  });

  it('lets imports go only as the table says', () => {
    expect(violations(files.flatMap((file) => importsOf(file)))).toEqual([]);
  });

  it('would notice a forbidden import', () => {
    expect(
      violations([
        { file: 'completion/x.ts', specifier: 'vscode' },
        { file: 'base/x.ts', specifier: '../glm/Model' },
        { file: 'glm/x.ts', specifier: '../extension' },
        { file: 'platform/x.ts', specifier: 'node:fs' },
        { file: 'glm/fillInTheMiddle/x.ts', specifier: '../../vscode/commandIds' },
      ]),
    ).toHaveLength(5);
  });

  it('changes the user’s files by one door', () => {
    // What writes files, and who may: the door itself, and what keeps the product's own data.
    const writes =
      /\b(?:writeFile|appendFile|copyFile|rename|rm|rmdir|unlink|truncate|symlink|createWriteStream|mkdir)\s*\(|\bfs\.(?:delete|createDirectory|copy)\b|\bapplyEdit\s*\(|\bWorkspaceEdit\(/;
    const doors = [
      'node/diskFiles.ts',
      'node/promptlog/FileStorage.ts',
      'node/models/download.ts',
      'node/models/fetchModel.ts',
      'node/models/wheel.ts',
      'node/commands/log.ts',
      // Run folders that the person named, and a probe's own secrets.
      'node/evaluation/RunFolder.ts',
      'node/evaluation/otherCommands.ts',
      'node/evaluation/fromLog.ts',
      'node/sandbox/openSandbox.ts',
      'node/sandbox/probes.ts',
      'node/promptlog/writeLines.ts',
      // Where the person said that the export goes.
      'vscode/promptlog/exportFlow.ts',
      'vscode/review/EditorFiles.ts',
      // Only as a value that is read.
      'vscode/refactoring/RefactorCommand.ts',
    ];
    const found = files
      .filter((file) => writes.test(readFileSync(file, 'utf8').replace(/^\s*(?:\*|\/\/).*$/gm, '')))
      .map((file) => relative(source, file).split(sep).join('/'));
    expect(found.filter((file) => !doors.includes(file))).toEqual([]);
    expect(found).toContain('node/diskFiles.ts');
  });

  it('runs tools by one gate', () => {
    const without = (text: string) => text.replace(/^\s*(?:\*|\/\/).*$/gm, '');
    const executes = files.filter((file) =>
      /\.call\.execute\s*\(|\bcall\.execute\s*\(/.test(without(readFileSync(file, 'utf8'))),
    );
    expect(executes.map((file) => relative(source, file))).toEqual([join('tools', 'ToolGate.ts')]);
    // A tool reaches the world only by what the gate hands it: no import of anything that acts.
    const functions = join(source, 'tools', 'functions');
    const reaching = (existsSync(functions) ? sourceFiles(functions) : []).flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => /^node:|PathGate|ToolGate|Executor|\/platform\//.test(specifier))
        .filter(({ specifier }) => !new RegExp(`import type [^;]*'${specifier}'`).test(readFileSync(file, 'utf8')))
        .map(({ specifier }) => `${relative(source, file)} imports ${specifier}`),
    );
    expect(reaching).toEqual([]);
  });

  it('makes each kind of gate in one place', () => {
    const makers = (pattern: RegExp): string[] =>
      files
        .filter((file) => pattern.test(readFileSync(file, 'utf8')))
        .map((file) => relative(source, file).split(sep).join('/'))
        .sort();
    expect(makers(/new ToolGate\(/)).toEqual(['node/gates/createToolGate.ts']);
    // The gate itself makes another one, for a judgement of many paths at once.
    expect(makers(/new PathGate\(/)).toEqual(['node/gates/createPathGate.ts', 'tools/gate/PathGate.ts']);
    expect(makers(/new EditorFiles\(/)).toEqual(['extension/windowFolders.ts']);
  });

  it('keeps the page apart from the extension, and its component library in one file', () => {
    const page = join(root, 'webview');
    const imports = sourceFiles(page).flatMap((file) => importsOf(file, page));
    expect(imports.length).toBeGreaterThan(10);
    expect(pageViolations(imports)).toEqual([]);
    expect(
      pageViolations([
        { file: 'Composer.ts', specifier: '@vscode/webview-ui-toolkit' },
        { file: 'host.ts', specifier: '../src/glm/Model' },
      ]),
    ).toHaveLength(2);
  });

  it('loads no package when VS Code starts', async () => {
    // What stands behind a dynamic import is loaded later.
    const { metafile } = await build({
      entryPoints: [join(source, 'extension.ts')],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      outdir: 'none',
      external: ['vscode'],
      loader: { '.md': 'text', '.scm': 'text', '.py': 'text', '.java': 'text', '.script': 'text' },
      logLevel: 'silent',
    });
    const atStart = new Set<string>();
    const waiting = ['src/extension.ts'];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      atStart.add(path);
      const imports = metafile.inputs[path]?.imports ?? [];
      waiting.push(
        ...imports
          .filter(({ kind, external, path: to }) => kind !== 'dynamic-import' && !external && !atStart.has(to))
          .map(({ path: to }) => to),
      );
    }
    expect([...atStart].filter((path) => path.startsWith('node_modules/'))).toEqual([]);
    expect(atStart.size).toBeGreaterThan(50);
    // It builds the whole extension.
  }, 60_000);

  it('gives up on types nowhere', () => {
    const lapses = files.flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line, index) => `${relative(root, file)}:${index + 1} ${line.trim()}`)
        .filter((line) =>
          /:\s*any\b|\bas (?!const\b)[A-Z{]\w*|@ts-(ignore|expect-error|nocheck)/.test(
            line.replace(/'[^']*'|\/\/.*|\*.*/g, ''),
          ),
        ),
    );
    expect(lapses.filter((line) => !/import|export \*/.test(line))).toEqual([]);
  });
});
