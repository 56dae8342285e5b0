/**
 * Languages that name a file: C's `#include`, Ruby's `require`, Lua, shell, Dart and others. A path is looked for beside the file, then
 * anywhere in the workspace, as near to it as possible.
 */
import { folderOf, joinPaths, nameOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type ModuleFinder, nowhere } from './ModuleFinder';

export function pathModules(symbols: Symbols): ModuleFinder {
  const byName = new Map<string, string[]>();
  for (const path of [...symbols.paths()].sort()) {
    byName.set(nameOf(path), [...(byName.get(nameOf(path)) ?? []), path]);
  }

  const resolve = (specifier: string, from: string): string | undefined => {
    const language = /(?:\.[^./]+)?$/.exec(nameOf(from))?.[0] ?? '';
    const path =
      specifier.includes('/') || /\.\w+$/.test(specifier) ? specifier : specifier.replaceAll(/::|\.|\\/g, '/');
    for (const wanted of [path.replace(/^package:[^/]+\//, ''), `${path}${language}`]) {
      const beside = joinPaths(folderOf(from), wanted);
      if (beside !== undefined && symbols.has(beside)) {
        return beside;
      }
      const below = joinPaths('', wanted) ?? '';
      const anywhere = (byName.get(nameOf(wanted)) ?? []).filter((one) => one === below || one.endsWith(`/${below}`));
      if (below !== '' && anywhere.length > 0) {
        return anywhere.toSorted((one, other) => shared(other, from) - shared(one, from))[0];
      }
    }
    return undefined;
  };

  return {
    find(specifier, from) {
      const path = resolve(specifier.replace(/^[<"]|[>"]$/g, ''), from);
      return path === undefined || path === from ? nowhere : { paths: [path], inner: [] };
    },
    child: () => nowhere,
    implicit: () => [],
    // A header includes others for whoever includes it.
    passesImportsOn: true,
  };
}

/** How many characters two paths have in common from their beginning. */
function shared(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) {
    at++;
  }
  return at;
}
