import { describe, expect, it } from 'vitest';
import { AssistantError } from '../../../src/base/AssistantError';
import { offsetAt, type TextDocument } from '../../../src/base/text';
import { postProcess } from '../../../src/completion/filters/postProcess';
import {
  type AnsweredRequest,
  type CompletionOutcome,
  type CompletionStatus,
  type CompletionTrigger,
  InlineCompletionPipeline,
  type PipelineOptions,
} from '../../../src/completion/InlineCompletionPipeline';
import { textAround } from '../../../src/completion/textAround';
import type { ContextQuery, ContextSource } from '../../../src/context/ContextSource';
import { codegeex4 } from '../../../src/glm/fillInTheMiddle/codegeex4';
import { prefixOnly } from '../../../src/glm/fillInTheMiddle/prefixOnly';
import { silentLog } from '../../../src/platform/Log';
import type { CompletionSettings } from '../../../src/platform/settings';
import { documentAtCursor } from '../../support/cursor';
import { ManualClock, settle } from '../../support/ManualClock';
import { ScriptedModel } from '../../support/ScriptedModel';

const settings: CompletionSettings = { enabled: true, debounce: 0, multiline: 'auto', maxTokens: 64 };

/** A pipeline with everything around it that a test may look at. */
function bench(model: ScriptedModel, options: Partial<PipelineOptions> = {}) {
  const clock = new ManualClock();
  const pipeline = new InlineCompletionPipeline({ model, format: prefixOnly, clock, log: silentLog, ...options });
  const statuses: CompletionStatus[] = [];
  pipeline.onDidChangeStatus((status) => statuses.push(status));
  const ask = (
    text: string,
    more: {
      trigger?: CompletionTrigger;
      settings?: Partial<CompletionSettings>;
      signal?: AbortSignal;
      languageId?: string;
    } = {},
  ): Promise<CompletionOutcome> => {
    const { document, position } = documentAtCursor(
      text,
      more.languageId === undefined ? {} : { languageId: more.languageId },
    );
    const signal = more.signal ?? new AbortController().signal;
    return pipeline.complete(
      document,
      position,
      more.trigger ?? { kind: 'automatic' },
      { ...settings, ...more.settings },
      signal,
    );
  };
  return { pipeline, clock, statuses, ask };
}

/** The document as it is now. */
const nowIs = (text: string) => (_: string, unitsAfter: number) => textAround(text, text.length - unitsAfter);

/** The document after accepting, or the reason; with the source in front. */
function shown(outcome: CompletionOutcome, text: string): string {
  if (outcome.kind === 'none') {
    return `none: ${outcome.reason}`;
  }
  const { document } = documentAtCursor(text);
  const at = (p: { line: number; character: number }): number => offsetAt((document as TextDocument).text, p);
  const { range, text: insert } = outcome.completion;
  return `${outcome.source}: ${document.text.slice(0, at(range.start))}⟦${insert}⟧${document.text.slice(at(range.end))}`;
}

describe('one completion', () => {
  it('comes from the model', async () => {
    const model = new ScriptedModel('├foo(┤├1);┤├\nbar();┤');
    const { ask, statuses } = bench(model);
    expect(shown(await ask('const x = █'), 'const x = █')).toBe('model: const x = ⟦foo(1);⟧');
    expect(model.calls[0]).toMatchObject({ prompt: 'const x = ', closed: true });
    await settle();
    expect(statuses.map(({ kind }) => kind)).toEqual(['working', 'idle']);
  });

  it('has the document’s line ends', async () => {
    const model = new ScriptedModel('\n  return 1;\n}');
    const { ask } = bench(model);
    const text = 'const a = 1;\r\nfunction f() {█\r\n';
    expect(shown(await ask(text), text)).toBe('model: const a = 1;\r\nfunction f() {⟦\r\n  return 1;\r\n}⟧\r\n');
    expect(model.calls[0]?.prompt).toBe('const a = 1;\nfunction f() {');
  });

  it('replaces what of the line it says itself', async () => {
    const { ask } = bench(new ScriptedModel('"a").trim()'));
    expect(shown(await ask('print(█)'), 'print(█)')).toBe('model: print(⟦"a").trim()⟧');
  });

  it('tells the format whether a block is wanted', async () => {
    const model = new ScriptedModel('pass');
    const { ask } = bench(model, { format: codegeex4 });
    await ask('def f():\n    █', { languageId: 'python' });
    await ask('x = █', { languageId: 'python' });
    expect(model.calls[0]?.prompt).toContain('###MODE:BLOCK');
    expect(model.calls[1]?.prompt).toContain('###MODE:LINE');
    expect(model.calls[1]?.prompt).toContain('###PATH:src/example.ts\n###LANGUAGE:Python\n');
  });

  it('gives the same prompt for the same state', async () => {
    const model = new ScriptedModel('x');
    const { ask } = bench(model, { format: codegeex4 });
    const manual = { trigger: { kind: 'manual' } } as const;
    await ask('let a = █\n', manual);
    await bench(model, { format: codegeex4 }).ask('let a = █\n', manual);
    expect(model.calls[0]?.prompt).toBe(model.calls[1]?.prompt);
  });

  it('writes control tokens of somebody’s source as they were', async () => {
    const model = new ScriptedModel('‹|user|›"];');
    const { ask } = bench(model, { format: codegeex4 });
    const text = 'const tokens = ["<|user|>", "█';
    expect(shown(await ask(text), text)).toBe('model: const tokens = ["<|user|>", "⟦<|user|>"];⟧');
    expect(model.calls[0]?.prompt.match(/<\|user\|>/g)).toHaveLength(1);
  });

  it.each<[string, string, string, string]>([
    ['gates', 'foo()█', 'x', 'none: after-closing'],
    ['empty answers', 'x = █', '  \n', 'none: empty'],
    ['repeated lines', 'a\n█\nfoo();', 'foo();', 'none: repeats-next-line'],
    ['loops', 'x = █', 'na '.repeat(100), 'none: repetition'],
  ])('names %s', async (_, text, script, expected) => {
    expect(shown(await bench(new ScriptedModel(script)).ask(text), text)).toBe(expected);
  });

  it('drops the half line at the token limit, unless it is all there is', async () => {
    const model = new ScriptedModel('\n  a();\n  b(');
    model.finishReason = 'length';
    const { ask } = bench(model);
    expect(shown(await ask('if (x) {█\n'), 'if (x) {█\n')).toBe('model: if (x) {⟦\n  a();⟧\n');
    const short = new ScriptedModel('half');
    short.finishReason = 'length';
    expect(shown(await bench(short).ask('x = █'), 'x = █')).toBe('model: x = ⟦half⟧');
  });

  it('does not show text with holes', async () => {
    const model = new ScriptedModel('foo');
    model.lostFrames = 1;
    expect(shown(await bench(model).ask('x = █'), 'x = █')).toBe('none: incomplete');
  });
});

describe('without a request', () => {
  it('follows typing, going back, and the editor’s own brackets', async () => {
    const model = new ScriptedModel('foo(1).bar();');
    const { ask } = bench(model);
    await ask('x = █');
    for (const [text, expected] of [
      ['x = f█', 'reuse: x = f⟦oo(1).bar();⟧'],
      ['x = foo(█)', 'reuse: x = foo(⟦1).bar();⟧'],
      ['x = █', 'cache: x = ⟦foo(1).bar();⟧'],
    ] as const) {
      expect(shown(await ask(text), text).replace(/^\w+/, '')).toBe(expected.replace(/^\w+/, ''));
    }
    expect(model.calls).toHaveLength(1);
  });

  it('shows the second line once the first is accepted', async () => {
    const model = new ScriptedModel('\n  a();\n  b();\n}');
    const { ask } = bench(model);
    await ask('if (x) {█');
    // Right behind a closing sign nothing would be asked for, but what is known is shown.
    const text = 'if (x) {\n  a();█';
    expect(shown(await ask(text), text)).toBe('reuse: if (x) {\n  a();⟦\n  b();\n}⟧');
    const next = 'if (x) {\n  a();\n█';
    expect(shown(await ask(next), next)).toBe('reuse: if (x) {\n  a();\n⟦  b();\n}⟧');
    expect(model.calls).toHaveLength(1);
  });

  it('asks again when the text below has changed', async () => {
    const model = new ScriptedModel('one', 'two');
    const { ask } = bench(model);
    await ask('x = █\ny');
    const text = 'x = █\nz';
    expect(shown(await ask(text), text)).toBe('model: x = ⟦two⟧\nz');
  });

  it('remembers that there was nothing, until somebody asks by hand', async () => {
    const model = new ScriptedModel('', 'found');
    const { ask } = bench(model);
    await ask('x = █');
    expect(shown(await ask('x = █'), 'x = █')).toBe('none: empty');
    expect(model.calls).toHaveLength(1);
    expect(shown(await ask('x = █', { trigger: { kind: 'manual' } }), 'x = █')).toBe('model: x = ⟦found⟧');
  });
});

describe('the suggestion list', () => {
  const range = { start: { line: 0, character: 8 }, end: { line: 0, character: 10 } };
  const text = 'console.lo█';

  it('is extended', async () => {
    const model = new ScriptedModel('(value);');
    const { ask } = bench(model);
    const outcome = await ask(text, { trigger: { kind: 'automatic', selectedCompletion: { text: 'log', range } } });
    expect(shown(outcome, text)).toBe('model: console.⟦log(value);⟧');
    expect(model.calls[0]?.prompt).toBe('console.log');
  });

  it.each(['warn', 'log()', 'l'])('is not contradicted: %s', async (item) => {
    const model = new ScriptedModel('x');
    const outcome = await bench(model).ask(text, {
      trigger: { kind: 'automatic', selectedCompletion: { text: item, range } },
    });
    expect(shown(outcome, text)).toBe('none: popup-item');
    expect(model.calls).toHaveLength(0);
  });
});

describe('one request at a time', () => {
  it('waits for a pause in typing', async () => {
    const model = new ScriptedModel('foo');
    const { ask, clock } = bench(model);
    const first = ask('x█', { settings: { debounce: 75 } });
    await clock.advance(50);
    const second = ask('xy█', { settings: { debounce: 75 } });
    await clock.advance(50);
    expect(model.calls).toHaveLength(0);
    await clock.advance(25);
    expect(shown(await first, 'x█')).toBe('none: cancelled');
    expect(shown(await second, 'xy█')).toBe('model: xy⟦foo⟧');
    expect(model.calls).toHaveLength(1);
  });

  it('REL-38: asks once, however fast and long somebody types, and never twice at a time', async () => {
    const model = new ScriptedModel('├foo┤⏸');
    const { ask, clock } = bench(model);
    const outcomes: Promise<CompletionOutcome>[] = [];
    for (let length = 1; length <= 500; length++) {
      outcomes.push(ask(`${'x'.repeat(length)}█`, { settings: { debounce: 75 } }));
      await clock.advance(20);
    }
    expect(model.calls).toHaveLength(0);
    await clock.advance(75);
    expect([model.calls.length, model.mostRunning]).toEqual([1, 1]);
    model.resume();
    expect((await Promise.all(outcomes)).filter(({ kind }) => kind !== 'none')).toHaveLength(1);
  });

  it('does not make a person wait who asks by hand', async () => {
    const { ask } = bench(new ScriptedModel('foo'));
    expect(shown(await ask('x█', { settings: { debounce: 75 }, trigger: { kind: 'manual' } }), 'x█')).toBe(
      'model: x⟦foo⟧',
    );
  });

  it('closes the connection when the editor no longer wants it', async () => {
    const model = new ScriptedModel('├f┤⏸├oo┤');
    const { ask } = bench(model);
    const abort = new AbortController();
    const outcome = ask('x = █', { signal: abort.signal });
    await settle();
    abort.abort();
    expect(shown(await outcome, 'x = █')).toBe('none: cancelled');
    await settle();
    expect(model.running).toBe(0);
  });

  it('gives up a request that typing has made useless', async () => {
    const model = new ScriptedModel('├foo┤⏸', 'bar');
    const { ask, statuses } = bench(model);
    const first = ask('x = █');
    await settle();
    const second = ask('x = g█');
    expect(shown(await first, 'x = █')).toBe('none: cancelled');
    expect(shown(await second, 'x = g█')).toBe('model: x = g⟦bar⟧');
    expect(model.mostRunning).toBe(1);
    await settle();
    expect(statuses.at(-1)).toEqual({ kind: 'idle' });
  });

  it('goes on with a request that writes what is typed', async () => {
    const model = new ScriptedModel('├fo┤⏸├o(1)┤');
    const { ask } = bench(model, { currentPlace: nowIs('x = f') });
    const abort = new AbortController();
    const first = ask('x = █', { signal: abort.signal });
    await settle();
    abort.abort();
    await first;
    const second = ask('x = f█');
    await settle();
    model.resume();
    expect(shown(await second, 'x = f█')).toBe('stream: x = f⟦oo(1)⟧');
    expect(model.calls).toHaveLength(1);
  });

  it('asks anew when the request that it waited for turns out otherwise', async () => {
    const model = new ScriptedModel('├f┤⏸├ar┤⏸', 'oo');
    const { ask } = bench(model);
    void ask('x = █');
    await settle();
    const second = ask('x = fo█');
    await settle();
    model.resume();
    expect(shown(await second, 'x = fo█')).toBe('model: x = fo⟦oo⟧');
    expect(model.running).toBe(0);
  });

  it('ends a request that nobody takes over', async () => {
    const model = new ScriptedModel('├fo┤⏸');
    const { ask, clock } = bench(model, { currentPlace: nowIs('x = f') });
    const abort = new AbortController();
    const first = ask('x = █', { signal: abort.signal });
    await settle();
    abort.abort();
    await first;
    expect(model.running).toBe(1);
    await clock.advance(300);
    expect(model.running).toBe(0);
  });

  it('ends everything when disposed', async () => {
    const model = new ScriptedModel('├fo┤⏸');
    const { ask, pipeline } = bench(model);
    const first = ask('x = █');
    await settle();
    pipeline.dispose();
    expect(shown(await first, 'x = █')).toBe('none: cancelled');
    await settle();
    expect(model.running).toBe(0);
  });
});

describe('faults', () => {
  const refused = new AssistantError('endpoint.refused', ['h']);

  it('become a status, pause the requests and end by themselves', async () => {
    const model = new ScriptedModel(refused, 'foo');
    const { ask, statuses, clock } = bench(model);
    expect(await ask('x = █')).toEqual({ kind: 'none', reason: 'error', error: refused });
    expect(statuses.at(-1)).toEqual({ kind: 'error', error: refused });
    expect(await ask('x = a█')).toEqual({ kind: 'none', reason: 'waiting-after-error', error: refused });
    expect(model.calls).toHaveLength(1);
    await clock.advance(1000);
    expect(shown(await ask('x = ab█'), 'x = ab█')).toBe('model: x = ab⟦foo⟧');
    await settle();
    expect(statuses.at(-1)).toEqual({ kind: 'idle' });
  });

  it('wait longer each time, at least as long as the server says, and not for a person who asks by hand', async () => {
    const slow = new AssistantError('endpoint.rateLimited', ['h'], { status: 429, retryAfter: 5000 });
    const model = new ScriptedModel(slow, refused, refused, 'foo');
    const { ask, clock } = bench(model);
    await ask('x = █');
    await clock.advance(4999);
    expect((await ask('x = █')).kind === 'none' && model.calls.length).toBe(1);
    await ask('x = █', { trigger: { kind: 'manual' } });
    expect(model.calls).toHaveLength(2);
    await clock.advance(1999);
    await ask('x = █');
    expect(model.calls).toHaveLength(2);
    await clock.advance(1);
    await ask('x = █');
    expect(model.calls).toHaveLength(3);
  });

  it('are forgotten once a request went well', async () => {
    const model = new ScriptedModel(refused, refused, 'foo', '├a┤⏸', refused);
    const { ask, statuses, clock } = bench(model);
    await ask('x = █');
    await clock.advance(1000);
    await ask('x = a█');
    await clock.advance(2000);
    await ask('x = ab█');
    const abort = new AbortController();
    const cancelled = ask('y = █', { signal: abort.signal });
    await settle();
    abort.abort();
    await cancelled;
    await settle();
    expect(statuses.at(-1)).toEqual({ kind: 'idle' });
    // The next fault makes a short pause again.
    await ask('y = a█');
    await clock.advance(1000);
    expect(await ask('y = ab█')).toMatchObject({ reason: 'error' });
  });

  it('stay told while a request is only cancelled', async () => {
    const model = new ScriptedModel(refused, '├a┤⏸');
    const { ask, statuses } = bench(model);
    await ask('x = █');
    const abort = new AbortController();
    const manual = ask('x = █', { trigger: { kind: 'manual' }, signal: abort.signal });
    await settle();
    abort.abort();
    await manual;
    await settle();
    expect(statuses.at(-1)).toEqual({ kind: 'error', error: refused });
  });

  it('include an answer that stops in the middle', async () => {
    const { ask } = bench(new ScriptedModel('├foo┤✂'));
    expect(await ask('x = █')).toMatchObject({ reason: 'error', error: { code: 'endpoint.answerIncomplete' } });
  });

  it('do not include the end of what was needed', async () => {
    const { ask } = bench(new ScriptedModel('├foo\nbar┤✂'));
    expect(shown(await ask('x = █'), 'x = █')).toBe('model: x = ⟦foo⟧');
  });

  it('make the prompt shorter when the model’s context is small', async () => {
    const tooLong = new AssistantError('endpoint.contextExceeded', ['h'], { status: 400 });
    const model = new ScriptedModel((request) =>
      'prompt' in request && request.prompt.length > 1500 ? tooLong : 'foo',
    );
    const { ask, statuses } = bench(model);
    const text = `${'someCall(withArguments);\n'.repeat(500)}x = █`;
    expect((await ask(text)).kind).toBe('shown');
    const lengths = model.calls.map(({ prompt }) => prompt.length);
    expect(lengths.length).toBeGreaterThan(1);
    expect(lengths.at(-1)).toBeLessThanOrEqual(1500);
    expect(statuses.every(({ kind }) => kind !== 'error')).toBe(true);
    await ask(`${text.replace('█', '')}y█`);
    expect(model.calls.at(-1)?.prompt.length).toBeLessThanOrEqual(1500);
  });
});

describe('what other files say', () => {
  const snippet = (path: string, text: string) =>
    ({ path, text, startLine: 0, endLine: 0, retriever: 'recent-edits', tokens: 4 }) as const;

  it('is in the prompt, in a share of its budget', async () => {
    const model = new ScriptedModel('1;');
    const queries: ContextQuery[] = [];
    const contextSource: ContextSource = {
      contextFor: (query) => {
        queries.push(query);
        return { stable: [snippet('src/b.ts', 'function f();')], volatile: [snippet('src/c.ts', 'edited();')] };
      },
      prepare: async () => {},
    };
    await bench(model, { format: codegeex4, contextSource, promptTokens: 1000 }).ask('let a = █\n');
    expect(model.calls[0]?.prompt).toContain(
      '###REFERENCE:\n###PATH:src/b.ts\nfunction f();\n###PATH:src/example.ts\n',
    );
    expect(model.calls[0]?.prompt).toContain('<|code_prefix|>// From src/c.ts:\n// edited();\nlet a = <|code_middle|>');
    expect(queries).toMatchObject([
      { offset: 8, position: { line: 0, character: 8 }, prefix: 'let a = ', suffix: '\n' },
    ]);
    expect(queries[0]?.room).toBeLessThan(900);
  });

  it('is not asked for what is known already', async () => {
    let asked = 0;
    const contextFor = () => {
      asked++;
      return { stable: [], volatile: [] };
    };
    const { ask } = bench(new ScriptedModel('foo();'), { contextSource: { contextFor, prepare: async () => {} } });
    await ask('x = █');
    await ask('x = f█');
    expect(asked).toBe(1);
  });

  it('decides whether a name is made up', async () => {
    const { ask } = bench(new ScriptedModel('madeUp();'), { knowsName: () => false });
    expect(await ask('x = █')).toMatchObject({ kind: 'none', reason: 'unknown-names', raw: 'madeUp();' });
  });

  it('tells by the syntax where a bracket is only text', async () => {
    const model = new ScriptedModel('text');
    const placeAt = () => ({ kind: 'comment' }) as const;
    await bench(model, { format: codegeex4, placeAt }).ask('x; /* if (x) {█');
    await bench(model, { format: codegeex4 }).ask('x; /* if (x) {█');
    expect(model.calls.map(({ prompt }) => /MODE:(\w+)/.exec(prompt)?.[1])).toEqual(['LINE', 'BLOCK']);
  });
});

describe('asking by hand', () => {
  const manual = { trigger: { kind: 'manual' } } as const;

  it('again where something is shown brings alternatives, the shown one first', async () => {
    const model = new ScriptedModel('one();', 'one();', 'two();', 'three();');
    const { ask } = bench(model);
    await ask('x = █');
    const outcome = await ask('x = █', manual);
    expect(shown(outcome, 'x = █')).toBe('reuse: x = ⟦one();⟧');
    const alternatives = outcome.kind === 'shown' ? outcome.alternatives : [];
    expect(alternatives?.map(({ text }) => text)).toEqual(['two();', 'three();']);
    const temperatures = model.calls.map(({ request }) => request.temperature);
    expect(temperatures).toEqual([0, 0.5, 0.8, 1]);
    // Typing along one of them needs no request.
    expect(shown(await ask('x = tw█'), 'x = tw█')).toBe('cache: x = tw⟦o();⟧');
    expect(shown(await ask('x = █'), 'x = █')).toMatch(/one\(\);/);
    expect(model.mostRunning).toBe(1);
  });

  it('for a line or for a block gets one, whatever is shown', async () => {
    const model = new ScriptedModel('a();', 'f() {\n  b();\n}', 'f() {\n  b();\n}');
    const { ask } = bench(model, { format: codegeex4 });
    await ask('x█');
    const block = await ask('x█', { trigger: { kind: 'manual', multiline: 'always' } });
    const line = await ask('x█', { trigger: { kind: 'manual', multiline: 'never' } });
    expect(shown(block, 'x█')).toBe('model: x⟦f() {\n  b();\n}⟧');
    expect(shown(line, 'x█')).toBe('model: x⟦f() {⟧');
    expect(model.calls[1]?.prompt).toContain('MODE:BLOCK');
  });
});

describe('what follows a suggestion', () => {
  const uri = 'file:///project/src/example.ts';
  const prefetching = { prefetches: () => true };

  it('is asked for once that was shown for a moment, and is there after accepting', async () => {
    const model = new ScriptedModel('foo();', '\nbar();');
    const { ask, pipeline, clock } = bench(model, prefetching);
    await ask('x = █');
    await clock.advance(1000);
    expect(model.calls).toHaveLength(1);
    pipeline.didShow(uri, settings);
    await clock.advance(100);
    expect(model.calls).toHaveLength(1);
    await clock.advance(100);
    expect(model.calls.map(({ prompt }) => prompt)).toEqual(['x = ', 'x = foo();']);
    expect(shown(await ask('x = foo();█'), 'x = foo();█')).toBe('cache: x = foo();⟦\nbar();⟧');
    expect(model.calls).toHaveLength(2);
  });

  it('is taken over while it is being written', async () => {
    const model = new ScriptedModel('foo();', '├\nb┤⏸├ar();┤');
    const { ask, pipeline, clock } = bench(model, prefetching);
    await ask('x = █');
    pipeline.didShow(uri, settings);
    await clock.advance(200);
    const outcome = ask('x = foo();█');
    await settle();
    model.resume();
    expect(shown(await outcome, 'x = foo();█')).toBe('stream: x = foo();⟦\nbar();⟧');
  });

  it.each<[string, Partial<PipelineOptions>, boolean]>([
    ['without leave', { prefetches: () => false }, true],
    ['while the server has something else to do', { ...prefetching, isBusy: () => true }, true],
    ['when it was never shown', prefetching, false],
  ])('is not asked for %s', async (_, options, isShown) => {
    const model = new ScriptedModel('foo();');
    const { ask, pipeline, clock } = bench(model, options);
    await ask('x = █', { trigger: { kind: 'manual' } });
    if (isShown) {
      pipeline.didShow(uri, settings);
    }
    await clock.advance(1000);
    expect(model.calls).toHaveLength(1);
  });

  it('is not asked for when the person goes on before the moment is over', async () => {
    const model = new ScriptedModel('foo();', 'other');
    const { ask, pipeline, clock } = bench(model, prefetching);
    await ask('x = █');
    pipeline.didShow(uri, settings);
    await clock.advance(100);
    await ask('y = █');
    await clock.advance(1000);
    expect(model.calls.map(({ prompt }) => prompt)).toEqual(['x = ', 'y = ']);
  });

  it('is given up when the person wants something else', async () => {
    const model = new ScriptedModel('foo();', '⏸', 'other');
    const { ask, pipeline, clock } = bench(model, prefetching);
    await ask('x = █');
    pipeline.didShow(uri, settings);
    await clock.advance(200);
    expect(model.running).toBe(1);
    expect(shown(await ask('y = █'), 'y = █')).toBe('model: y = ⟦other⟧');
    expect(model.mostRunning).toBe(1);
  });
});

describe('beside a chat', () => {
  it('makes no request on a server that has no room, unless asked by hand', async () => {
    const model = new ScriptedModel('foo');
    const { ask } = bench(model, { isBusy: () => true });
    expect(shown(await ask('x = █'), 'x = █')).toBe('none: chat-running');
    expect(shown(await ask('x = █', { trigger: { kind: 'manual' } }), 'x = █')).toBe('model: x = ⟦foo⟧');
  });
});

describe('for those who watch', () => {
  it('every request has a note, and every suggestion the id of its request', async () => {
    const model = new ScriptedModel('foo(1);');
    const { ask, pipeline } = bench(model);
    const answered: AnsweredRequest[] = [];
    pipeline.onDidAnswer((one) => answered.push(one));
    const first = await ask('x = █');
    const second = await ask('x = fo█');
    const { note } = model.calls[0]?.request ?? {};
    expect(note).toMatchObject({ path: 'src/example.ts', languageId: 'typescript', lines: [0, 0] });
    expect([first, second]).toMatchObject([{ requestId: note?.id }, { requestId: note?.id, source: 'reuse' }]);
    expect(answered).toEqual([
      { requestId: note?.id, languageId: 'typescript', prefix: 'x = ', suffix: '', raw: 'foo(1);', text: 'foo(1);' },
    ]);
  });

  it('an answer can be replayed through the filters alone', async () => {
    const { ask, pipeline } = bench(new ScriptedModel('Here is the code.'));
    const answered: AnsweredRequest[] = [];
    pipeline.onDidAnswer((one) => answered.push(one));
    await ask('x = █');
    const [{ languageId = '', prefix = '', suffix = '', raw = '', droppedBy } = {}] = answered;
    expect(postProcess({ languageId, prefix, suffix, text: raw, multiline: true })).toEqual({
      kind: 'dropped',
      reason: droppedBy,
    });
  });
});

describe('the server’s own end of an answer', () => {
  it('is what stands below the cursor', async () => {
    const model = new ScriptedModel('\n  a();');
    await bench(model, { format: codegeex4 }).ask('function f() {█\n}');
    expect(model.calls[0]?.request.stop?.at(-1)).toBe('\n}');
    expect(model.calls[0]?.request.stop?.[0]).toBe(codegeex4.stop[0]);
  });
});

describe('a server that does not keep what it has read', () => {
  /** How much shorter prompts have become after some answers of a server that has kept so much of each. */
  async function shrunk(cachedTokens: number): Promise<number> {
    const model = new ScriptedModel('');
    model.usage = { promptTokens: 600, completionTokens: 1, cachedTokens };
    const { ask } = bench(model, { format: codegeex4, promptTokens: 1000 });
    const before = 'const value = compute(1);\n'.repeat(300);
    for (let i = 0; i < 8; i++) {
      await ask(`${before}x = ${'a'.repeat(i)}█`);
    }
    const lengths = model.calls.map(({ prompt }) => prompt.length);
    return (lengths.at(-1) ?? 0) / (lengths[0] ?? 1);
  }

  it('gets shorter prompts, and one that keeps it does not', async () => {
    expect(await shrunk(0)).toBeLessThan(0.9);
    expect(await shrunk(590)).toBeGreaterThan(0.98);
  });
});
