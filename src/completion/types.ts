/**
 * What goes into and comes out of the inline-completion pipeline. Editors and the command line see these shapes only.
 */
import type { AssistantError } from '../base/AssistantError';
import type { Range } from '../base/text';
import type { MultilineMode } from '../platform/settings';
import type { TextAround } from './textAround';

/** Why a completion is asked for, and what the editor knows at that moment besides document and cursor. */
export interface CompletionTrigger {
  readonly kind: 'automatic' | 'manual';
  /** The item selected in the editor's suggestion list, which the completion has to extend; absent = no list is open. */
  readonly selectedCompletion?: {
    readonly text: string;
    /** What of the document the item replaces. */
    readonly range: Range;
  };
  /** The text around the position, where an editor can give it without joining all lines; absent = it is cut from the document's text. */
  readonly around?: TextAround;
  /** Number of cursors; absent = one. */
  readonly cursors?: number;
  /** Whether text is selected; absent = no. */
  readonly hasSelection?: boolean;
  /** Lines or a block, where the person asked for one of them; absent = as set. */
  readonly multiline?: MultilineMode;
}

/** Text to show at the cursor. */
export interface InlineCompletion {
  /** With the document's own line ends. */
  readonly text: string;
  /** What of the document `text` replaces: one line, around the cursor, and a subsequence of `text` (VS Code shows nothing else). */
  readonly range: Range;
}

export interface OfferedText extends InlineCompletion {
  readonly requestId: string;
}

/** Where a shown completion came from: the model, the cache, the text shown before, or a request that was already running. */
export type CompletionSource = 'model' | 'cache' | 'reuse' | 'stream';

/** A request that was answered: everything that a replay through the filters needs. */
export interface AnsweredRequest {
  readonly requestId: string;
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  /** What the model wrote. */
  readonly raw: string;
  /** What of it may be shown; absent = nothing. */
  readonly text?: string;
  /** The filter that took all of it. */
  readonly droppedBy?: DropReason;
}

/** Result of one call; never an exception, so that typing cannot be disturbed. */
export type CompletionOutcome =
  | {
      readonly kind: 'shown';
      readonly completion: InlineCompletion;
      readonly source: CompletionSource;
      /** The id (`RequestNote`) of the request that the text came from. */
      readonly requestId: string;
      /** Further texts for the same place, the likeliest first; absent = none was asked for. */
      readonly alternatives?: readonly OfferedText[];
      /** Tokens of the prompt: the server's count, or an estimate when the answer was cut before it came; absent = nobody was asked. */
      readonly promptTokens?: number;
    }
  | {
      readonly kind: 'none';
      /** The gate or filter that stood in the way, for "why no suggestion". */
      readonly reason: NoCompletionReason;
      /** The fault behind reason `error`, and the one that `waiting-after-error` waits for. */
      readonly error?: AssistantError;
      /** What the model wrote, when a filter took it. */
      readonly raw?: string;
      readonly promptTokens?: number;
    };

/** Why there is nothing to show. Stable words: the tooltip, the log and recorded cases use them. */
export type NoCompletionReason = GateReason | DropReason | 'cancelled' | 'error' | 'waiting-after-error';

/** Why no request is made at this place. */
export type GateReason =
  | 'off'
  | 'secret-file'
  | 'scheme'
  | 'untrusted-notebook'
  | 'multiple-cursors'
  | 'selection'
  | 'nothing-to-go-on'
  | 'no-room'
  | 'word-right-of-cursor'
  | 'after-closing'
  | 'popup-item'
  | 'composing'
  | 'chat-running'
  | 'snoozed'
  | 'on-battery';

/** Why a model's answer is not shown. */
export type DropReason =
  | 'empty'
  | 'incomplete'
  | 'thinking'
  | 'prose'
  | 'repeats-next-line'
  | 'repeats-previous-line'
  | 'repeats-suffix'
  | 'repetition'
  | 'unknown-names'
  | 'not-a-subsequence';

/** State of the pipeline for a status bar. */
export type CompletionStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | { readonly kind: 'error'; readonly error: AssistantError };
