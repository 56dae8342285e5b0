/** A logged prompt as an entry of a list: one line, and what a screen reader says about it. */
import { questionText, responseText } from '../exports/recordTexts';
import type { LoggedPrompt } from '../PromptLogStore';
import { actionName, localTime, surfaceName, type Translate } from './words';

/** What an entry's picture tells: the certain or last thing that is known. */
export type EntryState = 'accepted' | 'rejected' | 'failed' | 'open';

export interface ListEntry {
  readonly id: string;
  /** Day where the person is, `2026-01-31`. */
  readonly day: string;
  /** File and what was suggested, or what was asked; never empty. */
  readonly label: string;
  /** Outcome, surface, model, time. */
  readonly description: string;
  readonly state: EntryState;
  /** The whole entry as a sentence. */
  readonly spoken: string;
}

const longestLabel = 60;

export function listEntry({ record, outcomes }: LoggedPrompt, translate: Translate): ListEntry {
  const surface = surfaceName(record.surface, translate);
  const model = record['gen_ai.response.model'] ?? record['gen_ai.request.model'];
  const actions = new Set(outcomes.map(({ action }) => action));
  const fault = record['error.type'];
  // Nobody waited for the end: no fault of anybody.
  const failed = fault === 'cancelled' ? undefined : fault;
  const telling = ['accepted', 'partly_accepted', 'rejected', 'applied', 'shown'].find((action) => actions.has(action));
  const outcome = telling === undefined ? fault : actionName(telling, translate);
  const details = [...(outcome === undefined ? [] : [outcome]), surface, ...(model === undefined ? [] : [model])];
  const label = labelOf({ record, outcomes });
  const [day = '', time = ''] = localTime(record.ts).split(' ');
  return {
    id: record.id,
    day,
    label: label === '' ? surface : label,
    description: [...details, time.slice(0, 5)].join(' · '),
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
      ? responseText(record)
      : questionText(record) || responseText(record);
  const text = said.replace(/\s+/g, ' ').trim();
  const short = text.length > longestLabel ? `${text.slice(0, longestLabel).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return [...(file === undefined ? [] : [file]), ...(short === '' ? [] : [short])].join(': ');
}
