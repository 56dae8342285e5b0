/** Checkpoints: what comes back, what goes, what can be had again, what is never touched, and that the store stays small (SEC-68). */
import { describe, expect, it } from 'vitest';
import { isEmptyPlan } from '../../../../src/tools/checkpoints/Checkpoint';
import { CheckpointStore } from '../../../../src/tools/checkpoints/CheckpointStore';
import { Checkpoints } from '../../../../src/tools/checkpoints/Checkpoints';
import { MemoryStorage } from '../../../support/MemoryStorage';
import { World } from '../changes/world';

const never = new AbortController().signal;
const candidates = ['a.ts', 'b.ts', 'c.ts', 'new.ts', 'deep/er/d.ts', 'package.json', 'empty', '.hidden'].map(
  (name) => `/w/${name}`,
);

class Kept {
  readonly world: World;
  readonly storage = new MemoryStorage();
  readonly edited: string[] = [];
  notKept = 0;
  reads = 0;
  checkpoints: Checkpoints;
  #count = 0;

  constructor(
    tree: Readonly<Record<string, string>>,
    private readonly limits?: { readonly checkpoints: number; readonly bytes: number },
  ) {
    this.world = new World({ '/w': '/', ...tree });
    this.checkpoints = this.open();
  }

  /** As a window that has just been opened has it. */
  open(): Checkpoints {
    const { world } = this;
    return new Checkpoints({
      store: new CheckpointStore(this.storage, this.limits),
      files: {
        read: async (path) => {
          this.reads++;
          return world.read(path);
        },
        perform: (operation) => world.perform(operation),
        settle: (path) => world.settle(path),
      },
      executor: world.executor(),
      scan: async () => ({ files: await this.#scan(), notKept: this.notKept }),
      unsaved: () => this.edited,
      createId: () => `c${String(this.#count++).padStart(4, '0')}`,
      now: () => 1,
    });
  }

  async #scan() {
    const files = [];
    for (const path of candidates) {
      const text = await this.text(path);
      if (text !== undefined) {
        // Like a clock: another text, another moment.
        const modified = [...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 1_000_003, 7);
        files.push({ path, size: text.length, modified });
      }
    }
    return files;
  }

  async text(path: string): Promise<string | undefined> {
    const bytes = await this.world.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  async texts(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const path of candidates) {
      const text = await this.text(path);
      if (text !== undefined) {
        found[path] = text;
      }
    }
    return found;
  }

  async restore(id: string, direction: 'back' | 'again' = 'back') {
    const plan = await this.checkpoints.plan(id, direction, never);
    if (plan === undefined) {
      throw new Error('no such checkpoint');
    }
    const done = await this.checkpoints.restore(id, plan, direction, never);
    expect(done.failed).toEqual([]);
    return plan;
  }
}

const tree = {
  '/w/a.ts': 'one',
  '/w/b.ts': 'two',
  '/w/deep/er/d.ts': 'deep',
  '/w/package.json': '{}',
  '/w/empty': '',
  '/w/.hidden': 'x',
};

describe('a checkpoint', () => {
  it('brings back what was changed, made and deleted since, and nothing else', async () => {
    const kept = new Kept(tree);
    const before = await kept.texts();
    const id = await kept.checkpoints.keep('Do it', never);
    kept.world.files.set('/w/a.ts', 'changed');
    kept.world.files.set('/w/new.ts', 'made');
    kept.world.files.set('/w/package.json', '{"scripts":{}}');
    kept.world.files.set('/w/empty', 'no more');
    kept.world.files.remove('/w/deep/er/d.ts');
    kept.world.files.set('/w/ignored.log', 'stays');
    const plan = await kept.restore(id);
    expect(plan).toMatchObject({
      changed: ['/w/a.ts', '/w/package.json', '/w/empty'],
      missing: ['/w/deep/er/d.ts'],
      made: ['/w/new.ts'],
    });
    expect(await kept.texts()).toEqual(before);
    expect(await kept.text('/w/ignored.log')).toBe('stays');
  });

  it('can be taken back again, in another window too, as often as one likes', async () => {
    const kept = new Kept(tree);
    const before = await kept.texts();
    const id = await kept.checkpoints.keep('Do it', never);
    kept.world.files.set('/w/a.ts', 'changed');
    kept.world.files.set('/w/new.ts', 'made');
    kept.world.files.remove('/w/b.ts');
    const after = await kept.texts();
    expect(await kept.checkpoints.plan(id, 'again', never)).toBeUndefined();
    for (let round = 0; round < 3; round++) {
      kept.checkpoints = kept.open();
      await kept.restore(id);
      expect(await kept.texts()).toEqual(before);
      kept.checkpoints = kept.open();
      await kept.restore(id, 'again');
      expect(await kept.texts()).toEqual(after);
    }
  });

  it('holds what an editor shows and nobody saved', async () => {
    const kept = new Kept(tree);
    // The world's text is what the editor shows; the disk's facts stay those of the saved file.
    kept.edited.push('/w/a.ts');
    kept.world.files.set('/w/a.ts', 'ons');
    const id = await kept.checkpoints.keep('Do it', never);
    kept.world.files.set('/w/a.ts', 'lost?');
    expect((await kept.restore(id)).changed).toEqual(['/w/a.ts']);
    expect(await kept.text('/w/a.ts')).toBe('ons');
  });

  it('says that there is nothing to do', async () => {
    const kept = new Kept(tree);
    const id = await kept.checkpoints.keep('Do it', never);
    const plan = await kept.checkpoints.plan(id, 'back', never);
    expect(plan !== undefined && isEmptyPlan(plan)).toBe(true);
    expect(await kept.checkpoints.plan('none', 'back', never)).toBeUndefined();
  });

  it('takes nothing away where not everything was kept', async () => {
    const kept = new Kept(tree);
    kept.notKept = 3;
    const id = await kept.checkpoints.keep('Do it', never);
    kept.world.files.set('/w/new.ts', 'made');
    const plan = await kept.checkpoints.plan(id, 'back', never);
    expect(plan).toMatchObject({ made: [], checkpoint: { notKept: 3 } });
  });

  it('reads only what has changed since the one before', async () => {
    const kept = new Kept(tree);
    await kept.checkpoints.keep('one', never);
    kept.reads = 0;
    await kept.checkpoints.keep('two', never);
    expect(kept.reads).toBe(0);
    kept.world.files.set('/w/a.ts', 'another');
    await kept.checkpoints.keep('three', never);
    expect(kept.reads).toBe(1);
  });

  it('changes nothing when it is stopped or the storage is full', async () => {
    const kept = new Kept(tree);
    await expect(kept.checkpoints.keep('x', AbortSignal.abort())).rejects.toThrow();
    kept.storage.beforeWrite = () => {
      throw new Error('ENOSPC');
    };
    await expect(kept.checkpoints.keep('x', never)).rejects.toThrow('ENOSPC');
    expect(kept.storage.files.size).toBe(0);
    kept.storage.beforeWrite = () => {};
    const id = await kept.checkpoints.keep('x', never);
    kept.world.files.set('/w/a.ts', 'changed');
    await kept.restore(id);
    expect(await kept.text('/w/a.ts')).toBe('one');
  });
});

describe('the store', () => {
  it('is bounded, and what is left can be brought back', async () => {
    const kept = new Kept(tree, { checkpoints: 4, bytes: 1_000_000 });
    const ids: string[] = [];
    for (let round = 0; round < 12; round++) {
      kept.world.files.set('/w/a.ts', `text ${round}`);
      ids.push(await kept.checkpoints.keep(`turn ${round}`, never));
    }
    const names = [...kept.storage.files.keys()];
    expect(names.filter((name) => name.endsWith('.checkpoint'))).toHaveLength(4);
    // The first pack has what never changed.
    expect(names.filter((name) => name.endsWith('.pack'))).toHaveLength(5);
    expect(await kept.checkpoints.plan(ids[0] ?? '', 'back', never)).toBeUndefined();
    await kept.restore(ids[9] ?? '');
    expect(await kept.text('/w/a.ts')).toBe('text 9');
  });

  it('lets go of old ones where bytes are many', async () => {
    const kept = new Kept(tree, { checkpoints: 100, bytes: 60_000 });
    for (let round = 0; round < 10; round++) {
      const noise = Array.from({ length: 20_000 }, (_, index) =>
        String.fromCharCode(33 + ((index * 7919 * (round + 3) + ((index * index) % 8191)) % 90)),
      );
      kept.world.files.set('/w/a.ts', noise.join(''));
      await kept.checkpoints.keep('x', never);
    }
    const total = [...kept.storage.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    expect(total).toBeLessThan(80_000);
  });

  it('takes a damaged list for none, and says which files a lost pack took along', async () => {
    const kept = new Kept(tree);
    const id = await kept.checkpoints.keep('x', never);
    kept.world.files.set('/w/a.ts', 'changed');
    kept.storage.files.delete(`${id}.pack`);
    const plan = await kept.checkpoints.plan(id, 'back', never);
    const done = plan === undefined ? undefined : await kept.checkpoints.restore(id, plan, 'back', never);
    expect(done?.failed).toMatchObject([{ change: { path: '/w/a.ts' }, why: 'failed' }]);
    expect(await kept.text('/w/a.ts')).toBe('changed');
    kept.storage.setText(`${id}.checkpoint`, 'rubbish');
    expect(await kept.checkpoints.plan(id, 'back', never)).toBeUndefined();
  });
});
