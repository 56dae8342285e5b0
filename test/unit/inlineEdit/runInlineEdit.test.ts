/** An inline edit from words to a proposed text, with a model that says what the row gives. `├ ┤` marks the selected lines. */
import { describe, expect, it } from 'vitest';
import type { ChatRequest, Model, ModelEvent } from '../../../src/glm/Model';
import type { InlineEditRequest } from '../../../src/inlineEdit/InlineEdit';
import { fenceFor, inlineEditMessages } from '../../../src/inlineEdit/prompt';
import { formatFor, runInlineEdit } from '../../../src/inlineEdit/runInlineEdit';

type Answer = readonly ModelEvent[];

class Sayer {
  readonly requests: ChatRequest[] = [];
  readonly #answers: Answer[];

  constructor(answers: readonly Answer[]) {
    this.#answers = [...answers];
  }

  get model(): Model {
    const none = (): never => {
      throw new Error('Only chats are asked for here.');
    };
    const { requests } = this;
    const answers = this.#answers;
    return {
      complete: none,
      listModels: none,
      countTokens: none,
      async *chat(request) {
        requests.push(request);
        yield* answers.shift() ?? [];
      },
    };
  }
}

const end = (finish: 'stop' | 'length' | 'tool_calls' = 'stop'): ModelEvent => ({
  type: 'end',
  finish,
  finishReason: finish,
  usage: undefined,
  lostFrames: 0,
});
/** A text in pieces of three characters. */
const said = (text: string, finish?: 'length'): Answer => [
  ...(text.match(/[\s\S]{1,3}/g) ?? []).map((piece) => ({ type: 'text' as const, text: piece })),
  end(finish),
];

function requestOf(marked: string, changes: Partial<InlineEditRequest> = {}): InlineEditRequest {
  const lines = marked.split('\n');
  const start = lines.findIndex((line) => line.includes('├'));
  const last = lines.findIndex((line) => line.includes('┤'));
  return {
    ...{ uri: 'file:///w/a.ts', path: 'a.ts', languageId: 'typescript', instruction: 'do it' },
    text: marked.replace(/[├┤]/g, ''),
    selection: start < 0 ? undefined : { start, end: last + 1 },
    diagnostics: [],
    snippets: [],
    ...changes,
  };
}

const file = 'class A {\n  one() {\n├    return 1;┤\n  }\n}\n';

async function ask(request: InlineEditRequest, answers: readonly Answer[], modelId = 'some-model') {
  const sayer = new Sayer(answers);
  const shown: string[] = [];
  const host = {
    note: () => ({ id: 'n', surface: 'inline_edit' as const }),
    onProgress: (text: string) => shown.push(text),
  };
  const about = { model: sayer.model, modelId, contextTokens: 4096 };
  const outcome = await runInlineEdit(request, [], about, host, new AbortController().signal);
  return { outcome, shown, requests: sayer.requests };
}

describe('what nobody sees', () => {
  const hidden = 'const a\u200b = "x\u202ey"; // 👩‍💻\n';
  const named = 'const a⟨U+200B⟩ = "x⟨U+202E⟩y"; // 👩‍💻';

  it.each<[string, string, Answer, string, string?]>([
    ['the selected lines', `├${hidden.trimEnd()}┤\n`, said(`\`\`\`\nlet ${named}\n\`\`\``), `let ${hidden}`],
    [
      'blocks',
      `${hidden}b\n`,
      said(`a.ts\n\`\`\`\n<<<<<<< SEARCH\n${named}\nb\n=======\n${named}\nc\n>>>>>>> REPLACE\n\`\`\``),
      `${hidden}c\n`,
    ],
    [
      'a call',
      `${hidden}b\n`,
      [
        {
          type: 'toolCall',
          call: {
            ...{ name: 'edit_file', id: '1' },
            arguments: { path: 'a.ts', edits: [{ search: `${named}\nb`, replace: `${named}\nc` }] },
          },
        } as ModelEvent,
        end('tool_calls'),
      ],
      `${hidden}c\n`,
      'glm-4.6',
    ],
  ])('is spelled out for the model and kept in the file: %s', async (_, marked, answer, expected, modelId) => {
    const { outcome, requests, shown } = await ask(
      requestOf(marked, { instruction: 'do\u2060 it' }),
      [answer, answer],
      modelId,
    );
    const sent = requests[0]?.messages.at(-1)?.content ?? '';
    expect(sent).toContain(named);
    expect(sent).toContain('do⟨U+2060⟩ it');
    expect(outcome.kind === 'proposed' ? outcome.change.result : outcome.message).toBe(expected);
    expect(shown.join('')).not.toContain('⟨');
  });

  it('is told to the model by name also where its answer is refused', async () => {
    const search = (text: string) => said(`a.ts\n\`\`\`\n<<<<<<< SEARCH\n${text}\n=======\nq\n>>>>>>> REPLACE\n\`\`\``);
    const { requests } = await ask(requestOf('z\u200b\nz\u200b\n'), [search('z⟨U+200B⟩'), search('z⟨U+200B⟩')]);
    expect(requests[1]?.messages.at(-1)?.content).not.toContain('\u200b');
  });
});

describe('the selected lines', () => {
  /** `expected`: the whole file, or the code of the failure. */
  async function check(marked: string, answer: string, expected: string, finish?: 'length'): Promise<void> {
    const { outcome } = await ask(requestOf(marked), [said(answer, finish), said(answer, finish)]);
    expect(outcome.kind === 'proposed' ? outcome.change.result : outcome.code).toBe(expected);
  }

  it('become what the fence holds', () =>
    check(file, 'Sure:\n```ts\n    return 2;\n```\nbye', 'class A {\n  one() {\n    return 2;\n  }\n}\n'));

  it('may become more or fewer', async () => {
    await check('a\n├b\nc┤\nd\n', '```\nx\n```', 'a\nx\nd\n');
    await check('a\n├b┤\nd\n', '```\nx\n\ny\n```', 'a\nx\n\ny\nd\n');
    await check('a\n├b┤\nd\n', '```\n```', 'a\nd\n');
  });

  it('keep their indentation when the model begins at the margin', () =>
    check(
      file,
      '```\nif (x) {\n  return 2;\n}\n```',
      'class A {\n  one() {\n    if (x) {\n      return 2;\n    }\n  }\n}\n',
    ));

  it('keep the file’s line ends and its final break or lack of one', async () => {
    await check('a\r\n├b┤\r\nc', '```\nx\ny\n```', 'a\r\nx\r\ny\r\nc');
    await check('a\n├b┤', '```\nx\n```', 'a\nx');
    await check('├b┤\n', '```\nx\n```', 'x\n');
  });

  it('may hold fences themselves', async () => {
    await check('├a┤\n', '````md\n```js\nx\n```\n````', '```js\nx\n```\n');
    await check('├a┤\n', '```md\n```js\nx\n```\n```', '```js\nx\n```\n');
    await check('├a┤\n', '```md\n```js\nx\n```\n', 'truncated');
  });

  it('do not lose most of their number unless the model says so twice', async () => {
    const many = `├${Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')}┤\n`;
    const short = '```\nline 0\n```';
    const whole = `\`\`\`\n${many.replace(/[├┤]/g, '').replace('line 3\n', '')}\`\`\``;
    const mended = await ask(requestOf(many), [said(short), said(whole)]);
    expect(mended.outcome).toMatchObject({
      kind: 'proposed',
      change: { result: expect.not.stringContaining('line 3\n') },
    });
    expect(mended.requests[1]?.messages.at(-1)?.content).toMatch(/40 lines and the new text only 1/);
    const meant = await ask(requestOf(many), [said(short), said(short)]);
    expect(meant.outcome).toMatchObject({ kind: 'proposed', change: { result: 'line 0\n' } });
  });

  it('are none of a notebook', async () => {
    const { outcome } = await ask(requestOf('├{"cells": []}┤\n', { path: 'a.ipynb' }), [
      said('```\n{}\n```'),
      said('```\n{}\n```'),
    ]);
    expect(outcome).toMatchObject({ code: 'refused' });
  });

  it('stay when the answer is prose, cut off, or leaves code out', async () => {
    await check(file, 'I would return 2.', 'bad_format');
    await check(file, '```\n    return 2;', 'truncated');
    await check(file, '```\n    return 2;\n```', 'truncated', 'length');
    await check(file, '```\n    // ... existing code ...\n```', 'refused');
    await check(file, '```\n    return 1;\n```', 'no_change');
  });

  it('are shown while they arrive, and what was not reached stays', async () => {
    const { shown } = await ask(requestOf('a\n├b\nc\nd┤\ne\n'), [said('```\nB\nC\nD\n```\n')]);
    expect(shown).toContain('a\nB\nc\nd\ne\n');
    expect(shown.at(-1)).toBe('a\nB\nC\nD\ne\n');
    expect(shown.every((text) => !text.includes('`'))).toBe(true);
  });

  it('never hold what the model thought', async () => {
    const thoughts: ModelEvent = { type: 'reasoning', text: '```\nbad\n```' };
    const taken: ModelEvent = { type: 'reclassified', content: '```\ngood\n```', reasoning: '```\nbad\n```' };
    for (const answer of [
      [thoughts, ...said('```\ngood\n```')],
      [{ type: 'text', text: '```\nbad\n```\n' }, taken, end()],
    ] satisfies Answer[]) {
      const { outcome } = await ask(requestOf('├a┤\n'), [answer]);
      expect(outcome.kind === 'proposed' && outcome.change.result).toBe('good\n');
    }
  });

  it('go on streaming after what was thought aloud', async () => {
    const taken: ModelEvent = { type: 'reclassified', content: '', reasoning: 'hm' };
    const { outcome } = await ask(requestOf('├a┤\n'), [
      [{ type: 'text', text: 'hm' }, taken, ...said('```\ngood\n```')],
    ]);
    expect(outcome.kind === 'proposed' && outcome.change.result).toBe('good\n');
  });
});

describe('a bad answer', () => {
  it('is told to the model once', async () => {
    const { outcome, requests } = await ask(requestOf(file), [said('No.'), said('```\n    return 2;\n```')]);
    expect(outcome.kind).toBe('proposed');
    expect(requests).toHaveLength(2);
    expect(requests[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect((await ask(requestOf(file), [said('No.'), said('No.'), said('```\nx\n```')])).requests).toHaveLength(2);
  });
});

describe('a refinement', () => {
  it('goes on with the conversation, and says that the file was broken', async () => {
    const sayer = new Sayer([said('```\n    return 2;\n```'), said('```\n    return 3;\n```')]);
    const host = { note: () => ({ id: 'n' }), onProgress: () => {} };
    const about = { model: sayer.model, modelId: 'some-model', contextTokens: 4096 };
    const { signal } = new AbortController();
    const first = await runInlineEdit(requestOf(file), [], about, host, signal);
    const again = requestOf(file, { instruction: 'rather three', brokenAt: 6 });
    const second = await runInlineEdit(again, first.conversation, about, host, signal);
    expect(second.kind === 'proposed' && second.change.result).toContain('return 3;');
    expect(sayer.requests[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(sayer.requests[1]?.messages[3]?.content).toMatch(/cannot be parsed any more \(line 7\)[\s\S]*rather three/);
  });
});

describe('a whole file', () => {
  const whole = 'one\ntwo\nthree\n';

  it('is asked for in the format that the model can write', () => {
    expect(formatFor('glm-4.6', false)).toBe('edit_file');
    expect(formatFor('codegeex4', false)).toBe('blocks');
    expect(formatFor('glm-4.6', true)).toBe('replacement');
  });

  it('changes by calls of edit_file', async () => {
    const call = (path: string, search: string): Answer => [
      { type: 'toolCall', call: { name: 'edit_file', arguments: { path, edits: [{ search, replace: 'TWO' }] } } },
      end('tool_calls'),
    ];
    const { outcome, requests } = await ask(requestOf(whole), [call('a.ts', 'two')], 'glm-4.6');
    expect(outcome.kind === 'proposed' && outcome.change.result).toBe('one\nTWO\nthree\n');
    expect(requests[0]?.tools?.[0]?.function.name).toBe('edit_file');
    expect((await ask(requestOf(whole), [call('b.ts', 'two'), call('b.ts', 'two')], 'glm-4.6')).outcome).toMatchObject({
      code: 'refused',
    });
    expect((await ask(requestOf(whole), [call('a.ts', 'x'), call('a.ts', 'two')], 'glm-4.6')).outcome.kind).toBe(
      'proposed',
    );
  });

  it('changes by search and replace blocks', async () => {
    const block = 'a.ts\n```\n<<<<<<< SEARCH\ntwo\n=======\nTWO\n>>>>>>> REPLACE\n```\n';
    const { outcome } = await ask(requestOf(whole), [said(block)]);
    expect(outcome.kind === 'proposed' && outcome.change.result).toBe('one\nTWO\nthree\n');
    expect(outcome.kind === 'proposed' && outcome.change.edits[0]?.rung).toBe('exact');
  });
});

describe('the prompt', () => {
  it('holds the selection, what is around it, the diagnostics and the definitions, within the budget', () => {
    const long = Array.from({ length: 3000 }, (_, index) => `const name${index} = ${index};`).join('\n');
    const request = requestOf(`${long}\n├chosen();┤\n${long}\n`, {
      diagnostics: [{ line: 3000, severity: 'error', message: 'chosen is not defined' }],
      snippets: [
        {
          path: 'b.ts',
          text: 'export function chosen() {}',
          startLine: 1,
          endLine: 1,
          retriever: 'language-server',
          tokens: 9,
        },
      ],
    });
    const text = inlineEditMessages(request, 'replacement', 2000)[1]?.content ?? '';
    for (const part of [
      'chosen();',
      'const name2999',
      'const name0 ',
      'line 3001, error: chosen is not defined',
      'export function chosen',
      'What to do: do it',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.length).toBeLessThan(2000 * 6);
  });

  it('uses fences that the file cannot close', () => {
    expect(fenceFor('```js\n````\n')).toBe('`````');
    expect(fenceFor('')).toBe('```');
  });
});
