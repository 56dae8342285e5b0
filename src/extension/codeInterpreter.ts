/** Part of root 1, loaded when a model wants to run Python on this machine: the interpreter, where there is a sandbox for it. */
import { AssistantError } from '../base/AssistantError';
import { openSandbox, thisMachine } from '../node/sandbox/openSandbox';
import { CodeInterpreter } from '../sandbox/CodeInterpreter';

export interface OpenInterpreter {
  readonly interpreter: CodeInterpreter;
  close(): Promise<void>;
}

/** Undefined = this machine has no sandbox that holds, so there is no interpreter. */
export async function openCodeInterpreter(): Promise<OpenInterpreter | undefined> {
  try {
    const { sandbox, python, close } = await openSandbox(thisMachine(process.env));
    const interpreter = new CodeInterpreter(sandbox, python);
    return {
      interpreter,
      close: async () => {
        interpreter.dispose();
        await close();
      },
    };
  } catch (error) {
    if (error instanceof AssistantError) {
      return undefined;
    }
    throw error;
  }
}
