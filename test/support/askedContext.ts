/** What a workspace in memory says at a cursor: what a prompt gets of other files, and what stands before a dot. `█` is the cursor. */
import { languageOfPath } from '../../src/base/languageOfPath';
import { positionAt } from '../../src/base/text';
import type { Context } from '../../src/context/ContextSource';
import { receiverAt } from '../../src/context/retrieve/receiverAt';
import { noObservations, type Observations, WorkspaceContext } from '../../src/context/WorkspaceContext';
import { silentLog } from '../../src/platform/Log';
import { builtIndex } from './contextIndex';

/** Whoever waits for it waits forever. */
export const stoppedClock = { now: () => 0, sleep: () => new Promise<void>(() => {}) };

export interface Question {
  readonly file: string;
  readonly text: string;
  /** Tokens. */
  readonly budget?: number;
}

export async function asker(files: Readonly<Record<string, string>>, observations: Observations = noObservations) {
  const index = await builtIndex(files);
  const context = new WorkspaceContext({ index, observations, clock: stoppedClock, log: silentLog });
  return async ({ file, text: marked, budget = 1200 }: Question): Promise<Context> => {
    const offset = marked.indexOf('█');
    const text = marked.replace('█', '');
    const document = { uri: `file:///${file}`, path: file, languageId: languageOfPath(file), version: 1, text };
    const position = positionAt(text, offset);
    await context.prepare(document, position, new AbortController().signal);
    const around = { prefix: text.slice(0, offset), suffix: text.slice(offset) };
    return context.contextFor({ document, position, offset, ...around, budget, room: budget * 0.7 });
  };
}

/** All that the prompt gets. */
export async function members(files: Readonly<Record<string, string>>, question: Question): Promise<string> {
  const { stable, volatile } = await (await asker(files))(question);
  return [...stable, ...volatile].map(({ text }) => text).join('\n');
}

/** File and name of what stands before the dot: `shop.ts Shop`; undefined = nobody knows. */
export async function receiver(
  files: Readonly<Record<string, string>>,
  { file, text: marked }: Question,
): Promise<string | undefined> {
  const text = marked.slice(0, marked.indexOf('█'));
  const index = await builtIndex(files);
  const request = { path: file, languageId: languageOfPath(file), text, line: 0, visited: [], edits: [] };
  const knowledge = await index.knowledge(request, new AbortController().signal);
  const lineStart = text.lastIndexOf('\n') + 1;
  const key =
    knowledge === undefined ? undefined : receiverAt(text.slice(lineStart), text.slice(0, lineStart), knowledge);
  const symbol = knowledge?.symbols[key ?? ''];
  return symbol === undefined ? undefined : `${symbol.path} ${symbol.name}`;
}
