import { describe, expect, it } from 'vitest';
import { requestFor, toTools } from '../../../../src/evaluation/asking/requestFor';
import type { EvaluationItem } from '../../../../src/evaluation/EvaluationItem';
import { codegeex4 } from '../../../../src/glm/fillInTheMiddle/codegeex4';

const settings = {
  maxTokens: 100,
  temperature: 0.2,
  topP: undefined,
  seed: 7,
  prompt: 'raw',
  system: 'Be brief.',
} as const;
const test = { kind: 'missing' } as const;
const item = (ask: EvaluationItem['ask']): EvaluationItem => ({ id: 'x', slices: {}, ask, test });

describe('requests', () => {
  it('go on with a function as raw text, each sample with a seed of its own', () => {
    const ask = { kind: 'function', language: 'python', prompt: 'def f():\n', entry: 'f', stop: ['\ndef '] } as const;
    expect(requestFor(item(ask), 2, settings, codegeex4, undefined)).toMatchObject({
      kind: 'completion',
      request: { prompt: 'def f():\n', stop: ['\ndef '], seed: 9, temperature: 0.2, maxTokens: 100 },
    });
    expect(requestFor(item(ask), 0, { ...settings, prompt: 'chat' }, codegeex4, undefined)).toMatchObject({
      kind: 'chat',
      request: {
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: expect.stringContaining('def f():') },
        ],
      },
    });
  });

  it('fill a hole in the model’s own format', () => {
    const ask = { kind: 'hole', language: 'python', prefix: 'a = ', suffix: '\nb' } as const;
    expect(requestFor(item(ask), 0, settings, codegeex4, undefined)).toMatchObject({
      kind: 'completion',
      request: { prompt: expect.stringMatching(/<\|code_suffix\|>\nb<\|code_prefix\|>a = <\|code_middle\|>/) },
    });
  });

  it('offer a question’s functions as tools, for Java with texts only', () => {
    const functions = [
      {
        name: 'geometry.area',
        description: 'Area.',
        parameters: {
          properties: {
            width: { type: 'float' },
            sides: { type: 'tuple', items: { type: 'integer' } },
            more: { type: 'dict', properties: { a: { type: 'any' } } },
          },
          required: ['width'],
        },
      },
    ];
    expect(toTools(functions, 'python')[0]?.function).toMatchObject({
      name: 'geometry_area',
      parameters: {
        type: 'object',
        required: ['width'],
        properties: {
          width: { type: 'number' },
          sides: { type: 'array', items: { type: 'integer' } },
          more: { type: 'object', properties: { a: { type: 'string' } } },
        },
      },
    });
    expect(toTools(functions, 'java')[0]?.function.parameters).toMatchObject({
      properties: { width: { type: 'string', description: expect.stringContaining('of type float') } },
    });
  });
});
