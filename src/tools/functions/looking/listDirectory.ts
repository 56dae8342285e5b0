import { looksSecret } from '../../../base/secretFiles';
import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { asData } from '../output';
import { recordAt } from '../records';

const mostEntries = 500;

export const listDirectory = defineTool({
  name: 'list_directory',
  kind: 'read',
  description: 'Lists the files and folders directly in a folder. Required: path ("." = the workspace folder).',
  shape: { path: args.path },
  example: { path: 'src' },
  targets: ({ path }) => [{ kind: 'path', operation: 'list', path }],
  async execute(_, approved, { host, signal }) {
    const record = recordAt(approved, 0);
    const { items, isCut } = await host.files.list(record, mostEntries, signal);
    const label = host.workspace.label(record.realPath);
    const entries = items.filter(({ name }) => name !== '.git');
    const lines = entries.map(({ name, kind, size }) => {
      const shown = name.replace(/[\n\r]/g, '⟨line break⟩');
      const note = looksSecret([name.toLowerCase()]) ? '  (may hold secrets)' : '';
      return kind === 'folder'
        ? `${shown}/`
        : kind === 'file'
          ? `${shown}  ${size} bytes${note}`
          : `${shown}  (${kind})`;
    });
    const more = isCut ? `\nOnly the first ${mostEntries} are listed.` : '';
    return {
      text: (lines.length === 0 ? `${label} is empty.` : asData(`Folder ${label}`, lines.join('\n'))) + more,
      data: { kind: 'entries', path: label, entries },
      failed: false,
    };
  },
});
