/**
 * A script that moves to another path: what its own imports, and those of the files that use it, have to say then. No language server can be
 * asked for that without making the change: VS Code gives extensions no way to see what its participants would do to a renamed file.
 * Relative specifiers only; what a configuration maps (`paths`, packages) is left alone.
 */
import type { OffsetEdit } from '../edits/mergeTextEdits';

/** Files whose imports are understood. */
const script = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;
/** What stands for a file of another name: TypeScript's sources are imported by the names that they are compiled to. */
const writtenFor: readonly (readonly [written: RegExp, real: readonly string[]])[] = [
  [/\.js$/, ['.ts', '.tsx', '.jsx']],
  [/\.jsx$/, ['.tsx']],
  [/\.mjs$/, ['.mts']],
  [/\.cjs$/, ['.cts']],
];
const leftOut = ['.ts', '.tsx', '.d.ts', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];

/** The text of a specifier between its quotes, which are the first group. */
const specifiers = [
  /\b(?:from|import)\s*(['"])(\.{1,2}(?:\/[^'"\n]*)?)\1/g,
  /\b(?:require|import|require\.resolve|(?:jest|vi)\.\w+)\s*\(\s*(['"`])(\.{1,2}(?:\/[^'"`\n$]*)?)\1/g,
];

export function isMovable(path: string): boolean {
  return script.test(path);
}

/** The file's own imports from its new place. Paths have forward slashes and hang below one folder. */
export function importsOfMoved(text: string, from: string, to: string): OffsetEdit[] {
  return edited(text, (specifier) => relative(folderOf(to), joined(folderOf(from), specifier), specifier));
}

/**
 * The imports of a file at `user` that mean the moved one.
 * @param isThere whether there is a script at a path
 */
export function importsOfUser(
  text: string,
  user: string,
  from: string,
  to: string,
  isThere: (path: string) => boolean,
): OffsetEdit[] {
  return edited(text, (specifier) => {
    const meant = joined(folderOf(user), specifier);
    const ending = endingOf(meant, from, isThere);
    if (ending === undefined) {
      return undefined;
    }
    // What the specifier leaves out or writes otherwise it goes on to.
    const target = ending.written === '' ? withoutEnding(to) : withEnding(to, ending);
    return relative(folderOf(user), target, specifier);
  });
}

/** What a file has to hold to import the moved one; an index can be meant without being named. */
export function nameInImports(from: string): string {
  const name = from.slice(from.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return name === 'index' ? '' : name;
}

interface Ending {
  /** As the specifier has it; '' = it leaves the ending out. */
  readonly written: string;
  readonly real: string;
}

/** How a path in a specifier stands for a file; undefined = it does not. */
function endingOf(meant: string, file: string, isThere: (path: string) => boolean): Ending | undefined {
  if (meant === file) {
    const own = /\.[^./]*$/.exec(file)?.[0] ?? '';
    return { written: own, real: own };
  }
  for (const [written, real] of writtenFor) {
    const stem = meant.replace(written, '');
    const found = stem === meant ? undefined : real.find((ending) => stem + ending === file);
    if (found !== undefined) {
      return { written: meant.slice(stem.length), real: found };
    }
  }
  const found = [...leftOut, ...leftOut.map((ending) => `/index${ending}`)].find((ending) => isThere(meant + ending));
  return found === undefined || meant + found !== file ? undefined : { written: '', real: found };
}

function withEnding(to: string, { written, real }: Ending): string {
  const own = /\.[^./]*$/.exec(to)?.[0] ?? '';
  return own === real ? to.slice(0, -own.length) + written : to;
}

function withoutEnding(to: string): string {
  const [ending = ''] = leftOut.filter((one) => to.endsWith(one)).sort((one, other) => other.length - one.length);
  return to.slice(0, to.length - ending.length).replace(/(?:^|\/)index$/, '');
}

function edited(text: string, change: (specifier: string) => string | undefined): OffsetEdit[] {
  const found = new Map<number, OffsetEdit>();
  for (const pattern of specifiers) {
    for (const match of text.matchAll(pattern)) {
      const specifier = match[2] ?? '';
      const changed = change(specifier);
      if (changed !== undefined && changed !== specifier) {
        const start = match.index + match[0].lastIndexOf(specifier + match[1]);
        found.set(start, { start, end: start + specifier.length, text: changed });
      }
    }
  }
  return [...found.values()];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function joined(folder: string, specifier: string): string {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of specifier.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '.' && part !== '') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

function relative(folder: string, target: string, like: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = target === '' ? [] : target.split('/');
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) {
    shared++;
  }
  const up = from.slice(shared).map(() => '..');
  const path = [...(up.length === 0 ? ['.'] : up), ...to.slice(shared)].join('/');
  return like.endsWith('/') ? `${path}/` : path;
}
