import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { asData } from '../output';

const mostSymbols = 50;

export const findSymbol = defineTool({
  name: 'find_symbol',
  kind: 'read',
  description:
    'Finds where a function, class, method, type or variable is defined. Required: name, the whole name or its beginning.',
  shape: { name: args.name },
  example: { name: 'parseConfig' },
  targets: () => [{ kind: 'path', operation: 'search', path: '.' }],
  async execute({ name }, _, { host, signal, allowed }) {
    const { items, isCut } = await host.symbols.find(name, mostSymbols, signal);
    const may = new Set((await allowed(items.map(({ path }) => path))).map(({ realPath }) => realPath));
    const symbols = items
      .filter(({ path }) => may.has(path))
      .map((symbol) => ({ ...symbol, path: host.workspace.label(symbol.path) }));
    if (symbols.length === 0) {
      return {
        text: `Nothing called ${name} is known. Try search_text.`,
        data: { kind: 'symbols', symbols },
        failed: false,
      };
    }
    const lines = symbols.map(
      ({ kind, name, path, line, text }) => `${path}:${line + 1}  ${kind} ${name}  ${text.trim().slice(0, 200)}`,
    );
    const more = isCut ? `\nThere are more than these ${symbols.length}.` : '';
    return {
      text: asData(`Definitions of ${name}`, lines.join('\n')) + more,
      data: { kind: 'symbols', symbols },
      failed: false,
    };
  },
});
