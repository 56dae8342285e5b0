import { defineTool, type Target } from '../../Tool';
import * as args from '../arguments';
import { asData, bounded } from '../output';
import { recordAt } from '../records';
import { shownHits } from '../shownHits';

const mostHits = 200;

export const findReferences = defineTool({
  name: 'find_references',
  kind: 'read',
  description:
    'Finds where a name is used. Required: name. Give path and line (1-based) of one place where it stands, so that other things with the same name are told apart.',
  shape: { name: args.name, path: args.path.optional(), line: args.line.optional() },
  example: { name: 'parseConfig', path: 'src/config.ts', line: 12 },
  targets({ path }): readonly Target[] {
    const workspace: Target = { kind: 'path', operation: 'search', path: '.' };
    return path === undefined ? [workspace] : [workspace, { kind: 'path', operation: 'read', path }];
  },
  async execute({ name, path, line }, approved, { host, signal, allowed }) {
    const at = path === undefined || line === undefined ? undefined : { record: recordAt(approved, 1), line: line - 1 };
    const found = await host.symbols.references(name, at, mostHits, signal);
    const may = new Set((await allowed(found.items.map((hit) => hit.path))).map(({ realPath }) => realPath));
    const hits = found.items
      .filter((hit) => may.has(hit.path))
      .map((hit) => ({ ...hit, path: host.workspace.label(hit.path) }));
    if (hits.length === 0) {
      return { text: `No use of ${name} was found.`, data: { kind: 'hits', hits }, failed: false };
    }
    const how = found.bySyntax ? ' (by name only: others may be called the same)' : '';
    const more = found.isCut ? `\nThere are more than these ${hits.length}.` : '';
    return {
      text: asData(`Uses of ${name}${how}`, bounded(shownHits(hits))) + more,
      data: { kind: 'hits', hits },
      failed: false,
    };
  },
});
