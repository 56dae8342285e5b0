/** A grammar that does not work is left out and said once; nothing that a file holds makes the parser throw. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { languageOfPath } from '../../../src/base/languageOfPath';
import type { Log } from '../../../src/platform/Log';
import { silentLog } from '../../../src/platform/Log';
import type { GrammarSource } from '../../../src/syntax/GrammarSource';
import { Grammars } from '../../../src/syntax/Grammars';
import grammars from '../../../src/syntax/languages/grammars.json';
import { languageIds, syntaxLanguage } from '../../../src/syntax/languages/languages';
import { Syntax } from '../../../src/syntax/Syntax';
import { createSyntax, packagedGrammars, renderOutline } from '../../support/syntax';

const { signal } = new AbortController();
const root = join(import.meta.dirname, '../../..');

class RecordingLog implements Log {
  readonly warnings: string[] = [];
  debug(): void {}
  info(): void {}
  warn(message: string): void {
    this.warnings.push(message);
  }
  error(): void {}
}

describe('Grammars', { timeout: 60_000 }, () => {
  const lua = { ...packagedGrammars, loadGrammar: (name: string) => packagedGrammars.loadGrammar(name) };
  it.each<[what: string, source: GrammarSource]>([
    ['is missing', { ...lua, loadGrammar: () => Promise.reject(new Error('ENOENT')) }],
    ['is no WebAssembly', { ...lua, loadGrammar: async () => new Uint8Array([1, 2, 3]) }],
    ['has no runtime', { ...lua, runtime: () => Promise.reject(new Error('ENOENT')) }],
  ])('leaves out a grammar that %s, and says so once', async (_, source) => {
    const log = new RecordingLog();
    const syntax = new Syntax(source, log);
    for (let i = 0; i < 3; i++) expect(await syntax.outlineOf('lua', 'x = 1', signal)).toBeUndefined();
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).toContain('lua');
  });

  it('does not use a grammar again that broke at work', async () => {
    const log = new RecordingLog();
    const grammars = new Grammars(packagedGrammars, log);
    const grammar = await grammars.grammar('json');
    if (grammar === undefined) throw new Error('no grammar');
    const crash = () => {
      throw new WebAssembly.RuntimeError('memory access out of bounds');
    };
    expect(grammars.run(grammar, crash)).toBeUndefined();
    expect(grammars.run(grammar, () => 1)).toBeUndefined();
    expect(await grammars.grammar('json')).toBeUndefined();
    expect(await grammars.grammar('jsonc')).toBeUndefined();
    expect(await grammars.grammar('toml')).toBeDefined();
    expect(log.warnings).toEqual([expect.stringContaining('json')]);
  });

  it('are those that the build copies and the package lists', () => {
    expect(grammars.names).toEqual([...new Set(languageIds.map((id) => syntaxLanguage(id)?.grammar))].sort());
    const packed = readFileSync(join(root, 'test/package-files.txt'), 'utf8').match(
      /(?<=^dist\/grammars\/tree-sitter-).*(?=\.wasm$)/gm,
    );
    expect(packed).toEqual(grammars.names);
  });
});

describe('any text', { timeout: 60_000 }, () => {
  const folder = join(root, 'test/fixtures/syntax');
  const samples = readdirSync(folder)
    .filter((name) => !name.endsWith('.outline.txt'))
    .map((name) => ({ languageId: languageOfPath(name), text: readFileSync(join(folder, name), 'utf8') }));

  it.each(samples)(
    'of $languageId, cut or mixed with another, does not throw and leaves no trace',
    async ({ languageId, text }) => {
      const log = new RecordingLog();
      const syntax = createSyntax(log);
      const before = await syntax.outlineOf(languageId, text, signal);
      const garbage = fc.oneof(
        fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([a, b]) => text.slice(a) + text.slice(0, b)),
        fc.constantFrom(...samples).map((other) => other.text),
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.string({ unit: fc.constantFrom(...'{}()[]<>"\'`#/*\\\n\t :;,.=@$'), maxLength: 300 }),
      );
      await fc.assert(
        fc.asyncProperty(garbage, async (each) => {
          await syntax.outlineOf(languageId, each, signal);
          await syntax.callsIn(languageId, each, signal);
          await syntax.scopesIn(languageId, each, signal);
          await syntax.parseProblems(languageId, each, signal);
        }),
        { numRuns: 12 },
      );
      const after = await syntax.outlineOf(languageId, text, signal);
      expect(after && renderOutline(after)).toBe(before && renderOutline(before));
      expect(log.warnings).toEqual([]);
    },
  );

  it('is read without a log entry', async () => {
    expect(await new Syntax(packagedGrammars, silentLog).outlineOf('json', '{', signal)).toBeDefined();
  });
});
