import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { asData } from '../output';
import { recordAt } from '../records';

const mostPaths = 200;

export const findFiles = defineTool({
  name: 'find_files',
  kind: 'read',
  description:
    'Finds files by a glob pattern on their paths. Required: pattern. Ignored files (.gitignore, .tandemignore) are left out.',
  shape: { pattern: args.name, path: args.folder },
  example: { pattern: '**/*.test.ts' },
  targets: ({ path }) => [{ kind: 'path', operation: 'search', path: path ?? '.' }],
  async execute({ pattern }, approved, { host, signal, allowed }) {
    const record = recordAt(approved, 0);
    // A bare name is meant wherever it is.
    const glob = pattern.includes('/') ? pattern.replace(/^\.?\//, '') : `**/${pattern}`;
    const { items, isCut } = await host.files.find(record, glob, mostPaths, signal);
    const paths = (await allowed(items)).map(({ realPath }) => host.workspace.label(realPath));
    if (paths.length === 0) {
      return { text: `No file fits ${pattern}.`, data: { kind: 'paths', paths }, failed: false };
    }
    const more = isCut ? `\nThere are more; only ${paths.length} are shown. Narrow the pattern.` : '';
    const shown = paths.map((path) => path.replace(/[\n\r]/g, '⟨line break⟩')).join('\n');
    return { text: asData(`Files that fit ${pattern}`, shown) + more, data: { kind: 'paths', paths }, failed: false };
  },
});
