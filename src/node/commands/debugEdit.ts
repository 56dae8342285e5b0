/** `glm-tandem debug edit`: files and a model's edit a line in, the files after it and where it matched out. Nothing touches the disk. */
import * as z from 'zod';
import { ApplyPatchReader } from '../../edits/formats/applyPatch';
import { EditFileReader, readEditFile } from '../../edits/formats/editFile';
import type { FormatReading } from '../../edits/formats/FormatReading';
import {
  blockDialects,
  readSearchReplaceBlocks,
  type SearchReplaceBlock,
} from '../../edits/formats/searchReplaceBlocks';
import { type ProposedChange, proposeChanges, tidyPath } from '../../edits/proposeChanges';
import { type EditFailure, failure } from '../../edits/RequestedEdit';
import { type DebugFailure, debugFailure, debugId } from './debugParse';

const requestSchema = z.object({
  id: debugId,
  /** Texts by path. */
  files: z.record(z.string(), z.string()),
  format: z.enum(['edit_file', 'apply_patch', 'search_replace_blocks', 'whole_file']),
  /** edit_file: its arguments, as an object or as JSON text; whole_file: {path, content}; the others: the model's text. */
  payload: z.unknown(),
  dialect: z.enum(blockDialects).default('aider'),
  targetPath: z.string().nullish(),
});

interface DebugHunk {
  readonly path: string;
  /** 0-based line of the file as it was. */
  readonly startLine: number;
  /** `exact`, or the name of the looser rung. */
  readonly matched: string;
}

export type DebugEditAnswer =
  | {
      readonly id: z.infer<typeof debugId>;
      readonly files: Readonly<Record<string, string>>;
      readonly hunks: readonly DebugHunk[];
      readonly blocks?: readonly SearchReplaceBlock[];
    }
  | {
      readonly id: z.infer<typeof debugId>;
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly candidates?: EditFailure['candidates'];
      };
      readonly blocks?: readonly SearchReplaceBlock[];
    };

/** Never throws: a bad request and an edit that does not fit give an error object. */
export function debugEdit(request: unknown): DebugEditAnswer | DebugFailure {
  const parsed = requestSchema.safeParse(request);
  if (!parsed.success) {
    return debugFailure(request, parsed.error);
  }
  const { id, files } = parsed.data;
  const { reading, blocks } = read(parsed.data);
  const listed =
    blocks === undefined ? {} : { blocks: blocks.map(({ file, search, replace }) => ({ file, search, replace })) };
  const texts = new Map(Object.entries(files));
  const keyOf = (path: string): string => (texts.has(path) ? path : tidyPath(path));
  const proposal =
    reading.kind === 'failed' ? reading : proposeChanges(reading.changes, (path) => texts.get(keyOf(path)));
  if (proposal.kind === 'failed') {
    const { code, message, candidates } = proposal;
    return { id, error: { code, message, ...(candidates.length > 0 ? { candidates } : {}) }, ...listed };
  }
  for (const { path, newPath, result } of proposal.changes) {
    if (result === undefined || newPath !== undefined) {
      texts.delete(keyOf(path));
    }
    if (result !== undefined) {
      texts.set(keyOf(newPath ?? path), result);
    }
  }
  return { id, files: Object.fromEntries(texts), hunks: proposal.changes.flatMap(hunksOf), ...listed };
}

function read(request: z.infer<typeof requestSchema>): {
  readonly reading: FormatReading;
  readonly blocks?: readonly SearchReplaceBlock[];
} {
  const { files, format, payload, dialect, targetPath } = request;
  if (format === 'whole_file') {
    const whole = z.object({ path: z.string().min(1), content: z.string() }).safeParse(payload);
    return {
      reading: whole.success
        ? { kind: 'read', changes: [{ kind: 'rewrite', ...whole.data }] }
        : failure('bad_format', 'whole_file: send {"path", "content"}.'),
    };
  }
  if (format === 'edit_file') {
    if (typeof payload !== 'string') {
      return { reading: readEditFile(payload) };
    }
    const reader = new EditFileReader();
    reader.push(payload);
    return { reading: reader.finish() };
  }
  if (typeof payload !== 'string') {
    return { reading: failure('bad_format', `${format}: the payload is the model’s text, as a string.`) };
  }
  if (format === 'search_replace_blocks') {
    return readSearchReplaceBlocks(payload, dialect, targetPath ?? undefined, Object.keys(files));
  }
  const reader = new ApplyPatchReader();
  reader.push(payload);
  return { reading: reader.finish() };
}

/** One for each place that an edit matched; a file that is made, deleted, moved or rewritten counts as one at its first line. */
function hunksOf({ path, edits }: ProposedChange): DebugHunk[] {
  return edits.length === 0
    ? [{ path, startLine: 0, matched: 'exact' }]
    : edits.map(({ startLine, rung }) => ({ path, startLine, matched: rung }));
}
