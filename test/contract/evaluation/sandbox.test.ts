/** The sandbox itself, with programs that try what they must not: rows EV-01 to EV-14 of what model-written code may attempt. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from '../../../src/node/sandbox/openSandbox';
import { probeSandbox } from '../../../src/node/sandbox/probes';
import { thisMachine } from '../../../src/node/sandbox/programs';
import probeSource from '../../../src/sandbox/probe.py';
import type { Sandbox } from '../../../src/sandbox/Sandbox';
import { openTestTools, runPython, type TestTools } from '../../support/evaluationTools';

let opened: TestTools;
beforeAll(async () => {
  opened = await openTestTools();
});
afterAll(() => opened[Symbol.asyncDispose]());

const run = (lines: readonly string[], ...rest: [limits?: object, files?: Record<string, string>]) =>
  runPython(opened, lines.join('\n'), ...rest);

/** Command lines of all processes that mention a text. */
function processesWith(text: string): readonly string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text));
}

describe('the sandbox', () => {
  it('shows an empty home, a scrubbed environment and nobody else’s processes (EV-01)', async () => {
    process.env.TANDEM_TEST_SECRET = 'canary';
    const { stdout } = await run([
      'import json, os',
      'def read(path):',
      '    try:',
      '        return open(path).read()',
      '    except OSError as error:',
      '        return error.strerror',
      'home = os.path.expanduser("~")',
      'print(json.dumps({',
      '    "home": os.listdir(home), "environment": sorted(os.environ),',
      '    "npmrc": read("/root/.npmrc"), "ssh": read("/root/.ssh/id_rsa"), "passwd": read("/etc/passwd"),',
      '    "first": "canary" in read("/proc/1/environ"), "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),',
      '}))',
    ]);
    delete process.env.TANDEM_TEST_SECRET;
    const seen = JSON.parse(stdout);
    expect(seen).toMatchObject({ home: [], npmrc: 'No such file or directory', first: false });
    expect([seen.ssh, seen.passwd]).toEqual(['No such file or directory', 'No such file or directory']);
    expect(seen.environment).toEqual([
      'HOME',
      'LANG',
      'LC_ALL',
      'PATH',
      'PWD',
      'PYTHONDONTWRITEBYTECODE',
      'PYTHONHASHSEED',
      'TZ',
    ]);
    expect(seen.processes.length).toBeLessThan(5);
  });

  it('reaches no address, no name, no socket of the machine (EV-02)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    const server = createServer((connection) => connection.end('reached'));
    const path = join(folder, 'docker.sock');
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const unix = createServer((connection) => connection.end('reached'));
    await new Promise<void>((resolve) => unix.listen(path, resolve));
    const { stdout } = await run([
      'import socket',
      'def attempt(name, action):',
      '    try:',
      '        action()',
      '        print(name, "reached")',
      '    except OSError as error:',
      '        print(name, "failed")',
      `attempt("tcp", lambda: socket.create_connection(("127.0.0.1", ${port}), 2))`,
      'attempt("far", lambda: socket.create_connection(("1.1.1.1", 53), 2))',
      'attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("8.8.8.8", 53)))',
      'attempt("dns", lambda: socket.gethostbyname("example.com"))',
      `attempt("unix", lambda: socket.socket(socket.AF_UNIX).connect("${path}"))`,
      'attempt("docker", lambda: socket.socket(socket.AF_UNIX).connect("/var/run/docker.sock"))',
    ]);
    server.close();
    unix.close();
    rmSync(folder, { recursive: true });
    expect(stdout.trim().split('\n')).toEqual(
      ['tcp', 'far', 'udp', 'dns', 'unix', 'docker'].map((name) => `${name} failed`),
    );
  });

  it('ends what takes too much memory, alone or as many processes (EV-04)', async () => {
    const alone = await run(['bytearray(64 << 30)']);
    expect(alone).toMatchObject({ cause: 'ended', exitCode: 1 });
    expect(alone.stderr).toContain('MemoryError');
    const many = await run(
      ['import os', 'for _ in range(6):', '    os.fork()', 'x = b"x" * (40 << 20)', 'import time; time.sleep(20)'],
      { memoryBytes: 512 << 20, limitAddressSpace: false, processes: 100 },
    );
    expect(many.cause).toBe('memory');
  });

  it('limits bytes and files on disk (EV-05)', async () => {
    const { stdout } = await run([
      'def attempt(action):',
      '    try:',
      '        action()',
      '        print("no limit")',
      '    except OSError as error:',
      '        print(error.strerror)',
      'def big():',
      '    for number in range(40):',
      '        with open(f"/box/big{number}", "wb") as file:',
      '            file.write(b"x" * (8 << 20))',
      'def many():',
      '    for number in range(1_000_000):',
      '        open(f"/tmp/small{number}", "w").close()',
      'attempt(big)',
      'attempt(many)',
    ]);
    expect(stdout.trim().split('\n')).toEqual(['No space left on device', 'No space left on device']);
  });

  it('ends loops, deaf processes, fork bombs and daemons with everything that they started (EV-06)', async () => {
    const mark = `tandem-mark-${process.pid}`;
    const deaf = [
      'import os, signal, sys, time',
      'for number in range(1, 32):',
      '    try:',
      '        signal.signal(number, signal.SIG_IGN)',
      '    except (OSError, ValueError):',
      '        pass',
    ];
    const daemon = [
      ...deaf,
      'if os.fork() == 0:',
      '    os.setsid()',
      '    if os.fork() == 0:',
      '        for fd in range(20):',
      '            try:',
      '                os.close(fd)',
      '            except OSError:',
      '                pass',
      `        os.execv("/usr/bin/python3", ["/usr/bin/python3", "-c", "import time; time.sleep(300)", "${mark}"])`,
      '    os._exit(0)',
      'time.sleep(0.3)',
    ];
    expect(await run([...deaf, 'while True:', '    pass'], { wallMilliseconds: 1_500 })).toMatchObject({
      cause: 'time',
    });
    expect(await run(daemon)).toMatchObject({ cause: 'ended', exitCode: 0 });
    const bomb = await run(
      ['import os', 'while True:', '    try:', '        os.fork()', '    except OSError:', '        pass'],
      {
        wallMilliseconds: 1_500,
      },
    );
    expect(bomb.cause).toBe('time');
    await expect.poll(() => processesWith(mark), { timeout: 20_000 }).toEqual([]);
  });

  it('leaves nothing running when the one who started it is killed', async () => {
    const mark = `tandem-orphan-${process.pid}`;
    const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'));
    const script = join(folder, 'start.mjs');
    const command = [
      'bwrap',
      '--unshare-all',
      '--die-with-parent',
      '--ro-bind',
      '/',
      '/',
      'sh',
      '-c',
      `sleep 300; : ${mark}`,
    ];
    writeFileSync(
      script,
      `import { spawn } from 'node:child_process'; spawn(${JSON.stringify(command[0])}, ${JSON.stringify(command.slice(1))}, { detached: true, stdio: 'ignore' }); setInterval(() => {}, 1000);`,
    );
    const parent = spawn(process.execPath, [script], { stdio: 'ignore' });
    await expect.poll(() => processesWith(mark).length, { timeout: 20_000 }).toBeGreaterThan(0);
    parent.kill('SIGKILL');
    await expect.poll(() => processesWith(mark), { timeout: 20_000 }).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('gives files that nothing can change, and a fresh folder to each program (EV-10)', async () => {
    const lines = [
      'import os',
      'print(open("/box/task.txt").read(), sorted(os.listdir("/box")))',
      'for action in (lambda: open("/box/task.txt", "w"), lambda: os.remove("/box/task.txt"), lambda: os.chmod("/box/task.txt", 0o777)):',
      '    try:',
      '        action()',
      '        print("changed")',
      '    except OSError:',
      '        print("refused")',
      'open("/box/other.txt", "w").write("x")',
    ];
    const first = await run(lines, {}, { 'task.txt': 'given' });
    const second = await run(lines, {}, { 'task.txt': 'given' });
    expect(first.stdout.split('\n').slice(0, 4)).toEqual(["given ['task.txt']", 'refused', 'refused', 'refused']);
    expect(second.stdout).toBe(first.stdout);
  });

  it('has standard input at its end (EV-12)', async () => {
    expect((await run(['import sys', 'print(repr(sys.stdin.read()))'])).stdout).toBe("''\n");
  });

  it('tells of a crash and leaves no core behind (EV-13)', async () => {
    const end = await run([
      'import os, resource, signal',
      'print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)',
      'os.kill(os.getpid(), signal.SIGSEGV)',
    ]);
    expect(end).toMatchObject({ signal: 11, stdout: '(0, 0)\n' });
  });

  it('has the same time zone, language and chance for everybody (EV-14)', async () => {
    const lines = ['import locale, time', 'print(time.tzname, hash("x"), locale.setlocale(locale.LC_ALL, ""))'];
    const outputs = await Promise.all([run(lines), run(lines), run(lines)]);
    expect(new Set(outputs.map(({ stdout }) => stdout)).size).toBe(1);
    expect(outputs[0]?.stdout).toContain("('UTC', 'UTC')");
  });

  it('stops reading what prints without end', async () => {
    const end = await run(['while True:', '    print("x" * 1000)']);
    expect(end.cause).toBe('output');
    expect(end.stdout.length).toBeLessThanOrEqual(1 << 20);
  });

  it('is known to leak where it does', async () => {
    const probe = (world: string) => [opened.tools.python, '-c', probeSource, world];
    // The machine's own folder for temporary files, in which the probe lays its secrets.
    const leaking: Sandbox = {
      isolation: 'none',
      start: (job, onLine) => opened.tools.sandbox.start({ ...job, shown: { [tmpdir()]: tmpdir() } }, onLine),
    };
    expect(await probeSandbox(opened.tools.sandbox, probe)).toEqual({ tight: true });
    expect(await probeSandbox(leaking, probe)).toEqual({
      tight: false,
      why: 'a file of the machine, a socket file of the machine',
    });
    const closed: Sandbox = {
      isolation: 'none',
      start: (job) => opened.tools.sandbox.start({ ...job, command: ['false'] }),
    };
    expect(await probeSandbox(closed, probe)).toMatchObject({ tight: false });
  });

  it('refuses where there is none, and as root without anybody to become', async () => {
    const machine = thisMachine(process.env);
    await expect(openSandbox({ ...machine, environment: { PATH: '/nowhere' } })).rejects.toMatchObject({
      code: 'sandbox.none',
    });
    await expect(openSandbox({ ...machine, platform: 'win32' })).rejects.toMatchObject({ code: 'sandbox.none' });
  });
});
