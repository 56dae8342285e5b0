/** Part of root 1, loaded when the person has agreed to a prompt log or asks about it. */

import type * as vscode from 'vscode';
import { createId } from '../base/createId';
import { originOf } from '../glm/endpointUrl';
import { FileStorage } from '../node/promptlog/FileStorage';
import { promptLogDirectory } from '../node/promptlog/promptLogDirectory';
import { WorkerPromptLog } from '../node/promptlog/WorkerPromptLog';
import { writeLines } from '../node/promptlog/writeLines';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import { type Collector, CollectorFeed } from '../promptlog/CollectorFeed';
import { sendToCollector } from '../promptlog/exports/otlpFormat';
import type { LoggedPrompt } from '../promptlog/PromptLogStore';
import { PromptLogStore } from '../promptlog/PromptLogStore';
import { contentClasses } from '../promptlog/records';
import { GitIdentity } from '../vscode/promptlog/GitIdentity';
import { IgnoreFiles } from '../vscode/promptlog/IgnoreFiles';
import { PromptLogSession } from '../vscode/promptlog/PromptLogSession';
import type { SettingsReader } from '../vscode/SettingsReader';

/** Milliseconds; VS Code gives a window five seconds to close. */
const closingPatience = 1500;

export interface PromptLogHost {
  /** The bundle of the thread that cleans and writes. */
  readonly workerEntry: string;
  readonly memento: vscode.Memento;
  readonly settings: SettingsReader;
  /** Keys of all endpoints, stored and handed over, and the engine's token: what is secret whatever it looks like. */
  readonly liveSecrets: () => Promise<readonly string[]>;
  /** The stored key of an origin; undefined = none was set. */
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  /** Keys that models were made with since the start. */
  readonly usedKeys: ReadonlySet<string>;
  readonly clock: Clock;
  readonly log: Log;
}

export async function openPromptLog(host: PromptLogHost): Promise<PromptLogSession> {
  const { memento, settings, liveSecrets, usedKeys, clock, log } = host;
  const folder = promptLogDirectory(process.env, process.cwd());
  const storage = new FileStorage(folder);
  const store = new PromptLogStore(storage, Date.now);
  const session = createId(Date.now());
  const identity = new GitIdentity();
  let stored = await liveSecrets();
  await identity.start();
  const ignoreFiles = new IgnoreFiles();
  await ignoreFiles.start();
  const writer = new WorkerPromptLog({
    entry: host.workerEntry,
    folder,
    window: session,
    settings: () => {
      const { retentionDays, sizeLimit, redactedPatterns: patterns } = settings.promptLog();
      const secrets = [...new Set([...stored, ...usedKeys])];
      return { secrets, identity: identity.values, patterns, retention: { days: retentionDays, bytes: sizeLimit } };
    },
    onFault: ({ kind, reason }) => log.warn(`Prompt log: ${kind}: ${reason}`),
  });
  const update = async (): Promise<void> => {
    writer.update();
    stored = await liveSecrets();
    writer.update();
  };
  const collector = (): Collector => {
    const { collectorUrl, collectorClasses } = settings.promptLog();
    return { url: collectorUrl, classes: contentClasses.filter((each) => collectorClasses.includes(each)) };
  };
  const send = async (logged: AsyncIterable<LoggedPrompt>, url: string, signal: AbortSignal): Promise<number> => {
    const key = await host.keyFor(originOf(url));
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    // A collector that redirects would decide where prompts go.
    const post = (to: string, init: RequestInit) => fetch(to, { ...init, redirect: 'error' });
    return sendToCollector(logged, { endpoint: url, headers }, post, signal);
  };
  const feed = new CollectorFeed({
    ...{ store, storage, collector, send },
    now: Date.now,
    onFault: (error) => log.warn(`Prompt log: the collector did not take the records: ${messageOf(error)}`),
  });
  return new PromptLogSession({
    ...{ memento, store, folder, session, clock },
    log: writer,
    fault: () => writer.fault,
    close: () => writer.close(closingPatience),
    update,
    settings: () => settings.promptLog(),
    ignoreFiles,
    exporter: { collector, send, writeFile: writeLines },
    collector: feed,
    identity,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
