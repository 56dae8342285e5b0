/** `glm-tandem doctor` against servers of every kind and with every fault: what it finds, and that it never tells the key. */
import { afterEach, describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/node/commands/CommandIo';
import { runDoctorCommand } from '../../../src/node/commands/doctor';
import { createEndpointServer, type EndpointServerOptions } from '../../support/endpointServer';
import { type ScriptedEndpoint, unusedPort } from '../../support/ScriptedEndpoint';
import { type CommandRun, runCommand } from '../../unit/node/commands/commandIo';

const canary = 'canaryKey.7f3a9';

let endpoint: ScriptedEndpoint | undefined;
afterEach(async () => {
  await endpoint?.stop();
  endpoint = undefined;
});

async function doctor(...args: readonly string[]): Promise<CommandRun> {
  const run = await runCommand(runDoctorCommand, args, { environment: { KEY: canary } });
  for (const form of [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64')]) {
    expect(run.stdout + run.stderr).not.toContain(form);
  }
  return run;
}

/** Each finding as `check level code`, the code without `doctor.`. */
async function findings(
  server: EndpointServerOptions,
  ...args: readonly string[]
): Promise<{ code: number; found: string[] }> {
  endpoint = await createEndpointServer(server).start();
  const { code, stdout } = await doctor('--endpoint', endpoint.url, '--json', ...args);
  const report: { findings: { check: string; level: string; code: string }[] } = JSON.parse(stdout);
  return { code, found: report.findings.map((each) => `${each.level} ${each.code.replace('doctor.', '')}`) };
}

const begins = ['ok address.valid', 'ok connection.answers', 'ok server.kind'];

describe('a server', () => {
  it('like vLLM has nothing to complain about', async () => {
    expect(await findings({ kind: 'vllm', key: canary }, '--key-from-env', 'KEY', '--model-name', 'codegeex4')).toEqual(
      {
        code: 0,
        found: [
          ...begins,
          'ok key.accepted',
          'ok model.present',
          'ok context.known',
          'ok markers.single',
          'ok completion.works',
          'ok streaming.works',
          'ok usage.reported',
          'ok speed.figures',
          'ok cache.used',
          'ok tools.parsed',
          'ok cancel.stops',
        ],
      },
    );
  });

  it('like llama.cpp tells its context and its slots', async () => {
    expect((await findings({ kind: 'llama.cpp', toolCalls: 'glm45' })).found).toEqual([
      ...begins,
      'ok key.notNeeded',
      'info model.first',
      'ok context.known',
      'ok markers.single',
      'ok completion.works',
      'ok streaming.works',
      'ok usage.reported',
      'ok speed.figures',
      'ok cache.used',
      'ok tools.text',
      'ok cancel.stops',
    ]);
    const asked = endpoint?.requests.map(({ path }) => path) ?? [];
    expect(asked.filter((path) => path === '/slots').length).toBeGreaterThan(1);
    expect(asked).toContain('/completion');
  });

  it('like llama.cpp fills in the middle with the markers of the model’s file', async () => {
    const { found } = await findings({ kind: 'llama.cpp', model: 'qwen2.5-coder' });
    expect(found).toContain('ok markers.infill');
    expect(endpoint?.requests.map(({ path }) => path)).toContain('/infill');
  });

  it('like Ollama has a short context and keeps its cache to itself', async () => {
    const { found } = await findings({ kind: 'ollama', toolCalls: 'glm4' }, '--model-name', 'codegeex4');
    expect(endpoint?.requests.map(({ path }) => path)).toContain('/api/generate');
    expect(found).toContain('ok model.present');
    expect(found).toContain('warning context.ollama');
    expect(found).toContain('info markers.unknown');
    expect(found).toContain('info cache.silent');
    expect(found).toContain('ok tools.text');
    expect(found).toContain('info cancel.unseen');
  });

  it('like LM Studio tells what it has loaded', async () => {
    expect((await findings({ kind: 'lm-studio', toolCalls: 'codegeex4' })).found).toEqual(
      expect.arrayContaining(['ok context.known', 'ok tools.text']),
    );
  });

  it('like Z.ai has no raw completions', async () => {
    expect((await findings({ kind: 'zai', model: 'glm-4.7' })).found).toContain('info completion.missing');
  });

  it('that takes one request at a time is seen to stop', async () => {
    const { found } = await findings({ kind: 'ollama', serial: true, betweenMilliseconds: 5 });
    expect(found).toContain('ok cancel.stops');
  });

  it('that does not notice a cancelled request is seen to go on', async () => {
    const { found } = await findings({ kind: 'ollama', serial: true, ignoresCancel: true, betweenMilliseconds: 10 });
    expect(found).toContain('warning cancel.goesOn');
  });

  it('that ends an answer when another request comes is found out', async () => {
    const { found } = await findings({ kind: 'lm-studio', interrupts: true, betweenMilliseconds: 5 });
    expect(found).toContain('warning cancel.displaced');
  });

  it('whose answers are short is not blamed for ending them', async () => {
    const { found } = await findings({ kind: 'lm-studio', says: 'A river. The end.', betweenMilliseconds: 40 });
    expect(found).toContain('info cancel.unseen');
    await endpoint?.stop();
    const { found: shorter } = await findings({ kind: 'lm-studio', says: 'No.' });
    expect(shorter).toContain('info cancel.tooShort');
  });

  it('whose model calls no tool, or that refuses tools, is told apart', async () => {
    expect((await findings({ kind: 'lm-studio', toolCalls: 'none' })).found).toContain('info tools.notCalled');
    await endpoint?.stop();
    expect((await findings({ kind: 'lm-studio', toolCalls: 'refused', model: 'glm-4.7' })).found).toContain(
      'warning tools.refused',
    );
  });
});

describe('a fault', () => {
  it.each<[string, number, string]>([
    ['cut', 1, 'problem streaming.cut'],
    ['broken-frames', 1, 'problem streaming.cut'],
    ['wrong-key', 1, 'problem endpoint.keyNeeded'],
    ['forbidden', 1, 'problem endpoint.notAllowed'],
    ['no-such-model', 1, 'problem endpoint.modelNotFound'],
    ['no-balance', 1, 'problem endpoint.noBalance'],
    ['quota', 1, 'problem endpoint.quotaReachedUntil'],
    ['server-error', 1, 'problem endpoint.serverError'],
    ['loading', 1, 'problem endpoint.stillLoading'],
    ['slow-down', 1, 'problem endpoint.busy'],
    ['login-page', 1, 'problem endpoint.webPage'],
    ['not-json', 1, 'problem endpoint.notAModelServer'],
    ['redirect', 1, 'problem endpoint.redirect'],
    ['reset', 1, 'problem endpoint.unreachable'],
    ['no-usage', 0, 'info usage.missing'],
    ['one-piece', 0, 'warning streaming.whole'],
    ['empty', 0, 'warning streaming.empty'],
  ])('%s is found', async (fault, code, expected) => {
    const result = await findings({ kind: 'lm-studio', fault });
    expect(result.found).toContain(expected);
    // What refuses everything is not blamed on tools.
    expect(result.found).not.toContain('warning tools.refused');
    expect(result.code).toBe(code);
  });

  it('that holds for everything is told once', async () => {
    const { found } = await findings({ kind: 'vllm', fault: 'no-balance' });
    expect(found.filter((each) => each.includes('noBalance'))).toHaveLength(1);
    expect(endpoint?.generations).toHaveLength(1);
  });
});

describe('what stands before everything else', () => {
  it('the address', async () => {
    const { code, stdout } = await doctor('--endpoint', 'ftp://x y');
    expect(code).toBe(1);
    expect(stdout).toContain('✗ Address:');
  });

  it('a server that answers', async () => {
    const { code, stdout } = await doctor('--endpoint', `http://127.0.0.1:${await unusedPort()}`, '--model-name', 'm');
    expect(code).toBe(1);
    expect(stdout).toContain('✗ Connection: Nothing answers at 127.0.0.1');
    const gone = await doctor('--endpoint', 'http://no-such-host.invalid/v1');
    expect(gone.stdout).toMatch(/✗ Connection: The (?:host no-such-host.invalid cannot be found|connection to)/);
  });

  it('the key, which no server’s words bring out again', async () => {
    endpoint = await createEndpointServer({ kind: 'vllm', key: 'another' }).start();
    for (const format of ['--json', '--markdown', []]) {
      const { code, stdout } = await doctor('--endpoint', endpoint.url, '--key-from-env', 'KEY', ...[format].flat());
      expect(code).toBe(1);
      expect(stdout).toContain('rejected the key');
    }
  });

  it('a model', async () => {
    const missing = await findings({ kind: 'vllm' }, '--model-name', 'glm-9');
    expect(missing.found).toContain('warning model.missing');
    endpoint?.replyToModels({ kind: 'answer', headers: { 'content-type': 'application/json' }, body: '{"data":[]}' });
    const none = await doctor('--endpoint', endpoint?.url ?? '');
    expect(none).toMatchObject({ code: 1, stdout: expect.stringContaining('offers no model') });
  });
});

describe('the report', () => {
  it('in Markdown can be pasted, whatever the server calls its model', async () => {
    const model = `evil\u001B[31m\n# heading <img src=x> ${canary} \`code\``;
    endpoint = await createEndpointServer({ kind: 'vllm', model }).start();
    const { stdout } = await doctor('--endpoint', endpoint.url, '--markdown', '--key-from-env', 'KEY');
    expect(stdout).toContain('- Model: evil \\[31m \\# heading \\<img src=x\\> \\*\\*\\* \\`code\\`\n');
    expect(stdout).not.toContain('\u001B');
  });

  it('names no folder of the server', async () => {
    endpoint = await createEndpointServer({ kind: 'vllm', model: '/home/somebody/models/glm.gguf' }).start();
    const { stdout } = await doctor('--endpoint', endpoint.url);
    expect(stdout).toContain('“glm.gguf”');
    expect(stdout).not.toContain('somebody');
  });

  it('stops at once when it is interrupted', async () => {
    endpoint = await createEndpointServer({ kind: 'vllm', fault: 'hang' }).start();
    const controller = new AbortController();
    const running = runCommand(runDoctorCommand, ['--endpoint', endpoint.url], { signal: controller.signal });
    await endpoint.received(3);
    controller.abort(new DOMException('Interrupted', 'AbortError'));
    expect((await running).code).toBe(130);
  });

  it.each([[['--nonsense']], [['x']], [['--json', '--markdown']], [['--endpoint', 'http://h', '--model', 'x']]])(
    'refuses %j',
    async (args) => {
      await expect(doctor(...args)).rejects.toThrow(UsageError);
    },
  );
});
