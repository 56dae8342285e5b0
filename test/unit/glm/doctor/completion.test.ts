/** Behaviour 24: what the doctor finds out about raw completions by asking for some. */
import { describe, expect, it } from 'vitest';
import type { ProbeHttp } from '../../../../src/glm/doctor/ProbeHttp';
import { checkCompletion } from '../../../../src/glm/doctor/probes/generation';
import { openAiCompatible } from '../../../../src/glm/profiles/openAiCompatible';
import { ManualClock } from '../../../support/ManualClock';
import { ScriptedModel } from '../../../support/ScriptedModel';

const text = ' a + b\n\n\ndef sub';

/** What is found about a server that answers so, and the texts at which it was told to stop. */
async function found(said: string, answerTo: (stop: string) => string): Promise<[string[], readonly string[]]> {
  const model = new ScriptedModel(said);
  const stops: string[] = [];
  const ask: ProbeHttp['ask'] = async (_, { body }) => {
    const stop = String(body?.stop);
    stops.push(stop);
    return { status: 200, value: { choices: [{ text: answerTo(stop) }] }, text: '' };
  };
  const known = { model, modelId: 'm', listed: [], profile: openAiCompatible };
  const options = {
    ...{ url: 'http://h', hasKey: false, modelId: 'm', isEngine: false, clock: new ManualClock() },
    createModel: () => model,
    http: { ask, close: async () => {} },
  };
  const findings = await checkCompletion(known, options, new AbortController().signal);
  return [findings.map(({ level, message }) => `${level} ${message.id}`), stops];
}

describe('a server that completes raw text', () => {
  it('and stops where it is told has nothing more said of it', async () => {
    const [codes, [stop = '?']] = await found(text, (at) => text.split(at)[0] ?? '');
    expect(codes).toEqual(['ok doctor.completion.works']);
    expect(stop).toHaveLength(3);
    expect(text).toContain(stop);
  });

  it('and goes on there is told of', async () => {
    expect((await found(text, () => text))[0]).toEqual(['ok doctor.completion.works', 'info doctor.completion.goesOn']);
  });

  it('in too few letters to stop among them is not asked again', async () => {
    expect(await found(' a', () => ' a')).toEqual([['ok doctor.completion.works'], []]);
  });

  it('without any is told of', async () => {
    expect(await found('\n', () => '')).toEqual([['warning doctor.completion.empty'], []]);
  });
});
