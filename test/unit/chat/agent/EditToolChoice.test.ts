import { expect, it } from 'vitest';
import { EditToolChoice, editTools, type OutcomeTable } from '../../../../src/chat/agent/EditToolChoice';

it('REL-18: keeps little of many models, and of the one that was used last all that counts', () => {
  let kept: OutcomeTable = {};
  const choice = new EditToolChoice({ get: () => kept, set: (table) => (kept = table) });
  const nameOf = (model: number): string => `organisation/a-model-with-a-long-name-${model}-chat-0414-q4_k_m`;
  for (let model = 0; model < 100; model++) {
    for (const tool of editTools) {
      for (let call = 0; call < 150; call++) {
        choice.record(nameOf(model), tool, tool === 'apply_patch');
      }
    }
  }
  expect(JSON.stringify(kept).length).toBeLessThan(8_000);
  expect(kept[nameOf(0)]).toBeUndefined();
  expect(choice.offered(nameOf(99))).toEqual(['apply_patch']);
});
