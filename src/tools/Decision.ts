/** What the gates answer with, for paths, commands and addresses alike. The strictest opinion wins, whoever gives it, and all reasons are told. */
import { formatReason, type ToldReason } from '../base/gateReasons';

/**
 * deny: no approval can override it. ask_always: every time, with the resolved target shown, never remembered. ask: may be remembered for
 * this session and exactly this. allow: nothing to ask.
 */
export const decisions = ['allow', 'ask', 'ask_always', 'deny'] as const;
export type Decision = (typeof decisions)[number];

/** What is done to a path. `cwd`: a program is started there. `alter`: a program may do anything to it. */
export const operations = ['read', 'list', 'search', 'write', 'delete', 'rename', 'alter', 'cwd'] as const;
export type Operation = (typeof operations)[number];

/** What is special about the path, not what to do. */
export interface Opinion extends ToldReason {
  readonly decision: Decision;
}

export function strictest(opinions: readonly Opinion[]): {
  readonly decision: Decision;
  readonly reasons: readonly string[];
  readonly told: readonly ToldReason[];
} {
  const rank = Math.max(0, ...opinions.map(({ decision }) => decisions.indexOf(decision)));
  const ordered = [...opinions].sort(
    (one, other) => decisions.indexOf(other.decision) - decisions.indexOf(one.decision),
  );
  const told = new Map(ordered.map(({ reason, detail }) => [formatReason({ reason, detail }), { reason, detail }]));
  return { decision: decisions[rank] ?? 'deny', reasons: [...told.keys()], told: [...told.values()] };
}

/** Whether an operation leaves something changed. */
export function isChange(operation: Operation): boolean {
  return ['write', 'delete', 'rename', 'alter'].includes(operation);
}
