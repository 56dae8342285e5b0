/** Part of root 1, loaded when the person has agreed to a prompt log or asks about it. */

import type * as vscode from 'vscode';
import { createId } from '../base/createId';
import { FileStorage } from '../node/promptlog/FileStorage';
import { promptLogDirectory } from '../node/promptlog/promptLogDirectory';
import { writeLines } from '../node/promptlog/writeLines';
import type { Clock } from '../platform/Clock';
import { type Collector, CollectorFeed } from '../promptlog/CollectorFeed';
import { sendToCollector } from '../promptlog/exports/otlpFormat';
import type { LoggedPrompt } from '../promptlog/PromptLogStore';
import { PromptLogStore } from '../promptlog/PromptLogStore';
import { PromptLogWriter } from '../promptlog/PromptLogWriter';
import { contentClasses } from '../promptlog/records';
import { secretsOfEnvironment } from '../promptlog/redaction/exactValues';
import { keyedNumbers } from '../promptlog/redaction/placeholders';
import { createRedactor } from '../promptlog/redaction/redact';
import type { OutputLog } from '../vscode/OutputLog';
import { gitIdentity } from '../vscode/promptlog/gitIdentity';
import { PromptLogSession } from '../vscode/promptlog/PromptLogSession';
import type { SettingsReader } from '../vscode/SettingsReader';

export interface PromptLogHost {
  readonly memento: vscode.Memento;
  readonly settings: SettingsReader;
  /** Keys of all endpoints, stored and handed over, and the engine's token: what is secret whatever it looks like. */
  readonly liveSecrets: () => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly log: OutputLog;
}

export async function openPromptLog({
  memento,
  settings,
  liveSecrets,
  clock,
  log,
}: PromptLogHost): Promise<PromptLogSession> {
  const folder = promptLogDirectory(process.env, process.cwd());
  const storage = new FileStorage(folder);
  const store = new PromptLogStore(storage, Date.now);
  const session = createId(Date.now());
  const known = {
    secrets: await liveSecrets(),
    environment: secretsOfEnvironment(process.env),
    identity: await gitIdentity(),
  };
  const writer = new PromptLogWriter(
    {
      storage,
      now: Date.now,
      defer: (task) => void setTimeout(task, 0),
      onFault: (error) => log.warn(`Prompt log: ${messageOf(error)}`),
      redact: createRedactor({ known, numbers: keyedNumbers(await store.key()) }),
    },
    session,
  );
  const collector = (): Collector => {
    const { collectorUrl, collectorClasses } = settings.promptLog();
    return { url: collectorUrl, classes: contentClasses.filter((each) => collectorClasses.includes(each)) };
  };
  const send = (logged: AsyncIterable<LoggedPrompt>, url: string, signal: AbortSignal): Promise<number> =>
    // A collector that redirects would decide where prompts go.
    sendToCollector(logged, { endpoint: url }, (to, init) => fetch(to, { ...init, redirect: 'error' }), signal);
  const feed = new CollectorFeed({
    ...{ store, storage, collector, send },
    now: Date.now,
    onFault: (error) => log.warn(`Prompt log: the collector did not take the records: ${messageOf(error)}`),
  });
  return new PromptLogSession({
    ...{ memento, store, folder, session, clock },
    log: writer,
    close: () => writer.flush(),
    settings: () => settings.promptLog(),
    isIgnored: () => false,
    exporter: { collector, send, writeFile: writeLines },
    collector: feed,
    output: log,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
