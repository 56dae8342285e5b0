import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import inCommonJs from '../../../scripts/lib/inCommonJs.cjs';

/** An entry that shares a class with a part that is loaded later, which has a part of its own. */
const sources = {
  'entry.ts': `
    import { Fault } from './fault';
    import { name } from './names';
    export const made = new Fault(name);
    export const later = async () => (await import('./later')).check;`,
  'fault.ts': `export class Fault extends Error {}`,
  'names.ts': `export const name = 'start';`,
  'later.ts': `
    import * as vscode from 'vscode';
    import { Fault } from './fault';
    import { letters } from './letters';
    export const check = (value: unknown) => value instanceof Fault && letters.length === 2 && typeof vscode.version === 'string';
    export const last = async () => (await import('./last')).last;`,
  'last.ts': `
    import { letters } from './letters';
    export const last = letters[1];`,
  'letters.ts': `export const letters = ['a', 'b'];`,
};

describe.each([false, true])('a split bundle in CommonJS form, minified: %s', (minify) => {
  let folder: string;
  const here = process.cwd();
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-bundle-'));
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
    await build({
      ...{ entryPoints: ['entry.ts'], absWorkingDir: folder, outdir: 'out', chunkNames: 'parts/[name]-[hash]' },
      ...{ bundle: true, splitting: true, format: 'esm', write: false, metafile: true, external: ['vscode'] },
      plugins: [inCommonJs({ minify })],
    });
    // Stands for the editor.
    writeFileSync(join(folder, 'vscode.js'), '');
  });
  afterAll(() => {
    process.chdir(here);
    rmSync(folder, { recursive: true, force: true });
  });

  it('has one file for all that the entry needs', () => {
    const text = readFileSync(join(folder, 'out', 'entry.js'), 'utf8');
    const required = [...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name?.replace(/-\w+\.js$/, ''));
    expect(required).toEqual(['./parts/later']);
    const parts = readdirSync(join(folder, 'out', 'parts')).map((name) => name.replace(/-\w+\.js$/, ''));
    expect(parts.sort()).toEqual(['chunk', 'last', 'later']);
  });

  it('keeps a class that is shared with a later part one class', async () => {
    const load = createRequire(join(folder, 'out', 'entry.js'));
    const { made, later } = load('./entry.js');
    const Module = load('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name: string, ...rest: unknown[]) =>
      name === 'vscode' ? join(folder, 'vscode.js') : resolve.call(Module, name, ...rest);
    writeFileSync(join(folder, 'vscode.js'), 'exports.version = "1";');
    try {
      const check = await later();
      expect(check(made)).toBe(true);
      expect(check(new Error('start'))).toBe(false);
    } finally {
      Module._resolveFilename = resolve;
    }
  });
});
