/**
 * From a name that a file uses to the definition behind it, in any file of the workspace, without a language server: the language's finder
 * says which file an import means, and what is re-exported is followed.
 */

import type { Definition, Import, Outline } from '../../syntax/Outline';
import type { Symbols } from '../index/Symbols';
import { goModules } from './goModules';
import type { FoundModule, ModuleFinder } from './ModuleFinder';
import { isOffered, nested, topLevel } from './namedIn';
import { packageModules } from './packageModules';
import { pathModules } from './pathModules';
import { pythonModules } from './pythonModules';
import { rustModules } from './rustModules';
import { scriptModules } from './scriptModules';

/** One definition: its file, and its place in that file's outline. */
export interface DefinitionPlace {
  readonly path: string;
  readonly index: number;
}

/** What a name stands for: a definition, or a whole module. */
export type Target =
  /** `wholeOf`: the module that gives away nothing but this, and what it assigned to it: `module.exports = Shop; Shop.Cart = …`. */
  | ({ readonly kind: 'definition'; readonly wholeOf?: string } & DefinitionPlace)
  | { readonly kind: 'module'; readonly paths: readonly string[] };

/** A name of a file and what it stands for. */
export interface Binding {
  /** As the file writes it; `*` = the names of the target are used as they are. */
  readonly local: string;
  /** `implicit`: nothing in the file imports it. */
  readonly how: 'import' | 'implicit';
  readonly target: Target;
}

/** Steps of re-exports that are followed. */
const farthest = 8;

const finders: Readonly<Record<string, (symbols: Symbols) => ModuleFinder>> = {
  typescript: scriptModules,
  typescriptreact: scriptModules,
  javascript: scriptModules,
  javascriptreact: scriptModules,
  vue: scriptModules,
  svelte: scriptModules,
  python: pythonModules,
  java: packageModules,
  kotlin: packageModules,
  scala: packageModules,
  groovy: packageModules,
  csharp: packageModules,
  php: packageModules,
  go: goModules,
  rust: rustModules,
};

export class Resolver {
  readonly #symbols: Symbols;
  readonly #finders = new Map<(symbols: Symbols) => ModuleFinder, ModuleFinder>();
  #structure = -1;

  constructor(symbols: Symbols) {
    this.#symbols = symbols;
  }

  /**
   * What a file's imports bind, in the order of the file, then what it sees without one. Only what this workspace defines. `outline`: of
   * the file as it is now, which the index may not have yet.
   */
  bindings(path: string, languageId: string, outline: Outline): Binding[] {
    const finder = this.#finder(languageId);
    const imported = outline.imports.flatMap((one) => this.#imported(finder, one, path));
    const implicit = [...finder.implicit(path)];
    return implicit.length === 0
      ? imported
      : [...imported, { local: '*', how: 'implicit', target: { kind: 'module', paths: implicit } }];
  }

  /** What a name means in a file, by its own definitions and imports; undefined = nothing in this workspace. */
  lookUp(path: string, name: string): Target | undefined {
    const outline = this.#symbols.outline(path);
    const languageId = this.#symbols.languageOf(path);
    if (outline === undefined || languageId === undefined || name === '') {
      return undefined;
    }
    const own = topLevel(outline, name);
    if (own !== undefined) {
      return { kind: 'definition', path, index: own };
    }
    const finder = this.#finder(languageId);
    for (const one of outline.imports) {
      const bound = one.names.find(({ local }) => local === name);
      const target = bound === undefined ? undefined : this.#member(finder, one.specifier, bound.name, path, new Set());
      if (target !== undefined) {
        return target;
      }
    }
    for (const one of outline.imports) {
      if (one.names.some(({ local }) => local === '*')) {
        const found = finder.find(one.specifier, path);
        const target = this.#inModule(finder, found, name, new Set());
        if (target !== undefined) {
          return target;
        }
      }
    }
    return this.#inModule(finder, { paths: finder.implicit(path), inner: [] }, name, new Set());
  }

  /**
   * The module that a path in the middle of the code means, such as `crate::parse` or `parse` in Rust, `shop.models` behind
   * `import shop` in Python, `org.shop` in Java; undefined = none. `outline`: of the file as it is now.
   */
  moduleNamed(path: string, languageId: string, specifier: string, { imports }: Outline): Target | undefined {
    const finder = this.#finder(languageId);
    const separator = languageId === 'rust' ? '::' : '.';
    const [first = '', ...rest] = specifier.split(separator);
    const imported = imports.flatMap(({ specifier: from, names }) =>
      names.flatMap(({ name, local }) =>
        local === first && local !== '*' && rest.length > 0
          ? [[...(name === '*' ? [from] : [from, name]), ...rest].join(separator)]
          : [],
      ),
    );
    for (const written of [specifier, ...imported]) {
      const target = this.#modulePath(finder, finder.find(written, path));
      if (target !== undefined) {
        return target;
      }
    }
    for (const { specifier: from } of imports.filter(({ names }) => names.some(({ local }) => local === '*'))) {
      const target = this.#member(finder, from, first, path, new Set());
      const named =
        target?.kind === 'module' ? this.#modulePath(finder, { paths: target.paths, inner: rest }) : undefined;
      if (named !== undefined) {
        return named;
      }
    }
    return undefined;
  }

  /** A module that others pass on under its name is found behind theirs. */
  #modulePath(finder: ModuleFinder, { paths, inner }: FoundModule): Target | undefined {
    let at = paths;
    for (const name of inner) {
      const target = this.#inModule(finder, { paths: at, inner: [] }, name, new Set());
      at = target?.kind === 'module' ? target.paths : finder.child('', name, at[0] ?? '').paths;
    }
    return at.length === 0 ? undefined : { kind: 'module', paths: at };
  }

  /** Files of the workspace that a file imports from, in its order. */
  importedFrom(path: string): readonly string[] {
    const languageId = this.#symbols.languageOf(path);
    const imports = languageId === undefined ? [] : (this.#symbols.outline(path)?.imports ?? []);
    return [
      ...new Set(
        imports.flatMap(({ specifier }) =>
          this.#finder(languageId ?? '')
            .find(specifier, path)
            .paths.slice(0, 1),
        ),
      ),
    ];
  }

  /** What a module offers under a name, re-exports followed. */
  member(paths: readonly string[], name: string): Target | undefined {
    const languageId = this.#symbols.languageOf(paths[0] ?? '');
    return languageId === undefined
      ? undefined
      : this.#inModule(this.#finder(languageId), { paths, inner: [] }, name, new Set());
  }

  /** All that a module offers to others, in the order of its files; re-exports of whole modules followed. */
  offers(paths: readonly string[]): { readonly name: string; readonly place: DefinitionPlace }[] {
    const seen = new Set<string>();
    return this.#offers(paths, seen, 0);
  }

  #offers(
    paths: readonly string[],
    seen: Set<string>,
    depth: number,
  ): { readonly name: string; readonly place: DefinitionPlace }[] {
    return paths.flatMap((path) => {
      const outline = this.#symbols.outline(path);
      const languageId = this.#symbols.languageOf(path);
      if (outline === undefined || languageId === undefined || seen.has(path) || depth > farthest) {
        return [];
      }
      seen.add(path);
      const finder = this.#finder(languageId);
      const own = outline.definitions.flatMap((one, index) =>
        one.container === undefined && one.kind !== 'module' && isOffered(outline, one)
          ? [{ name: one.name, place: this.#alias(finder, path, outline, one) ?? { path, index } }]
          : [],
      );
      const passedOn = outline.imports.flatMap((one) => {
        const isPassedOn = one.reExported || (finder.passesImportsOn && /(?:^|\/)__init__\.pyi?$/.test(path));
        const names = isPassedOn
          ? one.names
          : one.names.filter(({ local }) => outline.exports.some((each) => each.name === local));
        return names.flatMap(({ name, local }) => {
          if (local === '*') {
            return this.#offers(finder.find(one.specifier, path).paths, seen, depth + 1);
          }
          const target = this.#member(finder, one.specifier, name, path, new Set());
          return target?.kind === 'definition' ? [{ name: local, place: target }] : [];
        });
      });
      return [...own, ...passedOn];
    });
  }

  /** `exports.a = other.b` names what another module defines; undefined = it defines something itself. */
  #alias(
    finder: ModuleFinder,
    path: string,
    outline: Outline,
    { kind, signature }: Definition,
  ): DefinitionPlace | undefined {
    const alias = kind === 'constant' ? /^[\w$.]*exports\.[\w$]+\s*=\s*([\w$]+)\.([\w$]+);?$/.exec(signature) : null;
    const from = outline.imports.find(({ names }) =>
      names.some(({ name, local }) => name === '*' && local === alias?.[1]),
    );
    const target =
      from === undefined ? undefined : this.#member(finder, from.specifier, alias?.[2] ?? '', path, new Set());
    return target?.kind === 'definition' ? target : undefined;
  }

  #finder(languageId: string): ModuleFinder {
    if (this.#structure !== this.#symbols.structure) {
      this.#finders.clear();
      this.#structure = this.#symbols.structure;
    }
    const create = finders[languageId] ?? pathModules;
    const finder = this.#finders.get(create) ?? create(this.#symbols);
    this.#finders.set(create, finder);
    return finder;
  }

  #imported(finder: ModuleFinder, { specifier, names }: Import, from: string): Binding[] {
    return names.flatMap(({ name, local }): Binding[] => {
      const target = this.#member(finder, specifier, local === '*' ? '*' : name, from, new Set());
      return target === undefined ? [] : [{ local, how: 'import', target }];
    });
  }

  /** What `name` of a specifier means; `*` = the module itself. */
  #member(finder: ModuleFinder, specifier: string, name: string, from: string, seen: Set<string>): Target | undefined {
    const module = finder.find(specifier, from);
    if (name === '*') {
      return module.paths.length === 0 ? undefined : this.#wholeModule(finder, module, seen);
    }
    // `import a.b.C` names the class twice: in its path and as what is bound.
    const inner = module.inner.at(-1) === name ? { ...module, inner: module.inner.slice(0, -1) } : module;
    const child = (): Target | undefined => {
      const found = finder.child(specifier, name, from);
      return found.paths.length === 0 ? undefined : { kind: 'module', paths: found.paths };
    };
    return this.#inModule(finder, inner, name, seen) ?? this.#behindModule(finder, inner, name, seen) ?? child();
  }

  /** `a::b::Name` where `a` only passes the module `b` on. */
  #behindModule(finder: ModuleFinder, module: FoundModule, name: string, seen: Set<string>): Target | undefined {
    const target = module.inner.length === 0 || seen.size > farthest ? undefined : this.#modulePath(finder, module);
    return target?.kind === 'module'
      ? this.#inModule(finder, { paths: target.paths, inner: [] }, name, seen)
      : undefined;
  }

  #wholeModule(finder: ModuleFinder, module: FoundModule, seen: Set<string>): Target | undefined {
    const name = module.inner.at(-1);
    const [path = ''] = module.paths;
    // `module.exports = Shop`: what the module is, is the thing itself.
    const whole = this.#symbols.outline(path)?.exports.find(({ local }) => local === '*')?.name;
    const itself =
      name === undefined && whole !== undefined
        ? this.#inModule(finder, { paths: [path], inner: [] }, whole, seen)
        : undefined;
    return name === undefined
      ? itself?.kind === 'definition'
        ? { ...itself, wholeOf: path }
        : (itself ?? { kind: 'module', paths: module.paths })
      : this.#inModule(finder, { paths: module.paths, inner: module.inner.slice(0, -1) }, name, seen);
  }

  #inModule(finder: ModuleFinder, { paths, inner }: FoundModule, name: string, seen: Set<string>): Target | undefined {
    for (const path of paths) {
      const target = this.#inFile(finder, path, inner, name, seen);
      if (target !== undefined) {
        return target;
      }
    }
    // Only when no file of a package has it at its top: what stands inside of something.
    for (const path of paths) {
      const outline = this.#symbols.outline(path);
      const target = outline === undefined ? undefined : this.#anywhere(path, outline, name);
      if (target !== undefined) {
        return target;
      }
    }
    return undefined;
  }

  #inFile(
    finder: ModuleFinder,
    path: string,
    inner: readonly string[],
    name: string,
    seen: Set<string>,
  ): Target | undefined {
    const outline = this.#symbols.outline(path);
    const step = `${path}\n${name}`;
    if (outline === undefined || seen.has(step) || seen.size > farthest * 8) {
      return undefined;
    }
    seen.add(step);
    const own = inner.length === 0 ? topLevel(outline, name) : nested(outline, name);
    if (own !== undefined) {
      return { kind: 'definition', path, index: own };
    }
    const exported = outline.exports.find(({ local }) => local === name);
    if (exported !== undefined && exported.name !== name) {
      const target =
        exported.name === '*' ? undefined : this.#inModule(finder, { paths: [path], inner: [] }, exported.name, seen);
      if (target !== undefined) {
        return target;
      }
    }
    // `module.exports = a` and `export { a as b }` give away what the file itself calls `a`.
    const isGivenAway = exported !== undefined || outline.exports.some((one) => one.name === name);
    return this.#passedOn(finder, path, outline, name, isGivenAway, seen);
  }

  #passedOn(
    finder: ModuleFinder,
    path: string,
    outline: Outline,
    name: string,
    isExported: boolean,
    seen: Set<string>,
  ): Target | undefined {
    for (const one of outline.imports) {
      const bound = one.names.find(({ local }) => local === name);
      if (bound !== undefined && (one.reExported || isExported || finder.passesImportsOn || seen.size > 1)) {
        const target = this.#member(finder, one.specifier, bound.name, path, seen);
        if (target !== undefined) {
          return target;
        }
      }
    }
    // What a module says itself comes before what it takes from others as a whole: `mod elf;` beside `pub use read::*;`.
    if (outline.definitions.some((one) => one.kind === 'module' && one.name === name && one.signature.endsWith(';'))) {
      const { paths } = finder.child('', name, path);
      if (paths.length > 0) {
        return { kind: 'module', paths };
      }
    }
    for (const one of outline.imports) {
      if ((one.reExported || finder.passesImportsOn) && one.names.some(({ local }) => local === '*')) {
        const target = this.#inModule(finder, finder.find(one.specifier, path), name, seen);
        if (target !== undefined) {
          return target;
        }
      }
    }
    return undefined;
  }

  /** Java's static members and nested classes, Rust's inline modules, the object behind a default export. */
  #anywhere(path: string, outline: Outline, name: string): Target | undefined {
    if (name === 'default') {
      const only = outline.definitions.findIndex(({ container, exported }) => container === undefined && exported);
      return only < 0 ||
        outline.definitions.filter(({ container, exported }) => container === undefined && exported).length > 1
        ? { kind: 'module', paths: [path] }
        : { kind: 'definition', path, index: only };
    }
    const index = nested(outline, name);
    return index === undefined ? undefined : { kind: 'definition', path, index };
  }
}
