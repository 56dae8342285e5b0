// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold template strings.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node } from 'web-tree-sitter';
import { silentLog } from '../../../../src/platform/Log';
import { ParsedDocuments } from '../../../../src/syntax/documents/ParsedDocuments';
import { longestWhole } from '../../../../src/syntax/documents/parseWindow';
import { applyChange, type TextChange } from '../../../../src/syntax/documents/TextChange';
import { Grammars } from '../../../../src/syntax/Grammars';
import { placeAt } from '../../../../src/syntax/places/placeAt';
import { ManualClock, settle } from '../../../support/ManualClock';
import { packagedGrammars } from '../../../support/syntax';

const { signal } = new AbortController();
const grammars = new Grammars(packagedGrammars, silentLog);
const key = 'a.ts';

function create(): { documents: ParsedDocuments; clock: ManualClock } {
  const clock = new ManualClock();
  return { documents: new ParsedDocuments(grammars, clock), clock };
}

const document = (text: string, version = 1, languageId = 'typescript') => ({ key, languageId, version, text });

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !condition(); i++) await settle();
}

/** Every node with its kind and extent. */
function shape(node: Node): unknown {
  return [
    node.type,
    node.startIndex,
    node.endIndex,
    node.startPosition,
    node.children.map((each) => each && shape(each)),
  ];
}

describe('ParsedDocuments', { timeout: 60_000 }, () => {
  it('answers once a document is prepared', async () => {
    const { documents } = create();
    expect(documents.current(key, 1, 0)).toBeUndefined();
    await documents.prepare(document('let a = "b";'), 0, signal);
    expect(documents.current(key, 1, 0)?.tree.rootNode.toString()).toContain('lexical_declaration');
    expect(documents.current(key, 2, 0)).toBeUndefined();
    documents.dispose();
  });

  it('follows changes after a pause, and gives no answer before', async () => {
    const { documents, clock } = create();
    await documents.prepare(document('let a = b;'), 0, signal);
    documents.change(key, 2, [
      { offset: 8, length: 1, text: '"b' },
      { offset: 10, length: 0, text: '"' },
    ]);
    expect(documents.current(key, 2, 9)).toBeUndefined();
    expect(documents.current(key, 1, 9)).toBeUndefined();
    await clock.advance(40);
    await until(() => documents.current(key, 2, 9) !== undefined);
    const parsed = documents.current(key, 2, 9);
    expect(parsed?.text).toBe('let a = "b";');
    expect(parsed && placeAt(parsed, 9)).toBe('string');
    documents.dispose();
  });

  it('takes the new text when a document was changed without a word', async () => {
    const { documents } = create();
    await documents.prepare(document('let a;'), 0, signal);
    await documents.prepare(document('class B {}', 7), 0, signal);
    expect(documents.current(key, 7, 0)?.tree.rootNode.toString()).toContain('class_declaration');
    documents.dispose();
  });

  it('forgets a document that is closed', async () => {
    const { documents } = create();
    await documents.prepare(document('let a;'), 0, signal);
    documents.close(key);
    expect(documents.current(key, 1, 0)).toBeUndefined();
    documents.dispose();
  });

  it('keeps the ten documents used last', async () => {
    const { documents } = create();
    for (let i = 0; i < 12; i++) await documents.prepare({ ...document('let a;'), key: `${i}.ts` }, 0, signal);
    const kept = Array.from({ length: 12 }, (_, i) => documents.current(`${i}.ts`, 1, 0) !== undefined);
    expect(kept).toEqual([false, false, ...Array.from({ length: 10 }, () => true)]);
    documents.dispose();
  });

  it('has nothing for a language without a grammar', async () => {
    const { documents } = create();
    await documents.prepare(document('a', 1, 'plaintext'), 0, signal);
    expect(documents.current(key, 1, 0)).toBeUndefined();
    documents.dispose();
  });

  it('parses a window of a large document, which moves with what is changed before it', async () => {
    const { documents, clock } = create();
    const line = 'function f() { return "a"; }\n';
    const text = line.repeat(Math.ceil((2 * longestWhole) / line.length));
    const middle = Math.floor(text.length / 2 / line.length) * line.length;
    await documents.prepare(document(text), middle, signal);
    const parsed = documents.current(key, 1, middle);
    expect(parsed?.text.length).toBeLessThan(longestWhole);
    expect(parsed?.tree.rootNode.hasError).toBe(false);
    expect(parsed && placeAt(parsed, middle + line.indexOf('a"'))).toBe('string');
    expect(documents.current(key, 1, 0)).toBeUndefined();
    documents.change(key, 2, [{ offset: 0, length: 0, text: '// new\n' }]);
    await clock.advance(40);
    await until(() => documents.current(key, 2, 0) !== undefined);
    await documents.prepare(document(`// new\n${text}`, 2), middle, signal);
    const moved = documents.current(key, 2, middle + 7);
    expect(moved && placeAt(moved, middle + 7 + line.indexOf('a"'))).toBe('string');
    documents.dispose();
  });

  it('has after any changes the tree that a fresh parse gives', { timeout: 60_000 }, async () => {
    let withoutErrors = 0;
    const pieces = [
      '/* a */',
      '// 中 😀\n',
      '\n',
      ' ',
      'let x;\n',
      'class B {}\n',
      'f(`a${1}b`);\n',
      '{}',
      '"c";',
      '(',
      '`',
    ];
    const change = fc.record({
      // Lines of the text begin at these places and at others; a change between them seldom leaves a text that parses.
      offset: fc.oneof(fc.constantFrom(0, 84, 168, 252), fc.nat(260)),
      length: fc.oneof(fc.constantFrom(0, 84), fc.nat(20)),
      text: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((all) => all.join('')),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), { maxLength: 6 }), async (events) => {
        const { documents, clock } = create();
        let text = 'export class A {\n  b(c: string): number {\n    return `x${c}`.length; // d\n  }\n}\n'.repeat(3);
        await documents.prepare(document(text), 0, signal);
        let version = 1;
        for (const event of events) {
          const changes: TextChange[] = [];
          for (const { offset, length, text: added } of event) {
            const start = Math.min(offset, text.length);
            const each = { offset: start, length: Math.min(length, text.length - start), text: added };
            changes.push(each);
            text = applyChange(text, each);
          }
          version += 1;
          documents.change(key, version, changes);
          await clock.advance(40);
        }
        await documents.prepare(document(text, version), 0, signal);
        const fresh = create().documents;
        await fresh.prepare(document(text, version), 0, signal);
        const followed = documents.current(key, version, 0);
        const expected = fresh.current(key, version, 0);
        if (followed === undefined || expected === undefined) throw new Error('not parsed');
        expect(followed.text).toBe(text);
        // How it recovers from errors depends on what it parsed before; a text without errors has one tree.
        if (!expected.tree.rootNode.hasError) {
          withoutErrors += 1;
          expect(shape(followed.tree.rootNode)).toEqual(shape(expected.tree.rootNode));
        }
        documents.dispose();
        fresh.dispose();
      }),
      { numRuns: 80 },
    );
    expect(withoutErrors).toBeGreaterThan(0);
  });
});
