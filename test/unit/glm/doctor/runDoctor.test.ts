/** The doctor without a network: addresses, time limits, faults on the way, and reports that are safe to show. */
import { describe, expect, it } from 'vitest';
import simplifiedChinese from '../../../../l10n/bundle.l10n.zh-cn.json';
import { AssistantError } from '../../../../src/base/AssistantError';
import { doctorMessages } from '../../../../src/base/doctorMessages';
import type { DoctorOptions } from '../../../../src/glm/doctor/Check';
import { type DoctorReport, displayModel, finding, readable, withoutSecrets } from '../../../../src/glm/doctor/Finding';
import { formatFinding, formatMarkdown, formatSummary, reportToJson } from '../../../../src/glm/doctor/formatReport';
import type { ProbeHttp } from '../../../../src/glm/doctor/ProbeHttp';
import { checkAddress } from '../../../../src/glm/doctor/probes/connection';
import { runDoctor } from '../../../../src/glm/doctor/runDoctor';
import type { Model, ModelInfo } from '../../../../src/glm/Model';
import { directNetwork, type NetworkOptions } from '../../../../src/platform/network';
import { ManualClock, settle } from '../../../support/ManualClock';

const english = (text: string): string => text;
const chinese = (text: string): string => (simplifiedChinese as Record<string, string>)[text] ?? text;

type Answers = Partial<Record<'listModels' | 'countTokens' | 'complete' | 'chat', () => Promise<unknown>>>;

/** A model that answers as told; whatever is not told never answers. */
function modelOf(answers: Answers): Model {
  const answer = (name: keyof Answers, signal: AbortSignal): Promise<never> =>
    (answers[name]?.() as Promise<never> | undefined) ??
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  // biome-ignore lint/correctness/useYield: it throws or never comes to that
  async function* stream(name: 'complete' | 'chat', signal: AbortSignal) {
    await answer(name, signal);
  }
  return {
    listModels: (signal) => answer('listModels', signal),
    countTokens: (_, signal) => answer('countTokens', signal),
    complete: (_, signal) => stream('complete', signal),
    chat: (_, signal) => stream('chat', signal),
  };
}

const listed: readonly ModelInfo[] = [{ id: 'glm-4.7', contextTokens: 4096 }];
const silentHttp: ProbeHttp = { ask: async () => undefined, close: async () => {} };

function optionsOf(model: Model, rest: Partial<DoctorOptions> = {}): DoctorOptions {
  return {
    url: 'http://localhost:8000',
    hasKey: false,
    modelId: '',
    isEngine: false,
    createModel: () => model,
    http: silentHttp,
    clock: new ManualClock(),
    ...rest,
  };
}

const never = new AbortController().signal;
const codes = ({ findings }: DoctorReport): string[] => findings.map(({ level, message }) => `${level} ${message.id}`);

describe('the address', () => {
  it.each<[string, boolean, string]>([
    ['localhost:8000', true, 'doctor.address.valid'],
    ['http://127.0.0.1:8080/v1', true, 'doctor.address.valid'],
    ['http://[::1]:8080/v1', true, 'doctor.address.valid'],
    ['https://api.z.ai/api/paas/v4', true, 'doctor.address.valid'],
    ['http://192.168.1.7:8000', false, 'doctor.address.valid'],
    ['http://192.168.1.7:8000', true, 'doctor.address.unencrypted'],
    ['http://localhost.evil.example', true, 'doctor.address.unencrypted'],
    ['', false, 'endpoint.invalidUrl'],
    ['https://user:pass@host/v1', false, 'endpoint.invalidUrl'],
  ])('%s with key: %s → %s', (url, hasKey, code) => {
    expect(checkAddress(optionsOf(modelOf({}), { url, hasKey })).map(({ message }) => message.id)).toEqual([code]);
  });
});

describe('the way to the server', () => {
  const throughProxy = {
    ...directNetwork,
    proxy: 'http://me:secret-of-the-proxy@proxy.test:3128',
    noProxy: ['near.test'],
  };
  it.each<[string, Partial<NetworkOptions>, readonly string[]]>([
    ['https://far.test/v1', {}, ['ok doctor.connection.trusted']],
    ['http://far.test/v1', throughProxy, ['ok doctor.connection.answers', 'info doctor.connection.proxy']],
    ['https://near.test/v1', throughProxy, ['ok doctor.connection.trusted']],
    ['http://localhost:8000/v1', throughProxy, ['ok doctor.connection.answers']],
    [
      'https://far.test/v1',
      { strictTls: false },
      ['ok doctor.connection.answers', 'warning doctor.connection.unchecked'],
    ],
  ])('%s with %j', async (url, network, expected) => {
    const model = modelOf({ listModels: async () => [] });
    const options = optionsOf(model, { url, network: { ...directNetwork, ...network } });
    const report = await runDoctor(options, [], () => {}, never);
    expect(codes(report).filter((code) => code.includes('doctor.connection'))).toEqual(expected);
    expect(JSON.stringify(report)).not.toContain('secret-of-the-proxy');
  });
});

describe('the run', () => {
  it('gives a check up after its time and goes on with the next, until all time is up', async () => {
    const clock = new ManualClock();
    const model = modelOf({ listModels: async () => listed });
    const seen: string[] = [];
    const running = runDoctor(optionsOf(model, { clock }), [], ({ message }) => seen.push(message.id), never);
    for (let minute = 0; minute < 6; minute++) {
      await settle();
      await clock.advance(60_000);
    }
    const report = await running;
    expect(codes(report).slice(5)).toEqual([
      'warning doctor.context.small',
      ...Array(4).fill('warning doctor.check.timeout'),
    ]);
    expect(seen).toHaveLength(report.findings.length);
  });

  it('rejects with the reason when it is interrupted', async () => {
    const controller = new AbortController();
    const model = modelOf({ listModels: async () => listed });
    const running = runDoctor(optionsOf(model), [], () => {}, controller.signal);
    await settle();
    controller.abort(new DOMException('Interrupted', 'AbortError'));
    await expect(running).rejects.toThrow('Interrupted');
  });

  it('goes on after a fault of one check and stops after one that holds for all', async () => {
    const fault = (code: 'endpoint.serverError' | 'endpoint.keyRejected') => async () => {
      throw new AssistantError(code, ['host', 500]);
    };
    const passing = modelOf({
      listModels: async () => listed,
      countTokens: fault('endpoint.serverError'),
      complete: fault('endpoint.serverError'),
      chat: fault('endpoint.keyRejected'),
    });
    expect(codes(await runDoctor(optionsOf(passing), [], () => {}, never)).slice(6)).toEqual([
      'problem endpoint.serverError',
      'problem endpoint.serverError',
      'problem endpoint.keyRejected',
    ]);
  });

  it('needs a name where the server lists no models', async () => {
    const model = modelOf({
      listModels: async () => {
        throw new AssistantError('endpoint.notFound', ['host', ''], { status: 404 });
      },
      chat: async () => {
        throw new AssistantError('endpoint.noBalance', ['host']);
      },
      complete: async () => {
        throw new AssistantError('endpoint.noBalance', ['host']);
      },
      countTokens: async () => undefined,
    });
    expect(codes(await runDoctor(optionsOf(model), [], () => {}, never))).toContain('problem doctor.model.unlisted');
    const named = await runDoctor(optionsOf(model, { modelId: 'm' }), [], () => {}, never);
    expect(codes(named)).toContain('info doctor.model.unlisted');
    expect(codes(named)).toContain('problem endpoint.noBalance');
  });

  it('is no place for mistakes of our own to hide', async () => {
    const model = modelOf({
      listModels: async () => {
        throw new TypeError('a mistake');
      },
    });
    await expect(runDoctor(optionsOf(model), [], () => {}, never)).rejects.toThrow('a mistake');
  });
});

describe('what a server says', () => {
  it.each<[string, string]>([
    ['plain', 'plain'],
    ['two\nlines\r\n', 'two lines'],
    ['\u001B[31mred\u0007', '[31mred'],
    ['\u202Egnp.exe\u2066', 'gnp.exe'],
    ['my sec/ret! key', 'my *** key'],
    ['my sec%2Fret! key', 'my *** key'],
    ['x'.repeat(500), `${'x'.repeat(200)}…`],
  ])('%j is shown as %j', (text, shown) => {
    expect(readable(text, ['sec/ret!'])).toBe(shown);
  });

  it('is cleaned in every argument of a finding', () => {
    const found = finding('model', 'ok', 'doctor.model.present', ['KEY', 1], { figures: { models: 1 } });
    expect(withoutSecrets(found, ['KEY', ''])).toEqual({
      ...found,
      message: { id: 'doctor.model.present', args: ['***', 1] },
    });
  });

  it.each([
    ['/home/me/m.gguf', 'm.gguf'],
    ['C:\\models\\m.gguf', 'm.gguf'],
    ['zai-org/GLM-4.5', 'zai-org/GLM-4.5'],
    ['codegeex4:9b', 'codegeex4:9b'],
  ])('as the name %s is shown as %s', (id, shown) => {
    expect(displayModel(id)).toBe(shown);
  });
});

describe('the report', () => {
  const report: DoctorReport = {
    endpoint: 'https://host/v1',
    modelId: 'glm_4',
    findings: [
      finding('connection', 'ok', 'doctor.connection.answers', ['host', 12], { figures: { milliseconds: 12 } }),
      finding('cancel', 'warning', 'doctor.cancel.goesOn', [8000], { fix: 'doctor.cancel.update' }),
    ],
  };

  it('in Markdown', () => {
    expect(formatMarkdown(report, '1.2.3', english)).toBe(`## GLM Tandem: endpoint report

- glm-tandem 1.2.3
- Endpoint: https://host/v1
- Model: glm\\_4

- **Connection** (OK): host answers within 12 ms.
- **Cancelling** (Warning): The server still works 8000 ms after a request was cancelled.
  → Update the server: cancelled suggestions keep it busy and slow down the next ones.

Problems: 0. Warnings: 1.
`);
  });

  it('in Chinese', () => {
    expect(formatMarkdown(report, '1.2.3', chinese)).toContain('- **连接** (正常): host 在 12 毫秒内应答。');
    expect(formatSummary({ ...report, findings: [] }, chinese)).toBe('检查的各项均正常。');
  });

  it('for a terminal', () => {
    expect(report.findings.map((each) => formatFinding(each, english))).toEqual([
      '✓ Connection: host answers within 12 ms.',
      '! Cancelling: The server still works 8000 ms after a request was cancelled.\n' +
        '    → Update the server: cancelled suggestions keep it busy and slow down the next ones.',
    ]);
  });

  it('for programs', () => {
    expect(reportToJson(report, english)).toMatchObject({
      endpoint: 'https://host/v1',
      model: 'glm_4',
      problems: 0,
      warnings: 1,
      findings: [
        { check: 'connection', code: 'doctor.connection.answers', fix: null, figures: { milliseconds: 12 } },
        { check: 'cancel', level: 'warning', figures: {} },
      ],
    });
  });

  it('has all its sentences in Chinese, with the same placeholders', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\d\}/g)].map(String).toSorted();
    for (const text of Object.values(doctorMessages)) {
      expect(placeholders(chinese(text)), text).toEqual(placeholders(text));
      expect(chinese(text), text).not.toBe(text);
    }
  });
});
