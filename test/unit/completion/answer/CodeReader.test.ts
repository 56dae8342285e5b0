import { describe, expect, it } from 'vitest';
import { CodeReader } from '../../../../src/completion/answer/CodeReader';
import { splitAtCursor } from '../../../support/cursor';

const stop = ['<|user|>', '<|assistant|>', '<|endoftext|>'];

/** The text of an answer that comes character by character, and how much of it was read. */
function read(place: string, answer: string, mode: 'line' | 'grow' | 'block' = 'grow'): readonly [string, string] {
  const reader = new CodeReader({ languageId: 'typescript', mode, stop, ...splitAtCursor(place) });
  const at = [...answer].findIndex((character) => reader.push(character));
  return [reader.result().text, at < 0 ? answer : [...answer].slice(0, at + 1).join('')];
}

describe('an answer of a model that talks', () => {
  it.each([
    ['a fence', 'x = █', '```ts\nfoo();\n```\nThis calls foo.', 'foo();', '```ts\nfoo();\n'],
    [
      'words and a fence',
      'x = █',
      'Here is the code:\n\n```ts\nfoo();\n```',
      'foo();',
      'Here is the code:\n\n```ts\nfoo();\n',
    ],
    ['words in Chinese', 'x = █', '好的，\n```ts\nfoo();\n```', 'foo();', '好的，\n```ts\nfoo();\n'],
    ['thoughts', 'x = █', '<think>\n1\n2\n</think>\n\nfoo();\nbar();', 'foo();', '<think>\n1\n2\n</think>\n\nfoo();\n'],
    ['a token of the prompt', 'x = █', '<|assistant|>\nfoo();\nbar', 'foo();', '<|assistant|>\nfoo();\n'],
    ['code', 'x = █', 'foo();\nbar();', 'foo();', 'foo();\n'],
    ['code that begins like words', 'x = █', 'Sum();\nbar();', 'Sum();', 'Sum();\n'],
    ['a template in the code', 'x = █', '`a`;\nbar', '`a`;', '`a`;\n'],
  ])('%s', (_, place, answer, text, readUpTo) => {
    expect(read(place, answer)).toEqual([text, readUpTo]);
  });

  // One backtick at the beginning of a line is enough: no line of code begins so.
  it('ends a block at its fence', () => {
    const answer = '```ts\n  foo();\n  bar();\n```\nThis does it.';
    expect(read('function f() {\n█', answer, 'block')).toEqual(['  foo();\n  bar();', '```ts\n  foo();\n  bar();\n`']);
  });

  it('gives everything when only words came', () => {
    expect(read('x = █', 'Sure! I can help')[0]).toBe('Sure! I can help');
    expect(read('x = █', '<think>hm')[0]).toBe('<think>hm');
  });

  it('takes a fence for text where the document has some', () => {
    expect(read('/** ```ts\n * █', '```js\nx')[0]).toContain('```js');
  });
});
