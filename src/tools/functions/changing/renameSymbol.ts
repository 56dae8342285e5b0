import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { recordAt } from '../records';
import { proposalResult } from './proposal';

export const renameSymbol = defineTool({
  name: 'rename_symbol',
  kind: 'edit',
  description:
    'Renames a function, class, variable or type everywhere. Required: path and line (1-based) of a place where it stands, name, newName.',
  shape: { path: args.path, line: args.line, name: args.name, newName: args.name },
  example: { path: 'src/config.ts', line: 12, name: 'parseConfig', newName: 'readConfig' },
  targets: ({ path }) => [
    { kind: 'path', operation: 'read', path },
    { kind: 'path', operation: 'write', path, reviewed: true },
  ],
  async execute({ path, line, name, newName }, approved, { host, signal, allowed }) {
    const record = recordAt(approved, 0);
    const file = await host.files.read(record);
    const text = file === undefined || file === 'unreadable' ? undefined : file.text.split(/\r\n|\n|\r/)[line - 1];
    const character = text === undefined ? -1 : placeOf(text, name);
    if (character < 0) {
      return failedResult(`${name} does not stand on line ${line} of ${path}. Read the file and send the right line.`);
    }
    const changes = await host.changes.planRename(record, { line: line - 1, character }, newName, signal);
    if (changes === undefined || changes.length === 0) {
      return failedResult('No language server can rename here. Use find_references, then edit_file in each file.');
    }
    // A language server may name files that nobody asked about.
    const may = new Set((await allowed(changes.map((change) => change.path))).map(({ realPath }) => realPath));
    const strange = changes.find((change) => !may.has(change.path));
    if (strange !== undefined) {
      return failedResult(
        `Not renamed: it would change ${host.workspace.label(strange.path)}, which is not yours to change.`,
      );
    }
    const outcomes = await host.changes.propose(`${name} → ${newName}`, changes, signal);
    return proposalResult(outcomes, host.workspace.label, []);
  },
});

/** Where a name stands as a word of its own; -1 = nowhere. */
function placeOf(text: string, name: string): number {
  const isPart = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_$]/u.test(sign);
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) {
      return at;
    }
  }
  return -1;
}
