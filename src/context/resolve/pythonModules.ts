/**
 * Python's modules: packages with `__init__.py` and without, relative imports, sources in `src/`, stubs. Rules: The Python Language
 * Reference, “The import system”.
 */
import { ancestorsOf, folderOf, isWithin, stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type FoundModule, type ModuleFinder, nowhere } from './ModuleFinder';

export function pythonModules(symbols: Symbols): ModuleFinder {
  const folders = foldersOf(symbols);
  const roots = sourceRoots(symbols);

  const moduleAt = (folder: string, segments: readonly string[]): FoundModule => {
    const path = [...(folder === '' ? [] : [folder]), ...segments].join('/');
    const files = [`${path}/__init__.py`, `${path}.py`, `${path}/__init__.pyi`, `${path}.pyi`];
    const found = (path === '' ? ['__init__.py'] : files).filter((file) => symbols.has(file));
    // A folder without `__init__.py` is a package too, with nothing in it but modules.
    return { paths: found.slice(0, 1), inner: [] };
  };

  const exists = (folder: string, segments: readonly string[]): boolean =>
    moduleAt(folder, segments).paths.length > 0 ||
    folders.has([folder, ...segments].filter((part) => part !== '').join('/'));

  /** The folder at which an absolute name begins, as near to the importing file as possible. */
  const rootFor = (segments: readonly string[], from: string): string | undefined => {
    const first = segments[0] ?? '';
    const known = (roots.get(first) ?? []).toSorted(
      (one, other) => Number(isWithin(from, other)) - Number(isWithin(from, one)) || other.length - one.length,
    );
    const guesses = [
      ...known,
      ...ancestorsOf(folderOf(from)).flatMap((folder) => [folder, folder === '' ? 'src' : `${folder}/src`]),
    ];
    return (
      guesses.find((folder) => exists(folder, segments)) ??
      guesses.find((folder) => exists(folder, segments.slice(0, 1)))
    );
  };

  /** Folder and names that a specifier means. */
  const place = (
    specifier: string,
    from: string,
  ): { readonly folder: string; readonly segments: readonly string[] } | undefined => {
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const segments = specifier
      .slice(dots)
      .split('.')
      .filter((segment) => segment !== '');
    if (dots === 0) {
      const folder = segments.length === 0 ? undefined : rootFor(segments, from);
      return folder === undefined ? undefined : { folder, segments };
    }
    const folder = ancestorsOf(folderOf(from))[dots - 1];
    return folder === undefined ? undefined : { folder, segments };
  };

  const find = (specifier: string, from: string): FoundModule => {
    const at = place(specifier, from);
    return at === undefined ? nowhere : moduleAt(at.folder, at.segments);
  };

  return {
    find,
    child(specifier, name, from) {
      const at = place(specifier, from);
      return at === undefined ? nowhere : moduleAt(at.folder, [...at.segments, ...name.split('.')]);
    },
    implicit: () => [],
    passesImportsOn: true,
  };
}

/** Folders with Python files in them, at any depth. */
function foldersOf(symbols: Symbols): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of symbols.paths()) {
    if (symbols.languageOf(path) === 'python') {
      for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
        folders.add(folder);
      }
    }
  }
  return folders;
}

/** First names of absolute imports, each with the folders in which a package or module of that name begins. */
function sourceRoots(symbols: Symbols): ReadonlyMap<string, readonly string[]> {
  const roots = new Map<string, Set<string>>();
  for (const path of symbols.paths()) {
    if (symbols.languageOf(path) !== 'python') {
      continue;
    }
    const folder = folderOf(path);
    const isPackage = stemOf(path) === '__init__';
    if (isPackage ? !isInPackage(symbols, folderOf(folder)) : !isInPackage(symbols, folder)) {
      const name = isPackage ? folder.slice(folder.lastIndexOf('/') + 1) : stemOf(path);
      const root = isPackage ? folderOf(folder) : folder;
      const known = roots.get(name);
      if (known === undefined) {
        roots.set(name, new Set([root]));
      } else {
        known.add(root);
      }
    }
  }
  return new Map([...roots].map(([name, found]) => [name, [...found].sort()]));
}

function isInPackage(symbols: Symbols, folder: string): boolean {
  return symbols.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`);
}
