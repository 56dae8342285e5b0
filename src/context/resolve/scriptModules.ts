/**
 * TypeScript's and JavaScript's modules: relative paths, `index` files, `.js` written for `.ts`, the paths of `tsconfig.json`, and the
 * packages of a monorepo by their names. Rules: TypeScript handbook, “Modules – Reference”; Node.js documentation, “Modules: Packages”.
 */
import { ancestorsOf, folderOf, joinPaths } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type FoundModule, type ModuleFinder, nowhere } from './ModuleFinder';
import { findPackages, type WorkspacePackage } from './scriptPackages';
import { findPathMappings, type PathMapping, starOf } from './tsconfigPaths';

/** Tried behind a path without one; sources before declarations. */
const extensions = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.d.mts',
  '.d.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
];
/** What a specifier's extension stands for when the sources are TypeScript. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts', '.ts'],
  '.cjs': ['.cts', '.d.cts', '.ts'],
};
/** Folders that a build writes and that are not in a repository; their sources lie in one of `sourceFolders`. */
const builtFolders = new Set(['dist', 'lib', 'build', 'out', 'output', 'es', 'esm', 'cjs', 'types', 'typings', 'umd']);
const sourceFolders = ['src', 'source', 'lib', ''];

export function scriptModules(symbols: Symbols): ModuleFinder {
  const packages = findPackages(symbols);
  const mappings = findPathMappings(symbols);

  /** The file behind a path whose extension may be missing, or be that of what a build makes of it. */
  const fileAt = (path: string | undefined): string | undefined => {
    if (path === undefined) {
      return undefined;
    }
    if (symbols.has(path)) {
      return path;
    }
    const extension = /\.[mc]?jsx?$/.exec(path)?.[0] ?? '';
    const stem = path.slice(0, path.length - extension.length);
    const behind = path === '' ? '' : `${path}/`;
    return [
      ...(sources[extension] ?? []).map((other) => stem + other),
      ...(path === '' ? [] : extensions.map((other) => path + other)),
      ...extensions.map((other) => `${behind}index${other}`),
    ].find((path) => symbols.has(path));
  };

  /** The source of what a package offers; `target` is relative to the package's folder. */
  const sourceOf = (folder: string, target: string): string | undefined => {
    const direct = fileAt(joinPaths(folder, target));
    if (direct !== undefined) {
      return direct;
    }
    const segments = target
      .replace(/\.d\.([mc]?)ts$/, '.$1js')
      .split('/')
      .filter((segment) => segment !== '.');
    while (segments.length > 1 && builtFolders.has(segments[0] ?? '')) {
      segments.shift();
      for (const source of sourceFolders) {
        const found = fileAt(joinPaths(folder, [source, ...segments].join('/')));
        if (found !== undefined) {
          return found;
        }
      }
    }
    return undefined;
  };

  const inPackage = ({ folder, targets }: WorkspacePackage, subpath: string): string | undefined => {
    for (const target of targets(subpath)) {
      const found = sourceOf(folder, target);
      if (found !== undefined) {
        return found;
      }
    }
    const guesses =
      subpath === ''
        ? ['src/index', 'index', 'lib/index', 'src/main', 'source/index']
        : [subpath, `src/${subpath}`, `lib/${subpath}`];
    return guesses.map((guess) => fileAt(joinPaths(folder, guess))).find((path) => path !== undefined);
  };

  const byMapping = ({ folder, baseUrl, paths }: PathMapping, specifier: string): string | undefined => {
    for (const pattern of paths) {
      const star = starOf(pattern, specifier);
      const targets = star === undefined ? [] : pattern.targets.map((target) => target.replace('*', star));
      const found = targets
        .map((target) => fileAt(joinPaths(baseUrl ?? folder, target)))
        .find((path) => path !== undefined);
      if (found !== undefined) {
        return found;
      }
    }
    return baseUrl === undefined ? undefined : fileAt(joinPaths(baseUrl, specifier));
  };

  const resolve = (specifier: string, from: string): string | undefined => {
    const here = folderOf(from);
    if (/^\.\.?(?:\/|$)/.test(specifier)) {
      return fileAt(joinPaths(here, specifier));
    }
    for (const mapping of mappings(here)) {
      const found = byMapping(mapping, specifier);
      if (found !== undefined) {
        return found;
      }
    }
    if (specifier.startsWith('#')) {
      const around = packages.around(here);
      const targets = around?.importTargets(specifier) ?? [];
      return targets.map((target) => sourceOf(around?.folder ?? '', target)).find((path) => path !== undefined);
    }
    const named = packages.named(specifier);
    if (named !== undefined) {
      return inPackage(named.pack, named.subpath);
    }
    // What bundlers are told in programs of their own: `@/` and `~/` for the sources' folder, `/` for the package's.
    const rest = /^(?:[@~]?\/|~)(.+)$/.exec(specifier)?.[1];
    return rest === undefined
      ? undefined
      : ancestorsOf(here)
          .flatMap((folder) => [joinPaths(folder, `src/${rest}`), joinPaths(folder, rest)])
          .map(fileAt)
          .find((path) => path !== undefined);
  };

  return {
    find(specifier, from): FoundModule {
      const path = resolve(
        specifier.replace(/[?#](?!.*\/).*$/, (query) => (specifier.startsWith('#') ? query : '')),
        from,
      );
      return path === undefined ? nowhere : { paths: [path], inner: [] };
    },
    child: () => nowhere,
    implicit: () => [],
    passesImportsOn: false,
  };
}
