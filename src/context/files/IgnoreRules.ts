/**
 * Which files nobody's context may hold: what git ignores (nested `.gitignore`, `.git/info/exclude`), what `.tandemignore` names (the same
 * syntax, and no `.gitignore` takes it back), what the editor's exclusion settings hide, what only tools write, and secrets.
 */
import { looksSecret } from '../../base/secretFiles';
import { globTest } from './globs';
import { decides, type IgnoreLayer, ignoreLayer } from './ignoreLayers';
import { folderOf } from './paths';
import type { SourceTree } from './SourceTree';

/** Folders that hold other people's code or a tool's own data, whether a repository ignores them or not. */
const foreignFolders = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  '.venv',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.yarn',
  '.pnpm-store',
  '__pycache__',
  'bower_components',
  'jspm_packages',
  'node_modules',
  'site-packages',
]);

/** What is known about a folder. The layers are those for what lies in it, the outermost first. */
interface FolderRules {
  readonly ignored: boolean;
  readonly git: readonly IgnoreLayer[];
  readonly tandem: readonly IgnoreLayer[];
}

export class IgnoreRules {
  readonly #tree: SourceTree;
  readonly #excluded: readonly ((path: string) => boolean)[];
  readonly #folders = new Map<string, FolderRules>();

  /** `excluded`: glob patterns relative to the folder, as in `files.exclude`. */
  constructor(tree: SourceTree, excluded: readonly string[]) {
    this.#tree = tree;
    this.#excluded = excluded.map(globTest).filter((test) => test !== undefined);
  }

  /** Whether a file or folder, or a folder around it, is left out. */
  ignores(path: string, kind: 'file' | 'folder'): boolean {
    return kind === 'folder' ? this.#folder(path).ignored : this.#ignoresEntry(path, path);
  }

  #ignoresEntry(path: string, tested: string): boolean {
    const around = this.#folder(folderOf(path));
    return (
      around.ignored ||
      looksSecret(path.toLowerCase().split('/')) ||
      decides(around.git, tested) ||
      decides(around.tandem, tested) ||
      this.#excluded.some((test) => test(path))
    );
  }

  #folder(path: string): FolderRules {
    const known = this.#folders.get(path);
    if (known !== undefined) {
      return known;
    }
    const rules = this.#read(path);
    this.#folders.set(path, rules);
    return rules;
  }

  #read(path: string): FolderRules {
    const around = path === '' ? undefined : this.#folder(folderOf(path));
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (around !== undefined && (foreignFolders.has(name) || this.#ignoresEntry(path, `${path}/`))) {
      return { ignored: true, git: [], tandem: [] };
    }
    const below = path === '' ? '' : `${path}/`;
    const git = [...(path === '' ? ['.git/info/exclude'] : []), `${below}.gitignore`];
    return {
      ignored: false,
      git: [...(around?.git ?? []), ...git.flatMap((file) => this.#layer(below, file))],
      tandem: [...(around?.tandem ?? []), ...this.#layer(below, `${below}.tandemignore`)],
    };
  }

  #layer(below: string, file: string): IgnoreLayer[] {
    const text = this.#tree.read(file);
    return text === undefined ? [] : [ignoreLayer(below, text)];
  }
}

/** Whether a file with this name changes what is ignored. */
export function isIgnoreFile(path: string): boolean {
  return /(?:^|\/)\.(?:git|tandem)ignore$/.test(path) || path === '.git/info/exclude';
}
