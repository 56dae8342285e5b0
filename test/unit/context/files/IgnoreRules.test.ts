import { describe, expect, it } from 'vitest';
import { globTest } from '../../../../src/context/files/globs';
import { IgnoreRules } from '../../../../src/context/files/IgnoreRules';
import { MemoryTree } from '../../../support/memoryTree';

const rules = new IgnoreRules(
  new MemoryTree({
    '.gitignore': 'build/\n*.log\n!keep.log\n/top.ts\n',
    'packages/web/.gitignore': 'generated\n!important.log\n',
    '.tandemignore': 'private/\n',
    'packages/web/.tandemignore': '*.draft.ts\n',
    '.git/info/exclude': 'mine.ts\n',
  }),
  ['**/*.snap', 'fixtures'],
);

function check(path: string, isIgnored: boolean): void {
  it(`${path} is ${isIgnored ? 'left out' : 'read'}`, () => expect(rules.ignores(path, 'file')).toBe(isIgnored));
}

describe('what git ignores', () => {
  check('src/a.ts', false);
  check('build/a.ts', true);
  check('packages/build/deep/a.ts', true);
  check('a.log', true);
  check('keep.log', false);
  check('top.ts', true);
  check('src/top.ts', false);
  check('mine.ts', true);
});

describe('ignore files in folders', () => {
  check('packages/web/generated/a.ts', true);
  check('packages/api/generated/a.ts', false);
  check('packages/web/important.log', false);
  check('packages/api/important.log', true);
});

describe('.tandemignore', () => {
  check('src/private/a.ts', true);
  check('packages/web/a.draft.ts', true);
  check('packages/api/a.draft.ts', false);

  it('is not taken back by a .gitignore', () => {
    const tree = new MemoryTree({ '.tandemignore': 'a.ts', 'src/.gitignore': '!a.ts' });
    expect(new IgnoreRules(tree, []).ignores('src/a.ts', 'file')).toBe(true);
  });
});

describe('settings of the editor', () => {
  check('a/b.snap', true);
  check('fixtures', true);
});

describe('what never belongs to anybody’s context', () => {
  check('node_modules/x/index.ts', true);
  check('src/.env', true);
  check('.env.local', true);
  check('.ENV', true);
  check('certs/server.pem', true);
  check('.ssh/config.ts', true);
  check('.env.example', false);
});

describe('globs', () => {
  const matches = (pattern: string, path: string): boolean | undefined => globTest(pattern)?.(path);

  it.each([
    ['**/*.{js,map}', 'a/b.map', true],
    ['**/*.{js,map}', 'b.ts', false],
    ['**/node_modules', 'a/node_modules', true],
    ['src/*', 'src/a/b', false],
    ['[ab]?.ts', 'bx.ts', true],
    ['[!ab].ts', 'a.ts', false],
  ])('%s on %s: %s', (pattern, path, expected) => expect(matches(pattern, path)).toBe(expected));
});
