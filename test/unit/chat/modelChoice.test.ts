import { describe, expect, it } from 'vitest';
import { packChoice, unpackChoice } from '../../../src/chat/modelChoice';

describe('a choice of a model', () => {
  it.each([
    { endpoint: '', model: '' },
    { endpoint: 'team', model: '' },
    { endpoint: 'team: one', model: 'zai-org/GLM-4.5-Air:free' },
  ])('is the same after it was remembered: %j', (choice) => {
    expect(unpackChoice(packChoice(choice))).toEqual(choice);
  });
});
