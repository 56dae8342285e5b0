/**
 * `glm-tandem debug command`: a command a line in, what the gate says of it out. Nothing is run. Without `workspaceRoots` no file is looked
 * at either: paths are judged by their letters, in a folder of which nothing is known.
 */
import * as z from 'zod';
import { formatReason } from '../../base/gateReasons';
import type { Files, PathPlatform } from '../../platform/Files';
import { type CommandPolicy, defaultPolicy } from '../../tools/commands/CommandPolicy';
import { noGitPrograms } from '../../tools/commands/gitPrograms';
import { judgeCommand, type ShellTree } from '../../tools/commands/judgeCommand';
import { gitJudge, pathJudge } from '../../tools/commands/PathJudge';
import { createPathGate } from '../gates/createPathGate';
import { realFiles, realPlatform } from '../realFiles';
import { debugId } from './debugParse';
import { type DebugStage, debugStage } from './debugStage';

const requestSchema = z.object({
  id: debugId,
  command: z.string(),
  /** `bash` when absent. */
  shell: z.string().nullish(),
  /** Patterns as in `CommandPolicy`; absent = the default policy. */
  policy: z.object({ allow: z.array(z.string()).nullish(), deny: z.array(z.string()).nullish() }).nullish(),
  /** Absolute paths; absent = no file is looked at. */
  workspaceRoots: z.array(z.string()).nullish(),
  /** Absolute; the first root when absent. */
  cwd: z.string().nullish(),
});

/** A folder of which nothing is known, on a system of the usual kind. */
const nowhere: Files = {
  facts: async () => undefined,
  readLink: async () => undefined,
  realPath: async () => undefined,
  names: async () => undefined,
  read: async () => undefined,
};
const somewhere: PathPlatform = { system: 'linux', home: '/home/user' };

/** `tree` as in `shellTree`. */
export function createDebugCommand(tree: ShellTree): DebugStage {
  return debugStage(requestSchema, async ({ command, shell, policy, workspaceRoots, cwd }) => {
    const roots = workspaceRoots ?? undefined;
    const files = roots === undefined ? nowhere : realFiles;
    const gate = createPathGate(
      { roots: (roots ?? ['/workspace']).map((path) => ({ path })), trusted: true },
      files,
      roots === undefined ? somewhere : realPlatform(),
    );
    const judged = await judgeCommand(command, {
      tree,
      policy: policyOf(policy ?? undefined),
      judgePath: pathJudge(gate, cwd ?? undefined),
      gitPrograms:
        roots === undefined
          ? async () => noGitPrograms
          : gitJudge(files, cwd ?? roots[0] ?? '/workspace', realPlatform().home),
      shell: shell ?? undefined,
    });
    const parts = judged.parts.map(({ text, decision, told }) => ({
      text,
      decision,
      reasons: told.map(formatReason),
    }));
    return { decision: judged.decision, reasons: judged.reasons, parts, runs: judged.runs };
  });
}

function policyOf(
  policy: { allow?: string[] | null | undefined; deny?: string[] | null | undefined } | undefined,
): CommandPolicy {
  return policy === undefined
    ? defaultPolicy
    : { allow: policy.allow ?? [], deny: policy.deny ?? [], allowsLooking: false };
}
