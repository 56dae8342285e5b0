/**
 * From a question to the line that says a hunk of its answer was taken back: one session with a scripted model, through the reading of the
 * answer, the review and the writer, to the files of a real store.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createId } from '../../../src/base/createId';
import { readSearchReplaceBlocks } from '../../../src/edits/formats/searchReplaceBlocks';
import { proposeChanges } from '../../../src/edits/proposeChanges';
import { accept, reject, textChanged } from '../../../src/edits/review/decide';
import { createReview, type ReviewSet } from '../../../src/edits/review/ReviewSet';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { LoggedModel } from '../../../src/promptlog/LoggedModel';
import { PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import { PromptLogWriter } from '../../../src/promptlog/PromptLogWriter';
import { contentClasses } from '../../../src/promptlog/records';
import { createRedactor } from '../../../src/promptlog/redaction/redact';
import { ReviewOutcomes } from '../../../src/vscode/review/ReviewOutcomes';
import { ScriptedModel } from '../../support/ScriptedModel';

const base = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const block = (search: string, replace: string): string =>
  `a.txt\n\`\`\`\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;
/** The second stands indented otherwise in the file. */
const answer = ['Louder:\n', block('one', 'ONE'), block('    four', '    FOUR'), block('seven', 'SEVEN')].join('\n');
const never = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tandem-review-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a session leaves in the store which hunk was applied by which rung, which was not, and which was taken back when', async () => {
  const started = Date.parse('2026-03-01T10:00:00.000Z');
  let now = started;
  const host = { storage: new FileStorage(folder), now: () => now, defer: queueMicrotask, redact: createRedactor() };
  const writer = new PromptLogWriter({ ...host, onFault: (fault) => expect.unreachable(String(fault)) }, 'w');
  const model = new LoggedModel(new ScriptedModel(answer), {
    consent: () => ({ version: 1, classes: contentClasses }),
    append: (record) => writer.append(record),
    ...{ now: () => now, session: 's', provider: 'zhipu', modelId: () => 'glm-4.6' },
  });
  const outcomes = new ReviewOutcomes({ tell: (outcome) => writer.appendOutcome(outcome), now: () => now });

  const id = createId(now);
  const messages = [{ role: 'user', content: 'Make it loud' }] as const;
  let text = '';
  for await (const event of model.chat(
    { messages, note: { id, surface: 'inline_edit', said: ['Make it loud'] } },
    never,
  )) {
    text += event.type === 'text' ? event.text : '';
  }
  const reading = readSearchReplaceBlocks(text, 'aider').reading;
  const proposal = proposeChanges(
    reading.kind === 'read' ? reading.changes : expect.unreachable(reading.message),
    () => base,
  );
  const [change] = proposal.kind === 'proposed' ? proposal.changes : [];
  const about = { id: 'set', title: 'Make it loud', origin: 'inline-edit', record: id } as const;
  const proposed = createReview(about, [{ change: change ?? expect.unreachable(), path: '/w/a.txt', label: 'a.txt' }]);
  let set = proposed;
  let file = base;
  const become = (next: ReviewSet): void => {
    outcomes.changed(set, next);
    set = next;
  };
  const acceptHunk = (hunk: number): void => {
    const accepted = accept(set, { hunk }, () => file);
    file = accepted.changes[0]?.after ?? file;
    become(accepted.set);
  };
  acceptHunk(0);
  acceptHunk(1);
  become(reject(set, { hunk: 2 }));
  now += 90_000;
  // The editor takes the last step back.
  file = file.replace('FOUR', 'four');
  become({ ...set, files: set.files.map((each) => textChanged(each, file)) });
  await writer.flush();

  expect(file).toBe(base.replace('one', 'ONE'));
  const lines = (await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8'))))
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines[0]).toMatchObject({ id, surface: 'inline_edit', user_text: 'Make it loud' });
  const rungs = proposed.files[0]?.hunks.map(({ rung }) => rung) ?? [];
  expect([rungs[0], rungs[1]]).toEqual(['exact', expect.not.stringMatching(/^exact$/)]);
  const common = { schema: 'glm.promptlog/1', event: 'outcome', record: id, inferred: false };
  const [first, later] = [started, now].map((time) => new Date(time).toISOString());
  expect(lines.slice(1)).toEqual([
    { ...common, ts: first, action: 'applied', hunk: 0, match: rungs[0] },
    { ...common, ts: first, action: 'applied', hunk: 1, match: rungs[1] },
    { ...common, ts: first, action: 'rejected', hunk: 2 },
    { ...common, ts: later, action: 'undone', hunk: 1, after: 90 },
  ]);
  // The same for whoever reads the store.
  const store = new PromptLogStore(host.storage, () => now);
  expect((await store.find(id, never))?.outcomes.map(({ action, hunk }) => `${action} ${hunk}`)).toEqual([
    'applied 0',
    'applied 1',
    'rejected 2',
    'undone 1',
  ]);
});
