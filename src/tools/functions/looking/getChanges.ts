import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { asData, bounded } from '../output';
import { recordAt } from '../records';

export const getChanges = defineTool({
  name: 'get_changes',
  kind: 'read',
  description:
    'Shows what differs from the last commit as a diff, of one file or folder or, without path, of everything.',
  shape: { path: args.path.optional() },
  example: { path: 'src' },
  targets: ({ path }) => [{ kind: 'path', operation: 'search', path: path ?? '.' }],
  async execute({ path }, approved, { host, signal, allowed }) {
    const below = recordAt(approved, 0).realPath;
    const all = await host.changes.working(signal);
    if ('problem' in all) {
      return failedResult(all.problem);
    }
    const wanted = all.filter((file) => path === undefined || file.path === below || file.path.startsWith(`${below}/`));
    // A deleted file has nothing to read any more, and its name may be told.
    const may = new Set((await allowed(wanted.map((file) => file.path))).map(({ realPath }) => realPath));
    const files = wanted
      .filter((file) => may.has(file.path))
      .map((file) => ({ ...file, path: host.workspace.label(file.path) }));
    if (files.length === 0) {
      return { text: 'Nothing differs from the last commit.', data: { kind: 'changes', files }, failed: false };
    }
    const list = files.map(({ kind, path: file }) => `${kind}: ${file}`).join('\n');
    const diffs = files.map(({ diff }) => diff).join('');
    return {
      text: asData('Changes since the last commit', bounded(`${list}\n\n${diffs}`)),
      data: { kind: 'changes', files },
      failed: false,
    };
  },
});
