/**
 * The places at which recall is measured, found without any of the product's code, so that it cannot grade itself: names that a repository
 * defines exactly once, by plain patterns a line, and uses of them in other files whose imports lead to the defining file.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Leads } from './leads';
import { isReachable, isSound } from './sound';

export type RecallLanguage = 'typescript' | 'javascript' | 'python' | 'java' | 'go' | 'rust';

export interface RecallPoint {
  readonly repository: string;
  readonly language: RecallLanguage;
  /** How the name is used: imported by its name, behind a module's name, or as member of something. */
  readonly kind: 'named' | 'namespace' | 'member';
  readonly name: string;
  /** Path of the file that uses it; the cursor is at the start of the use, and the file ends there. */
  readonly file: string;
  readonly line: number;
  readonly character: number;
  readonly definedIn: string;
  /** Without indentation. */
  readonly definingLine: string;
}

export interface Source {
  readonly path: string;
  readonly lines: readonly string[];
  /** Text of the imports above `importsEnd`, and the identifiers in it. */
  readonly imports: string;
  readonly imported: ReadonlySet<string>;
  readonly importsEnd: number;
}

interface Definition {
  readonly path: string;
  readonly line: string;
  readonly isMember: boolean;
}

const extensions: Readonly<Record<RecallLanguage, readonly string[]>> = {
  typescript: ['.ts', '.tsx', '.mts'],
  javascript: ['.js', '.mjs', '.cjs', '.jsx'],
  python: ['.py'],
  java: ['.java'],
  go: ['.go'],
  rust: ['.rs'],
};

const script = {
  top: [
    /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|type|enum|const|let|var)\s+([A-Za-z_$][\w$]*)/,
    /^(?:module\.)?exports\.([A-Za-z_$][\w$]*)\s*=/,
  ],
  member: [
    /^\s+(?:(?:public|protected|static|async|readonly|override|abstract)\s+)*(?:get\s+|set\s+)?([A-Za-z_$][\w$]*)\s*(?:<[^>]*>)?\([^)]*\)\s*(?::[^={]+)?\{\s*$/,
    /^[A-Za-z_$][\w$]*\.prototype\.([A-Za-z_$][\w$]*)\s*=\s*(?:async\s+)?function/,
  ],
  isImport: /^\s*(?:import\b|export\b[^=]*\bfrom\b|(?:const|let|var)\b.*\brequire\()/,
};

const patterns: Readonly<
  Record<
    RecallLanguage,
    { readonly top: readonly RegExp[]; readonly member: readonly RegExp[]; readonly isImport: RegExp }
  >
> = {
  typescript: script,
  javascript: script,
  python: {
    top: [/^(?:async\s+)?def\s+(\w+)/, /^class\s+(\w+)/, /^([A-Za-z]\w*)\s*(?::[^=]+)?=(?!=)/],
    member: [/^\s+(?:async\s+)?def\s+(\w+)/],
    isImport: /^(?:import|from)\s/,
  },
  java: {
    top: [/^(?:public\s+|final\s+|abstract\s+|sealed\s+|static\s+)*(?:class|interface|enum|record|@interface)\s+(\w+)/],
    member: [
      /^\s+(?:@\w+\s+)*(?:public\s+|protected\s+|static\s+|final\s+|abstract\s+|synchronized\s+|default\s+)*(?:<[^>]+>\s+)?[A-Z]?[\w.<>[\], ?]*[\w>\]]\s+(\w+)\([^;]*\{\s*$/,
    ],
    isImport: /^import\s/,
  },
  go: {
    top: [/^func\s+(\w+)/, /^type\s+(\w+)/, /^(?:var|const)\s+(\w+)/],
    member: [/^func\s+\([^)]*\)\s*(\w+)/],
    isImport: /^import\s|^\s*(?:[\w.]+\s+)?"[\w./-]+"\s*$/,
  },
  rust: {
    top: [
      /^(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|const\s+|unsafe\s+)*(?:fn|struct|enum|trait|type|static|const|union)\s+(\w+)/,
      /^macro_rules!\s+(\w+)/,
    ],
    member: [/^\s+(?:pub(?:\([^)]*\))?\s+)?(?:async\s+|const\s+|unsafe\s+)*fn\s+(\w+)/],
    isImport: /^(?:pub(?:\([^)]*\))?\s+)?use\s/,
  },
};

/** Lines that may define a member too, such as an interface's: a name with two of them is left out. */
const alsoDefines: Partial<Record<RecallLanguage, RegExp>> = {
  typescript:
    /^\s+(?:(?:public|protected|private|static|async|readonly|override|abstract|get|set)\s+)*([A-Za-z_$][\w$]*)[?!]?\s*[:(<]/,
  javascript: /^\s+(?:(?:static|async|get|set)\s+)*([A-Za-z_$][\w$]*)\s*[:(]/,
};

/** Not a definition but another name for one: `exports.a = a`, `exports.a = other.a`, `… = require(…)`. */
const passesOn = /\brequire\(|^(?:module\.)?exports\.[\w$]+\s*=\s*[A-Za-z_$][\w$.]*;?\s*$/;

/** Methods of JavaScript's own arrays and strings: behind a dot they are nearly always those, whoever else defines one. */
const builtIn = new Set('indexOf lastIndexOf forEach toString valueOf hasOwnProperty isPrototypeOf'.split(' '));

const reserved = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'function',
  'return',
  'new',
  'else',
  'constructor',
  'try',
  'do',
  'with',
  'super',
  'main',
  'init',
  'String',
  'Error',
]);

/** Places in a repository, the same for the same seed: at most `most` of each kind, and one use of a name in a file. */
export function recallPoints(
  folder: string,
  repository: string,
  language: RecallLanguage,
  most: number,
): RecallPoint[] {
  const random = randomFrom(repository);
  const sources = readSources(folder, language);
  const definitions = definedOnce(sources, language);
  const found: Record<RecallPoint['kind'], RecallPoint[]> = { named: [], namespace: [], member: [] };
  for (const source of sources) {
    const uses = new Map<string, RecallPoint[]>();
    for (const point of usesIn(source, definitions, repository, language)) {
      uses.set(point.name, [...(uses.get(point.name) ?? []), point]);
    }
    for (const points of uses.values()) {
      const point = points[Math.floor(random() * points.length)];
      if (point !== undefined) {
        found[point.kind].push(point);
      }
    }
  }
  const siblings = topNamesOf(definitions);
  const leads = new Leads(sources.map(({ path, lines }) => ({ path, text: lines.join('\n') })));
  return Object.values(found)
    .flatMap((points) => shuffled(points, random).slice(0, most))
    .filter((point) => isSound(point, sources) && isReachable(point, sources, leads, siblings));
}

function readSources(folder: string, language: RecallLanguage): Source[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) =>
        entry.isFile() &&
        extensions[language].includes(extname(entry.name)) &&
        !/\.d\.[mc]?ts$|\.min\.js$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !/(?:^|\/)(?:tests?|__tests__|spec|testdata|vendor|examples?)\//i.test(path))
    .sort()
    .map((path) => readSource(path, readFileSync(join(folder, path), 'utf8'), language));
}

function readSource(path: string, text: string, language: RecallLanguage): Source {
  const lines = text.split(/\r?\n/);
  const imports: string[] = [];
  let importsEnd = 0;
  for (let line = 0; line < lines.length; line++) {
    if (patterns[language].isImport.test(lines[line] ?? '')) {
      const start = line;
      // To the end of the statement: brackets that are open go on.
      for (let open = depth(lines[line] ?? ''); open > 0 && line + 1 < lines.length; line++) {
        open += depth(lines[line + 1] ?? '');
      }
      imports.push(...lines.slice(start, line + 1));
      importsEnd = line + 1;
    } else if (importsEnd > 0 && line > importsEnd + 30) {
      break;
    }
  }
  const joined = imports.join('\n');
  return { path, lines, imports: joined, imported: new Set(joined.match(/[A-Za-z_$][\w$]*/g) ?? []), importsEnd };
}

function depth(line: string): number {
  return (line.match(/[({]/g)?.length ?? 0) - (line.match(/[)}]/g)?.length ?? 0);
}

function definedOnce(sources: readonly Source[], language: RecallLanguage): ReadonlyMap<string, Definition> {
  const counts = new Map<string, number>();
  const definitions = new Map<string, Definition>();
  const { top, member } = patterns[language];
  for (const { path, lines } of sources) {
    for (const line of lines) {
      const possible = alsoDefines[language]?.exec(line)?.[1];
      if (possible !== undefined) {
        counts.set(possible, (counts.get(possible) ?? 0) + 1);
      }
      const topName = top.map((pattern) => pattern.exec(line)?.[1]).find((name) => name !== undefined);
      const name = topName ?? member.map((pattern) => pattern.exec(line)?.[1]).find((one) => one !== undefined);
      if (name !== undefined && name.length > 2 && !reserved.has(name) && !passesOn.test(line)) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
        definitions.set(name, { path, line: line.trim(), isMember: topName === undefined });
      }
    }
  }
  return new Map(
    [...definitions].filter(
      ([name, { line }]) => counts.get(name) === (alsoDefines[language]?.exec(`  ${line}`) ? 2 : 1),
    ),
  );
}

/** What each file defines at its top. */
function topNamesOf(definitions: ReadonlyMap<string, Definition>): ReadonlyMap<string, ReadonlySet<string>> {
  const topNames = new Map<string, Set<string>>();
  for (const [name, { path, isMember }] of definitions) {
    if (!isMember) {
      topNames.set(path, (topNames.get(path) ?? new Set()).add(name));
    }
  }
  return topNames;
}

function* usesIn(
  source: Source,
  definitions: ReadonlyMap<string, Definition>,
  repository: string,
  language: RecallLanguage,
): Generator<RecallPoint> {
  const topNames = topNamesOf(definitions);
  for (let line = source.importsEnd; line < source.lines.length; line++) {
    const text = source.lines[line] ?? '';
    const isImport = language === 'javascript' && /=\s*require\(/.test(text);
    if (source.importsEnd === 0 || isImport || /^\s*(?:\/\/|\*|\/\*|#)/.test(text)) {
      continue;
    }
    for (const match of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      const definition = definitions.get(match[0]);
      const before = text.slice(0, match.index);
      if (definition === undefined || definition.path === source.path || inString(before)) {
        continue;
      }
      const after = text.slice(match.index + match[0].length);
      const kind = kindOf(match[0], before, after, definition, source, topNames.get(definition.path));
      if (language === 'go' && kind !== undefined && namesAPackage(kind, before, source)) {
        continue;
      }
      if (kind !== undefined) {
        yield {
          ...{ repository, language, kind, name: match[0], file: source.path, line, character: match.index },
          ...{ definedIn: definition.path, definingLine: definition.line },
        };
      }
    }
  }
}

/** In Go, what is imported are packages: a bare name of one is no definition, and what stands behind one is no member. */
function namesAPackage(kind: RecallPoint['kind'], before: string, { imported }: Source): boolean {
  const receiver = /([A-Za-z_]\w*)\.$/.exec(before)?.[1];
  return kind === 'named' || (kind === 'member' && receiver !== undefined && imported.has(receiver));
}

function kindOf(
  name: string,
  before: string,
  after: string,
  { path, isMember }: Definition,
  { imported, imports }: Source,
  siblings: ReadonlySet<string> | undefined,
): RecallPoint['kind'] | undefined {
  const receiver = /([A-Za-z_$][\w$]*)?[\])]?(?:\.|\?\.|->|::)$/.exec(before);
  if (receiver === null) {
    return !isMember && imported.has(name) ? 'named' : undefined;
  }
  if (isMember) {
    // Names of one plain word (`add`, `setup`) are members of too many things that the repository does not define.
    if (
      !/^\s*[(<]/.test(after) ||
      !/[a-z][A-Z]|[a-z]_[a-z]|^[A-Z][a-z]+[A-Z]/.test(name) ||
      builtIn.has(name) ||
      /\bObject\.$/.test(before)
    ) {
      return undefined;
    }
    // The import that leads there: a type of the defining file, or the file itself.
    const stem = path.replace(/^.*\/|\.[^.]*$/g, '');
    const folder = path.split('/').at(-2) ?? '';
    const leads =
      [...(siblings ?? [])].some((one) => imported.has(one)) ||
      imported.has(stem) ||
      (path.endsWith('.go') && new RegExp(`/${folder}"`).test(imports));
    return leads ? 'member' : undefined;
  }
  const module = receiver[1];
  return module !== undefined && imported.has(module) && isModule(module, imports, path) ? 'namespace' : undefined;
}

/** Whether an imported name stands for the defining module, and not for a class with a member of the same name. */
function isModule(name: string, imports: string, path: string): boolean {
  return (
    new RegExp(`\\*\\s*as\\s+${name}\\b|\\b(?:const|let|var)\\s+${name}\\s*=\\s*require\\(`).test(imports) ||
    path.split(/[/.]/).includes(name)
  );
}

function inString(before: string): boolean {
  return ['"', "'", '`'].some((quote) => (before.split(quote).length - 1) % 2 === 1) || /\/\/|\s#/.test(before);
}

/** Mulberry32, seeded by a text. */
function randomFrom(text: string): () => number {
  let state = [...text].reduce((sum, sign) => Math.imul(sum ^ sign.charCodeAt(0), 0x01000193), 0x811c9dc5);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const result = [...values];
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [one, two] = [result[at], result[other]];
    if (one !== undefined && two !== undefined) {
      [result[at], result[other]] = [two, one];
    }
  }
  return result;
}
