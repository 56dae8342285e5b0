/** Files in memory with gate, journal and executor around them, for tests of what is done to files and what is not. */
import type { FileChanger, FileOperation } from '../../../../src/platform/FileChanger';
import { ChangeExecutor } from '../../../../src/tools/changes/ChangeExecutor';
import { ChangeJournal } from '../../../../src/tools/changes/ChangeJournal';
import { type GateOptions, PathGate } from '../../../../src/tools/gate/PathGate';
import { MemoryStorage } from '../../../support/MemoryStorage';
import { MemoryFiles } from '../gate/memoryFiles';

export const bytesOf = (text: string | undefined): Uint8Array | undefined =>
  text === undefined ? undefined : new TextEncoder().encode(text);

export class World implements FileChanger {
  readonly files: MemoryFiles;
  readonly storage = new MemoryStorage();
  readonly performed: FileOperation[] = [];
  /** Called before a change is made. */
  before: (operation: FileOperation, count: number) => void = () => {};
  readonly settled: string[] = [];
  trusted = true;
  #ids = 0;

  constructor(
    tree: Readonly<Record<string, string>>,
    private readonly options: Partial<GateOptions> = {},
  ) {
    this.files = new MemoryFiles(tree);
  }

  gate(): PathGate {
    return new PathGate(this.files, {
      platform: { system: 'linux', home: '/home/me' },
      roots: [{ path: '/w' }],
      ownFolders: ['/home/me/own'],
      isIgnored: () => false,
      isDirty: () => false,
      trusted: this.trusted,
      ...this.options,
    });
  }

  /** As a window that has just been opened has it. */
  executor(): ChangeExecutor {
    return new ChangeExecutor({
      gate: () => this.gate(),
      files: this,
      journal: new ChangeJournal(this.storage),
      createId: () => `id-${String(this.#ids++).padStart(4, '0')}`,
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.files.read(path);
  }

  async settle(path: string): Promise<void> {
    this.settled.push(path);
  }

  async perform(operation: FileOperation): Promise<void> {
    this.before(operation, this.performed.length);
    const text = await this.text(operation.realPath);
    this.performed.push(operation);
    if (operation.operation === 'write') {
      this.files.set(operation.realPath, new TextDecoder().decode(operation.bytes));
    } else {
      this.files.remove(operation.realPath);
      if (operation.realTarget !== undefined) {
        this.files.set(operation.realTarget, text ?? '');
      }
    }
  }

  async text(path: string): Promise<string | undefined> {
    const bytes = await this.files.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }
}
