/** What each system says of its power, from files and programs that say it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PowerSource, type PowerSourceOptions } from '../../../src/node/PowerSource';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

const clock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };

async function isOnBattery(options: Omit<PowerSourceOptions, 'clock'>): Promise<boolean> {
  const source = new PowerSource({ clock, ...options });
  await source.refresh();
  return source.isOnBattery;
}

/** Supplies as Linux shows them: a folder each, a file for each property. */
async function onLinux(supplies: Readonly<Record<string, Readonly<Record<string, string>>>>): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-power-'));
  folders.push(folder);
  for (const [name, files] of Object.entries(supplies)) {
    await mkdir(join(folder, name));
    for (const [file, text] of Object.entries(files)) {
      await writeFile(join(folder, name, file), `${text}\n`);
    }
  }
  return isOnBattery({ platform: 'linux', supplies: folder });
}

const battery = { type: 'Battery', status: 'Discharging' };

describe('the power source', () => {
  it('of Linux is the battery when that discharges and no mains supply is connected', async () => {
    expect(await onLinux({ AC: { type: 'Mains', online: '0' }, BAT0: battery })).toBe(true);
    expect(await onLinux({ AC: { type: 'Mains', online: '1' }, BAT0: { ...battery, status: 'Charging' } })).toBe(false);
    expect(await onLinux({ usb: { type: 'USB', online: '1' }, BAT0: battery })).toBe(false);
    expect(await onLinux({ mouse: { ...battery, scope: 'Device' } })).toBe(false);
    expect(await onLinux({})).toBe(false);
    expect(await isOnBattery({ platform: 'linux', supplies: '/nowhere' })).toBe(false);
  });

  it.each<[NodeJS.Platform, string, boolean]>([
    ['darwin', "Now drawing from 'Battery Power'\n -InternalBattery-0\t80%; discharging", true],
    ['darwin', "Now drawing from 'AC Power'\n", false],
    ['win32', '1\r\n', true],
    ['win32', '2\r\n', false],
    ['win32', '', false],
    ['freebsd', 'battery', false],
  ])('of %s by %j', async (platform, says, expected) => {
    expect(await isOnBattery({ platform, run: async () => says })).toBe(expected);
  });

  it('counts as mains where the program is missing', async () => {
    expect(await isOnBattery({ platform: 'darwin', run: () => Promise.reject(new Error('ENOENT')) })).toBe(false);
  });

  it('is asked again only after a while', async () => {
    let [now, asked] = [0, 0];
    const run = async (): Promise<string> => {
      asked++;
      return '1';
    };
    const source = new PowerSource({ clock: { ...clock, now: () => now }, platform: 'win32', run });
    const seen = [source.isOnBattery, source.isOnBattery];
    await Promise.resolve();
    now = 31_000;
    seen.push(source.isOnBattery);
    expect({ asked, first: seen[0] }).toEqual({ asked: 2, first: false });
  });
});
