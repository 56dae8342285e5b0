/** Files in memory for the gate's tests: folders, links, hard links, devices, and a volume that ignores case where asked. */
import type { FileFacts, Files } from '../../../../src/platform/Files';

/** Text = a file; '→ x' = a link to x; '/' = a folder; '!' = a device; '=n text' = a file with n names. */
export type Tree = Readonly<Record<string, string>>;

export class MemoryFiles implements Files {
  private readonly entries = new Map<string, string>();
  private readonly spelling = new Map<string, string>();

  constructor(
    tree: Tree,
    private readonly ignoresCase = false,
  ) {
    for (const [path, entry] of Object.entries(tree)) {
      this.set(path, entry);
    }
  }

  /** What takes the place of a folder takes that of all in it. @throws below a link or a file, where no volume could have anything */
  set(path: string, entry: string): void {
    const drive = /^[A-Z]:\//.exec(path)?.[0] ?? '/';
    const segments = path.slice(drive.length).split('/');
    this.put(drive, '/');
    for (const index of segments.keys()) {
      const here = drive + segments.slice(0, index + 1).join('/');
      if (index < segments.length - 1) {
        if (!this.entries.has(this.key(here))) {
          this.put(here, '/');
        } else if (this.entries.get(this.key(here)) !== '/') {
          throw new Error(`${here} is no folder, so there is no ${path}`);
        }
      } else {
        if (entry !== '/') {
          this.empty(here);
        }
        this.put(here, entry);
      }
    }
  }

  remove(path: string): void {
    this.entries.delete(this.key(path));
    this.spelling.delete(this.key(path));
  }

  async facts(path: string): Promise<FileFacts | undefined> {
    const entry = this.entries.get(this.key(path));
    if (entry === undefined) {
      return undefined;
    }
    const names = Number(/^=(\d+) /.exec(entry)?.[1] ?? 1);
    const kind = entry === '/' ? 'directory' : entry === '!' ? 'other' : entry.startsWith('→ ') ? 'link' : 'file';
    return { kind, size: entry.length, names };
  }

  async readLink(path: string): Promise<string | undefined> {
    const entry = this.entries.get(this.key(path));
    return entry?.startsWith('→ ') ? entry.slice(2) : undefined;
  }

  /** Called with paths whose links are resolved already: only the spelling is left to tell. */
  async realPath(path: string): Promise<string | undefined> {
    // Of links, the last one to an absolute path is enough for the tests.
    const target = /^→ (\/.*)$/.exec(this.entries.get(this.key(path)) ?? '')?.[1];
    return this.spelling.get(this.key(target ?? path));
  }

  async names(path: string, limit: number): Promise<readonly string[] | undefined> {
    const prefix = `${this.key(path)}/`;
    return [...this.entries.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .slice(0, limit);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const facts = await this.facts(path);
    return facts?.kind === 'file' ? new TextEncoder().encode(this.entries.get(this.key(path))) : undefined;
  }

  private empty(path: string): void {
    const within = `${this.key(path)}/`;
    for (const key of [...this.entries.keys()].filter((one) => one.startsWith(within))) {
      this.entries.delete(key);
      this.spelling.delete(key);
    }
  }

  private put(path: string, entry: string): void {
    this.entries.set(this.key(path), entry);
    this.spelling.set(this.key(path), path);
  }

  private key(path: string): string {
    const trimmed = path.length > 1 && !/^[A-Za-z]:\/$/.test(path) ? path.replace(/\/$/, '') : path;
    return this.ignoresCase ? trimmed.normalize('NFC').toLowerCase() : trimmed;
  }
}
