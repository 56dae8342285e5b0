/** A logged prompt as an entry of a list: one line, and what a screen reader says about it. */
import { completionParts, questionText, responseText } from '../exports/recordTexts';
import type { LoggedPrompt } from '../PromptLogStore';
import { actionName, surfaceName, type Translate } from './words';

/** What an entry's picture tells: the certain or last thing that is known. */
export type EntryState = 'accepted' | 'rejected' | 'failed' | 'open';

export interface ListEntry {
  readonly id: string;
  /** UTC day, `2026-01-31`. */
  readonly day: string;
  readonly time: string;
  /** What was asked, or the last line before the cursor; never empty. */
  readonly label: string;
  /** Surface, outcome, model. */
  readonly description: string;
  readonly state: EntryState;
  /** The whole entry as a sentence. */
  readonly spoken: string;
}

const longestLabel = 80;

export function listEntry({ record, outcomes }: LoggedPrompt, translate: Translate): ListEntry {
  const surface = surfaceName(record.surface, translate);
  const model = record['gen_ai.response.model'] ?? record['gen_ai.request.model'];
  const actions = new Set(outcomes.map(({ action }) => action));
  const failed = record['error.type'];
  const telling = ['accepted', 'partly_accepted', 'rejected', 'applied', 'shown'].find((action) => actions.has(action));
  const outcome = telling === undefined ? failed : actionName(telling, translate);
  const details = [surface, ...(outcome === undefined ? [] : [outcome]), ...(model === undefined ? [] : [model])];
  const label = labelOf({ record, outcomes });
  const time = record.ts.slice(11, 19);
  return {
    id: record.id,
    day: record.ts.slice(0, 10),
    time,
    label: label === '' ? surface : label,
    description: [time.slice(0, 5), ...details].join(' · '),
    state:
      telling === 'accepted' || telling === 'partly_accepted' || telling === 'applied'
        ? 'accepted'
        : telling === 'rejected'
          ? 'rejected'
          : failed === undefined
            ? 'open'
            : 'failed',
    spoken: [...details, record.workspace?.file ?? '', label, time].filter((each) => each !== '').join(', '),
  };
}

function labelOf({ record }: LoggedPrompt): string {
  const file = record.workspace?.file?.split('/').at(-1);
  const said =
    record['gen_ai.operation.name'] === 'text_completion'
      ? `${lastLine(completionParts(record).prefix)}${responseText(record)}`
      : questionText(record) || responseText(record);
  const text = said.replace(/\s+/g, ' ').trim();
  const short = text.length > longestLabel ? `${text.slice(0, longestLabel).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return [...(file === undefined ? [] : [file]), ...(short === '' ? [] : [short])].join(': ');
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}
