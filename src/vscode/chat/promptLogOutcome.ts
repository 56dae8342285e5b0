/** What the chat tells about an answer, in the prompt log's words. */
import type { ChatOutcome } from '../../chat/ChatHost';
import type { NewOutcome } from '../../promptlog/outcomes/NewOutcome';
import { isTestCommand, readTestSummary } from '../../promptlog/outcomes/testRuns';

/** Undefined = nothing is kept of it. A block counts as applied when its hunks are accepted, which the review tells. */
export function promptLogOutcome({ request: record, what }: ChatOutcome): NewOutcome | undefined {
  const inferred = false;
  switch (what.kind) {
    case 'feedback': {
      const value = what.value === 'good' ? 'up' : what.value === 'bad' ? 'down' : 'none';
      const { reason } = what;
      return { record, action: 'feedback', inferred, value, ...(reason !== '' && { comment: reason }) };
    }
    case 'copied':
      return { record, action: 'copied', inferred };
    case 'inserted':
      return { record, action: 'inserted', inferred };
    case 'newFile':
      return { record, action: 'inserted', inferred, into: 'new_file' };
    case 'terminal':
      return { record, action: 'inserted', inferred, into: 'terminal' };
    case 'applied':
      return undefined;
    case 'ran': {
      const { command, exitCode, output } = what;
      return isTestCommand(command)
        ? { record, action: 'tests_run', inferred, succeeded: exitCode === 0, ...readTestSummary(output) }
        : undefined;
    }
    case 'restored':
      return { record, action: what.direction === 'back' ? 'undone' : 'applied', inferred };
  }
}
