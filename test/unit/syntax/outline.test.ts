/** Each file of test/fixtures/syntax against its outline, which stands beside it as a text that can be read and corrected by hand. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languageOfPath } from '../../../src/base/languageOfPath';
import { languageIds } from '../../../src/syntax/languages/languages';
import { createSyntax, renderOutline } from '../../support/syntax';

const folder = join(import.meta.dirname, '../../fixtures/syntax');
const files = readdirSync(folder).filter((name) => !name.endsWith('.outline.txt'));
const syntax = createSyntax();
const { signal } = new AbortController();

describe('outline', { timeout: 60_000 }, () => {
  it.each(files)('of %s', async (name) => {
    const outline = await syntax.outlineOf(languageOfPath(name), readFileSync(join(folder, name), 'utf8'), signal);
    if (outline === undefined) throw new Error('no outline');
    await expect(`${renderOutline(outline)}\n`).toMatchFileSnapshot(join(folder, `${name}.outline.txt`));
  });

  it('is shown for every language', () => {
    // JSX and comments in JSON have the grammar and the queries of the language without them.
    const shown = new Set([...files.map(languageOfPath), 'javascriptreact', 'jsonc']);
    expect(languageIds.filter((id) => !shown.has(id))).toEqual([]);
  });

  it('has none for a language without a grammar', async () => {
    expect(await syntax.outlineOf('plaintext', 'x', signal)).toBeUndefined();
  });

  it('puts nothing inside of itself, whatever a text says belongs to what', async () => {
    const texts = {
      rust: 'impl Lock for Handle {\n    type Handle = Guard;\n    fn lock(self) -> Guard {\n        Guard\n    }\n}\n',
      cpp: 'class A::B {\n};\nclass B::A {\n};\n',
    };
    for (const [languageId, text] of Object.entries(texts)) {
      const definitions = (await syntax.outlineOf(languageId, text, signal))?.definitions ?? [];
      expect(definitions.length).toBeGreaterThan(0);
      for (const [index] of definitions.entries()) {
        const around = new Set<number>();
        for (let at = definitions[index]?.container; at !== undefined; at = definitions[at]?.container) {
          expect(at !== index && !around.has(at), `${languageId} ${index}`).toBe(true);
          around.add(at);
        }
      }
    }
  });

  it('stops when it is aborted', async () => {
    await expect(syntax.outlineOf('typescript', 'let a;', AbortSignal.abort())).rejects.toThrow();
  });
});
