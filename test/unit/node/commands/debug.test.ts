/** `glm-tandem debug`: the examples of its documentation, odd input of every kind, and the order and pace of the answers. */
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/node/commands/CommandIo';
import { runDebug } from '../../../../src/node/commands/debug';
import { inputOf, runCommand } from './commandIo';

async function answers(stage: string, pieces: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const { code, stdout, stderr } = await runCommand(runDebug, [stage], { stdin: inputOf(pieces) });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

async function check(stage: string, request: object, answer: object): Promise<void> {
  expect(await answers(stage, [`${JSON.stringify(request)}\n`])).toEqual([answer]);
}

describe('each stage answers as documented', () => {
  it('postprocess', async () => {
    const request = { id: 1, languageId: 'typescript', prefix: 'foo(', suffix: ')', completion: '1, 2)' };
    await check('postprocess', { ...request, multiline: false }, { id: 1, text: '1, 2', range: { start: 4, end: 4 } });
    await check('postprocess', request, { id: 1, text: '1, 2', range: { start: 4, end: 4 } });
    await check(
      'postprocess',
      { id: 2, languageId: 'typescript', prefix: 'a();\n', suffix: '\nb();\n', completion: 'b();' },
      { id: 2, text: null, droppedBy: 'repeats-next-line' },
    );
    await check(
      'postprocess',
      { id: 3, languageId: 'python', prefix: 'x = ', suffix: null, completion: 'ab'.repeat(400), multiline: true },
      { id: 3, text: null, droppedBy: 'repetition' },
    );
  });

  it('truncate', async () => {
    await check(
      'truncate',
      {
        id: 1,
        languageId: 'python',
        prefix: 'def f():\n    ',
        suffix: '',
        chunks: ['return 1\n', 'print(2)'],
      },
      { id: 1, text: 'return 1', stoppedAfterChunk: 1, reason: 'end-of-block' },
    );
    await check(
      'truncate',
      { id: 2, languageId: 'python', prefix: 'x = ', suffix: '', chunks: ['1', '2'] },
      { id: 2, text: '12', stoppedAfterChunk: null, reason: 'end-of-answer' },
    );
  });

  it('trigger', async () => {
    const request = { id: 1, languageId: 'typescript', prefix: 'foo = ', suffix: '', manual: false };
    const yes = { id: 1, request: true, multiline: false, reason: 'end-of-line' };
    await check('trigger', { ...request, selectedCompletion: null }, yes);
    await check('trigger', { ...request, prefix: 'foo = cons', selectedCompletion: { text: 'console' } }, yes);
    await check(
      'trigger',
      { ...request, prefix: 'foo = cons', selectedCompletion: { text: 'log(x)' } },
      { id: 1, request: false, multiline: false, reason: 'popup-item' },
    );
    await check(
      'trigger',
      { ...request, path: '.env', manual: true },
      { id: 1, request: false, multiline: false, reason: 'secret-file' },
    );
  });

  it('reuse', async () => {
    const shown = { prefix: 'x = ', suffix: '', text: 'foo()' };
    await check(
      'reuse',
      { id: 1, shown, now: { prefix: 'x = fo', suffix: '' } },
      { id: 1, text: 'o()', reason: 'typed-through' },
    );
    await check('reuse', { id: 2, shown, now: { prefix: 'x = ba', suffix: '' } }, { id: 2, text: null });
  });

  it('parse and render', async () => {
    await check(
      'parse',
      {
        id: 1,
        format: 'glm4',
        tools: [{ type: 'function', function: { name: 'get_weather', description: '', parameters: {} } }],
        chunks: ['get_wea', 'ther\n{"city": "Bei', 'jing"}'],
      },
      {
        id: 1,
        content: '',
        reasoning: '',
        toolCalls: [{ name: 'get_weather', arguments: { city: 'Beijing' } }],
        problems: [],
        finish: 'tool_calls',
      },
    );
    await check(
      'render',
      { id: 1, format: 'glm45', messages: [{ role: 'user', content: 'Hi' }], tools: [], thinking: true },
      { id: 1, prompt: '[gMASK]<sop><|user|>\nHi<|assistant|>' },
    );
  });

  it('redact', async () => {
    await check(
      'redact',
      { id: 1, text: 'password is hunter2', secrets: ['hunter2'] },
      {
        id: 1,
        text: expect.not.stringContaining('hunter2'),
        hits: [expect.objectContaining({ start: 12, end: 19 })],
      },
    );
  });

  it('prompt', async () => {
    const request = {
      id: 1,
      workspace: '/w',
      file: 'src/a.ts',
      text: "import { f } from './b';\nconst x = ",
      position: { line: 1, character: 10 },
      openFiles: ['src/c.ts'],
      recentEdits: [],
      profile: 'codegeex4',
      budgetTokens: 2048,
    };
    const prompt =
      '[gMASK]<sop><|user|>\n###PATH:src/a.ts\n###LANGUAGE:TypeScript\n###MODE:LINE\n' +
      "<|code_suffix|><|code_prefix|>import { f } from './b';\nconst x = <|code_middle|><|assistant|>\n";
    await check('prompt', request, {
      id: 1,
      url: 'http://127.0.0.1:8000/v1/completions',
      body: expect.objectContaining({ prompt, max_tokens: 128, temperature: 0, stream: true }),
      prompt,
      parts: [
        { role: 'suffix', text: '' },
        { role: 'prefix', text: "import { f } from './b';\nconst x = " },
      ],
      snippets: [],
      tokens: expect.any(Number),
      ms: { total: expect.any(Number), context: expect.any(Number) },
    });
    await check(
      'prompt',
      { ...request, profile: 'glm45', server: 'llama.cpp', endpoint: 'localhost:8080', model: 'glm-4.5-air' },
      expect.objectContaining({
        url: 'http://localhost:8080/completion',
        body: expect.objectContaining({ model: 'glm-4.5-air', n_predict: 128 }),
        prompt: expect.stringContaining('<|code_prefix|>'),
      }),
    );
    await check('prompt', { ...request, file: '.env' }, { id: 1, prompt: null, reason: 'secret-file' });
    await check(
      'prompt',
      { ...request, profile: 'llama.cpp', endpoint: 'http://localhost:8080' },
      expect.objectContaining({ url: 'http://localhost:8080/infill' }),
    );
    await check(
      'prompt',
      { ...request, profile: 'starcoder' },
      {
        id: 1,
        error: { code: 'bad_request', message: expect.stringContaining('“profile”') },
      },
    );
  });

  it('prompt: the same state gives the same bytes, whatever is asked in between', async () => {
    const text = Array.from({ length: 400 }, (_, at) => `const value${at} = ${at};`).join('\n');
    const at = (line: number, id: number) =>
      JSON.stringify({ id, file: 'a.ts', text, position: { line, character: 5 }, budgetTokens: 512 });
    const lines = [at(300, 1), at(310, 2), at(20, 3), at(300, 4)].join('\n');
    const [first, second, , fourth] = (await answers('prompt', [`${lines}\n`])) as { prompt: string }[];
    expect(fourth?.prompt).toBe(first?.prompt);
    expect(second?.prompt).not.toBe(first?.prompt);
  });
});

describe('CRLF texts', () => {
  it('give offsets and line ends of the text as it came', async () => {
    await check(
      'postprocess',
      {
        id: 1,
        languageId: 'python',
        prefix: 'x = 1\r\ndef f():\r\n    ',
        suffix: '\r\n',
        completion: 'a = 1\n    return a\n\nprint()',
      },
      { id: 1, text: 'a = 1\r\n    return a', range: { start: 21, end: 21 } },
    );
  });
});

describe('odd input', () => {
  const bad = (code: string, id: unknown = null) => ({ id, error: { code, message: expect.any(String) } });
  const good = (id: unknown) => ({ id, request: true, multiline: false, reason: 'end-of-line' });
  const line = (id: unknown) => JSON.stringify({ id, languageId: 'c', prefix: 'x = ' });

  it.each<[string, string, unknown]>([
    ['no JSON', 'hello', bad('bad_json')],
    ['half a line', '{"id":1,"languageId":"c"', bad('bad_json')],
    ['two values', '{} {}', bad('bad_json')],
    ['a number', '7', bad('bad_request')],
    ['null', 'null', bad('bad_request')],
    ['a list', '[{"id":1}]', bad('bad_request')],
    ['an empty object', '{}', bad('bad_request')],
    ['an id only', '{"id":9}', bad('bad_request', 9)],
    ['an id of another type', '{"id":{"a":1},"languageId":"c","prefix":""}', bad('bad_request')],
    ['a field of another type', '{"id":9,"languageId":"c","prefix":1}', bad('bad_request', 9)],
    ['a negative cursor count', '{"id":9,"languageId":"c","prefix":"x","cursors":-1}', bad('bad_request', 9)],
    ['a wrong word', '{"id":"a","languageId":"c","prefix":"x","multiline":"perhaps"}', bad('bad_request', 'a')],
    ['nested too deeply', '['.repeat(200_000), bad('bad_json')],
    ['a control character', '{"id":1,"prefix":"\u0001"}', bad('bad_json')],
    ['unknown fields', '{"id":9,"languageId":"c","prefix":"x = ","extra":{"__proto__":1}}', good(9)],
    ['a prototype', '{"__proto__":{"id":3},"id":9,"languageId":"c","prefix":"x = "}', good(9)],
    ['no id', '{"languageId":"c","prefix":"x = "}', good(null)],
    ['half a surrogate pair', '{"id":"\\ud83d","languageId":"c","prefix":"x = "}', good('\ud83d')],
    ['a carriage return', `${line(1)}\r`, good(1)],
    ['blanks around', `  ${line(1)}\t`, good(1)],
  ])('%s gets one answer, and the next line goes on', async (_, text, answer) => {
    expect(await answers('trigger', [`${text}\n${line('next')}\n`])).toEqual([answer, good('next')]);
  });

  it('a byte order mark, blank lines and a missing last line end make no difference', async () => {
    expect(await answers('trigger', ['\uFEFF', line(1), '\n\n \r\n', line(2)])).toEqual([good(1), good(2)]);
  });

  it('no input gives no output', async () => {
    expect(await answers('trigger', [])).toEqual([]);
    expect(await runCommand(runDebug, ['trigger'])).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('cut in every way gives the same answers', async () => {
    const bytes = new TextEncoder().encode(`${line('甲😀')}\n${line(2)}\n`);
    for (const size of [1, 2, 3, 5, 64]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      expect(await answers('trigger', pieces)).toEqual([good('甲😀'), good(2)]);
    }
  });
});

describe('the driver', () => {
  it('answers a line before the next one comes', async () => {
    const out: string[] = [];
    let written = (): void => {};
    async function* lines() {
      for (const id of [1, 2, 3]) {
        const isAnswered = new Promise<void>((resolve) => {
          written = resolve;
        });
        yield `${JSON.stringify({ id, languageId: 'c', prefix: 'x = ' })}\n`;
        await isAnswered;
      }
    }
    const stdout = {
      write: (text: string) => {
        out.push(text);
        written();
      },
    };
    expect((await runCommand(runDebug, ['trigger'], { stdin: inputOf(lines()), stdout })).code).toBe(0);
    expect(out.map((text) => JSON.parse(text).id)).toEqual([1, 2, 3]);
  });

  it('ends on an interruption although nothing arrives', async () => {
    const controller = new AbortController();
    async function* silence() {
      controller.abort();
      await new Promise(() => {});
      yield '';
    }
    const { code } = await runCommand(runDebug, ['trigger'], { stdin: inputOf(silence()), signal: controller.signal });
    expect(code).toBe(130);
  });

  it.each([[[]], [['nonsense']], [['toString']], [['parse', 'render']], [['parse', '--x']]])(
    'refuses %j',
    async (args) => {
      await expect(runCommand(runDebug, args)).rejects.toThrow(UsageError);
    },
  );

  it('explains itself', async () => {
    expect((await runCommand(runDebug, ['--help'])).stdout).toContain('postprocess');
  });
});
