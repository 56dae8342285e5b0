/**
 * Every kind of secret in every encoding, followed from a model's stream to each place where it could come out: nothing of it is there. And
 * what is no secret comes out of each as it went in.
 */
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
import { listEntry } from '../../../src/promptlog/viewing/listEntry';
import { recordDocument } from '../../../src/promptlog/viewing/recordDocument';
import { problemReport } from '../../../src/vscode/problemReport';
import { MemoryStorage } from '../../support/promptlog';
import { harmlessTexts } from './redaction/harmlessTexts';
import { realisticSecrets } from './redaction/realisticSecrets';
import { realisticTexts } from './redaction/realisticTexts';
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
  ...realisticSecrets,
];
const harmless = [...Object.values(harmlessTexts).flat(), ...realisticTexts];

const placeholder = /<(?:SECRET:[\w-]+|EMAIL|PHONE|ID|CARD|IP|HOST|USER|NAME)#\d+>/;
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
/** A text as it can stand in a prompt, an answer or a fault. */
const encodings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => JSON.stringify({ a: text }),
  (text) => JSON.stringify({ a: JSON.stringify({ b: text }) }),
  (text) => `q=${encodeURIComponent(text)}`,
  (text) => `data: ${Buffer.from(text).toString('base64')}`,
];

/** Every form in which a secret could be read where it was kept: as it is, escaped, percent-encoded, in base64. Whose it is. */
const forms: ReadonlyMap<string, string> = new Map(
  samples.flatMap(({ name, text, secrets }) =>
    secrets.flatMap((secret) => {
      const shift = Buffer.byteLength(text.slice(0, text.indexOf(secret))) % 3;
      const base64 = Buffer.concat([Buffer.alloc(shift), Buffer.from(secret)]).toString('base64');
      const all = [secret, inJson(secret), inJson(inJson(secret)), encodeURIComponent(secret), base64.slice(4, -4)];
      return all.filter(({ length }) => length >= Math.min(8, secret.length)).map((form) => [form, name] as const);
    }),
  ),
);

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

function leaks(text: string): string[] {
  return [...forms].filter(([form]) => text.includes(form)).map(([form, name]) => `${name}: ${form}`);
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
      const messages = encodings.map((encode) => ({ role: 'user' as const, content: encode(text) }));
      await drain(model.chat({ messages }, never));
      log.appendOutcome({
        ...{ record: ids.at(-1) ?? '', action: 'feedback', inferred: false, value: 'down' },
        comment: `It said: ${text}`,
      });
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

  it('is in nothing that the viewer shows', async () => {
    const store = new PromptLogStore(new FileStorage(folder), Date.now);
    const translate = (english: string): string => english;
    let shown = '';
    const unmarked: string[] = [];
    for await (const logged of store.read({}, 'oldest', never)) {
      const document = recordDocument(logged, translate);
      shown += document.text + JSON.stringify(listEntry(logged, translate));
      if (document.redacted.length === 0) {
        unmarked.push(document.text);
      }
    }
    expect(shown.length).toBeGreaterThan(100_000);
    expect([leaks(shown), unmarked]).toEqual([[], []]);
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
    for (const args of [['list'], ['list', '--json'], ...ids.slice(0, 16).map((id) => ['show', id])]) {
      expect(await runLog([...args, '--store', folder], io)).toBe(0);
    }
    expect(printed.length).toBeGreaterThan(100_000);
    expect(leaks(printed)).toEqual([]);
  });
});

describe('a secret in a fault that is logged', () => {
  it('does not reach the output channel', async () => {
    const lines: string[] = [];
    const keep = (message: string): void => {
      lines.push(message);
    };
    const log = redactedLog({ debug: keep, info: keep, warn: keep, error: keep }, async () =>
      createRedactor({ known: { secrets: own.secrets } }),
    );
    const levels = ['debug', 'info', 'warn', 'error'] as const;
    for (const [index, { text }] of samples.entries()) {
      for (const encode of encodings) {
        log[levels[index % 4] ?? 'error'](`Error: ${encode(text)}\n    at x (a.js:1:1)`);
      }
    }
    // What is said before the rules are there waits for them.
    await vi.waitFor(() => expect(lines).toHaveLength(samples.length * encodings.length));
    expect(leaks(lines.join('\n'))).toEqual([]);
  });
});

/** A problem report with a text in each place that can hold one. */
function reportWith(text: string): string {
  const parts = {
    versions: ['GLM Tandem 1.0.0', 'linux x64, Node 24.0.0'],
    settings: { 'tandem.systemPrompt': text },
    doctor: `## Doctor\n\n- It said: ${text}`,
    logLines: ['12:00:00 [info] Connected', ...text.split('\n'), '12:00:01 [info] Ended'],
    ...{ secrets: own.secrets, home: '/home/somebody' },
  };
  return problemReport(parts, (english) => english);
}

describe('a problem report', { timeout: 60_000 }, () => {
  it.each(samples.map((sample) => [sample.name, sample] as const))('holds nothing of %s', (_name, { text }) => {
    const reports = encodings.map((encode) => reportWith(encode(text))).join('\n');
    expect(leaks(reports)).toEqual([]);
    // What stands before a key that was cut off is still there to read.
    expect(reports.match(/- GLM Tandem 1\.0\.0\n/g)).toHaveLength(encodings.length);
  });

  it.each(Object.entries({ ...harmlessTexts, 'texts as people have them': realisticTexts }))(
    'shows %s as they are',
    (_name, texts) => {
      for (const text of texts) {
        for (const encode of encodings) {
          const report = reportWith(encode(text));
          expect(report).toContain(encode(text));
          expect(report).toContain(JSON.stringify(encode(text)));
          expect(report).not.toMatch(placeholder);
        }
      }
    },
  );
});

describe('what is no secret', { timeout: 120_000 }, () => {
  it('comes out of every place as it went in', async () => {
    const storage = new MemoryStorage();
    const log = new LocalPromptLog(
      { storage, now: Date.now, defer: setImmediate, onFault: (fault) => expect.unreachable(String(fault)) },
      'w',
    );
    log.update({ known: { secrets: own.secrets }, patterns: [], retention: {} });
    let answer = '';
    const model = loggedModel(
      () => [answer],
      (record) => log.append(record),
    );
    for (const text of harmless) {
      answer = `\`\`\`\n${text}\n\`\`\`\n`;
      await drain(
        model.chat({ messages: encodings.map((encode) => ({ role: 'user', content: encode(text) })) }, never),
      );
      await log.flush();
    }
    const store = new PromptLogStore(storage, Date.now);
    const changed: string[] = [];
    let index = 0;
    for await (const logged of store.read({}, 'oldest', never)) {
      const text = harmless[index++] ?? '';
      const { 'gen_ai.input.messages': input = [], redaction } = logged.record;
      const contents = input.flatMap(({ parts }) => parts.map(({ content }) => content));
      const document = recordDocument(logged, (english) => english);
      const isSame = contents.join('\n') === encodings.map((encode) => encode(text)).join('\n');
      if (!isSame || redaction.hits.length > 0 || document.redacted.length > 0 || !document.text.includes(text)) {
        changed.push(text);
      }
    }
    expect([index, changed]).toEqual([harmless.length, []]);
    for (const format of exportFormats) {
      for await (const line of exportLines(store.read({}, 'oldest', never), format, contentClasses)) {
        expect(line).not.toMatch(placeholder);
      }
    }
    const lines: string[] = [];
    const keep = (message: string): void => {
      lines.push(message);
    };
    const output = redactedLog({ debug: keep, info: keep, warn: keep, error: keep }, async () => createRedactor());
    for (const text of harmless) {
      output.warn(text);
    }
    await vi.waitFor(() => expect(lines).toEqual(harmless));
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
