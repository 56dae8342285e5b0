/** Behaviour 24: what the doctor finds out about raw completions by asking for some. */
import { describe, expect, it } from 'vitest';
import { checkCompletion } from '../../../../src/glm/doctor/probes/generation';
import type { CompletionRequest } from '../../../../src/glm/Model';
import { openAiCompatible } from '../../../../src/glm/profiles/openAiCompatible';
import { ManualClock } from '../../../support/ManualClock';
import { ScriptedModel } from '../../../support/ScriptedModel';

/** What is found about a server that answers so, and the texts at which it was told to stop. */
async function found(answer: (stop: readonly string[]) => string): Promise<[string[], readonly string[]]> {
  const model = new ScriptedModel((request) => answer((request as CompletionRequest).stop));
  const known = { model, modelId: 'm', listed: [], profile: openAiCompatible };
  const options = {
    ...{ url: 'http://h', hasKey: false, modelId: 'm', isEngine: false, clock: new ManualClock() },
    createModel: () => model,
    http: { ask: async () => undefined, close: async () => {} },
  };
  const findings = await checkCompletion(known, options, new AbortController().signal);
  const stops = model.calls.flatMap(({ request }) => ('stop' in request ? (request.stop ?? []) : []));
  return [findings.map(({ level, message }) => `${level} ${message.id}`), stops];
}

describe('a server that completes raw text', () => {
  const text = ' a + b\n\n\ndef sub';

  it('and stops where it is told has nothing more said of it', async () => {
    const [codes, stops] = await found(([stop]) => (stop === undefined ? text : (text.split(stop)[0] ?? '')));
    expect(codes).toEqual(['ok doctor.completion.works']);
    expect(stops).toHaveLength(1);
    expect(text).toContain(stops[0]);
  });

  it('and goes on there is told of', async () => {
    expect((await found(() => text))[0]).toEqual(['ok doctor.completion.works', 'info doctor.completion.goesOn']);
  });

  it('in too few letters to stop among them is not asked again', async () => {
    expect(await found(() => ' a')).toEqual([['ok doctor.completion.works'], []]);
  });

  it('without any is told of', async () => {
    expect((await found(() => '\n'))[0]).toEqual(['warning doctor.completion.empty']);
  });
});
