/**
 * Everything that a command started, also what put itself into a session of its own, was adopted by another process, or does not listen to
 * signals. Found by parentage while it runs, by the process group, and by a mark in the environment that children inherit.
 */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { markerName } from './environment';

/** Milliseconds between two looks at a running tree. */
const lookEvery = 250;
/** Milliseconds that programs have to clean up once they are told to end. */
const patience = 250;
const mostRounds = 60;

export class ProcessTree {
  readonly #root: number;
  readonly #marker: string;
  /** Processes seen so far, with the moment of their start: numbers are used again. */
  readonly #seen = new Map<number, string>();
  readonly #timer: NodeJS.Timeout;
  #ending: Promise<void> | undefined;

  constructor(root: number, marker: string) {
    this.#root = root;
    this.#marker = marker;
    this.#timer = setInterval(() => void this.#glance(), lookEvery);
    this.#timer.unref();
    void this.#glance();
  }

  /** Children of what is known, before they can leave: cheap enough to be done all the time. */
  async #glance(): Promise<void> {
    if (process.platform !== 'linux') {
      return this.#look();
    }
    for (const pid of new Set([this.#root, ...this.#seen.keys()])) {
      const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1').catch(() => '');
      await this.#note([pid, ...children.split(' ').filter(Boolean).map(Number)]);
    }
  }

  /** Ends all of it and resolves when nothing is left, or nothing helped. */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    clearInterval(this.#timer);
    if (process.platform === 'win32') {
      await promisify(execFile)('taskkill', ['/PID', String(this.#root), '/T', '/F']).catch(() => undefined);
      return;
    }
    let isFirst = true;
    const gentleUntil = Date.now() + patience;
    for (let round = 0; round < mostRounds; round++) {
      // Looked at first: whose parent has ended cannot be told from others any more.
      const alive = await this.#alive();
      if (alive.length === 0) {
        return;
      }
      const isGentle = Date.now() < gentleUntil;
      if (isFirst || !isGentle) {
        send(-this.#root, isGentle ? 'SIGTERM' : 'SIGKILL');
        for (const pid of alive) {
          send(pid, isGentle ? 'SIGTERM' : 'SIGKILL');
        }
        isFirst = false;
      }
      await wait(25);
    }
  }

  async #alive(): Promise<readonly number[]> {
    await this.#look();
    const alive: number[] = [];
    for (const [pid, started] of this.#seen) {
      if ((await startOf(pid)) === started) {
        alive.push(pid);
      } else {
        this.#seen.delete(pid);
      }
    }
    return alive;
  }

  /** Writes down what belongs to it now. */
  async #look(): Promise<void> {
    const found = process.platform === 'linux' ? await this.#lookInProc() : await this.#lookWithPs();
    await this.#note(found);
  }

  async #note(found: readonly number[]): Promise<void> {
    for (const pid of found) {
      const started = this.#seen.has(pid) ? undefined : await startOf(pid);
      if (started !== undefined) {
        this.#seen.set(pid, started);
      }
    }
  }

  async #lookInProc(): Promise<readonly number[]> {
    const found: number[] = [];
    const mark = `${markerName}=${this.#marker}`;
    const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
    const parents = new Map<number, { readonly parent: number; readonly group: number }>();
    for (const pid of pids) {
      const stat = await statOf(pid);
      if (stat !== undefined) {
        parents.set(pid, stat);
      }
    }
    for (const [pid, { parent, group }] of parents) {
      const belongs =
        pid === this.#root ||
        group === this.#root ||
        this.#seen.has(parent) ||
        parent === this.#root ||
        found.includes(parent);
      if (belongs) {
        found.push(pid);
      } else if (pid > this.#root || this.#ending !== undefined) {
        // Somebody else's environment cannot be read, and is not ours.
        const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
        if (environment.split('\0').includes(mark)) {
          found.push(pid);
        }
      }
    }
    return found;
  }

  async #lookWithPs(): Promise<readonly number[]> {
    const options = ['-axww', '-E', '-o', 'pid=,ppid=,pgid=,command='];
    const { stdout } = await promisify(execFile)('/bin/ps', options, { maxBuffer: 64 * 1024 * 1024 }).catch(() => ({
      stdout: '',
    }));
    const found: number[] = [];
    for (const line of stdout.split('\n')) {
      const [pid = 0, parent = 0, group = 0] = line.trim().split(/\s+/, 3).map(Number);
      const marked = line.includes(`${markerName}=${this.#marker}`);
      if (
        pid > 0 &&
        (marked || pid === this.#root || group === this.#root || this.#seen.has(parent) || found.includes(parent))
      ) {
        found.push(pid);
      }
    }
    return found;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Fields 4, 5 and 22 of `/proc/PID/stat`, behind the name, which may hold anything. */
async function statOf(
  pid: number,
): Promise<{ readonly parent: number; readonly group: number; readonly started: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  return state === undefined || state === '' || state === 'Z'
    ? undefined
    : { parent: Number(parent), group: Number(group), started: fields[19] ?? '' };
}

/** Undefined = there is no such process, or it has ended and only waits to be noticed. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    return (await statOf(pid))?.started;
  }
  const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  const text = stdout.trim();
  return text === '' || text.startsWith('Z') ? undefined : text.replace(/^\S+\s+/, '');
}
