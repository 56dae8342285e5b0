/** Files in memory for the gate's tests: folders, links, hard links, devices, and a volume that ignores case where asked. */
import type { FileFacts, Files } from '../../../../src/platform/Files';

/** Text = a file; '→ x' = a link to x; '/' = a folder; '!' = a device; '=n text' = a file with n names. */
export type Tree = Readonly<Record<string, string>>;

export class MemoryFiles implements Files {
  private readonly entries = new Map<string, string>();
  private readonly spelling = new Map<string, string>();
  /** What `above` found, until something changes. */
  private readonly places = new Map<string, string>();

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
    this.places.clear();
    this.entries.delete(this.key(path));
    this.spelling.delete(this.key(path));
  }

  async facts(path: string): Promise<FileFacts | undefined> {
    const entry = this.entries.get(this.key(this.above(path)));
    if (entry === undefined) {
      return undefined;
    }
    const names = Number(/^=(\d+) /.exec(entry)?.[1] ?? 1);
    const kind = entry === '/' ? 'directory' : entry === '!' ? 'other' : entry.startsWith('→ ') ? 'link' : 'file';
    return { kind, size: entry.length, names };
  }

  async readLink(path: string): Promise<string | undefined> {
    const entry = this.entries.get(this.key(this.above(path)));
    return entry?.startsWith('→ ') ? entry.slice(2) : undefined;
  }

  async realPath(path: string): Promise<string | undefined> {
    return this.spelling.get(this.key(this.follow(path)));
  }

  async names(path: string, limit: number): Promise<readonly string[] | undefined> {
    const prefix = `${this.key(this.follow(path))}/`;
    return [...this.entries.keys()]
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length))
      .slice(0, limit);
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    const place = this.follow(path);
    const facts = await this.facts(place);
    return facts?.kind === 'file' ? new TextEncoder().encode(this.entries.get(this.key(place))) : undefined;
  }

  /** Where a path leads when all its links are followed; what is missing, or goes round in circles, stays as it is written. */
  private follow(path: string, links = 0): string {
    const place = this.above(path, links);
    const target = /^→ (.*)$/.exec(this.entries.get(this.key(place)) ?? '')?.[1];
    if (target === undefined || links > 40) {
      return place;
    }
    const folder = place.slice(0, place.lastIndexOf('/'));
    return this.follow(/^(?:[A-Za-z]:)?\//.test(target) ? target : `${folder}/${target}`, links + 1);
  }

  /** The same for all steps but the last. */
  private above(path: string, links = 0): string {
    const known = this.places.get(path) ?? this.walk(path, links);
    this.places.set(path, known);
    return known;
  }

  private walk(path: string, links: number): string {
    const root = /^(?:[A-Za-z]:)?\//.exec(path)?.[0] ?? '';
    const steps = path
      .slice(root.length)
      .split('/')
      .filter((step) => step !== '' && step !== '.');
    let here = root.slice(0, -1);
    for (const [index, step] of steps.entries()) {
      if (step === '..') {
        here = here.slice(0, Math.max(root.length - 1, here.lastIndexOf('/')));
      } else if (index === steps.length - 1) {
        here = `${here}/${step}`;
      } else {
        here = this.follow(`${here}/${step}`, links).replace(/\/$/, '');
      }
    }
    return here === root.slice(0, -1) ? root : here;
  }

  private empty(path: string): void {
    const within = `${this.key(path)}/`;
    for (const key of [...this.entries.keys()].filter((one) => one.startsWith(within))) {
      this.entries.delete(key);
      this.spelling.delete(key);
    }
  }

  private put(path: string, entry: string): void {
    this.places.clear();
    this.entries.set(this.key(path), entry);
    this.spelling.set(this.key(path), path);
  }

  private key(path: string): string {
    const trimmed = path.length > 1 && !/^[A-Za-z]:\/$/.test(path) ? path.replace(/\/$/, '') : path;
    return this.ignoresCase ? trimmed.normalize('NFC').toLowerCase() : trimmed;
  }
}
