/** The words of records as people read them, in their language. */
import type { ContentClass, Outcome, PromptRecord } from '../records';

/** Puts an English text with `{0}` into the person's language; the editor's own function fits. */
export type Translate = (english: string, ...args: readonly (string | number)[]) => string;

/** A surface; a word of a later version stays as it is. */
export function surfaceName(surface: string, translate: Translate): string {
  switch (surface) {
    case 'completion':
      return translate('Completion');
    case 'chat':
      return translate('Chat');
    case 'inline_edit':
      return translate('Inline edit');
    case 'refactoring':
      return translate('Refactoring');
    case 'agent':
      return translate('Agent');
    case 'commit':
      return translate('Commit message');
    case 'evaluation':
      return translate('Evaluation');
    default:
      return surface;
  }
}

export function className(contentClass: ContentClass, translate: Translate): string {
  const names = {
    prompts: () => translate('Prompts'),
    responses: () => translate('Responses'),
    codeContext: () => translate('Code context'),
    toolArguments: () => translate('Tool arguments'),
    toolOutput: () => translate('Tool output'),
  } satisfies Record<ContentClass, () => string>;
  return names[contentClass]();
}

/** An outcome's action alone, for filters; a word of a later version stays as it is. */
export function actionName(action: string, translate: Translate): string {
  switch (action) {
    case 'shown':
      return translate('shown');
    case 'accepted':
      return translate('accepted');
    case 'partly_accepted':
      return translate('partly accepted');
    case 'rejected':
      return translate('rejected');
    case 'survived':
      return translate('survived');
    case 'feedback':
      return translate('feedback');
    case 'copied':
      return translate('copied');
    case 'inserted':
      return translate('inserted');
    case 'applied':
      return translate('applied');
    case 'undone':
      return translate('undone');
    case 'tests_run':
      return translate('tests run');
    default:
      return action;
  }
}

/** An outcome with its details, such as `rejected: other text was typed (inferred)`. */
export function outcomeText(outcome: Outcome, translate: Translate): string {
  const details = detailsOf(outcome, translate);
  const name = actionName(outcome.action, translate);
  const text = details.length === 0 ? name : translate('{0}: {1}', name, details.join(', '));
  return outcome.inferred ? translate('{0} (inferred)', text) : text;
}

function detailsOf(outcome: Outcome, translate: Translate): string[] {
  const { action, reason, after, share, value, comment, into, hunk, match, failed, passed, succeeded } = outcome;
  return [
    ...(reason === undefined ? [] : [reasonText(reason, translate)]),
    ...(after === undefined
      ? []
      : [
          action === 'survived'
            ? translate('after {0} s', Math.round(after))
            : translate('{0} s later', after.toFixed(1)),
        ]),
    ...(share === undefined ? [] : [translate('{0} % of it still stands', Math.round(share * 100))]),
    ...(value === undefined ? [] : [thumbText(value, translate)]),
    ...(comment === undefined ? [] : [comment]),
    ...(into === undefined
      ? []
      : [into === 'terminal' ? translate('into the terminal') : translate('into a new file')]),
    ...(hunk === undefined ? [] : [translate('hunk {0}', hunk + 1)]),
    ...(match === undefined ? [] : [match]),
    ...(succeeded === undefined ? [] : [succeeded ? translate('without a fault') : translate('with faults')]),
    ...(failed === undefined ? [] : [translate('{0} failed', failed)]),
    ...(passed === undefined ? [] : [translate('{0} passed', passed)]),
  ];
}

function thumbText(value: 'up' | 'down' | 'none', translate: Translate): string {
  return value === 'up'
    ? translate('thumbs up')
    : value === 'down'
      ? translate('thumbs down')
      : translate('thumbs taken back');
}

function reasonText(reason: string, translate: Translate): string {
  switch (reason) {
    case 'typed-over':
      return translate('other text was typed');
    case 'typed-alike':
      return translate('the same was typed by hand');
    case 'deleted':
      return translate('text before it was deleted');
    case 'moved-away':
      return translate('the cursor went elsewhere');
    case 'left':
      return translate('the document was left');
    case 'replaced':
      return translate('another completion came');
    default:
      return reason;
  }
}

/** A record's time where the person is, as `2026-01-31 09:30:00`. */
export function localTime(iso: string): string {
  // Swedes write times as ISO 8601 does.
  return new Date(iso).toLocaleString('sv-SE');
}

/** Lines of a record that people read first: who answered, how long it took, what it cost. */
export function factsOf(record: PromptRecord, translate: Translate): string[] {
  const model = record['gen_ai.response.model'] ?? record['gen_ai.request.model'];
  const { file, lang, selection } = record.workspace ?? {};
  const input = record['gen_ai.usage.input_tokens'];
  const output = record['gen_ai.usage.output_tokens'];
  const first = record['gen_ai.response.time_to_first_chunk'];
  const end = record['error.type'] ?? record['gen_ai.response.finish_reasons']?.join(', ');
  const classes = record.consent.classes.map((each) => className(each, translate)).join(', ');
  const hits = record.redaction.hits;
  const total = hits.reduce((sum, { count }) => sum + count, 0);
  const rules = [...new Set(hits.map(({ rule }) => rule))].join(', ');
  return [
    translate('Record: {0}', record.id),
    translate('Time: {0}', localTime(record.ts)),
    translate('Surface: {0}', surfaceName(record.surface, translate)),
    ...(model === undefined ? [] : [translate('Model: {0}', model)]),
    ...(file === undefined
      ? []
      : [
          translate(
            'File: {0}',
            [file, ...(selection?.[0] === undefined ? [] : [String(selection[0] + 1)])].join(':') +
              (lang === undefined ? '' : ` (${lang})`),
          ),
        ]),
    ...(input === undefined || output === undefined ? [] : [translate('Tokens: {0} in, {1} out', input, output)]),
    ...(record.duration === undefined ? [] : [translate('Duration: {0} s', record.duration.toFixed(2))]),
    ...(first === undefined ? [] : [translate('First text after: {0} s', first.toFixed(2))]),
    ...(end === undefined ? [] : [translate('End: {0}', end)]),
    translate('Kept, as agreed: {0}', classes === '' ? translate('measurements only') : classes),
    total === 0 ? translate('Redacted: nothing') : translate('Redacted: {0} ({1})', total, rules),
  ];
}
