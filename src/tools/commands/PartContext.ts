/** What judging one program of a command is given, and what it says. */
import type { Opinion } from '../Decision';
import type { CommandPolicy } from './CommandPolicy';
import type { GitJudge, PathJudge } from './PathJudge';

export interface PartContext {
  readonly policy: CommandPolicy;
  /** With the folder that a `cd` before it went to. */
  readonly judgePath: PathJudge;
  /** As in `JudgeOptions`. */
  readonly gitPrograms: GitJudge;
}

export interface JudgedPart {
  readonly opinions: readonly Opinion[];
  /** Files whose content decides what happens, as written; absent = none. */
  readonly runs?: readonly string[];
  /** As in `CommandJudgement`; absent = none. */
  readonly named?: readonly string[];
  /** As in `CommandJudgement`; absent = none. */
  readonly settings?: readonly string[];
}
