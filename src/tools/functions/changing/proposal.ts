/** From what a model wants changed to a proposal under review: the one way of all tools that edit. */
import { proposeChanges } from '../../../edits/proposeChanges';
import type { RequestedChange } from '../../../edits/RequestedEdit';
import type { ApprovedTarget, Target, ToolRun } from '../../Tool';
import type { ProposalOutcome } from '../../ToolHost';
import { failedResult, type ToolResult } from '../../ToolResult';
import { recordAt } from '../records';

/** For each change: the file is read, then changed by way of the review. */
export function targetsOf(changes: readonly RequestedChange[]): readonly Target[] {
  return changes.flatMap((change): readonly Target[] => {
    const { path } = change;
    const read: Target = { kind: 'path', operation: 'read', path };
    const content = change.kind === 'create' || change.kind === 'rewrite' ? change.content : newText(change);
    if (change.kind === 'delete') {
      return [read, { kind: 'path', operation: 'delete', path, reviewed: true }];
    }
    const write: Target = { kind: 'path', operation: 'write', path, content, reviewed: true };
    const to = change.kind === 'edit' ? change.moveTo : undefined;
    return to === undefined || to === path
      ? [read, write]
      : [
          ...[read, write],
          { kind: 'path', operation: 'rename', path, to, reviewed: true },
          { kind: 'path', operation: 'write', path: to, content, reviewed: true },
        ];
  });
}

function newText(change: RequestedChange): string {
  return change.kind === 'edit' ? change.edits.map(({ replace }) => replace).join('\n') : '';
}

export async function propose(
  title: string,
  changes: readonly RequestedChange[],
  approved: readonly ApprovedTarget[],
  { host, signal, seen }: ToolRun,
): Promise<ToolResult> {
  const real = new Map<string, string>();
  const texts = new Map<string, string | undefined>();
  let index = 0;
  for (const change of changes) {
    const targets = targetsOf([change]);
    const record = recordAt(approved, index);
    const file = await host.files.read(record);
    if (file === 'unreadable') {
      return failedResult(`${change.path} is not a text file, so it cannot be edited.`);
    }
    if (file !== undefined && isEditOf(change) && !(await seen.has(record.realPath))) {
      return failedResult(
        `Nothing was changed: you have not read ${change.path} in this conversation. Read it first with read_file, then send the edit again with the text that stands there.`,
      );
    }
    texts.set(change.path, file?.text);
    real.set(change.path, record.realPath);
    for (const [offset, target] of targets.entries()) {
      const { realTarget } = recordAt(approved, index + offset);
      if (target.kind === 'path' && target.to !== undefined && realTarget !== undefined) {
        real.set(target.to, realTarget);
      }
    }
    index += targets.length;
  }
  const proposal = proposeChanges(changes, (path) => texts.get(path), 'cells');
  if (proposal.kind === 'failed') {
    return failedResult(proposal.message);
  }
  const placed = proposal.changes.map((change) => ({
    ...change,
    path: real.get(change.path) ?? change.path,
    newPath: change.newPath === undefined ? undefined : (real.get(change.newPath) ?? change.newPath),
  }));
  const outcomes = await host.changes.propose(title, placed, signal);
  for (const { path, state } of outcomes) {
    if (state === 'made' || state === 'partly') {
      seen.add(placed.find((change) => change.path === path)?.newPath ?? path);
    }
  }
  const rungs = placed.flatMap(({ edits }) => edits.map(({ rung }) => rung)).filter((rung) => rung !== 'exact');
  return proposalResult(outcomes, host.workspace.label, rungs);
}

/** A new file is known to who writes it, and to delete one it need not be read. */
function isEditOf({ kind }: RequestedChange): boolean {
  return kind === 'edit' || kind === 'rewrite';
}

const words: Readonly<Record<ProposalOutcome['state'], string>> = {
  made: 'changed',
  partly: 'changed in part: the person rejected some of it',
  waiting: 'proposed; the person has not decided yet, and the file is as it was',
  rejected: 'not changed: the person rejected it. Do not send it again; ask what they want instead',
  refused: 'not changed: refused',
};

/** @param rungs looser ways in which search texts were found */
export function proposalResult(
  outcomes: readonly ProposalOutcome[],
  label: (path: string) => string,
  rungs: readonly string[],
): ToolResult {
  const files = outcomes.map((outcome) => ({ ...outcome, path: label(outcome.path) }));
  const lines = files.map(
    ({ path, state, detail }) => `${path}: ${words[state]}${detail === '' ? '' : ` (${detail})`}.`,
  );
  const found =
    rungs.length === 0
      ? []
      : [`Found by: ${[...new Set(rungs)].join(', ')}. Send text exactly as it stands next time.`];
  return {
    text: [...lines, ...found].join('\n'),
    data: { kind: 'proposal', files },
    failed: files.length > 0 && files.every(({ state }) => state === 'refused' || state === 'rejected'),
  };
}
