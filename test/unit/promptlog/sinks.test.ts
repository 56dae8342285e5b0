/** Every kind of secret, followed from a model's stream to each place where it could come out: nothing of it is there. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CompletionEvent, Model } from '../../../src/glm/Model';
import { runLog } from '../../../src/node/commands/log';
import { FileStorage } from '../../../src/node/promptlog/FileStorage';
import { exportFormats, exportLines } from '../../../src/promptlog/exports/exportFormats';
import { LocalPromptLog } from '../../../src/promptlog/LocalPromptLog';
import { LoggedModel } from '../../../src/promptlog/LoggedModel';
import { PromptLogStore } from '../../../src/promptlog/PromptLogStore';
import { contentClasses, type PromptRecord } from '../../../src/promptlog/records';
import { redactedLog } from '../../../src/promptlog/redactedLog';
import { createRedactor } from '../../../src/promptlog/redaction/redact';
import { type SecretSample, samplesByBody } from './redaction/secretSamples';

const never = new AbortController().signal;
/** Known by its value only: no rule would find it. */
const own: SecretSample = {
  name: 'K-46 exact value',
  text: `say ${['quiet', 'harbour', 'lantern'].join(' ')}`,
  secrets: [['quiet', 'harbour', 'lantern'].join(' ')],
};
const samples = [
  own,
  ...Object.values(samplesByBody).flatMap(({ tokens, lines, blocks }) => [...tokens, ...lines, ...blocks]),
];

/** A model that answers in the given pieces, and what is kept of its calls. */
function loggedModel(answer: () => readonly string[], append: (record: PromptRecord) => void): LoggedModel {
  async function* stream(): AsyncGenerator<CompletionEvent> {
    for (const text of answer()) {
      yield { type: 'text', text };
    }
  }
  const inner: Model = {
    complete: stream,
    chat: stream,
    listModels: async () => [],
    countTokens: async () => undefined,
  };
  return new LoggedModel(inner, {
    consent: () => ({ version: 1, classes: contentClasses }),
    append,
    now: Date.now,
    session: 's',
    provider: 'zhipu',
    modelId: () => 'glm-4',
  });
}

const request = { prompt: '', stop: [], maxTokens: 9, temperature: 0 } as const;

async function* noInput(): AsyncGenerator<Uint8Array> {}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _event of stream) {
    // Only reading it to its end matters.
  }
}

function leaks(text: string, of: readonly SecretSample[] = samples): string[] {
  return of.filter(({ secrets }) => secrets.some((secret) => text.includes(secret))).map(({ name }) => name);
}

describe('a secret in a prompt and its answer', { timeout: 120_000 }, () => {
  let folder = '';
  const ids: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tandem-sinks-'));
    const faults: unknown[] = [];
    const log = new LocalPromptLog(
      {
        storage: new FileStorage(folder),
        now: Date.now,
        defer: setImmediate,
        onFault: (fault) => faults.push(fault),
      },
      'w',
    );
    log.update({ known: { secrets: own.secrets }, patterns: [], retention: {} });
    let answer: readonly string[] = [];
    const model = loggedModel(
      () => answer,
      (record) => {
        ids.push(record.id);
        log.append(record);
      },
    );
    for (const { text } of samples) {
      const middle = Math.floor(text.length / 2);
      answer = ['```python\n', text.slice(0, middle), text.slice(middle), '\n```\n'];
      await drain(model.chat({ messages: [{ role: 'user', content: text }] }, never));
      await drain(model.complete({ ...request, prompt: `def f():\n${text}` }, never));
      log.appendOutcome({ record: ids.at(-1) ?? '', action: 'accepted', inferred: false });
      // The queue is bounded, as a disk may be slow.
      await log.flush();
    }
    expect(faults).toEqual([]);
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is in no segment', async () => {
    const storage = new FileStorage(folder);
    const files = await storage.list();
    const texts = await Promise.all(
      files.map(async ({ name, size }) => Buffer.from(await storage.read(name, 0, size)).toString('utf8')),
    );
    expect(texts.join('').length).toBeGreaterThan(100_000);
    expect(leaks(texts.join(''))).toEqual([]);
  });

  it.each(exportFormats)('is in no export: %s', async (format) => {
    const store = new PromptLogStore(new FileStorage(folder), Date.now);
    let text = '';
    for await (const line of exportLines(store.read({}, 'oldest', never), format, contentClasses)) {
      text += line;
    }
    expect(text.length).toBeGreaterThan(50_000);
    expect(leaks(text)).toEqual([]);
  });

  it('is in nothing that the command line prints', async () => {
    let printed = '';
    const write = (text: string): void => {
      printed += text;
    };
    const io = {
      stdin: Object.assign(noInput(), { isTerminal: false }),
      stdout: { write },
      stderr: { write },
      isTerminal: false,
      translate: (english: string) => english,
      signal: never,
      environment: {},
      workingDirectory: folder,
    };
    for (const args of [['list'], ['list', '--json'], ...ids.slice(0, 60).map((id) => ['show', id])]) {
      expect(await runLog([...args, '--store', folder], io)).toBe(0);
    }
    expect(printed.length).toBeGreaterThan(100_000);
    expect(leaks(printed)).toEqual([]);
  });
});

describe('a secret in a fault that is logged', () => {
  it('reaches neither the output channel nor a problem report', async () => {
    const lines: string[] = [];
    const keep = (message: string): void => {
      lines.push(message);
    };
    const log = redactedLog({ debug: keep, info: keep, warn: keep, error: keep }, async () =>
      createRedactor({ known: { secrets: own.secrets } }),
    );
    for (const { text } of samples) {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) {
        log[level](`The server refused: ${JSON.stringify({ error: text })}`);
        log[level](`Error: ${text}\n    at x (a.js:1:1)`);
      }
    }
    // What is said before the rules are there waits for them.
    await vi.waitFor(() => expect(lines).toHaveLength(samples.length * 8));
    expect(leaks(lines.join('\n'))).toEqual([]);
  });
});

describe('an answer that comes in pieces', { timeout: 60_000 }, () => {
  it('is kept as one text, wherever it was cut', async () => {
    const wrong: string[] = [];
    for (const { name, text } of samples) {
      for (let cut = 0; cut <= text.length; cut++) {
        const model = loggedModel(
          () => [text.slice(0, cut), text.slice(cut)],
          (record) => {
            const content = record['gen_ai.output.messages']?.[0]?.parts[0]?.content;
            if (content !== text) {
              wrong.push(`${name} at ${cut}`);
            }
          },
        );
        await drain(model.complete(request, never));
      }
    }
    expect(wrong).toEqual([]);
  });
});
