/**
 * The tools that only look, for VS Code's other assistants. They go through the same gate, and what it would ask about is refused: nobody
 * here can answer for another assistant. What stands behind them is loaded when one is called.
 */
import * as vscode from 'vscode';
import { SeenFiles } from '../../tools/SeenFiles';
import type { Tool } from '../../tools/Tool';
import type { ToolGate } from '../../tools/ToolGate';

/** By their names in `package.json`, without what is in front of them there. */
export const offeredTools = [
  ...['read_file', 'list_directory', 'find_files', 'search_text'],
  ...['find_symbol', 'find_references', 'get_diagnostics', 'get_changes'],
] as const;
export const offeredPrefix = 'tandem_';

export interface OfferedTools {
  readonly openGate: () => ToolGate;
  readonly tools: readonly Tool[];
}

export function offerTools(open: () => Promise<OfferedTools>): vscode.Disposable {
  return vscode.Disposable.from(
    ...offeredTools.map((name) =>
      vscode.lm.registerTool<object>(offeredPrefix + name, {
        async invoke({ input }, token) {
          const controller = new AbortController();
          const subscription = token.onCancellationRequested(() => controller.abort());
          try {
            const text = await answer(await open(), name, input, controller.signal);
            return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
          } finally {
            subscription.dispose();
          }
        },
      }),
    ),
  );
}

async function answer(
  { openGate, tools }: OfferedTools,
  name: string,
  input: object,
  signal: AbortSignal,
): Promise<string> {
  const reading = tools.find((tool) => tool.name === name && tool.kind === 'read')?.read(input);
  if (reading?.kind !== 'call') {
    return reading?.message ?? 'There is no such tool.';
  }
  const gate = openGate();
  const decision = await gate.decide(reading.call, signal);
  if ('failed' in decision) {
    return decision.text;
  }
  const approved = decision.decision === 'allow' ? await gate.approve(decision, false) : undefined;
  if (approved === undefined) {
    return `Refused: ${decision.reasons.join('; ')}.`;
  }
  return (await gate.run(approved, { signal, progress: () => {}, seen: new SeenFiles() })).text;
}
