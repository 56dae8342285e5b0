/** Whether the machine runs on its battery, as each system tells it; asked again after a while, and never waited for. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Clock } from '../platform/Clock';

const execute = promisify(execFile);
/** So long an answer holds, in milliseconds. */
const validFor = 30_000;
const patience = 5_000;

export interface PowerSourceOptions {
  readonly clock: Clock;
  readonly platform?: NodeJS.Platform;
  /** Where Linux tells of its supplies. */
  readonly supplies?: string;
  /** Runs a program and gives what it prints. */
  readonly run?: (program: string, args: readonly string[]) => Promise<string>;
}

export class PowerSource {
  readonly #options: Required<PowerSourceOptions>;
  #isOnBattery = false;
  #askedAt: number | undefined;

  constructor({ clock, platform, supplies, run }: PowerSourceOptions) {
    this.#options = {
      clock,
      platform: platform ?? process.platform,
      supplies: supplies ?? '/sys/class/power_supply',
      run: run ?? runProgram,
    };
  }

  /** By the last answer; false while there is none, and where nobody can tell. */
  get isOnBattery(): boolean {
    const now = this.#options.clock.now();
    if (this.#askedAt === undefined || now - this.#askedAt > validFor) {
      this.#askedAt = now;
      void this.refresh();
    }
    return this.#isOnBattery;
  }

  /** Asks the system now. */
  async refresh(): Promise<void> {
    this.#isOnBattery = await this.#ask().catch(() => false);
  }

  async #ask(): Promise<boolean> {
    const { platform, supplies, run } = this.#options;
    switch (platform) {
      case 'linux':
        return runsOnBattery(supplies);
      case 'darwin':
        return (await run('/usr/bin/pmset', ['-g', 'batt'])).includes("'Battery Power'");
      case 'win32':
        // 1: the battery is discharging. No battery, no answer.
        return (
          (
            await run('powershell.exe', [
              ...['-NoProfile', '-NonInteractive', '-Command'],
              '(Get-CimInstance -ClassName Win32_Battery).BatteryStatus',
            ])
          ).trim() === '1'
        );
      default:
        return false;
    }
  }
}

/** A battery gives power, and no mains supply is connected. */
async function runsOnBattery(folder: string): Promise<boolean> {
  const supplies = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const read = (file: string) => readFile(join(folder, name, file), 'utf8').catch(() => '');
      const [type, online, status, scope] = await Promise.all(['type', 'online', 'status', 'scope'].map(read));
      return { type: type?.trim(), online: online?.trim(), status: status?.trim(), scope: scope?.trim() };
    }),
  );
  const isConnected = supplies.some(({ type, online }) => type !== 'Battery' && online === '1');
  // A mouse has a battery, too.
  return (
    !isConnected &&
    supplies.some(({ type, status, scope }) => type === 'Battery' && scope !== 'Device' && status === 'Discharging')
  );
}

async function runProgram(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(program, [...args], { timeout: patience, windowsHide: true });
  return stdout;
}
