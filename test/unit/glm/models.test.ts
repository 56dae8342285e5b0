import { describe, expect, it } from 'vitest';
import { type ModelTraits, modelTraits } from '../../../src/glm/models';

const k = 1024;

describe('a model’s traits', () => {
  it.each<[string, Partial<ModelTraits>]>([
    ['glm-5.3', { contextTokens: 200 * k, outputTokens: 128 * k, thinking: 'always', toolStream: false }],
    ['glm-5.2', { contextTokens: k * k, thinking: 'optional', toolStream: false }],
    ['glm-5-turbo', { contextTokens: 200 * k, toolStream: true, outputFormat: 'glm47' }],
    ['glm-5v-turbo', { vision: true }],
    ['glm-4.7', { contextTokens: 200 * k, outputFormat: 'glm47', toolStream: true, fillInTheMiddle: 'glm45' }],
    ['glm-4.6', { contextTokens: 200 * k, outputFormat: 'glm45', toolStream: true, thinking: 'optional' }],
    ['glm-4.6v-flash', { vision: true, contextTokens: 128 * k, outputTokens: 32 * k, fillInTheMiddle: 'none' }],
    ['glm-4.5v', { vision: true, contextTokens: 64 * k, outputTokens: 16 * k }],
    ['zai-org/GLM-4.5-Air-FP8', { contextTokens: 128 * k, outputTokens: 96 * k, outputFormat: 'glm45' }],
    ['glm-4.5-x', { toolStream: false, thinking: 'optional', vision: false }],
    ['glm-4-plus', { contextTokens: 128 * k, outputTokens: 4095, thinking: 'none', strictSampling: true }],
    ['glm-4-flash-250414', { outputTokens: 16 * k }],
    ['glm-4-long', { contextTokens: k * k, outputTokens: 4 * k }],
    ['glm-4-alltools', { allTools: true, outputTokens: 20_480 }],
    ['glm-4v-flash', { vision: true, contextTokens: 16 * k }],
    ['THUDM/glm-4-9b-chat', { outputFormat: 'glm4', ignoresToolMessages: true, outputTokens: undefined }],
    ['GLM-4-9B-0414-Q4_K_M.gguf', { contextTokens: 32 * k, outputFormat: 'glm4', fillInTheMiddle: 'none' }],
    ['glm4:9b', { outputFormat: 'glm4', thinking: 'none' }],
    ['THUDM_GLM-Z1-9B-0414-Q4_K_M.gguf', { thinking: 'always', outputFormat: 'glm4', contextTokens: 32 * k }],
    ['codegeex-4', { fillInTheMiddle: 'codegeex4', stopLimit: 4, outputFormat: 'codegeex4' }],
    ['/models/codegeex4-all-9b-Q4_K_M.gguf', { fillInTheMiddle: 'codegeex4', contextTokens: 128 * k }],
    ['codegeex4:latest', { fillInTheMiddle: 'codegeex4' }],
    [
      'qwen3',
      { contextTokens: undefined, thinking: 'unknown', outputFormat: 'auto', fillInTheMiddle: 'none', vision: false },
    ],
    ['', { contextTokens: undefined, outputFormat: 'auto' }],
  ])('%s', (id, expected) => {
    expect(modelTraits(id)).toMatchObject(expected);
  });

  it('of a model that nobody knows yet follow its family', () => {
    expect(modelTraits('glm-7-super')).toMatchObject({ thinking: 'optional', outputFormat: 'glm47' });
  });
});
