import * as vscode from 'vscode';

/** VS Code's own tool for models: the last command of the active terminal, in its English words. */
const toolName = 'terminal_last_command';
const commandFollows = 'The following is the last command run in the terminal:\n';
const outputFollows = 'It has the following output:\n';

/**
 * What a terminal's last command said, as its screen has it; undefined where that cannot be known. Where VS Code talks to its extensions over a
 * socket (remotes, containers, the browser), a command that ends at once is often told of without its output: start, output and end arrive
 * together, and `TerminalShellExecution.read()` hears only what comes later (read in the code of VS Code 1.139).
 */
export async function lastTerminalOutput(terminal: vscode.Terminal, command: string): Promise<string | undefined> {
  if (vscode.window.activeTerminal !== terminal || !vscode.lm.tools.some(({ name }) => name === toolName)) {
    return undefined;
  }
  try {
    const { content } = await vscode.lm.invokeTool(toolName, { input: {}, toolInvocationToken: undefined });
    const text = content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
    if (!text.startsWith(`${commandFollows}${command}\n`) && text !== commandFollows + command) {
      return undefined;
    }
    const start = text.indexOf(outputFollows, commandFollows.length + command.length);
    return start < 0 ? '' : text.slice(start + outputFollows.length);
  } catch {
    return undefined;
  }
}
