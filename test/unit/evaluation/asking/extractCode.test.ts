import { describe, expect, it } from 'vitest';
import { answerFrom, cutAtStop, withoutOverlap } from '../../../../src/evaluation/asking/answerFrom';
import { extractCode } from '../../../../src/evaluation/asking/extractCode';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';

describe('NaturalCodeBench’s extraction', () => {
  it.each([
    ['[Python]\nx = 1\n[/Python] and more', '\nx = 1\n'],
    ['[Python]\n```python\nx = 2\n```\n[/Python]', 'x = 2\n'],
    ['first\n```python\nx = 3\n```\nthen\n```python\nx = 4\n```', 'x = 3\n'],
    ['```\nx = 5\n```', 'x = 5\n'],
    ['Sure:\nimport os\nprint(1)', 'import os\nprint(1)'],
    ['I cannot.', undefined],
  ])('Python in %j', (response, code) => {
    expect(extractCode(response, 'ncb-python')).toBe(code);
  });

  it.each([
    ['```java\nclass A {}\n```\nand\n```Java\nclass B {}\n```', 'class A {}\n\nclass B {}\n'],
    ['Here:\npublic class A { int b; } as asked', 'public class A { int b; }'],
    ['no', undefined],
  ])('Java in %j', (response, code) => {
    expect(extractCode(response, 'ncb-java')).toBe(code);
  });
});

describe('answers', () => {
  const ask = {
    kind: 'function',
    language: 'python',
    prompt: 'def f():\n    """Doc."""\n',
    entry: 'f',
    stop: ['\ndef '],
  } as const;
  const item: EvaluationItem = { id: 'x', slices: {}, ask, test: { kind: 'missing' } };
  const chat = (text: string) => answerFrom(item, { kind: 'chat', text, calls: [] });

  it.each([
    ['a whole function', '```python\ndef f():\n    return 1\n```', '    pass\n\n\ndef f():\n    return 1\n'],
    ['an indented body', '```python\n    return 1\n```', '    return 1\n'],
    ['a body without its indentation', '```\nx = 1\nreturn x\n```', '    x = 1\n    return x\n'],
    [
      'the block with the function among several',
      '```\npip install x\n```\n```python\ndef f(): return 2\n```',
      '    pass\n\n\ndef f(): return 2\n',
    ],
  ])('takes %s', (_, response, text) => {
    expect(chat(response)).toEqual({ kind: 'completion', text });
  });

  it('ends a raw continuation where the function ends', () => {
    expect(answerFrom(item, { kind: 'completion', text: '    return 1\n\ndef g():\n', calls: [] })).toEqual({
      kind: 'completion',
      text: '    return 1\n',
    });
    expect(cutAtStop('abc', ['x'])).toBe('abc');
  });

  it.each([
    ['    a = 1\n    return a\n', '    return a\n', '    a = 1\n'],
    ['a + b)\n', ')\n\nprint(1)\n', 'a + b)\n'],
    ['x = compute(1)\nprint(x)\nmore', '\nprint(x)\n', 'x = compute(1)'],
    ['x', 'completely different', 'x'],
  ])('cuts %j where it repeats %j', (text, suffix, expected) => {
    expect(withoutOverlap(text, suffix)).toBe(expected);
  });

  it('takes function calls as Python’s values', () => {
    const tools: EvaluationItem = { ...item, ask: { kind: 'tools', messages: [], functions: [], language: 'python' } };
    expect(
      answerFrom(tools, { kind: 'chat', text: '', calls: [{ name: 'f', arguments: { a: [1, 'x', null] } }] }),
    ).toEqual({
      kind: 'calls',
      calls: [{ name: 'f', arguments: { a: [1, 'x', null] } }],
    });
  });
});
