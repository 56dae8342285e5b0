/**
 * Go's packages: a folder is a package, its import path is the module's (`go.mod`) with the folder behind it; files of the same folder see
 * each other. Rules: The Go Programming Language Specification, “Packages”; Go Modules Reference.
 */
import { folderOf, isWithin } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type ModuleFinder, nowhere } from './ModuleFinder';

export function goModules(symbols: Symbols): ModuleFinder {
  const modules = symbols
    .projectFiles()
    .filter((path) => /(?:^|\/)go\.mod$/.test(path))
    .map((path) => ({
      folder: folderOf(path),
      name: /^\s*module\s+"?([^\s"]+)"?/m.exec(symbols.projectFile(path) ?? '')?.[1] ?? '',
    }))
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.name.length - one.name.length);

  const filesIn = (folder: string, tests: boolean): string[] =>
    symbols
      .names(folder)
      .filter((name) => name.endsWith('.go') && (tests || !name.endsWith('_test.go')))
      .map((name) => (folder === '' ? name : `${folder}/${name}`));

  return {
    find(specifier, from) {
      if (specifier.startsWith('.')) {
        return nowhere;
      }
      for (const { folder, name } of modules.toSorted(
        (one, other) => Number(isWithin(from, other.folder)) - Number(isWithin(from, one.folder)),
      )) {
        if (specifier === name || specifier.startsWith(`${name}/`)) {
          const below = specifier.slice(name.length + 1);
          const paths = filesIn([folder, below].filter((part) => part !== '').join('/'), false);
          if (paths.length > 0) {
            return { paths, inner: [] };
          }
        }
      }
      return nowhere;
    },
    child: () => nowhere,
    implicit: (from) => filesIn(folderOf(from), from.endsWith('_test.go')).filter((path) => path !== from),
    passesImportsOn: false,
  };
}
