/** Every export is read back the way its own readers would. */
import { describe, expect, it } from 'vitest';
import { type ExportFormat, exportLines } from '../../../src/promptlog/exports/exportFormats';
import { otlpHttpRequest, sendToCollector } from '../../../src/promptlog/exports/otlpFormat';
import type { LoggedPrompt } from '../../../src/promptlog/PromptLogStore';
import { type ContentClass, contentClasses, type Outcome, parseLine, schemaName } from '../../../src/promptlog/records';
import { record } from '../../support/promptlog';

const ts = '2026-03-01T10:00:00.000Z';
const outcome = (id: string, action: string, more: Partial<Outcome> = {}): Outcome => ({
  schema: schemaName,
  event: 'outcome',
  record: id,
  ts,
  action,
  inferred: false,
  ...more,
});

const question = record({
  ts,
  duration: 1.5,
  user_text: 'Sort a list.',
  'gen_ai.conversation.id': 'c1',
  'gen_ai.output.messages': [
    { role: 'assistant', parts: [{ type: 'text', content: 'So:\n```python\nsorted(x)\n```\n' }] },
  ],
});
const completion = record({
  ts,
  surface: 'completion',
  'gen_ai.operation.name': 'text_completion',
  workspace: { file: 'a.py', lang: 'python' },
  'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'code_context', content: 'def add(a, b):\n' }] }],
  'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: '    return a + b' }] }],
});
const logged: readonly LoggedPrompt[] = [
  { record: question, outcomes: [outcome(question.id, 'feedback', { value: 'down' })] },
  { record: completion, outcomes: [outcome(completion.id, 'accepted')] },
];

async function* each(list: readonly LoggedPrompt[]): AsyncGenerator<LoggedPrompt> {
  yield* list;
}

// biome-ignore lint/suspicious/noExplicitAny: other programs' formats, looked into field by field
async function exported(format: ExportFormat, classes: readonly ContentClass[] = contentClasses): Promise<any[]> {
  const lines: string[] = [];
  for await (const line of exportLines(each(logged), format, classes)) {
    lines.push(line);
  }
  expect(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1)).toBe(true);
  return lines.map((line) => JSON.parse(line));
}

describe('exports', () => {
  it('JSON Lines are records again', async () => {
    const lines = await exported('jsonl');
    expect(lines.map((line) => parseLine(JSON.stringify(line)).kind)).toEqual(['record', 'record']);
    expect(lines[1].outcomes[0].action).toBe('accepted');
  });

  it('HumanEval gets runnable problems from accepted completions', async () => {
    const [problem, ...rest] = await exported('humaneval');
    expect(rest).toEqual([]);
    expect(problem).toEqual({
      task_id: `promptlog/${completion.id}`,
      prompt: 'def add(a, b):\n',
      canonical_solution: '    return a + b',
      test: '',
      entry_point: 'add',
    });
  });

  it('NaturalCodeBench gets questions with their code', async () => {
    expect(await exported('ncb')).toEqual([
      {
        _id: 1,
        prompt: 'Sort a list.',
        problem: 'Sort a list.',
        testcases: '',
        setup_code: '',
        reference_solution: '```python\nsorted(x)\n```',
        classification: '',
      },
    ]);
  });

  it('Continue gets its events', async () => {
    const events = await exported('continue');
    expect(events.map(({ eventName, schema }) => [eventName, schema])).toEqual([
      ['chatInteraction', '0.2.0'],
      ['chatFeedback', '0.2.0'],
      ['autocomplete', '0.2.0'],
    ]);
    expect(events[1]).toMatchObject({
      feedback: false,
      sessionId: 'c1',
      completion: expect.stringContaining('sorted'),
    });
    expect(events[2]).toMatchObject({
      accepted: true,
      prefix: 'def add(a, b):\n',
      completion: '    return a + b',
      filepath: 'a.py',
    });
  });

  it('OpenTelemetry gets spans with the conventions’ names', async () => {
    const [first] = await exported('otlp');
    const [span] = first.resourceSpans[0].scopeSpans[0].spans;
    const attributes = Object.fromEntries(
      span.attributes.map(({ key, value }: { key: string; value: unknown }) => [key, value]),
    );
    expect(span).toMatchObject({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'chat glm-4-9b',
      startTimeUnixNano: '1772359200000000000',
      endTimeUnixNano: '1772359201500000000',
    });
    expect(attributes['gen_ai.request.model']).toEqual({ stringValue: 'glm-4-9b' });
    expect(JSON.parse(attributes['gen_ai.input.messages'].stringValue)).toEqual(question['gen_ai.input.messages']);
    expect(span.events[0].name).toBe('glm.promptlog.feedback');
  });

  it.each(['jsonl', 'humaneval', 'ncb', 'continue', 'otlp'] as const)(
    '%s holds no content that was not allowed',
    async (format) => {
      expect(JSON.stringify(await exported(format, []))).not.toMatch(/sort|return a|def add/i);
      expect(JSON.stringify(await exported(format, ['prompts']))).not.toMatch(/sorted|return a|def add/);
    },
  );

  it('reach a collector over HTTP, in batches, and say when it refuses', async () => {
    const bodies: string[] = [];
    const many = Array.from({ length: 250 }, () => logged).flat();
    const send = async (url: string, init: { body: string; headers: Record<string, string> }) => {
      expect([url, init.headers]).toEqual([
        'http://collector.test:4318/v1/traces',
        { 'content-type': 'application/json', 'x-team': 'a' },
      ]);
      bodies.push(init.body);
      return { ok: bodies.length < 7, status: 503 };
    };
    const destination = { endpoint: 'http://collector.test:4318/', headers: { 'x-team': 'a' } };
    expect(await sendToCollector(each(many), destination, send, new AbortController().signal)).toBe(500);
    expect(bodies.map((body) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans.length)).toEqual([
      100, 100, 100, 100, 100,
    ]);
    const large = Array.from({ length: 5 }, (_, i) => ({
      record: record({ ts, id: `large${i}`, user_text: 'x'.repeat(900_000) }),
      outcomes: [],
    }));
    const sizes: number[] = [];
    const weigh = async (_url: string, { body }: { body: string }) => {
      sizes.push(JSON.parse(body).resourceSpans[0].scopeSpans[0].spans.length);
      return { ok: true, status: 200 };
    };
    await sendToCollector(each(large), destination, weigh, new AbortController().signal);
    expect(sizes).toEqual([3, 2]);
    await expect(sendToCollector(each(many), destination, send, new AbortController().signal)).rejects.toThrow('503');
    expect(otlpHttpRequest('http://x/v1/traces', []).url).toBe('http://x/v1/traces');
  });
});
