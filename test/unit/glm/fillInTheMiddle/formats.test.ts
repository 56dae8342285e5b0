import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatHole } from '../../../../src/glm/fillInTheMiddle/chatHole';
import { chooseFormat } from '../../../../src/glm/fillInTheMiddle/chooseFormat';
import { codegeex4, createCodeGeeX4Format } from '../../../../src/glm/fillInTheMiddle/codegeex4';
import {
  disguiseControlTokens,
  indexOfControlToken,
  revealControlTokens,
} from '../../../../src/glm/fillInTheMiddle/controlTokens';
import type { FillInTheMiddleRequest } from '../../../../src/glm/fillInTheMiddle/FillInTheMiddleFormat';
import { glm45 } from '../../../../src/glm/fillInTheMiddle/glm45';
import { infillOr } from '../../../../src/glm/fillInTheMiddle/infill';
import { prefixOnly } from '../../../../src/glm/fillInTheMiddle/prefixOnly';
import { modelTraits } from '../../../../src/glm/models';
import { profileById } from '../../../../src/glm/profiles/profileFor';
import { completionCall } from '../../../../src/glm/requests/completionCall';
import { ScriptedModel } from '../../../support/ScriptedModel';

const request: FillInTheMiddleRequest = {
  path: 'src/sort.py',
  languageId: 'python',
  prefix: 'def sort(a):\n    ',
  suffix: '\n\nprint(sort([2, 1]))\n',
  snippets: [],
  multiline: true,
};

const llamaCppProfile = profileById('llama.cpp');

describe('CodeGeeX4', () => {
  it('asks for a block', () => {
    expect(codegeex4.render(request).prompt).toBe(
      '[gMASK]<sop><|user|>\n###PATH:src/sort.py\n###LANGUAGE:Python\n###MODE:BLOCK\n' +
        '<|code_suffix|>\n\nprint(sort([2, 1]))\n<|code_prefix|>def sort(a):\n    <|code_middle|><|assistant|>\n',
    );
  });

  it('asks for a line', () => {
    expect(codegeex4.render({ ...request, multiline: false }).prompt).toContain('###MODE:LINE\n');
  });

  it('puts other files first', () => {
    const { prompt, parts } = codegeex4.render({
      ...request,
      snippets: [{ path: 'src/比较.py', text: 'def less(a, b):\n    return a < b' }],
    });
    expect(prompt).toContain(
      '<|user|>\n###REFERENCE:\n###PATH:src/比较.py\ndef less(a, b):\n    return a < b\n###PATH:src/sort.py\n',
    );
    expect(parts.map(({ role }) => role)).toEqual(['context', 'suffix', 'prefix']);
  });

  it('leaves the two first tokens to a server that adds them', () => {
    expect(createCodeGeeX4Format({ writesBeginning: false }).render(request).prompt.startsWith('<|user|>\n')).toBe(
      true,
    );
  });

  it.each([
    ['typescript', 'TypeScript'],
    ['cpp', 'C++'],
    ['csharp', 'C#'],
    ['java', 'Java'],
    ['plaintext', ''],
    ['kotlin', 'Kotlin'],
  ])('calls %s %s', (languageId, name) => {
    expect(codegeex4.render({ ...request, languageId }).prompt).toContain(`###LANGUAGE:${name}\n`);
  });

  it('ends with the prefix, so that typing changes only the end of the prompt', () => {
    const before = codegeex4.render(request).prompt;
    const after = codegeex4.render({ ...request, prefix: `${request.prefix}ret` }).prompt;
    const end = '<|code_middle|><|assistant|>\n';
    expect(after.startsWith(before.slice(0, -end.length))).toBe(true);
  });
});

describe('prefix only', () => {
  it('is the text before the cursor', () => {
    expect(prefixOnly.render({ ...request, snippets: [] })).toEqual({
      prompt: request.prefix,
      parts: [{ role: 'prefix', text: request.prefix }],
    });
  });

  it('has other files above it, each under its name', () => {
    const { prompt, parts } = prefixOnly.render({
      ...request,
      path: 'a.py',
      snippets: [{ path: 'b.py', text: 'f()' }],
    });
    expect(prompt).toBe(`# b.py\nf()\n\n# a.py\n${request.prefix}`);
    expect(parts[0]).toEqual({ role: 'context', text: '# b.py\nf()\n\n' });
  });
});

describe('control tokens in somebody’s text', () => {
  const nasty = 'tokens = ["<|code_suffix|>", "<|user|>", "[gMASK]", "<sop>", "<|assistant|>"]';

  it.each([codegeex4, prefixOnly])('reach the model as text', (format) => {
    const plain = format.render({ ...request, prefix: '', suffix: '' }).prompt;
    const rendered = format.render({ ...request, prefix: nasty, suffix: nasty, path: 'src/sort.py' }).prompt;
    const tokens = (text: string): string[] => text.match(/<\|\w+\|>|\[gMASK\]|<sop>/g) ?? [];
    expect(tokens(rendered)).toEqual(tokens(plain));
  });

  it('come back as they were', () => {
    expect(revealControlTokens(disguiseControlTokens(nasty))).toBe(nasty);
    const piece = fc.constantFrom(
      '<|',
      '|>',
      'user',
      '<sop>',
      '[gMASK]',
      '<',
      '>',
      'a | b',
      '[',
      '中',
      '<|user|>',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        const disguised = disguiseControlTokens(text);
        expect(indexOfControlToken(disguised)).toBeUndefined();
        expect(disguised).toHaveLength(text.length);
        expect(revealControlTokens(disguised)).toBe(text);
      }),
    );
  });

  it('leave operators and generics alone', () => {
    for (const text of ['a <| b |> c', 'Array<Map<string, number>>', 'x[MASKED]', '<strong>', 'if a <b| c>d']) {
      expect(disguiseControlTokens(text)).toBe(text);
    }
  });
});

describe('the choice', () => {
  const signal = new AbortController().signal;
  const tokenizer = (special: readonly string[]) => (text: string) => (special.includes(text) ? 1 : text.length);

  it.each([
    ['codegeex4' as const, undefined, 'anything', 'codegeex4'],
    ['none' as const, codegeex4.markers, 'codegeex4-all-9b', 'none'],
    ['auto' as const, codegeex4.markers, 'my-model', 'codegeex4'],
    ['auto' as const, ['<|user|>', '<|assistant|>'], 'codegeex4-all-9b', 'none'],
    ['auto' as const, [], 'SmolLM2-135M', 'none'],
    ['auto' as const, undefined, 'CodeGeeX4-ALL-9B.Q4_K_M', 'codegeex4'],
    ['auto' as const, undefined, 'glm-4-9b-chat', 'chat'],
    ['auto' as const, codegeex4.markers, 'glm-4.5-air', 'glm45'],
    ['auto' as const, undefined, 'zai-org/GLM-4.6', 'glm45'],
    ['auto' as const, ['<|user|>'], 'glm-4.5-air', 'chat'],
    ['chat' as const, undefined, 'anything', 'chat'],
    ['glm45' as const, undefined, 'anything', 'glm45'],
  ])('%s with markers %j and model %s is %s', async (choice, special, modelId, expected) => {
    const model = new ScriptedModel();
    model.tokens = special === undefined ? undefined : tokenizer(special);
    expect((await chooseFormat(choice, model, modelId, signal)).id).toBe(expected);
  });

  it.each<[string, readonly string[], string]>([
    ['qwen2.5-coder', [], 'infill'],
    ['codegeex4-all-9b', codegeex4.markers, 'codegeex4'],
    ['glm-4-9b-0414', [], 'chat'],
  ])('llama.cpp with %s, markers %j: %s', async (modelId, special, expected) => {
    const model = new ScriptedModel();
    model.tokens = tokenizer(special);
    expect((await chooseFormat('auto', model, modelId, signal, llamaCppProfile)).id).toBe(expected);
    // Whether its model can is seen by the first request, which goes on as raw text where it cannot.
    expect(model.calls).toEqual([]);
  });
});

describe('what stands near the cursor', () => {
  const nearby = '# From a.py:\n# def less(a, b): ...\n';

  it.each([codegeex4, glm45, prefixOnly, chatHole, infillOr(prefixOnly)])(
    'is right before the prefix: %#',
    ({ render }) => {
      const { prompt, parts } = render({ ...request, nearby });
      expect(prompt).toContain(nearby + request.prefix);
      expect(parts.map(({ text }) => text)).toContain(nearby);
      expect(render({ ...request, nearby: '' })).toEqual(render(request));
    },
  );
});

describe('llama.cpp’s own route', () => {
  it('takes the pieces in fields', () => {
    const hole = { ...request, nearby: '# n\n', snippets: [{ path: 'a.py', text: 'A = 1' }] };
    const target = { profile: llamaCppProfile, traits: modelTraits('qwen'), modelId: 'qwen' };
    const sent = { prompt: '', hole, stop: ['\n}'], maxTokens: 64, temperature: 0 };
    expect(completionCall(sent, 'infill', target)).toMatchObject({
      path: '/infill',
      atRoot: true,
      wire: 'llama.cpp',
      body: {
        input_extra: [{ filename: 'a.py', text: 'A = 1' }],
        input_prefix: `# n\n${request.prefix.slice(0, request.prefix.lastIndexOf('\n') + 1)}`,
        prompt: request.prefix.slice(request.prefix.lastIndexOf('\n') + 1),
        input_suffix: request.suffix,
        n_predict: 64,
        cache_prompt: true,
        stop: ['\n}'],
        stream: true,
      },
    });
  });
});
