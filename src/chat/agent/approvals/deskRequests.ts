/** What a person can be asked in the middle of a turn, and what they can answer. Plain data. */
import type { ToldReason } from '../../../base/gateReasons';
import type { Decision } from '../../../tools/Decision';
import type { GoOnQuestion } from '../AgentTurn';

interface AnyRequest {
  readonly id: string;
  /** Stands for all that is shown; an answer names it. */
  readonly hash: string;
}

/** One part of a command, or one target, with what is said of it. */
export interface ApprovalPart {
  readonly text: string;
  readonly decision: Decision;
  readonly told: readonly ToldReason[];
}

/** What a call wants to do, as it is to be approved. */
export interface ApprovalRequest extends AnyRequest {
  readonly kind: 'approval';
  /** Id of the call. */
  readonly call: string;
  readonly tool: string;
  readonly action: 'read' | 'edit' | 'run' | 'compute' | 'fetch' | 'ask';
  /** The exact command, address, or text to be written; '' = the targets say everything. */
  readonly content: string;
  /** Resolved paths or addresses, the folder of a command. */
  readonly targets: readonly string[];
  readonly parts: readonly ApprovalPart[];
  readonly told: readonly ToldReason[];
  /** Whether a yes may hold for the window: never for what is asked every time. */
  readonly canRemember: boolean;
}

export type DeskRequest =
  | ApprovalRequest
  | (AnyRequest & { readonly kind: 'goOn'; readonly question: GoOnQuestion })
  /** The model's own question. */
  | (AnyRequest & { readonly kind: 'question'; readonly question: string; readonly choices: readonly string[] })
  /** A plan that nothing of is done before the person has read and perhaps changed it. */
  | (AnyRequest & { readonly kind: 'plan'; readonly plan: string });

/**
 * `once`: yes; `window`: yes, to exactly this as often as it comes; `deny`: no, with a reason or '', `byNobody`: there is no person to ask;
 * `text`: an answer in words, or the plan as the person wants it, `mode`: in which it is carried out.
 */
export type DeskAnswer =
  | { readonly kind: 'once' }
  | { readonly kind: 'window' }
  | { readonly kind: 'deny'; readonly reason: string; readonly byNobody?: true }
  | { readonly kind: 'text'; readonly text: string; readonly mode?: 'edit' | 'agent' | undefined };
