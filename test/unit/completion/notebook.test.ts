import { describe, expect, it } from 'vitest';
import { type NotebookCell, textAroundCell } from '../../../src/completion/notebook';

const code = (text: string, languageId = 'python'): NotebookCell => ({ kind: 'code', languageId, text });
const prose = (text: string): NotebookCell => ({ kind: 'markdown', languageId: 'markdown', text });

describe('a notebook as one text', () => {
  const cells = [
    prose('# Flächen\r\n\r\nvon Kreisen'),
    code('import math\n'),
    code('SELECT 1', 'sql'),
    code('r = 2'),
    code(''),
  ];

  it.each<[string, number, string, string]>([
    ['the first cell', 0, '', '\n\nimport math\n\nSELECT 1\n\nr = 2'],
    ['one in the middle', 1, '# # Flächen\n#\n# von Kreisen\n\n', '\n\n# SELECT 1\n\nr = 2'],
    ['the last one', 4, '# # Flächen\n#\n# von Kreisen\n\nimport math\n\n# SELECT 1\n\nr = 2\n\n', ''],
  ])('around %s', (_, index, before, after) => {
    const around = textAroundCell(
      index === 0 ? [code(''), ...cells.slice(1).map((cell) => ({ ...cell, languageId: 'python' }))] : cells,
      index,
    );
    expect(around).toEqual({ before, after });
  });

  it('keeps the nearest cells of a long one', () => {
    const long = Array.from({ length: 100 }, (_, i) => code(`x${i} = ${'1'.repeat(1000)}`));
    const { before, after } = textAroundCell(long, 50);
    expect(before.length + after.length).toBeLessThan(70_000);
    expect(before).toContain('x49 =');
    expect(after).toContain('x51 =');
  });
});
