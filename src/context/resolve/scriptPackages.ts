/** The packages that a repository itself holds, by their `package.json`: names, what they export and from which file. */
import * as z from 'zod';
import { ancestorsOf, folderOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { parseJsonc } from './jsonc';

export interface WorkspacePackage {
  /** Folder of its `package.json`. */
  readonly folder: string;
  readonly name: string;
  /** Files that a subpath (`''` = the package itself) may mean, the best first, relative to the folder, as the package tells them. */
  readonly targets: (subpath: string) => readonly string[];
  /** The same for a specifier of its own that begins with `#`. */
  readonly importTargets: (specifier: string) => readonly string[];
}

export interface WorkspacePackages {
  /** The package that a specifier begins with, and what is behind its name; undefined = none of this workspace. */
  readonly named: (specifier: string) => { readonly pack: WorkspacePackage; readonly subpath: string } | undefined;
  /** The package that a folder belongs to. */
  readonly around: (folder: string) => WorkspacePackage | undefined;
}

const manifest = z.object({
  name: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  module: z.string().optional().catch(undefined),
  source: z.string().optional().catch(undefined),
  types: z.string().optional().catch(undefined),
  typings: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
  imports: z.unknown().optional(),
});

/** Sources first, then what keeps names and types, then what runs. */
const conditions = ['source', 'development', 'types', 'import', 'module', 'default', 'require', 'node', 'browser'];

export function findPackages(symbols: Symbols): WorkspacePackages {
  const byFolder = new Map<string, WorkspacePackage>();
  const byName = new Map<string, WorkspacePackage>();
  for (const path of symbols.projectFiles()) {
    const pack = path.endsWith('package.json') ? readPackage(path, symbols.projectFile(path) ?? '') : undefined;
    if (pack !== undefined) {
      byFolder.set(pack.folder, pack);
      if (pack.name !== '' && !byName.has(pack.name)) {
        byName.set(pack.name, pack);
      }
    }
  }
  return {
    named(specifier) {
      const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      const pack = byName.get(name);
      return pack === undefined ? undefined : { pack, subpath: specifier.slice(name.length + 1) };
    },
    around: (folder) =>
      ancestorsOf(folder)
        .map((one) => byFolder.get(one))
        .find((pack) => pack !== undefined),
  };
}

function readPackage(path: string, text: string): WorkspacePackage | undefined {
  const parsed = manifest.safeParse(parseJsonc(text));
  if (!parsed.success) {
    return undefined;
  }
  const { name, main, module, source, types, typings, exports, imports } = parsed.data;
  const entries = [source, types, typings, module, main].filter((target) => target !== undefined);
  return {
    folder: folderOf(path),
    name: name ?? '',
    targets(subpath) {
      const exported = exportedTargets(exports, subpath === '' ? '.' : `./${subpath}`);
      return subpath === '' ? [...exported, ...entries] : exported;
    },
    importTargets: (specifier) => exportedTargets(imports, specifier),
  };
}

/** What `exports` or `imports` say about a key: itself, or a pattern with one star that fits. */
function exportedTargets(field: unknown, key: string): string[] {
  const entries = isRecord(field) ? Object.entries(field) : [];
  if (!entries.some(([name]) => /^[.#]/.test(name))) {
    return key === '.' ? targetsIn(field, '') : [];
  }
  for (const [name, value] of entries) {
    if (name === key) {
      return targetsIn(value, '');
    }
  }
  const fitting = entries
    .filter(([name]) => name.includes('*'))
    .map(([name, value]) => ({
      before: name.slice(0, name.indexOf('*')),
      after: name.slice(name.indexOf('*') + 1),
      value,
    }))
    .filter(
      ({ before, after }) =>
        key.startsWith(before) && key.endsWith(after) && key.length >= before.length + after.length,
    )
    .sort((one, other) => other.before.length - one.before.length);
  return fitting.flatMap(({ before, after, value }) =>
    targetsIn(value, key.slice(before.length, key.length - after.length)),
  );
}

function targetsIn(value: unknown, star: string): string[] {
  if (typeof value === 'string') {
    return [value.replaceAll('*', star)];
  }
  if (Array.isArray(value)) {
    return value.flatMap((one: unknown) => targetsIn(one, star));
  }
  if (!isRecord(value)) {
    return [];
  }
  const rank = (name: string): number => (conditions.includes(name) ? conditions.indexOf(name) : conditions.length);
  return Object.entries(value)
    .sort(([one], [other]) => rank(one) - rank(other))
    .flatMap(([, target]) => targetsIn(target, star));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
