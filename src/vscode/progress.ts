/** What takes longer than a second, with a notification that can cancel it. */
import * as vscode from 'vscode';
import { AssistantError } from '../base/AssistantError';
import { isAbortError } from '../base/abort';
import { describeError } from './StatusBar';
import { toAbortSignal } from './textDocument';

type Work<T> = (signal: AbortSignal, report: (text: string) => void) => Promise<T>;

/** `report` changes the notification's text below `title`. Errors are the caller's. */
export function withProgress<T>(title: string, work: Work<T>): Promise<T> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const running = vscode.window.withProgress(options, async (progress, token) => {
    const cancellation = toAbortSignal(token);
    try {
      return await work(cancellation.signal, (message) => progress.report({ message }));
    } finally {
      cancellation.dispose();
    }
  });
  return Promise.resolve(running);
}

/** The same, with a fault put into words; undefined = it failed, or the person cancelled it. */
export function withProgressOrWarning<T>(title: string, work: Work<T>): Promise<T | undefined> {
  return withProgress(title, async (signal, report) => {
    try {
      return await work(signal, report);
    } catch (error) {
      if (signal.aborted || isAbortError(error)) {
        return undefined;
      }
      if (!(error instanceof AssistantError)) {
        throw error;
      }
      void vscode.window.showWarningMessage(`GLM Tandem: ${describeError(error)}`);
      return undefined;
    }
  });
}
