/** A task that is waited for, in an editor that is played: it may end before or after VS Code says which it is, or not start. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { runToEnd } from '../../../../src/vscode/evaluation/runToEnd';

const editor = vi.hoisted(() => ({
  listeners: new Set<(end: { execution: object }) => void>(),
  execute: async (): Promise<object> => ({}),
}));
vi.mock('vscode', () => ({
  tasks: {
    onDidEndTask: (listener: (end: { execution: object }) => void) => {
      editor.listeners.add(listener);
      return { dispose: () => void editor.listeners.delete(listener) };
    },
    executeTask: () => editor.execute(),
  },
}));

const end = (execution: object): void => {
  for (const listener of editor.listeners) {
    listener({ execution });
  }
};
const task = {} as vscode.Task;
const execution = {};

describe('a task that is run to its end', () => {
  beforeEach(() => editor.listeners.clear());

  it('may end at once', async () => {
    editor.execute = async () => {
      end(execution);
      return execution;
    };
    await runToEnd(task);
    expect(editor.listeners.size).toBe(0);
  });

  it('ends with its own end, not with another task’s', async () => {
    editor.execute = async () => execution;
    let isDone = false;
    const done = runToEnd(task).then(() => {
      isDone = true;
    });
    end({});
    await new Promise((resolve) => setImmediate(resolve));
    end({});
    await new Promise((resolve) => setImmediate(resolve));
    expect(isDone).toBe(false);
    end(execution);
    await done;
    expect(editor.listeners.size).toBe(0);
  });

  it('leaves nothing behind where it cannot be started', async () => {
    editor.execute = () => Promise.reject(new Error('no such program'));
    await expect(runToEnd(task)).rejects.toThrow('no such program');
    expect(editor.listeners.size).toBe(0);
  });
});
