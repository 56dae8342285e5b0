/** `glm-tandem evaluate from-log`: records of a prompt log become items that are read again, and no item is written over. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluate } from '../../../support/evaluateCommand';

const store = resolve('test/fixtures/promptlog');
let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'tandem-from-log-'));
});
afterEach(() => rmSync(out, { recursive: true }));

const fromLog = (...more: readonly string[]) => evaluate(['from-log', '--out', out, '--json', ...more]);

describe('records of the prompt log', () => {
  it('become items without tests, once each, and what somebody added stays', async () => {
    expect(JSON.parse((await fromLog('--store', store)).stdout)).toEqual({ written: 2, known: 0, withoutText: 0 });
    const [first = ''] = readdirSync(join(out, 'items'));
    const item = JSON.parse(readFileSync(join(out, 'items', first, 'item.json'), 'utf8'));
    expect(item).toMatchObject({ schema: 'glm.item/1', gate: { state: 'open' }, provenance: { from: 'prompt-log' } });
    writeFileSync(join(out, 'items', first, 'prompt.md'), 'better words');
    expect(JSON.parse((await fromLog('--store', store)).stdout)).toEqual({ written: 0, known: 2, withoutText: 0 });
    expect(readFileSync(join(out, 'items', first, 'prompt.md'), 'utf8')).toBe('better words');
    const { stdout } = await evaluate(['verify', '--dataset', 'own', '--data', out, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ items: 2, withoutCanonical: 2, isolation: 'nothing was run' });
  });

  it('are chosen by their id, and a log that is not there is told', async () => {
    const { stdout } = await fromLog('--store', store, '--id', '01JNA00000000000000000000A');
    expect(JSON.parse(stdout)).toMatchObject({ written: 1 });
    await expect(fromLog('--store', 'nowhere')).rejects.toMatchObject({ code: 'evaluation.noLog' });
    await expect(evaluate(['from-log', '--store', store])).rejects.toThrow('--out is missing');
  });
});
