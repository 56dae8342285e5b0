/** `baseUrl` and `paths` of the `tsconfig.json` and `jsconfig.json` files of a repository, with what they extend. */
import * as z from 'zod';
import { ancestorsOf, folderOf, joinPaths, nameOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { parseJsonc } from './jsonc';
import { findPackages } from './scriptPackages';

export interface PathMapping {
  /** Where targets begin when there is no `baseUrl`: the folder of the file that has `paths`. */
  readonly folder: string;
  readonly baseUrl: string | undefined;
  /** The most specific first. */
  readonly paths: readonly PathPattern[];
}

interface PathPattern {
  /** What stands before and after the star; without a star `before` is the whole specifier and `after` undefined. */
  readonly before: string;
  readonly after: string | undefined;
  readonly targets: readonly string[];
}

/** What the star of a pattern stands for in a specifier; undefined = the pattern does not fit. */
export function starOf({ before, after }: PathPattern, specifier: string): string | undefined {
  if (after === undefined) {
    return specifier === before ? '' : undefined;
  }
  const fits =
    specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= before.length + after.length;
  return fits ? specifier.slice(before.length, specifier.length - after.length) : undefined;
}

const configuration = z.object({
  extends: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  compilerOptions: z
    .object({
      baseUrl: z.string().optional().catch(undefined),
      paths: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const deepestExtension = 8;

/** The mappings that hold in a folder, the nearest first. */
export function findPathMappings(symbols: Symbols): (folder: string) => readonly PathMapping[] {
  const byFolder = new Map<string, PathMapping[]>();
  const packages = findPackages(symbols);
  const paths = symbols.projectFiles().filter((path) => /^[tj]sconfig/.test(nameOf(path)));
  // `tsconfig.json` speaks for its folder; others (`tsconfig.app.json`) where it only refers to them.
  for (const path of paths.toSorted((one, other) => nameOf(one).length - nameOf(other).length)) {
    const mapping = readMapping(path, 0);
    if (mapping !== undefined) {
      byFolder.set(folderOf(path), [...(byFolder.get(folderOf(path)) ?? []), mapping]);
    }
  }

  function readMapping(path: string, depth: number): PathMapping | undefined {
    const text = symbols.projectFile(path);
    const parsed = text === undefined ? undefined : configuration.safeParse(parseJsonc(text));
    if (parsed === undefined || !parsed.success || depth > deepestExtension) {
      return undefined;
    }
    const { extends: bases = [], compilerOptions: { baseUrl, paths: own } = {} } = parsed.data;
    const inherited = (typeof bases === 'string' ? [bases] : bases)
      .map((base) => extendedFile(path, base))
      .map((file) => (file === undefined ? undefined : readMapping(file, depth + 1)))
      .findLast((mapping) => mapping !== undefined);
    const folder = folderOf(path);
    const base = baseUrl === undefined ? inherited?.baseUrl : joinPaths(folder, baseUrl);
    if (own === undefined) {
      return base === undefined && inherited === undefined
        ? undefined
        : { folder: inherited?.folder ?? folder, baseUrl: base, paths: inherited?.paths ?? [] };
    }
    return { folder, baseUrl: base, paths: readPaths(own) };
  }

  function extendedFile(path: string, base: string): string | undefined {
    if (base.startsWith('.')) {
      const file = joinPaths(folderOf(path), base);
      return [file, `${file}.json`, `${file}/tsconfig.json`].find(
        (one) => one !== undefined && symbols.projectFile(one) !== undefined,
      );
    }
    const named = packages.named(base);
    const file =
      named === undefined
        ? undefined
        : joinPaths(named.pack.folder, named.subpath === '' ? 'tsconfig.json' : named.subpath);
    return [file, `${file}.json`].find((one) => one !== undefined && symbols.projectFile(one) !== undefined);
  }

  return (folder) => ancestorsOf(folder).flatMap((one) => byFolder.get(one) ?? []);
}

function readPaths(paths: Readonly<Record<string, readonly string[]>>): readonly PathPattern[] {
  return Object.entries(paths)
    .map(([pattern, targets]) => {
      const star = pattern.indexOf('*');
      return star < 0
        ? { before: pattern, after: undefined, targets }
        : { before: pattern.slice(0, star), after: pattern.slice(star + 1), targets };
    })
    .sort((one, other) => other.before.length - one.before.length);
}
