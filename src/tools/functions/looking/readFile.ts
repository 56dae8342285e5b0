import { isNotebook } from '../../../edits/refuse/notebooks';
import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { asData, mostCharacters, numbered } from '../output';
import { recordAt } from '../records';

const mostLines = 1000;

export const readFile = defineTool({
  name: 'read_file',
  kind: 'read',
  description:
    'Reads a text file, or lines of it. Required: path. At most 1000 lines a call: give startLine and endLine (1-based, both included) for more. The numbers in front are not part of the file.',
  shape: { path: args.path, startLine: args.line.optional(), endLine: args.line.optional() },
  example: { path: 'src/main.ts', startLine: 1, endLine: 80 },
  targets: ({ path }) => [{ kind: 'path', operation: 'read', path }],
  async execute({ path, startLine, endLine }, approved, { host, seen }) {
    const record = recordAt(approved, 0);
    const file = await host.files.read(record);
    if (file === undefined) {
      return failedResult(`There is no file ${path}. Use find_files or list_directory to find it.`);
    }
    if (file === 'unreadable') {
      return failedResult(`${path} is not a text file, or it is too large to read.`);
    }
    const lines = file.text.split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') {
      lines.pop();
    }
    const label = host.workspace.label(record.realPath);
    const from = (startLine ?? 1) - 1;
    if (lines.length === 0) {
      seen.add(record.realPath);
      return {
        text: `${label} is empty.`,
        data: { kind: 'file', path: label, startLine: 0, endLine: 0 },
        failed: false,
      };
    }
    if (from >= lines.length || (endLine ?? from + 1) <= from) {
      return failedResult(
        `${path} has ${lines.length} lines; there are none from ${startLine ?? 1} to ${endLine ?? 'the end'}.`,
      );
    }
    seen.add(record.realPath);
    let chosen = lines.slice(from, Math.min(endLine ?? lines.length, from + mostLines));
    while (chosen.length > 1 && numbered(chosen, from).length > mostCharacters) {
      chosen = chosen.slice(0, Math.floor(chosen.length / 2));
    }
    const to = from + chosen.length;
    const wanted = Math.min(endLine ?? lines.length, lines.length);
    const kind = isNotebook(path)
      ? '\nThis is a notebook: a line “# %% [code]” or “# %% [markdown]” begins each cell. An id in such a line stays with its cell; the line of a new cell has none. Change, add or take away these lines with edit_file; never write JSON.'
      : '';
    const more = to < wanted ? `\nLines ${to + 1} to ${wanted} are left out: read on with startLine ${to + 1}.` : '';
    return {
      text: asData(`${label}, lines ${from + 1} to ${to} of ${lines.length}`, numbered(chosen, from)) + kind + more,
      data: { kind: 'file', path: label, startLine: from, endLine: to - 1 },
      failed: false,
    };
  },
});
