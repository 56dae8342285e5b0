/**
 * Code context in a real VS Code: what the index says about other files is in the request, follows every kind of change, survives the
 * window, and holds nothing that is ignored or looks secret.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedEndpoint, streamOf } from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';

/** Imports of files that must not be read stand beside the one that may be: whoever resolved them would send their signatures. */
const main = `import { totalOf } from './prices';
import { makeOne } from '../generated/made';
import { ownOne } from '../private/own';
import { hiddenOne } from '../hidden/hidden';
import { keyOne } from '../.aws/keys';

`;

/** A parameter is in the signature alone, and in no import. */
function signature(name: string, parameter: string): string {
  return `export function ${name}(${parameter}: number): number {\n  return ${parameter};\n}\n`;
}

const files = {
  'src/main.ts': main,
  'src/pause.ts': "import { rateOf } from '../tariffs/rates';\n\n",
  'tariffs/rates.ts': signature('rateOf', 'rateBefore'),
  'src/calls.ts': 'export const one = 1;\n',
  'src/prices.ts': signature('totalOf', 'priceInCents'),
  '.aws/keys.ts': signature('keyOne', 'canaryOfTheKey'),
  'generated/made.ts': signature('makeOne', 'canaryOfGit'),
  'private/own.ts': signature('ownOne', 'canaryOfTandem'),
  'hidden/hidden.ts': signature('hiddenOne', 'canaryOfTheEditor'),
  'shop/__init__.py': '',
  'shop/stock.py': 'def count_items(shelf_number: int) -> int:\n    return shelf_number\n',
  'shop/app.py': 'from .stock import count_items\n\n',
  '.env': 'TOKEN=canaryOfTheEnvironment\n',
  '.gitignore': 'generated/\n',
  '.tandemignore': 'private/\n',
  '.vscode/settings.json': JSON.stringify({ 'files.exclude': { hidden: true } }),
};

describe('code context', () => {
  const endpoint = new ScriptedEndpoint();
  let workbench: Workbench;

  beforeAll(async () => {
    await endpoint.start();
    workbench = await Workbench.open({
      name: 'context',
      files: { ...files, ...manyFiles(1500) },
      settings: {
        'tandem.endpoint.url': `${endpoint.url}/v1`,
        'tandem.endpoint.fillInTheMiddle': 'codegeex4',
        'tandem.completion.prefetch': false,
      },
    });
  });
  beforeEach(() => {
    endpoint.reset();
    endpoint.always(streamOf('1;'));
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  /** Types until the last prompt holds a text, or no longer holds another; each try is a line of its own. */
  async function checkPrompt(path: string, holds: string, lacks?: string): Promise<void> {
    await workbench.openFile(path);
    const isGood = (): boolean => {
      const prompt = lastPrompt();
      return prompt.includes(holds) && (lacks === undefined || !prompt.includes(lacks));
    };
    for (let i = 0; i < 10 && !isGood(); i++) {
      const asked = endpoint.generations.length;
      await workbench.type(`${i === 0 ? '' : '\n'}x${i} = `);
      for (let waited = 0; waited < 3000 && endpoint.generations.length === asked; waited += 100) {
        await workbench.page.waitForTimeout(100);
      }
      await workbench.press('Escape');
      await workbench.page.waitForTimeout(400);
    }
    expect(lastPrompt()).toContain(holds);
    expect(lastPrompt()).not.toContain(lacks ?? '\0');
  }

  const lastPrompt = (): string => String(endpoint.generations.at(-1)?.json?.prompt ?? '');
  const write = (path: string, text: string): void => writeFileSync(join(workbench.folder, path), text);

  it('is built with progress in the status bar', async () => {
    await workbench.waitForStatus(/Reading the code of the folder: \d+ of 15\d\d files/, 60_000);
    await workbench.screenshot('indexing');
    await workbench.waitForStatus(/^(?!.*Reading the code)/, 60_000);
  });

  it('holds the signature of what a TypeScript file imports', () => checkPrompt('src/main.ts', 'priceInCents'));

  it('holds the signature of what a Python file imports', () => checkPrompt('shop/app.py', 'shelf_number: int'));

  it('tells made-up names from those of the workspace', async () => {
    await workbench.openFile('src/calls.ts');
    endpoint.always(streamOf('totlaOf(1);'));
    // Until the index has told its names, nothing is known to be made up.
    for (let line = 0, hover = ''; !hover.includes('totlaOf(1);'); line++) {
      expect(line).toBeLessThan(20);
      const asked = endpoint.generations.length;
      await workbench.type(`const a${line} = `);
      await expect.poll(() => endpoint.generations.length, { timeout: 30_000 }).toBeGreaterThan(asked);
      await workbench.page.waitForTimeout(700);
      hover = await workbench.statusHover();
      await workbench.page.mouse.move(400, 300);
      if (!hover.includes('totlaOf(1);')) {
        await workbench.press('Escape');
        await workbench.type('0;\n');
      }
    }
    expect(await workbench.ghostText()).toBe('');
    await workbench.screenshot('made-up');
    await workbench.page.mouse.move(400, 300);
    endpoint.always(streamOf('totalOf(1);'));
    await workbench.type('1 + ');
    await workbench.waitForGhostText('totalOf(1);');
    await workbench.press('Escape');
  });

  it('has the new signature once the other file was edited and saved', async () => {
    await workbench.openFile('src/prices.ts');
    await workbench.press('Control+a');
    await workbench.press('Delete');
    await workbench.page.keyboard.insertText(signature('totalOf', 'priceAfterTax'));
    await workbench.press('Escape');
    await workbench.save('src/prices.ts');
    await checkPrompt('src/main.ts', 'priceAfterTax', 'priceInCents');
  });

  it('follows files that are made and deleted outside of the editor', async () => {
    write('src/taxes.ts', signature('taxOf', 'amountBeforeTax'));
    write('src/late.ts', "import { taxOf } from './taxes';\n\n");
    await checkPrompt('src/late.ts', 'amountBeforeTax');
    rmSync(join(workbench.folder, 'src/taxes.ts'));
    write('src/later.ts', "import { taxOf } from './taxes';\nimport { totalOf } from './prices';\n\n");
    await checkPrompt('src/later.ts', 'priceAfterTax', 'amountBeforeTax');
  });

  it('takes up the stored index when the window opens again', async () => {
    await expect.poll(() => storedIndexes().length, { timeout: 10_000 }).toBe(1);
    await workbench.reload();
    await workbench.waitForStatus(/\bReady\b/);
    await checkPrompt('src/main.ts', 'priceAfterTax');
    expect(workbench.log()).toMatch(/index: 15\d\d files taken over from the last start/);
  });

  it('never holds anything ignored, hidden or secret', async () => {
    await workbench.openFile('private/own.ts');
    await workbench.openFile('hidden/hidden.ts');
    await workbench.openFile('generated/made.ts');
    await checkPrompt('src/main.ts', 'priceAfterTax');
    expect(everySent).not.toBe('');
    expect(everySent).not.toMatch(/canaryOf/);
  });

  it('stays as it is while the index is paused, and catches up when it is resumed from the menu', async () => {
    await workbench.runCommand('GLM Tandem: Pause Code Indexing');
    await workbench.waitForStatus(/Code indexing is paused/);
    // A file that nobody has opened: those are looked at as they are.
    write('tariffs/rates.ts', signature('rateOf', 'rateMeanwhile'));
    await checkPrompt('src/pause.ts', 'rateBefore', 'rateMeanwhile');
    await workbench.runCommand('GLM Tandem: Show Menu');
    await workbench.waitForRow('Resume code indexing');
    await workbench.screenshot('menu');
    await workbench.choose('Resume code indexing');
    await checkPrompt('src/pause.ts', 'rateMeanwhile', 'rateBefore');
  });

  /** All requests of this file's tests. */
  let everySent = '';
  endpoint.onRequest = (request) => {
    everySent += JSON.stringify(request.json ?? '');
  };

  /** Files in which indexes are kept. */
  function storedIndexes(): string[] {
    const files = readdirSync(workbench.userDataDir, { recursive: true, encoding: 'utf8' });
    return files.filter((path) => path.endsWith('.index'));
  }
});

/** So many that reading them takes a while. */
function manyFiles(count: number): Record<string, string> {
  const body = Array.from({ length: 40 }, (_, i) => signature(`part${i}`, `value${i}`)).join('\n');
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`many/file${i}.ts`, body]));
}
