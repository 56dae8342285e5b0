/** The pipeline's words for "nothing was shown" in the person's language. */
import * as vscode from 'vscode';
import type { NoCompletionReason } from '../completion/types';

export function describeReason(reason: NoCompletionReason): string {
  const { t } = vscode.l10n;
  const sentences = {
    off: t('completions are off here'),
    'secret-file': t('this file is likely to hold secrets'),
    scheme: t('this is not a file'),
    'untrusted-notebook': t('this notebook is in a folder that you do not trust'),
    'multiple-cursors': t('there are several cursors'),
    selection: t('text is selected'),
    'nothing-to-go-on': t('there is no text to go on from'),
    'no-room': t('the room for the prompt is too small'),
    'word-right-of-cursor': t('the cursor is inside a word'),
    'after-closing': t('the statement looks complete'),
    composing: t('characters were being composed'),
    'chat-running': t('the server was busy with a chat'),
    snoozed: t('completions are snoozed'),
    'on-battery': t('the machine runs on its battery'),
    'popup-item': t('the suggestion list does not match'),
    incomplete: t('the answer was cut off'),
    empty: t('the model had nothing to add'),
    thinking: t('the model was only thinking'),
    prose: t('the model wrote prose instead of code'),
    'repeats-next-line': t('the model repeated the next line'),
    'repeats-suffix': t('the model repeated the text after the cursor'),
    'repeats-previous-line': t('the model repeated the line before'),
    repetition: t('the model repeated itself'),
    'unknown-names': t('the model called something that does not exist'),
    'not-a-subsequence': t('the answer does not fit the rest of the line'),
    cancelled: t('you went on typing'),
    error: t('the request failed'),
    'waiting-after-error': t('waiting a moment after a failed request'),
  } satisfies Record<NoCompletionReason, string>;
  return sentences[reason];
}
