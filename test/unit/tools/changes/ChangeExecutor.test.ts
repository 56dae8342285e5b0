/** The one way to the user's files: what the gate lets through, what happens when the world moves in between, and after a crash. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../../src/base/AssistantError';
import { type FileChange, inverseOf } from '../../../../src/tools/changes/FileChange';
import { bytesOf, World } from './world';

const yes = async (): Promise<boolean> => true;
const no = async (): Promise<boolean> => false;

function write(path: string, before: string | undefined, after: string): FileChange {
  return { operation: 'write', path, before: bytesOf(before), after: bytesOf(after) };
}

const three = { '/w/a': 'a', '/w/b': 'b', '/w/c': 'c', '/w/package.json': '{}', '/w/.git/config': 'g', '/out/x': 'x' };
const threeWrites = ['a', 'b', 'c'].map((name) => write(`/w/${name}`, name, name.toUpperCase()));

describe('changes', () => {
  async function check(
    changes: readonly FileChange[],
    expected: Readonly<Record<string, string | undefined>>,
    failures: readonly string[],
    { confirm = yes, prepare = () => {} }: { confirm?: typeof yes; prepare?: (world: World) => void } = {},
  ): Promise<void> {
    const world = new World(three);
    prepare(world);
    const { failed } = await world.executor().execute('test', changes, confirm);
    expect(failed.map(({ why }) => why)).toEqual(failures);
    for (const [path, text] of Object.entries(expected)) {
      expect([path, await world.text(path)]).toEqual([path, text]);
    }
  }

  it('are made', async () => {
    await check(threeWrites, { '/w/a': 'A', '/w/b': 'B', '/w/c': 'C' }, []);
    await check([write('/w/new/file', undefined, 'n')], { '/w/new/file': 'n' }, []);
    await check(
      [{ operation: 'delete', path: '/w/a', before: bytesOf('a'), after: undefined }],
      { '/w/a': undefined },
      [],
    );
    const moved: FileChange = {
      operation: 'rename',
      path: '/w/a',
      to: '/w/z',
      before: bytesOf('a'),
      after: bytesOf('a'),
    };
    await check([moved, write('/w/z', 'a', 'Z')], { '/w/a': undefined, '/w/z': 'Z' }, []);
  });

  it('are not made where the gate denies, whatever the person says, nor is anything of their set', async () => {
    await check(
      [write('/w/.git/config', 'g', 'G'), threeWrites[0] ?? write('', '', '')],
      { '/w/.git/config': 'g', '/w/a': 'a' },
      ['denied', 'withheld'],
    );
    await check([write('/home/me/.bashrc', undefined, 'x')], { '/home/me/.bashrc': undefined }, ['denied']);
    await check([write('/home/me/own/x', undefined, 'x')], { '/home/me/own/x': undefined }, ['denied']);
    await check(threeWrites, { '/w/a': 'a' }, ['denied', 'denied', 'denied'], {
      prepare: (world) => {
        world.trusted = false;
      },
    });
  });

  it('to files that are more than text wait for a yes of their own', async () => {
    const special = write('/w/package.json', '{}', '{"x":1}');
    await check([special], { '/w/package.json': '{}' }, ['declined'], { confirm: no });
    await check([special], { '/w/package.json': '{"x":1}' }, []);
    await check([write('/out/x', 'x', 'y')], { '/out/x': 'x' }, ['declined'], { confirm: no });
    await check(
      [write('/w/.vscode/settings.json', undefined, '{}')],
      { '/w/.vscode/settings.json': undefined },
      ['declined'],
      {
        confirm: no,
      },
    );
    await check([...threeWrites, special], { '/w/c': 'C', '/w/package.json': '{}' }, ['declined'], { confirm: no });
  });

  it('are not made on a file that is another one than was looked at', async () => {
    await check([write('/w/a', 'older', 'A')], { '/w/a': 'a' }, ['changed']);
    await check([write('/w/a', undefined, 'A')], { '/w/a': 'a' }, ['changed']);
    await check(threeWrites, { '/w/a': 'A', '/w/b': 'mine', '/w/c': 'C' }, ['changed'], {
      prepare: (world) => {
        world.before = (_, count) => count === 0 && world.files.set('/w/b', 'mine');
      },
    });
  });

  it('are not made when a link takes the place of the file or its folder in between', async () => {
    const swap = (path: string, entry: string) => ({
      prepare: (world: World) => {
        world.before = (_, count) => count === 0 && world.files.set(path, entry);
      },
    });
    await check(threeWrites, { '/out/x': 'x' }, ['changed'], swap('/w/b', '→ /out/x'));
    await check([threeWrites[0] ?? write('', '', ''), write('/w/d/x', undefined, 'y')], { '/out/x': 'x' }, ['denied'], {
      prepare: (world) => {
        world.before = (_, count) => count === 0 && world.files.set('/w/d', '→ /out/new');
      },
    });
  });

  it('that the system refuses do not stop the others', async () => {
    await check(threeWrites, { '/w/a': 'A', '/w/b': 'b', '/w/c': 'C' }, ['failed'], {
      prepare: (world) => {
        world.before = ({ realPath }) => {
          if (realPath === '/w/b') {
            throw new AssistantError('file.readOnly', ['b']);
          }
        };
      },
    });
  });

  it('are never begun when they cannot be written down', async () => {
    const world = new World(three);
    world.storage.beforeWrite = () => {
      throw new Error('disk full');
    };
    await expect(world.executor().execute('test', threeWrites, yes)).rejects.toThrow('disk full');
    expect(world.performed).toEqual([]);
  });

  it('hand over nothing but frozen records of the gate', async () => {
    const world = new World(three);
    await world.executor().execute('test', threeWrites, yes);
    expect(world.performed.every((record) => Object.isFrozen(record) && 'sha256Before' in record)).toBe(true);
  });
});

describe('a crash', () => {
  /** Dies before the change with this number, `late`: after it was made and before that was written down. */
  async function crashed(at: number, late: boolean): Promise<World> {
    const world = new World(three);
    const die = (): never => {
      throw new Error('killed');
    };
    if (late) {
      world.storage.beforeWrite = (name) => void (name.endsWith('.done') && world.performed.length > at && die());
    } else {
      world.before = (_, count) => void (count === at && die());
    }
    await expect(world.executor().execute('three', threeWrites, yes)).rejects.toThrow('killed');
    world.storage.beforeWrite = () => {};
    world.before = () => {};
    return world;
  }

  const moments = [0, 1, 2].flatMap((at) => [
    [at, false],
    [at, true],
  ]) as [number, boolean][];

  it.each(moments)('at file %s (after the change: %s) is finished at the next start', async (at, late) => {
    const world = await crashed(at, late);
    const next = world.executor();
    const [entry, other] = await next.unfinished();
    expect([entry?.title, other]).toEqual(['three', undefined]);
    expect((entry && (await next.resume(entry, 'finish')))?.failed).toEqual([]);
    expect(await Promise.all(['/w/a', '/w/b', '/w/c'].map((path) => world.text(path)))).toEqual(['A', 'B', 'C']);
    // What an editor holds unsaved of them is saved.
    expect(world.settled).toEqual(['/w/a', '/w/b', '/w/c']);
    expect(await next.unfinished()).toEqual([]);
    // And it can be taken back as if nothing had happened.
    const made = await next.undoable();
    await (made && next.again(made, 'undo', () => undefined));
    expect(await Promise.all(['/w/a', '/w/b', '/w/c'].map((path) => world.text(path)))).toEqual(['a', 'b', 'c']);
  });

  it.each(moments)('at file %s (after the change: %s) is undone at the next start', async (at, late) => {
    const world = await crashed(at, late);
    const next = world.executor();
    const [entry] = await next.unfinished();
    expect((entry && (await next.resume(entry, 'undo')))?.failed).toEqual([]);
    expect(await Promise.all(['/w/a', '/w/b', '/w/c'].map((path) => world.text(path)))).toEqual(['a', 'b', 'c']);
    expect(await next.unfinished()).toEqual([]);
    expect(await next.undoable()).toBeUndefined();
  });

  it('leaves alone what the person changed since', async () => {
    const world = await crashed(1, false);
    world.files.set('/w/a', 'mine');
    world.files.set('/w/b', 'mine too');
    const next = world.executor();
    const [entry] = await next.unfinished();
    const { failed } = entry === undefined ? { failed: [] } : await next.resume(entry, 'finish');
    expect(failed.map(({ change }) => change.path)).toEqual(['/w/b']);
    expect(await Promise.all(['/w/a', '/w/b', '/w/c'].map((path) => world.text(path)))).toEqual([
      'mine',
      'mine too',
      'C',
    ]);
  });
});

describe('a whole set', () => {
  const all: readonly FileChange[] = [
    ...threeWrites.slice(0, 1),
    { operation: 'delete', path: '/w/b', before: bytesOf('b'), after: undefined },
    { operation: 'rename', path: '/w/c', to: '/w/d', before: bytesOf('c'), after: bytesOf('c') },
    write('/w/d', 'c', 'D'),
    write('/w/new', undefined, 'n'),
  ];
  const before = ['a', 'b', 'c', undefined, undefined];
  const after = ['A', undefined, undefined, 'D', 'n'];
  const texts = (world: World) => Promise.all(['a', 'b', 'c', 'd', 'new'].map((name) => world.text(`/w/${name}`)));

  it('is taken back and made again, files that came, went and moved too', async () => {
    const world = new World(three);
    const executor = world.executor();
    expect((await executor.execute('all', all, yes)).failed).toEqual([]);
    expect(await texts(world)).toEqual(after);
    for (let round = 0; round < 2; round++) {
      const made = await executor.undoable();
      expect((made && (await executor.again(made, 'undo', () => undefined)))?.failed).toEqual([]);
      expect(await texts(world)).toEqual(before);
      expect(await executor.undoable()).toBeUndefined();
      const undone = await executor.redoable();
      expect((undone && (await executor.again(undone, 'redo', () => undefined)))?.failed).toEqual([]);
      expect(await texts(world)).toEqual(after);
      expect(await executor.redoable()).toBeUndefined();
    }
  });

  it('of any files, made, changed, moved and deleted together, is taken back to the byte and made again', async () => {
    const piece = fc.constantFrom('\uFEFF', 'a', 'é', '\r\n', '\n', '\r', '\t', '😀', '');
    const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `x${pieces.join('')}`);
    const file = fc.record({
      what: fc.constantFrom('write', 'create', 'delete', 'rename', 'rename and write'),
      before: text,
      after: text,
    });
    const states = (world: World, names: readonly string[]) => Promise.all(names.map((name) => world.text(name)));
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 6 }), async (files) => {
        const there = files.flatMap(({ what, before }, at) =>
          what === 'create' ? [] : [[`/w/f${at}`, before] as const],
        );
        const world = new World(Object.fromEntries(there));
        const changes = files.flatMap(({ what, before, after }, at): FileChange[] => {
          const [path, to, old] = [`/w/f${at}`, `/w/to/f${at}`, bytesOf(before)];
          const moved: FileChange = { operation: 'rename', path, to, before: old, after: old };
          switch (what) {
            case 'write':
              return [write(path, before, after)];
            case 'create':
              return [write(path, undefined, after)];
            case 'delete':
              return [{ operation: 'delete', path, before: old, after: undefined }];
            case 'rename':
              return [moved];
            default:
              return [moved, write(to, before, after)];
          }
        });
        const names = changes.flatMap(({ path, to }) => (to === undefined ? [path] : [path, to]));
        const first = await states(world, names);
        const executor = world.executor();
        expect((await executor.execute('set', changes, yes)).failed).toEqual([]);
        const second = await states(world, names);
        for (const expected of [first, second, first]) {
          const entry = expected === second ? await executor.redoable() : await executor.undoable();
          const how = expected === second ? 'redo' : 'undo';
          expect(entry && (await executor.again(entry, how, () => undefined)).failed).toEqual([]);
          expect(await states(world, names)).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is found by whoever asks while it is still being made', async () => {
    const executor = new World(three).executor();
    const making = executor.execute('set', all, yes);
    expect(await executor.undoable()).toMatchObject({ title: 'set' });
    await making;
  });

  it('keeps what was typed since where the two can be told apart, and leaves the file where not', async () => {
    const world = new World(three);
    const executor = world.executor();
    await executor.execute('two', threeWrites.slice(0, 2), yes);
    world.files.set('/w/a', 'typed A');
    world.files.set('/w/b', 'other');
    const made = await executor.undoable();
    const merge = (_: FileChange, now: Uint8Array) => {
      const text = new TextDecoder().decode(now);
      return text.includes('A') ? bytesOf(text.replace('A', 'a')) : undefined;
    };
    const { failed } = made === undefined ? { failed: [] } : await executor.again(made, 'undo', merge);
    expect(failed.map(({ change, why }) => [change.path, why])).toEqual([['/w/b', 'changed']]);
    expect(await world.text('/w/a')).toBe('typed a');
    expect(await world.text('/w/b')).toBe('other');
  });

  it('survives the window, and only the newest ones are kept', async () => {
    const world = new World(three);
    for (let count = 0; count < 14; count++) {
      await world
        .executor()
        .execute(`set ${count}`, [write('/w/a', count === 0 ? 'a' : `v${count - 1}`, `v${count}`)], yes);
    }
    expect((await world.executor().undoable())?.title).toBe('set 13');
    expect(world.storage.files.size).toBe(10);
  });

  it('has an inverse of its inverse', () => {
    for (const change of all) {
      expect(inverseOf(inverseOf(change))).toEqual(change);
    }
  });
});

describe('a damaged journal', () => {
  it('is left alone', async () => {
    const world = new World(three);
    world.storage.files.set('x.change.json', new TextEncoder().encode('{"schema":1,'));
    expect(await world.executor().unfinished()).toEqual([]);
    expect(world.storage.files.has('x.change.json')).toBe(true);
  });
});
