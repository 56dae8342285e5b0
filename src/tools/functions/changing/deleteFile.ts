import { defineTool } from '../../Tool';
import * as args from '../arguments';
import { propose, targetsOf } from './proposal';

export const deleteFile = defineTool({
  name: 'delete_file',
  kind: 'edit',
  description: 'Deletes a file. Required: path.',
  shape: { path: args.path },
  example: { path: 'src/old.ts' },
  targets: ({ path }) => targetsOf([{ kind: 'delete', path }]),
  execute: ({ path }, approved, run) => propose(path, [{ kind: 'delete', path }], approved, run),
});
