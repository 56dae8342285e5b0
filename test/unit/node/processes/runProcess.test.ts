/**
 * Running commands for real, on this machine: what they see, what ends them, and that nothing of them is left (rows REL-24, 25, 35, SEC-34,
 * EV-06 where they are about commands). Written for systems with a POSIX shell.
 */
import { chmod, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commandEnvironment, programFolders } from '../../../../src/node/processes/environment';
import { runProcess } from '../../../../src/node/processes/runProcess';

vi.setConfig({ testTimeout: 120_000 });
const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'tandem-run-')));
});
afterEach(() => vi.unstubAllEnvs());

async function run(command: string, { timeout = 60_000, signal = never, live = [] as string[] } = {}) {
  return runProcess(
    { command, cwd: folder, timeout },
    { closed: [folder], onOutput: (text) => live.push(text) },
    signal,
  );
}

/** Whether the process of a number that a command wrote down still runs. */
async function isAlive(file: string): Promise<boolean> {
  const pid = Number(await readFile(join(folder, file), 'utf8'));
  expect(pid).toBeGreaterThan(1);
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process that has ended and that nobody has noticed yet is not alive.
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z');
  return !/\) Z/.test(stat) && stat !== ' Z';
}

async function written(file: string): Promise<void> {
  await vi.waitFor(async () => expect((await readFile(join(folder, file), 'utf8')).trim()).not.toBe(''), {
    timeout: 30_000,
  });
}

describe('a command', () => {
  it('tells its output, both streams, and its exit code', async () => {
    const live: string[] = [];
    const outcome = await run('echo out; echo err >&2; exit 3', { live });
    expect(outcome).toMatchObject({ end: 'exited', exitCode: 3, isCut: false });
    expect(outcome.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
    expect(live.join('')).toBe(outcome.output);
  });

  it('has no terminal and nothing to read', async () => {
    expect(await run('read x; echo "got $?"; [ -t 0 ] || [ -t 1 ] || echo none; cat')).toMatchObject({
      ...{ end: 'exited', output: 'got 1\nnone\n' },
    });
  });

  it('sees no key and no path into the workspace', async () => {
    vi.stubEnv('OPENAI_API_KEY', 'FAKE-KEY');
    vi.stubEnv('ZHIPUAI_API_KEY', 'FAKE-KEY');
    vi.stubEnv('NODE_OPTIONS', '--require ./x');
    vi.stubEnv('BASH_ENV', './x');
    vi.stubEnv('LD_PRELOAD_X', 'FAKE');
    vi.stubEnv('GIT_SSH_COMMAND', 'FAKE');
    vi.stubEnv('https_proxy', 'http://me:FAKE-KEY@proxy:1');
    vi.stubEnv('PATH', [folder, join(folder, 'bin'), '.', '', 'rel/bin', process.env.PATH].join(delimiter));
    const { output } = await run('env');
    expect(output).not.toMatch(/FAKE|NODE_OPTIONS|BASH_ENV|ELECTRON/);
    expect(output).toContain('https_proxy=http://proxy:1');
    const path = /^PATH=(.*)$/m.exec(output)?.[1]?.split(delimiter) ?? [];
    expect(path.length).toBeGreaterThan(0);
    expect(path.filter((one) => !one.startsWith('/') || one.startsWith(folder))).toEqual([]);
  });

  it('T-53: finds no program that the workspace planted', async () => {
    for (const name of ['git', 'rg', 'node', 'ls']) {
      await writeFile(join(folder, name), '#!/bin/sh\necho planted\n');
      await chmod(join(folder, name), 0o755);
    }
    vi.stubEnv('PATH', [folder, '.', process.env.PATH].join(delimiter));
    expect((await run('ls; node --version')).output).not.toContain('planted\nplanted');
    expect((await run('git --version')).output).not.toBe('planted\n');
  });

  it('that cannot be started is no success', async () => {
    const outcome = await runProcess(
      { command: 'true', cwd: join(folder, 'none'), timeout: 1000 },
      { closed: [], onOutput: () => {} },
      never,
    );
    expect(outcome).toMatchObject({ end: 'unknown', exitCode: undefined });
    expect(await run('kill -9 $$')).toMatchObject({ end: 'unknown', exitCode: undefined });
  });

  it('T-101: writes as much as it likes into bounded memory', async () => {
    const outcome = await run('head -c 2000000 /dev/zero | tr "\\0" "x"; echo end');
    expect(outcome).toMatchObject({ end: 'exited', isCut: true });
    expect(outcome.output.length).toBeLessThan(250_000);
    expect(outcome.output).toMatch(/^x+\n… \(\d+ characters left out\) …\nx+end\n$/);
    expect(await run('yes')).toMatchObject({ end: 'too-much-output' });
  });

  it('T-101: shows no control sequence', async () => {
    expect((await run("printf '\\033[31mred\\033[0m \\033]52;c;aWQ=\\007x'")).output).toBe('red x');
  });
});

describe('what ends a command', () => {
  const stubborn = "trap '' TERM INT HUP; echo $$ > pid; while :; do sleep 0.05; done";
  const rows: readonly (readonly [string, string])[] = [
    ['ignores signals', stubborn],
    [
      'is in a session of its own',
      `setsid sh -c "${stubborn.replaceAll('"', '\\"').replaceAll('$', '\\$')}" & while :; do sleep 0.05; done`,
    ],
    [
      'was adopted by another process',
      `(setsid sh -c "${stubborn.replaceAll('$', '\\$')}" > /dev/null 2>&1 &) ; while :; do sleep 0.05; done`,
    ],
    [
      'has children without end',
      `sh -c "${stubborn.replaceAll('$', '\\$')}"; sh -c "${stubborn.replaceAll('$', '\\$')}"`,
    ],
    ['threw its environment away', `env -i setsid /bin/sh -c "${stubborn.replaceAll('$', '\\$')}" & sleep 1000`],
  ];

  it.each(rows)('ends a process that %s', async (_, command) => {
    const stop = new AbortController();
    const running = run(command, { signal: stop.signal });
    await written('pid');
    expect(await isAlive('pid')).toBe(true);
    stop.abort();
    expect(await running).toMatchObject({ end: 'stopped', exitCode: undefined });
    expect(await isAlive('pid')).toBe(false);
  });

  it('is its time', async () => {
    expect(await run(stubborn, { timeout: 1500 })).toMatchObject({ end: 'timeout' });
    expect(await isAlive('pid')).toBe(false);
  });

  it('takes what it left behind with it, which may hold its streams', async () => {
    const outcome = await run('sleep 1000 & echo $! > pid; (setsid sleep 1000 & echo $! > other); echo done');
    expect(outcome).toMatchObject({ end: 'exited', exitCode: 0, output: 'done\n' });
    expect(await isAlive('pid')).toBe(false);
    expect(await isAlive('other')).toBe(false);
  });

  it('is a stop before it began', async () => {
    expect(await run('echo x > pid', { signal: AbortSignal.abort() })).toMatchObject({ end: 'stopped' });
    await expect(readFile(join(folder, 'pid'))).rejects.toThrow();
  });
});

describe('the environment', () => {
  it('has absolute folders outside of the closed ones', () => {
    expect(programFolders(['/w', '/w/bin', '/web/bin', 'x', '.', '', '/usr/bin'].join(delimiter), ['/w'])).toBe(
      ['/web/bin', '/usr/bin'].join(delimiter),
    );
  });

  it('passes only what is on the list, and keeps questions and pagers away', () => {
    const environment = commandEnvironment(
      { HOME: '/h', LC_ALL: 'C', SECRET: 'x', AWS_SECRET_ACCESS_KEY: 'x', PAGER: 'less' },
      [],
      'm',
    );
    expect(environment).toMatchObject({
      HOME: '/h',
      LC_ALL: 'C',
      PAGER: 'cat',
      GIT_TERMINAL_PROMPT: '0',
      TERM: 'dumb',
    });
    expect(Object.values(environment)).not.toContain('x');
  });
});
