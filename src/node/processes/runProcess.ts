/**
 * Runs one approved command: no terminal, nothing on standard input, a small environment, limits on time and output, and nothing of it left
 * when it ends, whatever way. Never rejects.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import { PlainOutput } from '../../base/PlainOutput';
import type { ApprovedCommand } from '../../tools/commands/CommandJudgement';
import type { ProcessOutcome } from '../../tools/ToolHost';
import { commandEnvironment } from './environment';
import { findShell } from './findShell';
import { KeptOutput } from './KeptOutput';
import { ProcessTree } from './processTree';

/** Bytes that a command may write before it is ended. */
const mostWritten = 16 * 1024 * 1024;
/** Characters that are shown while it runs. */
const mostLive = 1_000_000;
/** Milliseconds in which the last of the output comes once the shell has ended. */
const drain = 200;

export interface RunOptions {
  /** Real paths in which no program is looked for. */
  readonly closed: readonly string[];
  readonly onOutput: (text: string) => void;
}

export async function runProcess(
  { command, cwd, timeout }: ApprovedCommand,
  { closed, onOutput }: RunOptions,
  signal: AbortSignal,
): Promise<ProcessOutcome> {
  const began = performance.now();
  const kept = new KeptOutput();
  const finished = (end: ProcessOutcome['end'], exitCode?: number): ProcessOutcome => ({
    ...{ exitCode, end, output: kept.text, isCut: kept.isCut, duration: Math.round(performance.now() - began) },
  });
  if (signal.aborted) {
    return finished('stopped');
  }
  const marker = randomUUID();
  const shell = findShell();
  const child = spawn(shell.path, [...shell.options, command], {
    cwd,
    env: commandEnvironment(process.env, closed, marker),
    // A group of its own, so that all of it can be reached; no terminal belongs to it.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((resolve) => child.once('error', () => resolve(finished('unknown'))));
  }
  const tree = new ProcessTree(pid, marker);
  let written = 0;
  let live = 0;
  let timer: NodeJS.Timeout | undefined;
  let onAbort = (): void => {};
  const end = await new Promise<ProcessOutcome['end']>((resolve) => {
    timer = setTimeout(() => resolve('timeout'), timeout);
    onAbort = () => resolve('stopped');
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', () => resolve('unknown'));
    child.once('exit', () => resolve('exited'));
    const read = (stream: NodeJS.ReadableStream): void => {
      const decoder = new StringDecoder('utf8');
      const plain = new PlainOutput();
      const take = (text: string): void => {
        kept.add(text);
        if (text !== '' && live < mostLive) {
          live += text.length;
          onOutput(live < mostLive ? text : `${text}\n…\n`);
        }
      };
      stream.on('data', (bytes: Buffer) => {
        written += bytes.length;
        if (written > mostWritten) {
          resolve('too-much-output');
          child.stdout.destroy();
          child.stderr.destroy();
          return;
        }
        take(plain.push(decoder.write(bytes)));
      });
      stream.on('end', () => take(plain.push(decoder.end()) + plain.finish()));
      stream.on('error', () => {});
    };
    read(child.stdout);
    read(child.stderr);
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', onAbort);
  const closedStreams = new Promise<void>((resolve) => child.once('close', () => resolve()));
  if (end === 'exited') {
    // What it started and left behind may hold the streams open for ever.
    await Promise.race([closedStreams, new Promise((resolve) => setTimeout(resolve, drain))]);
  }
  await tree.end();
  await Promise.race([closedStreams, new Promise((resolve) => setTimeout(resolve, drain))]);
  child.stdout.destroy();
  child.stderr.destroy();
  if (end !== 'exited') {
    return finished(end);
  }
  return child.exitCode === null ? finished('unknown') : finished('exited', child.exitCode);
}
