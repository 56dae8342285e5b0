/** What is said of a command before it may run. Data only. */
import type { ToldReason } from '../../base/gateReasons';
import type { Decision } from '../Decision';

export interface CommandPart {
  /** As it stands in the command, one program with its words. */
  readonly text: string;
  readonly decision: Decision;
  readonly told: readonly ToldReason[];
}

export interface CommandJudgement {
  readonly command: string;
  readonly decision: Decision;
  /** Told to the person and the model; empty when there is nothing to say. */
  readonly reasons: readonly string[];
  /** The same, to be translated. */
  readonly told: readonly ToldReason[];
  /** In the order of the command; empty = it was not understood. */
  readonly parts: readonly CommandPart[];
  /** Paths of files whose content decides what the command does (scripts, `package.json`), as written: an approval holds for that content. */
  readonly runs: readonly string[];
  /** Those of `runs` that the command itself names: where one has no content, there is nothing that an approval could hold for. */
  readonly named?: readonly string[];
  /** Settings outside of the command that decide what it runs, as `name=value`: an approval holds for these values. */
  readonly settings: readonly string[];
}

/** A command that the gate let through. Only the gate makes it. */
export interface ApprovedCommand {
  readonly command: string;
  /** Real absolute path of the folder to start in. */
  readonly cwd: string;
  /** Milliseconds. */
  readonly timeout: number;
}
