import * as z from 'zod';
import { readApplyPatch } from '../../../edits/formats/applyPatch';
import { defineTool } from '../../Tool';
import { failedResult } from '../../ToolResult';
import { propose, targetsOf } from './proposal';

export const applyPatch = defineTool({
  name: 'apply_patch',
  kind: 'edit',
  description:
    'Changes, adds, moves or deletes files by one patch from *** Begin Patch to *** End Patch, with sections *** Update File:, *** Add File:, *** Delete File:. Required: patch. Read a file before you update it. In an update: @@ and a line above the place, then lines with a space (kept), - (removed), + (added).',
  shape: { patch: z.string().min(1).max(5_000_000) },
  example: {
    patch:
      '*** Begin Patch\n*** Update File: src/main.ts\n@@ function f() {\n-  return 1;\n+  return 2;\n*** End Patch',
  },
  targets({ patch }) {
    const reading = readApplyPatch(patch);
    return reading.kind === 'failed' ? failedResult(reading.message) : targetsOf(reading.changes);
  },
  async execute({ patch }, approved, run) {
    const reading = readApplyPatch(patch);
    if (reading.kind === 'failed') {
      return failedResult(reading.message);
    }
    const { changes } = reading;
    return propose(changes.map(({ path }) => path).join(', '), changes, approved, run);
  },
});
