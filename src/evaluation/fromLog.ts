/**
 * A record of the prompt log as an item of one's own benchmark: what was asked, in which language, which context went along (by hash only), and what
 * the person kept. It has no tests yet, so its gate is open; whoever adds them finds room for both in the form.
 */

import { completionParts, lastFence, questionText, responseText } from '../promptlog/exports/recordTexts';
import type { LoggedPrompt } from '../promptlog/PromptLogStore';
import { extensionOf, type OwnItem } from './datasets/own';

export interface ItemFiles {
  readonly id: string;
  /** Texts by file name. */
  readonly files: Readonly<Record<string, string>>;
}

/** Actions that say that the person wanted what they got. */
const keeping: readonly string[] = ['accepted', 'partly_accepted', 'applied', 'inserted', 'copied'];

/** Undefined = its texts were not kept, so that there is nothing to ask. */
export function toOwnItem({ record, outcomes }: LoggedPrompt): ItemFiles | undefined {
  const id = `log-${record.id.toLowerCase()}`;
  const isHole = record.surface === 'completion';
  const language =
    record.workspace?.lang ?? (isHole ? 'unknown' : lastFence(responseText(record))?.language) ?? 'unknown';
  const isUndone = outcomes.some(({ action }) => action === 'undone' || action === 'rejected');
  const isKept =
    !isUndone &&
    outcomes.some(({ action, value }) => keeping.includes(action) || (action === 'feedback' && value === 'up'));
  const item: OwnItem = {
    schema: 'glm.item/1',
    id,
    language,
    ...(record.natural_language !== undefined && { naturalLanguage: record.natural_language }),
    kind: isHole ? 'hole' : 'message',
    gate: { state: 'open' },
    provenance: {
      from: 'prompt-log',
      record: record.id,
      time: record.ts,
      surface: record.surface,
      ...(record['gen_ai.response.model'] !== undefined && { model: record['gen_ai.response.model'] }),
      outcomes: [...new Set(outcomes.map(({ action }) => action))],
      survival: outcomes.flatMap(({ action, after, share }) => (action === 'survived' ? [{ after, share }] : [])),
      ...finalHash(outcomes),
      redaction: record.redaction.engine,
      context: (record.context ?? []).map(({ kind, sha256, range }) => ({ kind, sha256, range })),
      ...(record.workspace?.vcs?.head !== undefined && { commit: record.workspace.vcs.head }),
    },
  };
  const asked = isHole ? holeFiles(record) : questionFiles(record);
  if (asked === undefined) {
    return undefined;
  }
  const kept = isHole ? responseText(record) : lastFence(responseText(record))?.code;
  const reference = isKept && kept !== undefined && kept !== '' ? { [`reference.${extensionOf(language)}`]: kept } : {};
  return { id, files: { 'item.json': `${JSON.stringify(item, undefined, 2)}\n`, ...asked, ...reference } };
}

type LogRecord = LoggedPrompt['record'];

function holeFiles(record: LogRecord): ItemFiles['files'] | undefined {
  const { prefix, suffix } = completionParts(record);
  return prefix === '' ? undefined : { 'prefix.txt': prefix, 'suffix.txt': suffix };
}

function questionFiles(record: LogRecord): ItemFiles['files'] | undefined {
  const question = questionText(record);
  return question === '' ? undefined : { 'prompt.md': question };
}

function finalHash(outcomes: LoggedPrompt['outcomes']): { readonly finalCodeSha256?: string } {
  const found = outcomes.findLast(({ final_code_sha256 }) => final_code_sha256 !== undefined)?.final_code_sha256;
  return found === undefined ? {} : { finalCodeSha256: found };
}
