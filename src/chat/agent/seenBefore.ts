/** What a model has seen of files in a branch of a conversation: what went along with questions, and what its calls read and wrote. */
import { readApplyPatch } from '../../edits/formats/applyPatch';
import type { Message, RecordedCall } from '../conversation/Conversation';
import type { Attachment } from '../conversation/records';

const withText: ReadonlySet<Attachment['kind']> = new Set(['file', 'selection', 'symbol'] as const);
const withPath: ReadonlySet<string> = new Set(['read_file', 'edit_file', 'create_file']);

/** Paths as they were written then, each once. */
export function seenBefore(branch: readonly Message[]): readonly string[] {
  const paths = branch.flatMap((message) =>
    message.kind === 'question' ? message.attachments.flatMap(pathOfAttachment) : message.calls.flatMap(pathsOfCall),
  );
  return [...new Set(paths)];
}

function pathOfAttachment({ kind, uri }: Attachment): readonly string[] {
  if (!withText.has(kind) || uri === undefined || !uri.startsWith('file:')) {
    return [];
  }
  try {
    const path = decodeURIComponent(new URL(uri).pathname);
    return [/^\/[a-z]:/i.test(path) ? path.slice(1) : path];
  } catch {
    return [];
  }
}

function pathsOfCall({ name, arguments: values, end }: RecordedCall): readonly string[] {
  if (end !== 'done') {
    return [];
  }
  const { path, patch } = readValues(values);
  if (withPath.has(name)) {
    return typeof path === 'string' ? [path] : [];
  }
  const reading = name === 'apply_patch' && typeof patch === 'string' ? readApplyPatch(patch) : undefined;
  return reading === undefined || reading.kind === 'failed'
    ? []
    : reading.changes.map((change) => (change.kind === 'edit' ? (change.moveTo ?? change.path) : change.path));
}

function readValues(text: string): { readonly path?: unknown; readonly patch?: unknown } {
  try {
    const values: unknown = JSON.parse(text);
    return typeof values === 'object' && values !== null ? values : {};
  } catch {
    return {};
  }
}
