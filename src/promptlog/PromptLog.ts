/** What features see of the prompt log: it takes records and outcomes and never makes anybody wait. */
import type { NewOutcome } from './outcomes/NewOutcome';
import type { PromptRecord } from './records';

export interface PromptLog {
  /** Keeps a record, without the content that its consent does not name. Never throws. */
  append(record: PromptRecord): void;
  /** Keeps something that happened to a record, which may be another window's. Never throws. */
  appendOutcome(outcome: NewOutcome): void;
  /** Resolves when all that was given before is on the disk, or known to be lost. */
  flush(): Promise<void>;
}
