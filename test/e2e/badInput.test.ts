/**
 * Everything that goes wrong at an endpoint, seen from the chair: the status bar says what a person can do, nothing pops up, typing is
 * not disturbed, suggestions come back by themselves, and no log holds a key or a line of the person's text.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextFreePort } from '../../scripts/lib/ports.mjs';
import { CanarySinks } from '../support/CanarySinks';
import {
  chunkOf,
  eventsOf,
  html,
  json,
  type Reply,
  type ReplyFunction,
  ScriptedEndpoint,
  streamOf,
} from '../support/ScriptedEndpoint';
import { Workbench } from '../support/Workbench';
import { addFiles, addPage } from '../support/workbenchSinks';

const key = 'canary-key-5d41402abc4b2a76';
const secretText = 'canary_text_7b52009b64fd';
const good = streamOf('first + 1;');

describe('an endpoint that', () => {
  const endpoint = new ScriptedEndpoint();
  let workbench: Workbench;
  let port: number;
  let url: string;
  let fileCount = 0;
  // The text stands in the editor, and in what VS Code keeps of it.
  const sinks = new CanarySinks({
    secrets: { key, text: secretText },
    exceptions: { DOM: ['text'], state: ['text'] },
  });

  beforeAll(async () => {
    port = await nextFreePort(21_900);
    url = `http://127.0.0.1:${port}/v1`;
    await endpoint.start(port);
    workbench = await Workbench.open({
      name: 'bad-input',
      files: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`bad${index}.ts`, 'const first = 1;\n'])),
      settings: { 'tandem.endpoint.url': '' },
      env: { TANDEM_ENDPOINT_ORIGIN: endpoint.url, TANDEM_ENDPOINT_KEY: key },
    });
    await workbench.setLogLevel('Trace');
  });
  afterAll(async () => {
    await workbench?.close();
    await endpoint.stop();
  });

  /** Types on as somebody does who notices nothing, until a suggestion is there again; then the text must be what was typed. */
  async function recovers(path: string, typedSoFar: string): Promise<void> {
    let typed = typedSoFar;
    const deadline = Date.now() + 60_000;
    do {
      expect(Date.now(), 'suggestions did not come back').toBeLessThan(deadline);
      await workbench.type('\nlet v = ');
      typed += '\nlet v = ';
      await workbench.page.waitForTimeout(700);
    } while ((await workbench.ghostText()) === '');
    expect(await workbench.waitForStatus(/\bReady\b/)).not.toMatch(/Problem/);
    expect(await workbench.popUps()).toEqual([]);
    await workbench.press('Tab');
    expect(await workbench.save(path)).toBe(`${typed}first + 1;`);
  }

  /** The endpoint misbehaves, wherever it is asked; the status bar says `expected`; then it behaves again. */
  async function check(
    fault: Reply | ReplyFunction,
    expected: RegExp,
    name: string,
    models?: Reply,
    label = 'Problem',
  ): Promise<void> {
    const path = `bad${fileCount++}.ts`;
    endpoint.reset().always(fault).replyToModels(models);
    // Another model name is another connection, so each case starts from nothing.
    await workbench.configure({
      'tandem.endpoint.url': url,
      'tandem.endpoint.model': models ? '' : `model-${fileCount}`,
    });
    await workbench.openFile(path);
    await workbench.type(`let ${secretText} = `);
    await workbench.waitForStatus(new RegExp(`: ${label}\\. .*(?:${expected.source})`));
    expect(await workbench.popUps()).toEqual([]);
    await workbench.statusHover();
    await addPage(sinks, workbench);
    await workbench.page.mouse.move(640, 400);
    await workbench.screenshot(name);
    await workbench.type('first;');
    expect(await workbench.popUps()).toEqual([]);
    endpoint.always(good).replyToModels(undefined);
    await recovers(path, `const first = 1;\nlet ${secretText} = first;`);
  }

  it('is not set says so and is not a pop-up', async () => {
    expect(await workbench.status()).toMatch(/Not connected.*Run “GLM Tandem: Connect”/);
    await workbench.openFile(`bad${fileCount++}.ts`);
    await workbench.type('let nothing = ');
    await workbench.page.waitForTimeout(500);
    expect(await workbench.popUps()).toEqual([]);
    await workbench.screenshot('no-model');
  });

  it('is the local engine, in a package without it, says how to get it', async () => {
    await workbench.configure({ 'tandem.engine.model': '/models/some.gguf' });
    await workbench.waitForStatus(
      /: Problem\. The engine is not part of this package\. Install the package for your platform/,
    );
    expect(await workbench.popUps()).toEqual([]);
    await workbench.screenshot('no-engine');
  });

  it('is down', async () => {
    const path = `bad${fileCount++}.ts`;
    await endpoint.stop();
    await workbench.configure({ 'tandem.endpoint.url': url });
    await workbench.openFile(path);
    await workbench.type('let one = ');
    expect(await workbench.waitForStatus(/Problem\. Nothing answers/)).toMatch(
      /Nothing answers at 127\.0\.0\.1:\d+.*Start the server/,
    );
    expect(await workbench.popUps()).toEqual([]);
    await workbench.screenshot('down');
    expect(await workbench.statusHover()).toMatch(/Nothing answers at/);
    await workbench.screenshot('down-hover');
    await workbench.page.mouse.move(640, 400);
    await endpoint.reset().start(port);
    endpoint.always(good);
    await recovers(path, 'const first = 1;\nlet one = ');
  });

  const refusal = (status: number, message: string) => json({ error: { message, type: 'error' } }, status);

  it('rejects the key', () =>
    check(refusal(401, `Incorrect API key provided: ${key}`), /rejected the key. Set the key again/, '401'));

  it('rejects the key already when asked for its models', () =>
    check(good, /rejected the key/, '401-models', refusal(401, 'Unauthorized')));

  it('has no such path', () => check(refusal(404, 'Not Found'), /404.*Check the endpoint address/, '404'));

  it('asks to slow down', () =>
    check(refusal(429, 'Too many requests'), /asks to slow down\. Going on in \d s/, '429', undefined, 'Paused'));

  it('has an internal error', () => check(refusal(500, 'Internal'), /reported an internal error/, '500'));

  it('does not accept the request and quotes it', () =>
    check(
      (request) => refusal(400, `Bad prompt: ${String(request.json?.prompt)} (key ${key})`),
      /did not accept the request/,
      '400',
    ));

  it('answers with a web page', () =>
    check(html(), /is a web page.*Welcome It works!.*Check the endpoint address/, 'html'));

  it('answers with a web page when asked for its models', () => check(good, /is a web page/, 'html-models', html()));

  it('breaks off before the first word', () =>
    check({ kind: 'bytes', pieces: [': hello\n\n'], atEnd: 'reset' }, /stopped early|failed/, 'cut-at-once'));

  it('breaks off in the middle of the answer disturbs nobody', async () => {
    const path = `bad${fileCount++}.ts`;
    const half = eventsOf(chunkOf('/v1/completions', 'm', 'first +'));
    endpoint.reset().always({ kind: 'bytes', pieces: [half], atEnd: 'reset' });
    await workbench.configure({ 'tandem.endpoint.url': url, 'tandem.endpoint.model': 'cut' });
    await workbench.openFile(path);
    await workbench.type('let one = ');
    await expect.poll(() => endpoint.generations.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await workbench.page.waitForTimeout(1000);
    expect(await workbench.popUps()).toEqual([]);
    await workbench.screenshot('cut');
    await workbench.press('Escape');
    endpoint.always(good);
    await recovers(path, 'const first = 1;\nlet one = ');
  });

  it('is slow shows that it is at work and lets the person type', async () => {
    const path = `bad${fileCount++}.ts`;
    endpoint.reset().always(streamOf('first + 1;', { firstMilliseconds: 4000 }));
    await workbench.openFile(path);
    await workbench.type('let one = ');
    await workbench.waitForStatus(/\bWorking\b/);
    await workbench.screenshot('slow');
    await workbench.type('2 * ', 100);
    expect(await workbench.popUps()).toEqual([]);
    await workbench.waitForGhostText('first + 1;');
    await workbench.press('Tab');
    expect(await workbench.save(path)).toBe('const first = 1;\nlet one = 2 * first + 1;');
  });

  it('is Ollama with its small context works, and says in the hover what to change', async () => {
    const answers: Readonly<Record<string, Reply>> = {
      '/api/ps': json({ models: [{ name: 'starcoder2', context_length: 4096 }] }),
      '/api/generate': {
        kind: 'bytes',
        headers: { 'content-type': 'application/x-ndjson' },
        pieces: ['{"response":"first + 1;","done":false}\n', '{"response":"","done":true,"done_reason":"stop"}\n'],
      },
    };
    endpoint
      .reset()
      .replyToModels(json({ data: [{ id: 'starcoder2', owned_by: 'library' }] }))
      .always(({ path }) => answers[path] ?? json({}, 404));
    await workbench.configure({ 'tandem.endpoint.url': url, 'tandem.endpoint.model': 'starcoder2' });
    await workbench.openFile(`bad${fileCount++}.ts`);
    await workbench.type('let one = ');
    await workbench.waitForGhostText('first + 1;');
    expect(await workbench.status()).toMatch(/Ready\. starcoder2 at .*context of 4096 tokens only/);
    expect(await workbench.statusHover()).toMatch(/context of 4096 tokens only.*OLLAMA_CONTEXT_LENGTH/);
    await workbench.screenshot('small-context');
    await workbench.page.mouse.move(640, 400);
    expect(await workbench.popUps()).toEqual([]);
    await workbench.press('Escape');
  });

  it('was used in all these ways left the key nowhere, and the text in no log', () => {
    const logs = addFiles(sinks, workbench);
    expect(sinks.sinks).toEqual(['DOM', 'log', 'state']);
    // The product's own log is among them, and talks.
    const own = logs.filter((file) => /GLM Tandem\.log$/.test(file)).map((file) => readFileSync(file, 'utf8'));
    expect(own.join('')).toMatch(/Connected: /);
    expect(sinks.found()).toEqual([]);
  });
});
