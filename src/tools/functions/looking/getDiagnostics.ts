import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { asData, bounded } from '../output';
import { recordAt } from '../records';

const mostShown = 200;

export const getDiagnostics = defineTool({
  name: 'get_diagnostics',
  kind: 'read',
  description:
    'Gives the errors and warnings that the editor shows, of one file or, without path, of the whole workspace.',
  shape: { path: args.path.optional() },
  example: { path: 'src/main.ts' },
  targets: ({ path }) => [
    path === undefined ? { kind: 'path', operation: 'search', path: '.' } : { kind: 'path', operation: 'read', path },
  ],
  async execute({ path }, approved, { host, signal, allowed }) {
    const only = path === undefined ? undefined : [recordAt(approved, 0).realPath];
    const all = await host.diagnostics.read(only, signal);
    if (all === undefined) {
      return failedResult('No diagnostics are known here. Run the tests or the compiler instead.');
    }
    const may = only ?? (await allowed(all.map((one) => one.path))).map(({ realPath }) => realPath);
    const diagnostics = all
      .filter((one) => may.includes(one.path))
      .slice(0, mostShown)
      .map((one) => ({ ...one, path: host.workspace.label(one.path) }));
    if (diagnostics.length === 0) {
      return { text: 'No errors and no warnings.', data: { kind: 'diagnostics', diagnostics }, failed: false };
    }
    const lines = diagnostics.map(
      ({ path: file, line, severity, message, source }) =>
        `${file}:${line + 1}  ${severity} ${source}  ${message.replaceAll('\n', ' ')}`,
    );
    const more = all.length > mostShown ? `\nOnly the first ${mostShown} are shown.` : '';
    return {
      text: asData('Diagnostics', bounded(lines.join('\n'))) + more,
      data: { kind: 'diagnostics', diagnostics },
      failed: false,
    };
  },
});
