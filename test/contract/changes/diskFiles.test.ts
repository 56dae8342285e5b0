/**
 * Changes on a real file system, through gate, journal and executor: bytes of every encoding stay, modes stay, and what the system
 * refuses leaves everything as it was.
 */
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { applyEdits } from '../../../src/edits/applyEdits';
import { diskFiles } from '../../../src/node/diskFiles';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { realFiles } from '../../../src/node/realFiles';
import { ChangeExecutor } from '../../../src/tools/changes/ChangeExecutor';
import { ChangeJournal } from '../../../src/tools/changes/ChangeJournal';
import type { FileChange } from '../../../src/tools/changes/FileChange';
import { PathGate } from '../../../src/tools/gate/PathGate';

const home = realpathSync(mkdtempSync(join(tmpdir(), 'tandem-changes-')));
const folder = join(home, 'workspace');
let count = 0;

function executor(): ChangeExecutor {
  return new ChangeExecutor({
    gate: () =>
      new PathGate(realFiles, {
        platform: { system: 'linux', home: join(home, 'me') },
        roots: [{ path: folder }],
        ...{ ownFolders: [join(home, 'own')], isIgnored: () => false, isDirty: () => false, trusted: true },
      }),
    files: diskFiles,
    journal: new ChangeJournal(new FileStorage(join(home, 'own'))),
    createId: () => `id-${String(count++).padStart(6, '0')}`,
  });
}

const at = (path: string): string => join(folder, path);
const bytes = (path: string): Uint8Array | undefined =>
  existsSync(at(path)) && lstatSync(at(path)).isFile() ? new Uint8Array(readFileSync(at(path))) : undefined;

function put(path: string, content: string | Uint8Array): Uint8Array {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
  return new Uint8Array(Buffer.from(content));
}

function write(path: string, after: string | Uint8Array, seen?: Uint8Array | 'nothing'): FileChange {
  const before = seen === 'nothing' ? undefined : (seen ?? bytes(path));
  return { operation: 'write', path: at(path), before, after: new Uint8Array(Buffer.from(after)) };
}

/** Nothing of ours is left beside the files. */
function leftOvers(): string[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.tmp'));
}

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const everyone = async (): Promise<boolean> => true;
const nobody = async (): Promise<boolean> => false;

describe('files on the disk', () => {
  it('keep every end of line, byte order mark, final break and tab outside the edit, and undo gives the bytes back', async () => {
    let cases = 0;
    for (const end of ['\n', '\r\n', '\r']) {
      for (const mark of ['', '\uFEFF']) {
        for (const final of ['', end]) {
          for (const indent of ['\t', '  ', ' \t']) {
            const base = `${mark}one {${end}${indent}two${end}${indent}“three” \t${end}}${final}`;
            const applied = applyEdits('f.txt', base, [{ search: 'two', replace: 'zwei\ndrei' }]);
            expect(applied.kind).toBe('applied');
            const text = applied.kind === 'applied' ? applied.text : '';
            expect(text).toBe(base.replace('two', `zwei${end}drei`));
            const before = put('f.txt', base);
            const one = executor();
            expect((await one.execute('test', [write('f.txt', text)], nobody)).failed).toEqual([]);
            expect(Buffer.from(bytes('f.txt') ?? []).toString()).toBe(text);
            const made = await one.undoable();
            await (made && one.again(made, 'undo', () => undefined));
            expect(bytes('f.txt')).toEqual(before);
            cases++;
          }
        }
      }
    }
    expect(cases).toBe(36);
    expect(leftOvers()).toEqual([]);
  });

  it('keep their mode and their other names', async () => {
    put('run.txt', 'a');
    chmodSync(at('run.txt'), 0o754);
    await executor().execute('test', [write('run.txt', 'b')], nobody);
    expect(statSync(at('run.txt')).mode & 0o777).toBe(0o754);
    put('one.txt', 'a');
    linkSync(at('one.txt'), at('two.txt'));
    await executor().execute('test', [write('one.txt', 'b')], everyone);
    expect(readFileSync(at('two.txt'), 'utf8')).toBe('b');
    expect(leftOvers()).toEqual([]);
  });

  it('that are read-only, gone, or have become a folder stay so, and the others are changed', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      put(`${name}.txt`, name);
    }
    const changes = ['a', 'b', 'c', 'd'].map((name) => write(`${name}.txt`, name.toUpperCase()));
    chmodSync(at('b.txt'), 0o444);
    rmSync(at('c.txt'));
    const { failed, made } = await executor().execute('test', changes, everyone);
    expect(failed.map(({ change, why }) => [change.path, why])).toEqual([
      [at('b.txt'), 'failed'],
      [at('c.txt'), 'changed'],
    ]);
    expect(failed[0]?.error?.code).toBe('file.readOnly');
    expect(made).toHaveLength(2);
    expect(['a', 'b', 'd'].map((name) => readFileSync(at(`${name}.txt`), 'utf8'))).toEqual(['A', 'b', 'D']);
    expect(existsSync(at('c.txt'))).toBe(false);
  });

  it('that a link leads out of the workspace to are not written, whoever placed the link and when', async () => {
    const outside = join(home, 'outside.txt');
    writeFileSync(outside, 'mine');
    symlinkSync(outside, at('link.txt'));
    symlinkSync(home, at('folder'));
    const through = [
      write('link.txt', 'x', new Uint8Array(Buffer.from('mine'))),
      write('folder/outside.txt', 'x', new Uint8Array(Buffer.from('mine'))),
      write('folder/new.txt', 'x', 'nothing'),
    ];
    expect((await executor().execute('test', through, nobody)).failed).toHaveLength(3);
    expect(readFileSync(outside, 'utf8')).toBe('mine');
    expect(existsSync(join(home, 'new.txt'))).toBe(false);
  });

  it('are made where nothing is, in folders that are made too, and never over something', async () => {
    await executor().execute('test', [write('new/deep/file.txt', 'n', 'nothing')], nobody);
    expect(readFileSync(at('new/deep/file.txt'), 'utf8')).toBe('n');
    put('there.txt', 'mine');
    expect((await executor().execute('test', [write('there.txt', 'n', 'nothing')], nobody)).failed).toHaveLength(1);
    expect(readFileSync(at('there.txt'), 'utf8')).toBe('mine');
  });

  it('move and go, and come back', async () => {
    const a = put('a.txt', 'a');
    const b = put('b.txt', 'b');
    const one = executor();
    const changes: FileChange[] = [
      { operation: 'rename', path: at('a.txt'), to: at('sub/c.txt'), before: a, after: a },
      { operation: 'delete', path: at('b.txt'), before: b, after: undefined },
    ];
    expect((await one.execute('test', changes, nobody)).failed).toEqual([]);
    expect([bytes('a.txt'), bytes('b.txt'), bytes('sub/c.txt')]).toEqual([undefined, undefined, a]);
    const made = await one.undoable();
    expect((made && (await one.again(made, 'undo', () => undefined)))?.failed).toEqual([]);
    expect([bytes('a.txt'), bytes('b.txt'), bytes('sub/c.txt')]).toEqual([a, b, undefined]);
  });

  it('leave a journal that nobody else may read', async () => {
    put('a.txt', 'a');
    await executor().execute('test', [write('a.txt', 'b')], nobody);
    const own = join(home, 'own');
    expect(statSync(own).mode & 0o777).toBe(0o700);
    expect(readdirSync(own).map((name) => statSync(join(own, name)).mode & 0o777)).toSatisfy((modes: number[]) =>
      modes.every((mode) => mode === 0o600),
    );
  });
});
