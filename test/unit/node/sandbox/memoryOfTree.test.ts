import { describe, expect, it } from 'vitest';
import { memoryOfTree } from '../../../../src/node/sandbox/memoryOfTree';

describe('the memory of a process and its children', () => {
  it('is about the same by either way of asking', async () => {
    const own = process.memoryUsage.rss();
    for (const platform of ['linux', 'darwin'] as const) {
      const found = await memoryOfTree(process.pid, platform);
      expect(found).toBeGreaterThan(own / 2);
      expect(found).toBeLessThan(own * 4);
    }
  });

  it('is nothing for a process that has ended', async () => {
    expect(await memoryOfTree(2 ** 30, 'linux')).toBe(0);
    expect(await memoryOfTree(2 ** 30, 'darwin')).toBe(0);
  });
});
