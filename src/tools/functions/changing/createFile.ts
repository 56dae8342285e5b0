import * as z from 'zod';
import type { RequestedChange } from '../../../edits/RequestedEdit';
import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { propose, targetsOf } from './proposal';

export const createFile = defineTool({
  name: 'create_file',
  kind: 'edit',
  description: 'Makes a new file with its whole text. Required: path, content. For a file that is there use edit_file.',
  shape: { path: args.path, content: z.string().max(5_000_000) },
  example: { path: 'src/greet.ts', content: "export const greeting = 'Hello';\n" },
  targets: ({ path, content }) => targetsOf([changeOf(path, content)]),
  execute: ({ path, content }, approved, run) => propose(path, [changeOf(path, content)], approved, run),
});

function changeOf(path: string, content: string): RequestedChange {
  return { kind: 'create', path, content };
}
