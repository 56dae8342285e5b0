/** Which interpreters a window has: none before a sandbox held, one sandbox for all, a namespace for each conversation, none afterwards. */
import { describe, expect, it } from 'vitest';
import { Interpreters, type PythonSandbox } from '../../../src/sandbox/Interpreters';
import type { SandboxEnd } from '../../../src/sandbox/Sandbox';

const never = new AbortController().signal;

class World implements PythonSandbox {
  opened = 0;
  started = 0;
  stopped = 0;
  closed = 0;
  /** Programs that say “wait” end only when this is called. */
  readonly waiting: (() => void)[] = [];
  readonly python = 'python3';
  readonly sandbox: PythonSandbox['sandbox'] = {
    isolation: 'none',
    start: (_, onLine) => {
      const name = ++this.started;
      return {
        send: (line) => {
          const { id, code }: { id: number; code: string } = JSON.parse(line);
          const end = (): void => onLine?.(JSON.stringify({ id, output: `in ${name}`, error: null, pictures: [] }));
          if (code === 'wait') {
            this.waiting.push(end);
          } else {
            queueMicrotask(end);
          }
        },
        ended: new Promise<SandboxEnd>(() => {}),
        stop: () => {
          this.stopped += 1;
        },
      };
    },
  };
  async close(): Promise<void> {
    this.closed += 1;
  }
  readonly open = async (): Promise<PythonSandbox> => {
    this.opened += 1;
    return this;
  };
}

describe('the interpreters of a window', () => {
  it('are there once the sandbox held; each conversation has its own namespace', async () => {
    const world = new World();
    const interpreters = new Interpreters(world.open);
    const run = (conversation: string) => interpreters.run(conversation, '1', never);
    expect(interpreters.isReady).toBe(false);
    expect(await run('a')).toBeUndefined();
    await Promise.all([interpreters.prepare(never), interpreters.prepare(never)]);
    expect({ isReady: interpreters.isReady, opened: world.opened, started: world.started }).toEqual({
      ...{ isReady: true, opened: 1, started: 0 },
    });
    const outputs = [await run('a'), await run('b'), await run('a')];
    expect(outputs.map((result) => result?.output)).toEqual(['in 1', 'in 2', 'in 1']);
  });

  it('end for the conversation that was not used for longest, once there are many', async () => {
    const world = new World();
    const interpreters = new Interpreters(world.open);
    await interpreters.prepare(never);
    const run = async (conversation: string) => (await interpreters.run(conversation, '1', never))?.output;
    for (const conversation of ['a', 'b', 'c', 'd', 'a', 'e']) {
      await run(conversation);
    }
    expect({ started: world.started, stopped: world.stopped }).toEqual({ started: 5, stopped: 1 });
    expect([await run('a'), await run('b')]).toEqual(['in 1', 'in 6']);
  });

  it('end for none in which a program still runs, and for those afterwards', async () => {
    const world = new World();
    const interpreters = new Interpreters(world.open);
    await interpreters.prepare(never);
    const run = async (conversation: string, code = '1') => (await interpreters.run(conversation, code, never))?.output;
    const waiting = ['a', 'b', 'c', 'd', 'e'].map((conversation) => run(conversation, 'wait'));
    expect(world.stopped).toBe(0);
    // The one that is idle ends, though all others were used before.
    expect(await run('f')).toBe('in 6');
    expect(world.stopped).toBe(1);
    for (const end of world.waiting) {
      end();
    }
    expect(await Promise.all(waiting)).toEqual(['in 1', 'in 2', 'in 3', 'in 4', 'in 5']);
    expect(world.stopped).toBe(2);
    expect([await run('b'), await run('a')]).toEqual(['in 2', 'in 7']);
  });

  it('keep nobody waiting who stops, and are there for the next turn', async () => {
    const world = new World();
    const opened = Promise.withResolvers<PythonSandbox>();
    const interpreters = new Interpreters(() => opened.promise);
    const controller = new AbortController();
    const waiting = interpreters.prepare(controller.signal);
    controller.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    opened.resolve(world);
    await interpreters.prepare(never);
    expect(interpreters.isReady).toBe(true);
  });

  it('are not there where no sandbox holds', async () => {
    const interpreters = new Interpreters(async () => undefined);
    await interpreters.prepare(never);
    expect(interpreters.isReady).toBe(false);
    expect(await interpreters.run('a', '1', never)).toBeUndefined();
  });

  it('end with the window, also when it closes while the sandbox is tried', async () => {
    const world = new World();
    const interpreters = new Interpreters(world.open);
    await interpreters.prepare(never);
    await interpreters.run('a', '1', never);
    await interpreters.dispose();
    expect({ stopped: world.stopped, closed: world.closed }).toEqual({ stopped: 1, closed: 1 });
    expect(await interpreters.run('a', '1', never)).toBeUndefined();
    const late = new Interpreters(world.open);
    const trying = late.prepare(never);
    await late.dispose();
    await trying;
    expect({ isReady: late.isReady, closed: world.closed }).toEqual({ isReady: false, closed: 2 });
  });
});
