/** The records of a call's paths, in the order of its targets. */
import type { ApprovedOperation } from '../gate/PathGate';
import type { ApprovedTarget } from '../Tool';

/** The gate gives exactly the targets that were asked for: a missing one is a mistake of ours. */
export function recordAt(approved: readonly ApprovedTarget[], index: number): ApprovedOperation {
  const target = approved[index];
  if (target?.kind !== 'path') {
    throw new Error(`The call has no approved path at ${index}.`);
  }
  return target.record;
}
