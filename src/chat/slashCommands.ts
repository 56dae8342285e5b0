/**
 * What a question that begins with a slash stands for. Pure data: what the model is asked and what has to go along; doing it is the
 * panel's business.
 */

/** What a command takes along when nothing was chosen for it. `code`: the selection, else the visible file. */
export type CommandNeed = 'code' | 'problems' | 'changes';

export interface PromptCommand {
  readonly name: string;
  readonly needs: readonly CommandNeed[];
  readonly prompt: string;
}

export const promptCommands: readonly PromptCommand[] = [
  {
    name: 'explain',
    needs: ['code'],
    prompt:
      'Explain what this code does: its purpose first, then what is not obvious, with the lines that it is about.',
  },
  {
    name: 'fix',
    needs: ['code', 'problems'],
    prompt: 'Find what is wrong with this code and fix it. Say the cause in one sentence, then give the changed code.',
  },
  {
    name: 'tests',
    needs: ['code'],
    prompt:
      'Write tests for this code in the style and with the tools that the project seems to use: usual cases, edges, faults.',
  },
  {
    name: 'doc',
    needs: ['code'],
    prompt: 'Write documentation comments for this code in the form that its language has. Change nothing else.',
  },
  {
    name: 'review',
    needs: ['changes'],
    prompt:
      'Review these changes as a colleague: faults first, then risks, then what could be simpler. Name file and line. Say so when there is nothing to object to.',
  },
  {
    name: 'commit',
    needs: ['changes'],
    prompt:
      'Write a commit message for these changes: a subject in the imperative of at most 72 characters and, if it helps, a short body on why. Give only the message, in a code block.',
  },
];

/** Commands that do something with the conversation and ask the model nothing. */
export const conversationCommands = ['new', 'compact', 'export'] as const;
export type ConversationCommand = (typeof conversationCommands)[number];

export type CommandReading =
  | { readonly kind: 'prompt'; readonly command: PromptCommand; readonly prompt: string }
  | { readonly kind: 'conversation'; readonly command: ConversationCommand };

/** Reads a question; undefined = it begins with no command that there is, so it is a plain question. `more`: the project's own. */
export function readCommand(text: string, more: readonly PromptCommand[] = []): CommandReading | undefined {
  const match = /^\/([\p{L}\p{N}][\p{L}\p{N}_-]*)(?:\s+([\s\S]*))?$/u.exec(text.trim());
  const [, name, rest = ''] = match ?? [];
  const conversation = conversationCommands.find((each) => each === name);
  if (conversation !== undefined) {
    return { kind: 'conversation', command: conversation };
  }
  const command = [...promptCommands, ...more].find((each) => each.name === name);
  return command === undefined
    ? undefined
    : { kind: 'prompt', command, prompt: rest === '' ? command.prompt : `${command.prompt}\n\n${rest}` };
}
