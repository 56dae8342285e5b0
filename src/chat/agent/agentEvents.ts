/** What a turn with tools tells beside the model's own events. */
import type { ModelEvent } from '../../glm/Model';
import type { LimitUse } from './TurnMeter';

/**
 * `done`; `failed`: it ran and said so, or its arguments led nowhere; `refused` by a rule, the gate or a guard, without having run; `denied`
 * by the person; `stopped`: the turn ended before it did, so that nobody knows how far it came.
 */
export const callEnds = ['done', 'failed', 'refused', 'denied', 'stopped'] as const;
export type CallEnd = (typeof callEnds)[number];

/** A call as the model made it. */
export interface AgentCall {
  /** Told apart from all calls of the conversation by this. */
  readonly id: string;
  /** Requests of this turn before the one that it came with. */
  readonly round: number;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface RanProgram {
  readonly command: string;
  readonly exitCode: number;
  /** What it wrote, as far as it was kept. */
  readonly output: string;
}

export type AgentEvent =
  | { readonly type: 'call'; readonly call: AgentCall }
  /** Waits for the person, or runs. */
  | { readonly type: 'callState'; readonly id: string; readonly state: 'waiting' | 'running' }
  /** More of what a program writes. */
  | { readonly type: 'callOutput'; readonly id: string; readonly text: string }
  | {
      readonly type: 'callResult';
      readonly id: string;
      readonly end: CallEnd;
      /** As the model gets it. */
      readonly output: string;
      /** Present when a program was run to its end. */
      readonly ran?: RanProgram | undefined;
      /** That a program made, as `data:` addresses, for the person only. */
      readonly pictures?: readonly string[] | undefined;
    }
  /** Of these limits little is left. */
  | { readonly type: 'nearLimits'; readonly limits: readonly LimitUse[] }
  /** The files as they were before the turn are kept under this name. */
  | { readonly type: 'checkpoint'; readonly checkpoint: string }
  /** So many outputs of earlier calls found no room in the request. */
  | { readonly type: 'leftOut'; readonly outputs: number };

const agentEventTypes: ReadonlySet<string> = new Set<AgentEvent['type']>([
  ...(['call', 'callState', 'callOutput', 'callResult', 'nearLimits', 'leftOut', 'checkpoint'] as const),
]);

export function isAgentEvent(event: TurnEvent): event is AgentEvent {
  return agentEventTypes.has(event.type);
}

/** Why the loop ended a turn by itself: `limit`, `circles`: going round in circles, `badCalls`: only calls that cannot be run. */
export const loopEnds = ['limit', 'circles', 'badCalls'] as const;
export type LoopEnd = (typeof loopEnds)[number];

export type TurnEvent =
  | Exclude<ModelEvent, { readonly type: 'end' }>
  | AgentEvent
  | (Omit<Extract<ModelEvent, { readonly type: 'end' }>, 'finish'> & {
      readonly finish: Extract<ModelEvent, { readonly type: 'end' }>['finish'] | LoopEnd;
    });
