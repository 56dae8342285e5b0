/** The second sandbox, with a real Deno: what programs reach in it, its limits, its verdicts, and when it is taken. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfTest } from '../../../src/evaluation/selfTest/selfTest';
import { type OpenTools, openTools } from '../../../src/node/evaluation/scoringTools';
import { openDeno } from '../../../src/node/sandbox/openDeno';
import { thisMachine } from '../../../src/node/sandbox/programs';
import { denoModule } from '../../../src/sandbox/denoModule';
import { defaultLimits, type SandboxEnd, type SandboxLimits } from '../../../src/sandbox/Sandbox';
import { evaluate } from '../../support/evaluateCommand';

const never = new AbortController().signal;
// The cache may lie in a folder that only its owner can enter; the user of the sandbox has to.
const folder = mkdtempSync(join(tmpdir(), 'tandem-deno-'));
const deno = join(folder, 'deno');
const machine = thisMachine({ ...process.env, TANDEM_DENO: deno });
let opened: OpenTools;

beforeAll(async () => {
  const { TANDEM_TEST_DENO: fetched } = process.env;
  if (fetched === undefined) {
    throw new Error('TANDEM_TEST_DENO must name a Deno: run the tests with “npm test”');
  }
  chmodSync(folder, 0o755);
  copyFileSync(fetched, deno);
  chmodSync(deno, 0o755);
  opened = await openTools(machine, { languages: new Set(['javascript']), sandbox: 'deno' });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(source: string, limits: Partial<SandboxLimits> = {}): Promise<SandboxEnd & { lines: string[] }> {
  const lines: string[] = [];
  const { ended } = opened.tools.sandbox.start(
    { command: [denoModule(source)], limits: { ...defaultLimits, ...limits } },
    (line) => lines.push(line),
  );
  return { ...(await ended), lines };
}

/** A Deno that gives every permission, and keeps what it is given in a folder. */
function leakingDeno(): string {
  const path = join(folder, 'leaking');
  const store = join(folder, 'store');
  mkdirSync(store);
  chmodSync(store, 0o777);
  const script = [
    '#!/bin/sh',
    `case "$1" in eval) echo ${path}; exit;; --version) exec ${deno} --version;; esac`,
    'for module; do :; done',
    `export DENO_DIR=${store} SEEN=1`,
    `exec ${deno} run --allow-all --no-prompt --no-config "$module"`,
  ];
  writeFileSync(path, `${script.join('\n')}\n`, { mode: 0o755 });
  return path;
}

describe('Deno as a sandbox', () => {
  it('says what it is, and passes the self-test', async () => {
    expect(opened.tools.isolation).toMatch(/^Deno 2\.\d+\.\d+ without permissions( as nobody)?$/);
    const { passed, cases } = await selfTest(opened.tools, never, 'full');
    expect(cases.filter(({ ok }) => !ok)).toEqual([]);
    expect(passed).toBe(true);
  });

  it('is believed only when every attempt to get out fails, each of which gets out where nothing holds', async () => {
    const leaking = { ...machine, environment: { ...machine.environment, TANDEM_DENO: leakingDeno() } };
    const error = await openDeno(leaking).then(
      () => undefined,
      (found) => found,
    );
    expect(error).toMatchObject({ code: 'sandbox.leaks' });
    const reached: readonly string[] = error.args[1].split(', ');
    expect(reached).toEqual(
      expect.arrayContaining([
        ...['a file of the machine', 'a file of the machine by Node’s functions', 'a script of the machine'],
        ...[
          'a required script of the machine',
          'a file of the machine in a worker',
          'a script of the machine in a worker',
        ],
        ...['/etc/passwd', 'a list of a folder', 'the environment of a process', 'the environment', 'writing a file'],
        ...['a temporary file', 'storage that stays', 'a cache that stays', 'a data base on disk'],
        ...['a server of the machine', 'a server of the machine by Node’s functions', 'a socket file of the machine'],
        ...['listening', 'another program', 'another program by Node’s functions', 'native code'],
        ...['the machine’s name', 'more permissions'],
      ]),
    );
  });

  it('limits time, memory and output, and leaves nothing running', async () => {
    const mark = `tandem-deno-mark-${process.pid}`;
    const deaf = "for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) Deno.addSignalListener(name, () => {});";
    expect(await run(`${deaf} setInterval(() => {}, 10); // ${mark}`, { wallMilliseconds: 1_500 })).toMatchObject({
      cause: 'time',
    });
    expect(await run(`for (;;) {} // ${mark}`, { cpuSeconds: 1 })).toMatchObject({ cause: 'ended', signal: 9 });
    const all =
      'const all = []; for (;;) { all.push(new Uint8Array(5e7).fill(1)); await new Promise((next) => setTimeout(next, 5)); }';
    expect(await run(all, { memoryBytes: 512 << 20 })).toMatchObject({ cause: 'memory' });
    const workers = `for (let n = 0; n < 40; n++) new Worker('data:text/javascript,const all = []; for (;;) all.push(new Uint8Array(1e7).fill(1))', { type: 'module' }); setInterval(() => {}, 10);`;
    expect(await run(workers, { memoryBytes: 512 << 20 })).toMatchObject({ cause: 'memory' });
    expect(await run("for (;;) console.error('x'.repeat(1e5));")).toMatchObject({ cause: 'output' });
    expect(await run('Deno.stdout.writeSync(new Uint8Array(1 << 26).fill(120)); for (;;) {}')).toMatchObject({
      cause: 'output',
    });
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    expect(processes.split('\n').filter((line) => line.includes(encodeURIComponent(mark)))).toEqual([]);
  });

  it('has the same chance, time zone and language for everybody (EV-14)', async () => {
    const source =
      'const text = JSON.stringify([Math.random(), new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone]); Deno.stdout.writeSync(new TextEncoder().encode(text + "\\n"));';
    const [first, second] = await Promise.all([run(source), run(source)]);
    expect(first.lines).toHaveLength(1);
    expect(first.lines).toEqual(second.lines);
    expect(JSON.parse(first.lines[0] ?? '')).toEqual([expect.any(Number), 0, 'UTC']);
  });
});

describe('which sandbox is taken', () => {
  const multiPlE = ['verify', '--dataset', 'multipl-e', '--data', 'multipl-e', '--json'];
  const environment = { ...process.env, TANDEM_DENO: deno };
  const withoutBubblewrap = { ...environment, PATH: folder };

  it.each(['javascript', 'typescript'])('scores %s in Deno and says so', async (language) => {
    const args = [...multiPlE, '--language', language, '--sandbox', 'deno'];
    const { stdout, code } = await evaluate(args, { environment });
    expect(JSON.parse(stdout)).toMatchObject({
      canonicalPassed: 1,
      wrongPassed: 0,
      isolation: expect.stringMatching(/^Deno/),
    });
    expect(code).toBe(0);
  });

  it('is Deno where there is no bubblewrap and the programs are scripts', async () => {
    const args = [...multiPlE, '--language', 'javascript'];
    const { stdout } = await evaluate(args, { environment: withoutBubblewrap });
    expect(JSON.parse(stdout)).toMatchObject({ canonicalPassed: 1, isolation: expect.stringMatching(/^Deno/) });
  });

  it('is none for other programs, without bubblewrap', async () => {
    await expect(evaluate(multiPlE, { environment: withoutBubblewrap })).rejects.toMatchObject({
      code: 'sandbox.none',
    });
    await expect(evaluate([...multiPlE, '--sandbox', 'deno'], { environment })).rejects.toMatchObject({
      code: 'sandbox.denoOnly',
    });
  });

  it('is none where nobody can start Deno, and not Deno against the person’s word', async () => {
    const args = [...multiPlE, '--language', 'javascript'];
    const nowhere = { ...withoutBubblewrap, TANDEM_DENO: '/nowhere/deno' };
    await expect(evaluate([...args, '--sandbox', 'deno'], { environment: nowhere })).rejects.toMatchObject({
      code: 'sandbox.noDeno',
    });
    await expect(evaluate(args, { environment: nowhere })).rejects.toMatchObject({ code: 'sandbox.none' });
    await expect(
      evaluate([...args, '--sandbox', 'bubblewrap'], { environment: withoutBubblewrap }),
    ).rejects.toMatchObject({ code: 'sandbox.none' });
    await expect(evaluate([...args, '--sandbox', 'docker'])).rejects.toThrow('--sandbox takes bubblewrap or deno.');
  });

  it('is Deno for scripts beside bubblewrap, where no Node can be started inside', async () => {
    // Only what bubblewrap needs is on this PATH, and the Node that runs us is no Node for the sandbox.
    const tools = await openTools(
      { ...machine, needsNode: false, environment: { ...environment, PATH: ['/usr/bin', folder].join(delimiter) } },
      { languages: new Set(['python', 'javascript']) },
    );
    expect(tools.tools.isolation).toMatch(/^bubblewrap .*; scripts: Deno/);
    expect(tools.tools.script?.sandbox.isolation).toMatch(/^Deno/);
    await tools[Symbol.asyncDispose]();
  });
});
