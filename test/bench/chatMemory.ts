/**
 * Whether the memory of a long chat stays flat: after as many long answers as the page shows have been written, as many again must cost no
 * more than their text. Counted after a collection of garbage, in the page and in the process behind it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { PanelHarness } from '../support/PanelHarness';

/** Answers before the first count and between both: with their questions, what the page shows at once. */
export const soakAnswers = 20;

export interface SoakResult {
  /** Megabytes after the second half beyond those after the first. */
  readonly page: number;
  readonly host: number;
  /** Elements and texts of the page, the same way. */
  readonly nodes: number;
  readonly pageBefore: number;
  readonly hostBefore: number;
}

/** `ask`: resolves when one long answer is complete. */
export async function soak(harness: PanelHarness, ask: () => Promise<void>): Promise<SoakResult> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const devTools = await harness.page.context().newCDPSession(harness.page);
  const count = async (): Promise<{ page: number; host: number; nodes: number }> => {
    for (let n = 0; n < soakAnswers; n++) {
      await ask();
    }
    await harness.painted();
    await devTools.send('HeapProfiler.collectGarbage');
    if (typeof collect === 'function') {
      collect();
    }
    const { usedSize } = await devTools.send('Runtime.getHeapUsage');
    const { nodes } = await devTools.send('Memory.getDOMCounters');
    return { page: usedSize / 1e6, host: process.memoryUsage().heapUsed / 1e6, nodes };
  };
  const before = await count();
  const after = await count();
  await devTools.detach();
  const grown = (one: number, other: number): number => Math.round(10 * (other - one)) / 10;
  return {
    page: grown(before.page, after.page),
    host: grown(before.host, after.host),
    nodes: after.nodes - before.nodes,
    pageBefore: grown(0, before.page),
    hostBefore: grown(0, before.host),
  };
}
