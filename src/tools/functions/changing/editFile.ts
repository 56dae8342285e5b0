import * as z from 'zod';
import type { RequestedChange } from '../../../edits/RequestedEdit';
import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { propose, targetsOf } from './proposal';

const shape = {
  path: args.path,
  edits: z
    .array(
      z.object({
        search: z.string().describe('text exactly as it stands in the file; whole lines, enough to be unique'),
        replace: z.string().describe('text that takes its place'),
        lineHint: args.line.optional().describe('1-based line where search begins'),
      }),
    )
    .min(1)
    .max(5000),
};

export const editFile = defineTool({
  name: 'edit_file',
  kind: 'edit',
  description:
    'Changes parts of a file. Required: path, edits, and in each edit search and replace. Read the file first. All edits are matched against the file as it is; all are made or none.',
  shape,
  example: { path: 'src/main.ts', edits: [{ search: '  return 1;', replace: '  return 2;' }] },
  targets: ({ path, edits }) => targetsOf([changeOf(path, edits)]),
  execute: ({ path, edits }, approved, run) => propose(path, [changeOf(path, edits)], approved, run),
});

function changeOf(path: string, edits: z.output<typeof shape.edits>): RequestedChange {
  return { kind: 'edit', path, edits };
}
