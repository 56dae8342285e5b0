/** What the work with tools needs from outside; the roots and the adapters to the editor fill it in. */
import type { ToldReason } from '../../base/gateReasons';
import type { Tool } from '../../tools/Tool';
import type { ToolGate } from '../../tools/ToolGate';
import type { Person, TodoBoard } from '../../tools/ToolHost';
import type { ToolResult } from '../../tools/ToolResult';
import type { GoOnQuestion } from './AgentTurn';
import type { ApprovalRequest } from './approvals/deskRequests';
import type { EditToolChoice } from './EditToolChoice';
import type { AgentMode, ToolRules } from './modes';
import type { LimitUse, TokenPrice, TurnLimits } from './TurnMeter';

/** What the tools of one panel get from that panel. */
export interface PanelParts {
  readonly person: Person;
  readonly todo: TodoBoard;
  readonly mode: () => AgentMode;
  /** The request whose answer makes the calls now, as in its note; '' = there was none yet. */
  readonly request: () => string;
  /** Id of the conversation that the panel shows. */
  readonly conversation: () => string;
}

export interface PanelTools {
  /** The gate of one turn: it knows the folders that are open now, and none that are added later. */
  readonly openGate: () => ToolGate;
  /** As they are now; looked at anew for each request. */
  readonly tools: readonly Tool[];
}

/** As the person set it; never from a folder. */
export interface AgentSettings {
  readonly rules: ToolRules;
  readonly limits: TurnLimits;
  /** By the beginning of a model's id. */
  readonly prices: Readonly<Record<string, TokenPrice>>;
}

export interface AgentHost {
  readonly openTools: (panel: PanelParts) => PanelTools;
  readonly settings: () => AgentSettings;
  /** Why no tool may run here, in the person's language; '' = they may. */
  readonly unavailable: () => string;
  /** Hashes of calls that the person allowed for this window. */
  readonly allowed: Set<string>;
  readonly editTools: EditToolChoice;
  /** A turn begins. */
  readonly beginTurn: (signal: AbortSignal) => Promise<void>;
  readonly newProblems: (result: ToolResult, signal: AbortSignal) => Promise<string>;
  /** Keeps the files as they are; undefined = nothing can be kept here. */
  readonly keepFiles: (title: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Brings files back, having told the person what that means; whether it was done. */
  readonly restoreFiles: (checkpoint: string, direction: 'back' | 'again') => Promise<boolean>;
  readonly describe: AgentTexts;
}

/** In the person's language. */
export interface AgentTexts {
  /** Such as `Read` and `src/a.ts:1-20`. `values`: the arguments, as far as they can be read. */
  call(name: string, values: Readonly<Record<string, unknown>>): { readonly what: string; readonly where: string };
  approval(request: ApprovalRequest): string;
  goOn(question: GoOnQuestion): string;
  question(): string;
  plan(): string;
  reason(told: ToldReason): string;
  size(lines: number, characters: number): string;
  limits(limits: readonly LimitUse[]): string;
  leftOut(outputs: number): string;
  end(end: 'limit' | 'circles' | 'badCalls'): string;
}
