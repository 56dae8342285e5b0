import * as vscode from 'vscode';

/** Resolves once the task has ended, however; also one that ends before VS Code has said which it is. Rejects where it cannot be started. */
export async function runToEnd(task: vscode.Task): Promise<void> {
  const ended = new Set<vscode.TaskExecution>();
  let look = (): void => {};
  const listener = vscode.tasks.onDidEndTask(({ execution }) => {
    ended.add(execution);
    look();
  });
  try {
    const running = await vscode.tasks.executeTask(task);
    await new Promise<void>((resolve) => {
      look = () => {
        if (ended.has(running)) {
          resolve();
        }
      };
      look();
    });
  } finally {
    listener.dispose();
  }
}
