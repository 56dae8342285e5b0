/** Edits on the command line: each set is shown as what is taken out and put in, asked for, and made on the disk through the gate. */
import { createId } from '../../base/createId';
import type { ApprovalRequest } from '../../chat/agent/approvals/deskRequests';
import type { PersonDesk } from '../../chat/agent/approvals/PersonDesk';
import { hunksBetween, linesWithBreaks } from '../../edits/hunks';
import { readNotebook } from '../../edits/notebook/notebookFile';
import type { ProposedChange } from '../../edits/proposeChanges';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { ChangeExecutor } from '../../tools/changes/ChangeExecutor';
import type { FileChange } from '../../tools/changes/FileChange';
import type { PathGate } from '../../tools/gate/PathGate';
import type { ProposalOutcome } from '../../tools/ToolHost';

export interface TerminalChangesHost {
  readonly desk: PersonDesk;
  readonly executor: ChangeExecutor;
  readonly gate: () => PathGate;
  readonly label: (path: string) => string;
  /** A file's bytes; undefined = there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
}

export async function proposeOnTerminal(
  title: string,
  changes: readonly ProposedChange[],
  { desk, executor, gate, label, read }: TerminalChangesHost,
  signal: AbortSignal,
): Promise<readonly ProposalOutcome[]> {
  const told = await Promise.all(
    changes.map(async ({ path, base, result }) => {
      const operation = result === undefined ? 'delete' : 'write';
      return (await gate().decide({ operation, path, content: result, before: base })).told;
    }),
  );
  const id = createId(Date.now());
  const request: ApprovalRequest = {
    ...{ kind: 'approval', id, hash: id, call: '', tool: title, action: 'edit', parts: [], canRemember: false },
    content: changes.map((change) => differences(change, label(change.path))).join('\n'),
    targets: changes.map(({ path, newPath }) => (newPath === undefined ? path : `${path} → ${newPath}`)),
    told: told.flat(),
  };
  const answer = await desk.ask(request, signal);
  if (answer.kind !== 'once') {
    const { reason = '', byNobody = false } = answer.kind === 'deny' ? answer : {};
    return changes.map(({ path }) => ({ path, state: byNobody ? 'refused' : 'rejected', detail: reason }));
  }
  const wanted = await Promise.all(changes.map((change) => fileChanges(change, read)));
  const { made, failed } = await executor.execute(title, wanted.flat(), async () => true);
  const done = new Set(made.map(({ path }) => path));
  return changes.map(({ path }) => {
    const why = failed.find(({ change }) => change.path === path);
    const detail = why === undefined ? '' : [why.why, ...why.detail.map(({ reason }) => reason)].join(': ');
    return { path, state: done.has(path) ? 'made' : 'refused', detail };
  });
}

async function fileChanges(
  { path, newPath, base, result }: ProposedChange,
  read: TerminalChangesHost['read'],
): Promise<FileChange[]> {
  const notebook = isNotebook(path) ? readNotebook(base === undefined ? undefined : await read(path)) : undefined;
  const encode = (text: string | undefined): Uint8Array | undefined =>
    text === undefined ? undefined : (notebook?.encode(text) ?? new TextEncoder().encode(text));
  const [before, after] = [encode(base), encode(result)];
  if (after === undefined) {
    return [{ operation: 'delete', path, before, after }];
  }
  return newPath === undefined
    ? [{ operation: 'write', path, before, after }]
    : [
        { operation: 'rename', path, to: newPath, before, after: before },
        { operation: 'write', path: newPath, before, after },
      ];
}

function differences({ base = '', result = '' }: ProposedChange, label: string): string {
  const [old, changed] = [linesWithBreaks(base), linesWithBreaks(result)];
  const lines = hunksBetween(base, result).flatMap((hunk) => [
    `@@ ${hunk.base.start + 1} @@`,
    ...old.slice(hunk.base.start, hunk.base.end).map((line) => `- ${line.replace(/\r?\n$/, '')}`),
    ...changed.slice(hunk.result.start, hunk.result.end).map((line) => `+ ${line.replace(/\r?\n$/, '')}`),
  ]);
  return [label, ...lines].join('\n');
}
