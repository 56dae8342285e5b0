/** What Python of a model runs in, where this machine has a sandbox for it. */
import { AssistantError } from '../../base/AssistantError';
import type { Log } from '../../platform/Log';
import type { PythonSandbox } from '../../sandbox/Interpreters';
import { openSandbox } from './openSandbox';
import { thisMachine } from './programs';

/** Undefined = this machine has no sandbox that holds. */
export async function openPythonSandbox(log: Log): Promise<PythonSandbox | undefined> {
  try {
    // The editor's own program is no Node that could be asked for its version.
    return await openSandbox({ ...thisMachine(process.env), needsNode: false });
  } catch (error) {
    if (!(error instanceof AssistantError)) {
      log.warn(`The sandbox for Python could not be tried: ${String(error)}`);
    }
    return undefined;
  }
}
