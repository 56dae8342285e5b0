/**
 * No path, however it is written and whatever links there are, is approved for writing outside the workspace without asking, nor ever
 * where nothing may be written. The judge here is a file system of its own that just follows the path.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileChanger, FileOperation } from '../../../../src/platform/FileChanger';
import { ChangeExecutor } from '../../../../src/tools/changes/ChangeExecutor';
import { ChangeJournal } from '../../../../src/tools/changes/ChangeJournal';
import { PathGate } from '../../../../src/tools/gate/PathGate';
import { fuzzCases, fuzzLimit, fuzzSeed } from '../../../support/fuzz';
import { MemoryStorage } from '../../../support/MemoryStorage';
import { MemoryFiles, type Tree } from './memoryFiles';

/** 100,000 in every run, a million by `npm run fuzz`, which asks the parsers for more. */
const paths = fuzzCases(1_000_000);
const pathsPerTree = 200;

const name = fc.constantFrom('a', 'b', 'l', 'm', '.git', '.vscode', 'Ａ', 'A', 'é', 'e\u0301', 'package.json', '.env');
const step = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 2, arbitrary: fc.constantFrom('..', '.', '', '...', 'l', 'm', '~', 'a\\b', 'a\u200B', '..\\') },
);
const path = fc
  .tuple(
    fc.constantFrom('', '', '', '/', '/w/', '/out/', '~/', './', '//'),
    fc.array(step, { minLength: 1, maxLength: 6 }),
  )
  .map(([start, steps]) => start + steps.join('/'));
const folder = fc.constantFrom('/w', '/w/a', '/w/b', '/out', '/out/a', '/w/.git');
const target = fc.constantFrom(
  '/out',
  '/out/a',
  '..',
  '../..',
  '/w',
  'a',
  '../out/a',
  '/w/.git',
  'l',
  'm',
  '/out/new',
  '/',
  './a/../..',
  '.git/config',
);
const treeOf = fc.array(
  fc.tuple(
    folder,
    fc.constantFrom('l', 'm', 'a', 'b', 'é'),
    fc.oneof(
      target.map((to) => `→ ${to}`),
      fc.constantFrom('/', 'text'),
    ),
  ),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** A tree without what no volume could have: something below a link or a file. */
function possible(tree: Tree): Tree {
  const isFolder = (path: string): boolean => (tree[path] ?? '/') === '/';
  const above = (path: string): string[] => path.split('/').map((_, index, parts) => parts.slice(0, index).join('/'));
  return Object.fromEntries(Object.entries(tree).filter(([path]) => above(path).every(isFolder)));
}

/** Follows a path as a system does; undefined = it leads nowhere. Steps below what is missing are taken as they are written. */
async function follow(files: MemoryFiles, path: string, depth = 0): Promise<string | undefined> {
  let here = '';
  const steps = path.split('/').filter((part) => part !== '' && part !== '.');
  for (const [index, part] of steps.entries()) {
    if (part === '..') {
      here = here.slice(0, Math.max(0, here.lastIndexOf('/')));
      continue;
    }
    const next = `${here}/${part}`;
    const link = await files.readLink(next);
    if (link === undefined) {
      here = next;
      continue;
    }
    return depth > 60
      ? undefined
      : follow(
          files,
          [link.startsWith('/') ? link : `${here}/${link}`, ...steps.slice(index + 1)].join('/'),
          depth + 1,
        );
  }
  return here === '' ? '/' : here;
}

/** Takes down what it is told to write; nothing is there as far as it knows. */
class Changer implements FileChanger {
  readonly performed: FileOperation[] = [];

  constructor(private readonly files: MemoryFiles) {}

  async read(): Promise<undefined> {
    return undefined;
  }

  async settle(): Promise<void> {}

  async perform(operation: FileOperation): Promise<void> {
    // A file that is there was not looked at: the gate's record holds its hash, and the executor has compared.
    expect((await this.files.facts(operation.realPath))?.kind).not.toBe('link');
    this.performed.push(operation);
  }
}

describe('random paths', () => {
  it('none is written outside the workspace without asking, none to git’s data', {
    timeout: fuzzLimit(paths),
  }, async () => {
    let allowed = 0;
    let opened = 0;
    await fc.assert(
      fc.asyncProperty(
        treeOf,
        fc.array(path, { minLength: pathsPerTree, maxLength: pathsPerTree }),
        async (entries, written) => {
          const tree: Record<string, string> = { '/w/a': '/', '/out/a': '/', '/home/me': '/' } satisfies Tree;
          for (const [at, leaf, entry] of entries) {
            tree[`${at}/${leaf}`] = entry;
          }
          const files = new MemoryFiles(possible(tree));
          if ((await files.facts('/w'))?.kind !== 'directory') {
            return;
          }
          const gate = new PathGate(files, {
            platform: { system: 'linux', home: '/home/me' },
            roots: [{ path: '/w' }],
            ownFolders: [],
            isIgnored: () => false,
            isDirty: () => false,
            trusted: true,
          });
          const changer = new Changer(files);
          const executor = new ChangeExecutor({
            ...{ gate: () => gate, files: changer, createId: () => 'id' },
            journal: new ChangeJournal(new MemoryStorage()),
          });
          const changes = written.map((one) => ({
            ...{ operation: 'write' as const, path: one, before: undefined, after: new Uint8Array([120]) },
          }));
          // One denied path stops its whole set, so each of those is tried alone; the others together.
          const together: typeof changes = [];
          for (const change of changes) {
            const { decision } = await gate.decide({ operation: 'write', path: change.path });
            if (decision === 'deny') {
              await executor.execute('random', [change], async () => true);
              expect(changer.performed).toEqual([]);
            } else {
              together.push(change);
            }
          }
          await executor.execute('random', together, async () => false);
          for (const { realPath } of changer.performed) {
            opened++;
            const real = await follow(files, realPath);
            expect({ realPath, real }).toEqual({ realPath, real: realPath });
            expect(realPath).toMatch(/^\/w\/./);
            expect(realPath).not.toMatch(/\/\.git(\/|$)|\/\.vscode\/|\/package\.json$|\/\.env|[\u200B\\]/i);
          }
          for (const one of written) {
            const answer = await gate.decide({ operation: 'write', path: one });
            if (answer.decision === 'deny') {
              continue;
            }
            const absolute = one.startsWith('~/')
              ? `/home/me/${one.slice(2)}`
              : one.startsWith('/')
                ? one
                : `/w/${one}`;
            const real = await follow(files, absolute);
            expect({ one, resolved: answer.resolved }).toEqual({ one, resolved: real });
            expect(real).not.toMatch(/\/\.git(\/|$)/i);
            if (answer.decision === 'allow') {
              allowed++;
              expect(real).toMatch(/^\/w\/./);
              expect(real).not.toMatch(/\/\.vscode\/|\/package\.json$|\/\.env|[\u200B\\]/);
            }
          }
        },
      ),
      { numRuns: Math.ceil(paths / pathsPerTree), seed: fuzzSeed },
    );
    // A gate that allows nothing would pass as well.
    expect(allowed).toBeGreaterThan(paths / 100);
    expect(opened).toBeGreaterThan(paths / 100);
  });
});
