/** Blocks of code from answers, and where they come to stand. Definitions are read by a rule of the test's own: `function NAME`. */
import { describe, expect, it } from 'vitest';
import { type NamedLines, placeCode } from '../../../src/edits/placeCode';

/** Functions and classes with closing braces at the same indentation. */
function definitions(text: string): NamedLines[] {
  const lines = text.split(/\r?\n/);
  const found: NamedLines[] = [];
  lines.forEach((line, startLine) => {
    const [, indent = '', name] = /^(\s*)(?:export )?(?:function |class )?(\w+)(?:\(\))? \{$/.exec(line) ?? [];
    if (name !== undefined) {
      const endLine = lines.findIndex((end, at) => at > startLine && end === `${indent}}`);
      const around = found.find((other) => other.startLine < startLine && other.endLine > startLine);
      found.push({ name: around === undefined ? name : `${around.name}.${name}`, startLine, endLine });
    }
  });
  return found;
}

function placed(base: string | undefined, code: string): string | undefined {
  return placeCode('a.ts', base, code, definitions(base ?? ''), definitions(code))?.result;
}

const base = `import x from 'x';

// adds
function add() {
  return 1;
}

class Shape {
  area() {
    return 2;
  }
}
`;

describe('placeCode', () => {
  it.each([
    ['makes a file that is not there', undefined, 'let a;', 'let a;\n'],
    [
      'replaces the function of the same name and keeps its comment',
      base,
      'function add() {\n  return 10;\n}',
      base.replace('return 1;', 'return 10;'),
    ],
    [
      'replaces the comment with the function where the block has one',
      base,
      '// adds much\nfunction add() {\n  return 10;\n}',
      base.replace('// adds', '// adds much').replace('return 1;', 'return 10;'),
    ],
    [
      'finds a method and indents it',
      base,
      'area() {\n  return 20;\n}\n',
      base.replace('    return 2;', '    return 20;'),
    ],
    [
      'puts a new function behind its neighbour',
      base,
      'function add() {\n  return 1;\n}\n\nfunction more() {\n  return 3;\n}\n',
      base.replace('return 1;\n}\n', 'return 1;\n}\n\nfunction more() {\n  return 3;\n}\n'),
    ],
    [
      'takes a block that is the whole file as that',
      base,
      base.replace('return 2;', 'return 22;'),
      base.replace('return 2;', 'return 22;'),
    ],
    [
      'keeps the file’s line ends and lack of a last one',
      base.replaceAll('\n', '\r\n').trimEnd(),
      'function add() {\n  return 10;\n}',
      base.replace('return 1;', 'return 10;').replaceAll('\n', '\r\n').trimEnd(),
    ],
  ])('%s', (_name, before, code, after) => {
    expect(placed(before, code)).toBe(after);
  });

  it.each([
    ['statements without a name', 'x.go();'],
    ['an import beside a function', "import y from 'y';\nfunction add() {\n  return 1;\n}"],
    ['code that is left out', 'function add() {\n  // ... existing code ...\n  return 3;\n}'],
    ['functions that the file has not', 'function other() {\n  return 3;\n}'],
    ['the same again', 'function add() {\n  return 1;\n}'],
  ])('does not guess about %s', (_name, code) => {
    expect(placed(base, code)).toBeUndefined();
  });

  it('does not choose between two of the same name', () => {
    const twice = `${base}\nclass Other {\n  area() {\n    return 3;\n  }\n}\n`;
    expect(placed(twice, 'area() {\n  return 20;\n}')).toBeUndefined();
  });
});
