/** The gate over tools, as every root makes it: what it judges with is put together here and nowhere else. */
import { judgeAddress } from '../../tools/addresses/judgeAddress';
import type { CommandPolicy } from '../../tools/commands/CommandPolicy';
import { judgeCommand, type ShellTree } from '../../tools/commands/judgeCommand';
import { gitJudge, KeptFiles, pathJudge } from '../../tools/commands/PathJudge';
import type { PathGate } from '../../tools/gate/PathGate';
import { ToolGate } from '../../tools/ToolGate';
import type { ToolHost } from '../../tools/ToolHost';
import { findShell } from '../processes/findShell';
import { realFiles, realPlatform } from '../realFiles';
import { hashOfFile } from '../tools/folderFacts';

export interface ToolGateFacts {
  /** As in `ToolGateOptions`. */
  readonly trusted: () => boolean;
  readonly paths: () => PathGate;
  readonly tree: ShellTree;
  /** The person's rules for commands as they are now. */
  readonly policy: () => CommandPolicy;
}

/** @param host what the tools touch in this root */
export function createToolGate(host: ToolHost, { trusted, paths, tree, policy }: ToolGateFacts): ToolGate {
  const kept = new KeptFiles();
  return new ToolGate(host, {
    trusted,
    paths,
    judgeCommand: (command, cwd) =>
      judgeCommand(command, {
        tree,
        policy: policy(),
        judgePath: pathJudge(paths(), cwd, kept),
        gitPrograms: gitJudge(realFiles, cwd, realPlatform().home, kept),
        shell: findShell().name,
      }),
    judgeAddress,
    hashOf: hashOfFile,
  });
}
