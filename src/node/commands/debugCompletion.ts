/**
 * `glm-tandem debug` stages of the inline completion: `postprocess`, `truncate`, `trigger` and `reuse`, each the very function of the
 * pipeline. Texts may have any line ends; offsets count UTF-16 units of the texts as they came.
 */
import * as z from 'zod';
import { endOfLineOf, fromLineFeeds, positionAt, toLineFeeds } from '../../base/text';
import { CodeReader } from '../../completion/answer/CodeReader';
import { postProcess } from '../../completion/filters/postProcess';
import { reuseShown } from '../../completion/reuse/reuseShown';
import { acceptItem } from '../../completion/trigger/popupItem';
import { shouldTrigger, type TriggerDecision } from '../../completion/trigger/shouldTrigger';
import { multilineModes } from '../../platform/settings';
import { debugId } from './debugParse';
import { debugStage } from './debugStage';

/** Nothing behind the cursor may be said in three ways. */
const suffixText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const place = { languageId: z.string(), prefix: z.string(), suffix: suffixText };

export const debugPostProcess = debugStage(
  z.object({
    id: debugId,
    ...place,
    completion: z.string(),
    /** What the trigger decided: false keeps the first line only. Absent = the answer is ended where the pipeline would end it. */
    multiline: z.boolean().nullish(),
  }),
  ({ languageId, prefix, suffix, completion, multiline }) => {
    const cursor = { languageId, prefix: toLineFeeds(prefix), suffix: toLineFeeds(suffix) };
    const text = toLineFeeds(completion);
    // A block is ended where the pipeline would end it; of one line nothing but that is left anyway.
    const ended =
      multiline === false ? undefined : truncated(cursor, [text], { multiline: multiline ?? undefined, stop: [] });
    if (ended?.reason === 'repetition' && ended.text.trim() === '') {
      return { text: null, droppedBy: 'repetition' };
    }
    const processed = postProcess({ ...cursor, text: ended?.text ?? text, multiline: multiline ?? true });
    return processed.kind === 'dropped'
      ? { text: null, droppedBy: processed.reason }
      : {
          text: fromLineFeeds(processed.text, endOfLineOf(prefix + suffix)),
          range: { start: prefix.length, end: prefix.length + processed.replace },
        };
  },
);

export const debugTruncate = debugStage(
  z.object({
    id: debugId,
    ...place,
    chunks: z.array(z.string()),
    /** Whether a block is asked for; absent = the trigger decides. */
    multiline: z.boolean().nullish(),
    stop: z.array(z.string()).default([]),
  }),
  ({ languageId, prefix, suffix, chunks, multiline, stop }) =>
    truncated({ languageId, prefix: toLineFeeds(prefix), suffix: toLineFeeds(suffix) }, chunks, {
      multiline: multiline ?? undefined,
      stop,
    }),
);

const position = z.object({ line: z.int().min(0), character: z.int().min(0) });

export const debugTrigger = debugStage(
  z.object({
    id: debugId,
    ...place,
    manual: z.boolean().default(false),
    /** The item selected in the suggestion list, with what of `prefix + suffix` it replaces; no range = the word left of the cursor. */
    selectedCompletion: z
      .object({ text: z.string(), range: z.object({ start: position, end: position }).optional() })
      .nullish(),
    multiline: z.enum(multilineModes).default('auto'),
    enabled: z.boolean().default(true),
    path: z.string().default(''),
    scheme: z.string().default('file'),
    cursors: z.int().min(1).default(1),
    hasSelection: z.boolean().default(false),
  }),
  ({ selectedCompletion, prefix, suffix, ...rest }) => {
    const cursor = withItem(prefix, suffix, selectedCompletion ?? undefined);
    if (cursor === undefined) {
      return { request: false, multiline: false, reason: 'popup-item' };
    }
    const decision: TriggerDecision = shouldTrigger({ ...rest, ...cursor });
    return { request: decision.request, multiline: decision.request && decision.multiline, reason: decision.reason };
  },
);

const textAround = z.object({ prefix: z.string(), suffix: suffixText });

export const debugReuse = debugStage(
  z.object({ id: debugId, shown: textAround.extend({ text: z.string() }), now: textAround }),
  ({ shown, now }) => {
    const reused = reuseShown({ ...withLineFeeds(shown), text: toLineFeeds(shown.text) }, withLineFeeds(now));
    return reused === undefined
      ? { text: null }
      : { text: fromLineFeeds(reused.text, endOfLineOf(now.prefix + now.suffix)), reason: reused.reason };
  },
);

interface Cursor {
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
}

function truncated(
  cursor: Cursor,
  chunks: readonly string[],
  options: { readonly multiline: boolean | undefined; readonly stop: readonly string[] } = {
    multiline: undefined,
    stop: [],
  },
): { readonly text: string; readonly stoppedAfterChunk: number | null; readonly reason: string } {
  const mode = (options.multiline ?? triggersBlock(cursor)) ? 'block' : 'grow';
  const reader = new CodeReader({ ...cursor, mode, stop: options.stop });
  const last = chunks.findIndex((chunk) => reader.push(chunk));
  return { ...reader.result(), stoppedAfterChunk: last < 0 ? null : last };
}

function triggersBlock(cursor: Cursor): boolean {
  const decision = shouldTrigger({
    ...cursor,
    manual: true,
    enabled: true,
    multiline: 'auto',
    cursors: 1,
    hasSelection: false,
    scheme: 'file',
    path: '',
  });
  return decision.request && decision.multiline;
}

function withLineFeeds(text: { readonly prefix: string; readonly suffix: string }) {
  return { prefix: toLineFeeds(text.prefix), suffix: toLineFeeds(text.suffix) };
}

type Position = z.infer<typeof position>;
interface SelectedCompletion {
  readonly text: string;
  readonly range?: { readonly start: Position; readonly end: Position } | undefined;
}

/** The text around the cursor with the selected item taken as typed; undefined = the item cannot be extended. */
function withItem(prefix: string, suffix: string, item: SelectedCompletion | undefined) {
  if (item === undefined) {
    return withLineFeeds({ prefix, suffix });
  }
  const text = prefix + suffix;
  const cursor = positionAt(text, prefix.length);
  const word = /[\p{L}\p{N}_$]*$/u.exec(prefix)?.[0].length ?? 0;
  const range = item.range ?? { start: { ...cursor, character: cursor.character - word }, end: cursor };
  const around = withLineFeeds({ prefix, suffix });
  const accepted = acceptItem(around, cursor, { text: item.text, range });
  return accepted === undefined
    ? undefined
    : {
        prefix: around.prefix.slice(0, around.prefix.length - accepted.before) + accepted.text,
        suffix: around.suffix.slice(accepted.after),
      };
}
