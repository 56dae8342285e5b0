/** How scripts of the evaluation are started: by Node in the machine's sandbox, or by Deno, which is one itself. */
import { denoModule } from '../../sandbox/denoModule';
import type { Sandbox } from '../../sandbox/Sandbox';
import denoChannel from '../programs/denoChannel.script';
import nodeChannel from '../programs/nodeChannel.script';
import type { ScriptRuntime } from './Tools';

/** `node`: as it is called inside. */
export function nodeRuntime(sandbox: Sandbox, node: string): ScriptRuntime {
  return {
    sandbox,
    // V8 reserves much more than it uses, so its own limit takes the place of the address space's.
    command: (script) => [
      node,
      '--max-old-space-size=400',
      '--random-seed=1',
      '-e',
      `${nodeChannel}\n${closed(script)}`,
    ],
  };
}

/** `sandbox`: one that `openDeno` made. */
export function denoRuntime(sandbox: Sandbox): ScriptRuntime {
  return { sandbox, command: (script) => [denoModule(`${denoChannel}\n${closed(script)}`)] };
}

/** In a function of its own, because a program under test may use any name for itself. */
function closed(script: string): string {
  return `(() => {\n${script}\n})();`;
}
