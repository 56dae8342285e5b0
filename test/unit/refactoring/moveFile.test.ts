/** Imports when a script moves: its own, and those of the files that use it; each specifier keeps its manner. */
import { describe, expect, it } from 'vitest';
import { mergeTextEdits } from '../../../src/edits/mergeTextEdits';
import { importsOfMoved, importsOfUser, isMovable, nameInImports } from '../../../src/refactoring/moveFile';

const scripts = [
  'src/prices.ts',
  'src/shop/index.ts',
  'src/shop/cart.tsx',
  'src/app.ts',
  'lib/old.js',
  'src/a.ts',
  'src/a/index.ts',
];
const isThere = (path: string): boolean => scripts.includes(path);

describe('a file that uses the moved one', () => {
  const placed = (line: string, user: string, from: string, to: string): string | undefined =>
    mergeTextEdits(line, importsOfUser(line, user, from, to, isThere));

  it.each([
    ["import { a } from './prices';", "import { a } from './shop/prices';"],
    ["import './prices.js'", "import './shop/prices.js'"],
    ['export * from "./prices.ts";', 'export * from "./shop/prices.ts";'],
    ["import {\n  a,\n} from './prices';", "import {\n  a,\n} from './shop/prices';"],
    ["const p = await import('./prices');", "const p = await import('./shop/prices');"],
    ['const p = require( `./prices` );', 'const p = require( `./shop/prices` );'],
    ["vi.mock('./prices', () => ({}));", "vi.mock('./shop/prices', () => ({}));"],
    ["import { a } from '../src/prices';", "import { a } from './shop/prices';"],
    [
      "import type { P } from './prices'; import { a } from './prices';",
      "import type { P } from './shop/prices'; import { a } from './shop/prices';",
    ],
  ])('%s', (line, expected) => {
    expect(placed(line, 'src/app.ts', 'src/prices.ts', 'src/shop/prices.ts')).toBe(expected);
  });

  it.each([
    ["import { a } from './prices-old';"],
    ["import { a } from 'prices';"],
    ["import { a } from '@/prices';"],
    ["import data from './prices.json';"],
    ["const text = './prices';"],
    ["import('./' + name + '/prices')"],
  ])('leaves alone what means something else: %s', (line) => {
    expect(placed(line, 'src/app.ts', 'src/prices.ts', 'src/shop/prices.ts')).toBe(line);
  });

  it('may stand elsewhere, and name a folder by its index', () => {
    expect(placed("from './shop'", 'src/app.ts', 'src/shop/index.ts', 'lib/store/index.ts')).toBe(
      "from '../lib/store'",
    );
    expect(placed("from './shop'", 'src/app.ts', 'src/shop/index.ts', 'src/store.ts')).toBe("from './store'");
    expect(placed("from '.'", 'src/shop/cart.tsx', 'src/shop/index.ts', 'src/store.ts')).toBe("from '../store'");
    expect(placed("from './prices'", 'src/app.ts', 'src/prices.ts', 'src/index.ts')).toBe("from '.'");
    expect(placed("from '../src/prices'", 'test/a.test.ts', 'src/prices.ts', 'test/prices.ts')).toBe("from './prices'");
    expect(placed("from './shop/cart.jsx'", 'src/app.ts', 'src/shop/cart.tsx', 'src/cart.tsx')).toBe(
      "from './cart.jsx'",
    );
    // With a file of that name beside the folder, the file is meant.
    expect(placed("from './a'", 'src/app.ts', 'src/a/index.ts', 'src/b.ts')).toBe("from './a'");
  });
});

it('the moved file finds what it imports from its new place', () => {
  const text =
    "import a from './a';\nimport '../style.css';\nimport b from 'react';\nexport * from './shop/';\nrequire('..');\n";
  const placed = mergeTextEdits(text, importsOfMoved(text, 'src/prices.ts', 'src/deep/er/prices.ts'));
  expect(placed).toBe(
    "import a from '../../a';\nimport '../../../style.css';\nimport b from 'react';\nexport * from '../../shop/';\nrequire('../../..');\n",
  );
  expect(mergeTextEdits(text, importsOfMoved(text, 'src/prices.ts', 'src/other.ts'))).toBe(text);
});

it('knows which files it can move, and what to look for in others', () => {
  expect(['a.ts', 'a.d.mts', 'a.vue', 'a.py', 'a.go', 'a.json'].map(isMovable)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['src/prices.ts', 'src/shop/index.ts'].map(nameInImports)).toEqual(['prices', '']);
});
