/**
 * Whether the imports of a file lead to another file, read from the text alone by each language's plain rules and with none of the product's
 * code: that a word of an import is also the name of some file does not make it so.
 */

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** `export * from`, `module.exports = require(…)`, `from x import *`, `pub use x::*`. */
const everything = /\bexport\s*\*|exports\s*=\s*require\(|\bimport\s+\*|::\*/;
/** Re-exports that are followed. */
const farthest = 4;

export class Leads {
  readonly #files = new Map<string, SourceText[]>();
  readonly #modules = new Map<string, ReadonlySet<string>>();

  constructor(files: readonly SourceText[]) {
    for (const file of files) {
      for (const name of [modulePath(file.path), stemOf(file.path)]) {
        this.#files.set(name, [...(this.#files.get(name) ?? []), file]);
      }
    }
  }

  /** `name`: what is looked for in `target`; files on the way have to name it, or to pass on everything. */
  lead(from: SourceText, target: string, name: string, most = farthest): boolean {
    const named = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
    const seen = new Set([from.path]);
    let frontier = [from];
    for (let step = 0; step < most && frontier.length > 0; step++) {
      if (frontier.some((file) => this.#names(file, target))) {
        return true;
      }
      const next = frontier.flatMap((file) => [...this.#modulesOf(file)].flatMap((one) => this.#files.get(one) ?? []));
      frontier = [...new Set(next)].filter(({ path, text }) => {
        const passesOn = named.test(text) || everything.test(text);
        const isNew = passesOn && !seen.has(path);
        seen.add(path);
        return isNew;
      });
    }
    return false;
  }

  #names(file: SourceText, target: string): boolean {
    const modules = this.#modulesOf(file);
    return modules.has(modulePath(target)) || (isByWord(target) && modules.has(stemOf(target)));
  }

  /** Paths of modules that a file imports; of Rust, whose paths are written in nested braces, their words, `super` as what it stands for. */
  #modulesOf(file: SourceText): ReadonlySet<string> {
    const modules = this.#modules.get(file.path) ?? new Set(modulesIn(file, (name) => this.#files.has(name)));
    this.#modules.set(file.path, modules);
    return modules;
  }
}

/** Path of a module as imports name it: without extension, and without the name that stands for its folder. */
function modulePath(path: string): string {
  return path.replace(/(?:\.d)?\.\w+$/, '').replace(/(?:^|\/)(?:index|__init__|mod|lib)$/, '');
}

function stemOf(path: string): string {
  return isByWord(path) ? (modulePath(path).split('/').at(-1) ?? '') : modulePath(path);
}

function isByWord(path: string): boolean {
  return path.endsWith('.rs');
}

function* modulesIn({ path, text }: SourceText, exists: (module: string) => boolean): Generator<string> {
  const folder = path.split('/').slice(0, -1);
  if (isByWord(path)) {
    const own = modulePath(path).split('/');
    yield own.slice(0, -1).join('/');
    for (const [, used = ''] of text.matchAll(/\b(?:use|mod)\s+([^;{}()]*(?:\{[^;]*\})?)\s*;/g)) {
      yield* used.match(/\w+/g) ?? [];
    }
  } else if (path.endsWith('.py')) {
    for (const [, dots = '', from = '', names = ''] of text.matchAll(
      /^\s*from\s+(\.*)([\w.]*)\s+import\s+(\([^)]*\)|[^\n]*)/gm,
    )) {
      const start = dots === '' ? [] : folder.slice(0, folder.length - dots.length + 1);
      const module = [...start, ...(from === '' ? [] : from.split('.'))];
      yield module.join('/');
      yield* (names.match(/\w+/g) ?? []).map((name) => [...module, name].join('/'));
    }
    yield* [...text.matchAll(/^\s*import\s+([\w.]+)/gm)].map(([, name = '']) => name.replaceAll('.', '/'));
  } else if (path.endsWith('.java')) {
    yield* [...text.matchAll(/import\s+(?:static\s+)?([\w.]+)/g)].flatMap(([, name = '']) => {
      const segments = name.split('.');
      return segments.map((_, at) => segments.slice(0, at + 1).join('/'));
    });
  } else {
    for (const [, specifier = ''] of text.matchAll(
      /(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*['"`]([^'"`\n]+)['"`]/g,
    )) {
      yield* specifier.startsWith('.')
        ? [modulePath(joined(folder, specifier.split('/')))]
        : ['src', 'lib', ''].map((root) => joined([], [root, modulePath(inPackage(specifier))])).filter(exists);
    }
  }
}

/** Behind the name of a package, which may be the repository's own. */
function inPackage(specifier: string): string {
  return specifier
    .split('/')
    .slice(specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function joined(folder: readonly string[], segments: readonly string[]): string {
  const path = [...folder];
  for (const segment of segments) {
    if (segment === '..') {
      path.pop();
    } else if (segment !== '.' && segment !== '') {
      path.push(segment);
    }
  }
  return path.join('/');
}
