import * as z from 'zod';
import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import * as args from '../arguments';
import { asData, bounded } from '../output';
import { recordAt } from '../records';
import { shownHits } from '../shownHits';

const mostHits = 100;

export const searchText = defineTool({
  name: 'search_text',
  kind: 'read',
  description:
    'Searches the text of files. Required: pattern. It is taken literally; with regex true it is a JavaScript regular expression. include is a glob for paths. Ignored files are left out.',
  shape: {
    pattern: z.string().min(1).max(1000),
    regex: z.boolean().optional(),
    matchCase: z.boolean().optional(),
    include: args.name.optional(),
    path: args.folder,
  },
  example: { pattern: 'createServer(', include: '**/*.ts' },
  targets: ({ path }) => [{ kind: 'path', operation: 'search', path: path ?? '.' }],
  async execute({ pattern, regex, matchCase, include }, approved, { host, signal, allowed }) {
    const query = {
      ...{ pattern, isRegularExpression: regex === true, matchCase: matchCase === true, limit: mostHits },
      include: include === undefined || include.includes('/') ? include : `**/${include}`,
    };
    try {
      const found = await host.files.search(recordAt(approved, 0), query, signal);
      const may = new Set((await allowed(found.items.map(({ path }) => path))).map(({ realPath }) => realPath));
      const hits = found.items
        .filter(({ path }) => may.has(path))
        .map((hit) => ({ ...hit, path: host.workspace.label(hit.path) }));
      if (hits.length === 0) {
        const why = found.isCut ? ' The search took too long and was ended: give a path or an include.' : '';
        return { text: `Nothing fits ${JSON.stringify(pattern)}.${why}`, data: { kind: 'hits', hits }, failed: false };
      }
      const more = found.isCut ? `\nThere may be more than these ${hits.length}. Narrow the search.` : '';
      return {
        text: asData(`Lines that fit ${JSON.stringify(pattern)}`, bounded(shownHits(hits))) + more,
        data: { kind: 'hits', hits },
        failed: false,
      };
    } catch (error) {
      if (error instanceof SyntaxError) {
        return failedResult(
          `The pattern is no regular expression (${error.message}). Without regex it is taken literally.`,
        );
      }
      throw error;
    }
  },
});
