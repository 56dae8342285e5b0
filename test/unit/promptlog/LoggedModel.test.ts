import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import type { CompletionEvent, CompletionRequest, Model, ModelEvent } from '../../../src/glm/Model';
import type { Consent } from '../../../src/promptlog/consent';
import { LoggedModel } from '../../../src/promptlog/LoggedModel';
import type { PromptRecord } from '../../../src/promptlog/records';

const request: CompletionRequest = { prompt: 'def f():', stop: ['\n\n'], maxTokens: 16, temperature: 0 };
const never = new AbortController().signal;

function fixture(consent: Consent | undefined, events: readonly (ModelEvent | Error)[]) {
  const kept: PromptRecord[] = [];
  const state = { now: 1_000 };
  async function* chat(): AsyncGenerator<ModelEvent> {
    for (const event of events) {
      state.now += 500;
      if (event instanceof Error) {
        throw event;
      }
      yield event;
    }
  }
  async function* complete(): AsyncGenerator<CompletionEvent> {
    for await (const event of chat()) {
      if (event.type === 'text' || event.type === 'end') {
        yield event;
      }
    }
  }
  const inner: Model = { complete, chat, listModels: async () => [], countTokens: async () => 3 };
  const model = new LoggedModel(inner, {
    consent: () => consent,
    append: (record) => kept.push(record),
    now: () => state.now,
    session: 's',
    provider: 'zhipu',
    modelId: () => 'glm-4-9b',
    folder: (uri) => (uri === undefined ? undefined : { id: 'f00', vcs: { head: 'c0ffee', dirty: true } }),
  });
  return { model, kept };
}

const text = (value: string): CompletionEvent => ({ type: 'text', text: value });
const end: CompletionEvent = {
  type: 'end',
  finish: 'stop',
  finishReason: 'stop',
  usage: { promptTokens: 3, completionTokens: 2, cachedTokens: undefined },
  lostFrames: 0,
};
const all: Consent = { version: 1, classes: ['prompts', 'responses', 'codeContext'] };

async function drain(stream: AsyncIterable<unknown>, most = 99): Promise<number> {
  let count = 0;
  for await (const _event of stream) {
    if (++count >= most) {
      break;
    }
  }
  return count;
}

describe('LoggedModel', () => {
  it('passes everything on and keeps nothing without consent', async () => {
    const { model, kept } = fixture(undefined, [text('a'), end]);
    expect(await drain(model.complete(request, never))).toBe(2);
    expect([kept, await model.countTokens('x', never)]).toEqual([[], 3]);
  });

  it('keeps a whole call with its measures', async () => {
    const { model, kept } = fixture(all, [text(' re'), text('turn'), end]);
    await drain(model.complete(request, never));
    expect(kept).toMatchObject([
      {
        surface: 'completion',
        'gen_ai.operation.name': 'text_completion',
        'gen_ai.request.model': 'glm-4-9b',
        'gen_ai.response.time_to_first_chunk': 0.5,
        'gen_ai.usage.input_tokens': 3,
        'gen_ai.response.finish_reasons': ['stop'],
        duration: 1.5,
        'gen_ai.input.messages': [{ parts: [{ type: 'code_context', content: 'def f():' }] }],
        'gen_ai.output.messages': [{ parts: [{ content: ' return' }] }],
      },
    ]);
    expect(kept[0]).not.toHaveProperty('error.type');
  });

  it('keeps the place in a conversation, what the person typed, and what went along by its hash', async () => {
    const { model, kept } = fixture(all, [end]);
    const sent = 'File a.py:\n```\nx = 1\n```\n\nWhy is this wrong?';
    await drain(
      model.chat(
        {
          messages: [
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Hello' },
            { role: 'assistant', content: 'Hi' },
            { role: 'user', content: sent },
            { role: 'user', content: 'Go on.' },
          ],
          note: {
            ...{ id: '01NOTE', surface: 'chat', conversation: 'c', turn: 2, parent: '01BEFORE' },
            said: ['Hello', 'Why is this wrong?'],
            context: [{ kind: 'file', path: 'a.py', text: 'x = 1' }],
          },
        },
        never,
      ),
    );
    expect(kept).toMatchObject([
      {
        'gen_ai.conversation.id': 'c',
        turn: 2,
        parent: '01BEFORE',
        user_text: 'Why is this wrong?',
        natural_language: 'en',
        context: [
          {
            kind: 'file',
            path: 'a.py',
            sha256: '8ff436def1451285599a1b1ad70800493b8dcafde2912e1a38345633054e4c26',
          },
        ],
      },
    ]);
    expect(JSON.stringify(kept[0]?.context)).not.toContain('x = 1');
    const parts = kept[0]?.['gen_ai.input.messages']?.map((message) =>
      message.parts.map(({ type, content }) => [type, content]),
    );
    expect(parts).toEqual([
      [['text', 'Be brief.']],
      [['text', 'Hello']],
      [['text', 'Hi']],
      [
        ['code_context', sent.slice(0, -'Why is this wrong?'.length)],
        ['text', 'Why is this wrong?'],
      ],
      // Nobody said so.
      [['mixed', 'Go on.']],
    ]);
  });

  it('does not take for the person’s words what others send without saying whose they are', async () => {
    const { model, kept } = fixture(all, [end]);
    const messages = [
      { role: 'system', content: 'Open file: a.py' },
      { role: 'user', content: 'Why?' },
    ] as const;
    await drain(model.chat({ messages }, never));
    const types = kept[0]?.['gen_ai.input.messages']?.flatMap(({ parts }) => parts.map(({ type }) => type));
    expect([types, kept[0]?.user_text]).toEqual([['mixed', 'mixed'], undefined]);
  });

  it('takes a message for context where nobody typed anything', async () => {
    const { model, kept } = fixture(all, [end]);
    const messages = [{ role: 'user', content: 'diff --git a b' }] as const;
    await drain(model.chat({ messages, note: { id: 'n', surface: 'commit', said: [] } }, never));
    expect(kept).toMatchObject([
      { surface: 'commit', 'gen_ai.input.messages': [{ parts: [{ type: 'code_context' }] }] },
    ]);
    expect(kept[0]).not.toHaveProperty('user_text');
  });

  it.each([
    ['How do I sort “this” list – quickly?', 'en'],
    ['怎么给这个 list 排序？', 'zh'],
    ['このリストを並べ替える方法', undefined],
    ['Wie sortiere ich größere Listen?', undefined],
    ['=>', undefined],
  ])('tells the language of %s', async (typed, language) => {
    const { model, kept } = fixture(all, [end]);
    await drain(model.chat({ messages: [], note: { id: 'n', said: [typed] } }, never));
    expect(kept[0]?.natural_language).toBe(language);
  });

  it.each([
    ['a fault', new AssistantError('endpoint.streamCut', ['host']), 'endpoint.streamCut'],
    ['a surprise', new TypeError('x'), 'unexpected'],
    ['an abort', new DOMException('', 'AbortError'), 'cancelled'],
  ])('keeps and rethrows %s', async (_name, error, word) => {
    const { model, kept } = fixture(all, [text('half'), error]);
    await expect(drain(model.complete(request, never))).rejects.toBe(error);
    expect(kept).toMatchObject([{ 'error.type': word, 'gen_ai.output.messages': [{ parts: [{ content: 'half' }] }] }]);
  });

  it('takes id, feature and place from the request’s own note', async () => {
    const { model, kept } = fixture(all, [text('a'), end]);
    const note = {
      id: '01NOTE',
      surface: 'inline_edit' as const,
      uri: 'file:///w/a.py',
      path: 'a.py',
      languageId: 'python',
    };
    await drain(model.complete({ ...request, note: { ...note, lines: [3, 3] } }, never));
    expect(kept).toMatchObject([
      {
        id: '01NOTE',
        surface: 'inline_edit',
        workspace: {
          ...{ file: 'a.py', lang: 'python', selection: [3, 3] },
          ...{ id: 'f00', vcs: { head: 'c0ffee', dirty: true } },
        },
      },
    ]);
    expect(JSON.stringify(kept)).not.toContain('file:///');
  });

  it('keeps no look at the server', async () => {
    const { model, kept } = fixture(all, [text('a'), end]);
    await drain(model.complete({ ...request, note: { id: '01NOTE', surface: 'probe' } }, never));
    expect(kept).toEqual([]);
  });

  it('keeps no completion that was overtaken before it said a word', async () => {
    const { model, kept } = fixture(all, [new DOMException('', 'AbortError')]);
    await expect(drain(model.complete(request, never))).rejects.toThrow();
    expect(kept).toEqual([]);
  });

  it('puts calls and results of tools where their own classes decide about them', async () => {
    const call: ModelEvent = { type: 'toolCall', call: { name: 'read', arguments: { path: 'b' } } };
    const { model, kept } = fixture(all, [{ type: 'reasoning', text: 'hm' }, call, end]);
    const tools = [{ type: 'function', function: { name: 'read', description: 'Reads' } }] as const;
    const messages = [
      { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'read', arguments: { path: 'a' } }] },
      { role: 'tool', content: 'inside a', toolCallId: 'c1' },
    ] as const;
    await drain(model.chat({ messages, tools }, never));
    expect(kept).toMatchObject([
      {
        'gen_ai.input.messages': [
          { role: 'assistant', parts: [{ type: 'tool_call', id: 'c1', name: 'read', arguments: { path: 'a' } }] },
          { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', result: 'inside a' }] },
        ],
        'gen_ai.output.messages': [
          {
            parts: [
              { type: 'reasoning', content: 'hm' },
              { type: 'tool_call', name: 'read', arguments: { path: 'b' } },
            ],
          },
        ],
        'gen_ai.tool.definitions': [{ type: 'function', name: 'read', description: 'Reads' }],
      },
    ]);
  });

  it('says when the reader had enough', async () => {
    const { model, kept } = fixture(all, [text('a'), text('b'), end]);
    await drain(model.complete(request, never), 1);
    expect(kept).toMatchObject([{ 'gen_ai.response.finish_reasons': ['client_stop'] }]);
  });
});
