/**
 * Rust's modules: `crate::`, `self::`, `super::`, files and folders of modules, the crates of a workspace by their names. Rules: The Rust
 * Reference, “Modules” and “Paths”.
 */
import { folderOf, isWithin, nameOf, stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import { type FoundModule, type ModuleFinder, nowhere } from './ModuleFinder';

interface Crate {
  /** As `use` writes it. */
  readonly name: string;
  /** Where its modules begin: the folder of `lib.rs` or `main.rs`. */
  readonly source: string;
}

export function rustModules(symbols: Symbols): ModuleFinder {
  const crates = symbols
    .projectFiles()
    .filter((path) => nameOf(path) === 'Cargo.toml')
    .flatMap((path) => readCrate(folderOf(path), symbols.projectFile(path) ?? ''))
    .sort((one, other) => other.source.length - one.source.length);

  const crateOf = (path: string): Crate => {
    const known = crates.find(({ source }) => isWithin(path, source));
    return (
      known ?? {
        name: '',
        source: path.includes('src/') ? path.slice(0, path.lastIndexOf('src/') + 3) : folderOf(path),
      }
    );
  };

  const fileOf = ({ source }: Crate, segments: readonly string[]): string | undefined => {
    const below = [source, ...segments].filter((part) => part !== '').join('/');
    const files = segments.length === 0 ? [`${below}/lib.rs`, `${below}/main.rs`] : [`${below}.rs`, `${below}/mod.rs`];
    return files.map((file) => file.replace(/^\//, '')).find((path) => symbols.has(path));
  };

  /** The longest part of a path that is a file; what is left are names in it. */
  const deepest = (crate: Crate, segments: readonly string[]): FoundModule => {
    for (let length = segments.length; length >= 0; length--) {
      const path = fileOf(crate, segments.slice(0, length));
      if (path !== undefined) {
        return { paths: [path], inner: segments.slice(length) };
      }
    }
    return nowhere;
  };

  const find = (specifier: string, from: string): FoundModule => {
    const segments = specifier.split('::').filter((segment) => segment !== '' && segment !== '*');
    const crate = crateOf(from);
    const here = moduleOf(from, crate);
    const [first = '', ...rest] = segments;
    if (first === 'crate' || first === '$crate') {
      return deepest(crate, rest);
    }
    if (first === 'self' || first === 'super') {
      const up = segments.findIndex((segment) => segment !== 'super' && segment !== 'self');
      const names = up < 0 ? [] : segments.slice(up);
      const supers = segments.filter((segment) => segment === 'super').length;
      // Inside of `mod tests { … }` the first `super` is the file itself.
      const found = [supers, supers - 1]
        .filter((steps) => steps >= 0 && steps <= here.length)
        .map((steps) => deepest(crate, [...here.slice(0, here.length - steps), ...names]));
      return found.toSorted((one, other) => one.inner.length - other.inner.length)[0] ?? nowhere;
    }
    const other = crates.find(({ name }) => name === first);
    if (other !== undefined) {
      return deepest(other, rest);
    }
    // A module beside this one: `mod parse; use parse::Parser;`.
    const sibling = fileOf(crate, [...here, first]) === undefined ? nowhere : deepest(crate, [...here, ...segments]);
    return sibling;
  };

  return {
    find,
    child: (specifier, name, from) => {
      const found = find(specifier === '' ? name : `${specifier}::${name}`, from);
      return found.inner.length === 0 ? found : nowhere;
    },
    implicit: () => [],
    // What a module uses for itself, the modules inside of it may take from it.
    passesImportsOn: true,
  };

  function readCrate(folder: string, text: string): Crate[] {
    const section = /^\s*\[package\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(text)?.[1] ?? '';
    const library = /^\s*\[lib\]([\s\S]*?)(?=^\s*\[|(?![\s\S]))/m.exec(text)?.[1] ?? '';
    const quoted = (part: string, key: string): string | undefined =>
      new RegExp(`^\\s*${key}\\s*=\\s*["']([^"']+)["']`, 'm').exec(part)?.[1];
    const name = quoted(library, 'name') ?? quoted(section, 'name');
    const path = quoted(library, 'path') ?? 'src/lib.rs';
    const source = [folder, folderOf(path)].filter((part) => part !== '').join('/');
    return name === undefined ? [] : [{ name: name.replaceAll('-', '_'), source }];
  }
}

/** The path of the module that a file is. */
function moduleOf(path: string, { source }: Crate): string[] {
  const segments = (source === '' ? path : path.slice(source.length + 1)).split('/');
  const stem = stemOf(segments.pop() ?? '');
  return stem === 'mod' || (segments.length === 0 && (stem === 'lib' || stem === 'main'))
    ? segments
    : [...segments, stem];
}
