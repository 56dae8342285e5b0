/** The text around a cursor is the document's, whatever it is cut from, and its edges stay while somebody types. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetAt, type Position, positionAt } from '../../../src/base/text';
import { type DocumentLines, linesAround, textAround } from '../../../src/completion/textAround';
import { EditorLines } from '../../bench/EditorLines';

function linesOf(text: string): DocumentLines {
  return new EditorLines('a.ts', text);
}

describe('the text around a cursor', () => {
  it('is all of a short document, from a text or from lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'bc', '\n', '你'), { maxLength: 60 }), fc.nat(60), (parts, at) => {
        const text = parts.join('');
        const offset = Math.min(at, text.length);
        const expected = {
          prefix: text.slice(0, offset),
          suffix: text.slice(offset),
          offset,
          unitsAfter: text.length - offset,
        };
        expect(textAround(text, offset)).toEqual(expected);
        expect(linesAround(linesOf(text), positionAt(text, offset))).toEqual(expected);
      }),
    );
  });

  it('has LF line ends; offsets are the document’s', () => {
    const text = 'a\r\nb\r\nc';
    const expected = { prefix: 'a\nb', suffix: '\nc', offset: 4, unitsAfter: 3 };
    expect(textAround(text, 4)).toEqual(expected);
    const at = (position: Position): number => offsetAt(text, position);
    const editor: DocumentLines = {
      ...{ lineCount: 3, end: { line: 2, character: 1 }, offsetAt: at },
      textBetween: (start, end) => text.slice(at(start), at(end)),
    };
    expect(linesAround(editor, { line: 1, character: 1 })).toEqual(expected);
  });

  const long = Array.from({ length: 20_000 }, (_, i) => `const value${i} = ${i};\n`).join('');

  it('is the near part of a long document, cut between lines', () => {
    const offset = long.indexOf('const value10000');
    for (const around of [textAround(long, offset), linesAround(linesOf(long), positionAt(long, offset))]) {
      expect(long).toContain(around.prefix + around.suffix);
      expect(around.prefix.length).toBeGreaterThan(5000);
      expect(around.prefix.length + around.suffix.length).toBeLessThan(300_000);
      expect(around.prefix).toMatch(/^const value/);
      expect(around.suffix).toMatch(/;\n$/);
      expect(around.unitsAfter).toBe(long.length - offset);
    }
  });

  it('begins and ends at the same places while somebody types', () => {
    const lines = new EditorLines('a.ts', long);
    let position: Position = { line: 10_000, character: 0 };
    const first = linesAround(lines, position);
    for (const key of 'const a = 1;\nconst b = 2;\n') {
      position = lines.insert(position, key);
      const now = linesAround(lines, position);
      expect(now.suffix).toBe(first.suffix);
      expect(now.prefix.startsWith(first.prefix)).toBe(true);
    }
  });

  it('stays within its size where one line is the whole document', () => {
    const line = 'x'.repeat(2_000_000);
    const around = linesAround(linesOf(line), { line: 0, character: 1_000_000 });
    expect(around.prefix.length + around.suffix.length).toBeLessThan(300_000);
  });
});
