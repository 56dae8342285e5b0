/** How much memory a process and everything below it hold. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** In bytes; 0 once it has ended. */
export async function memoryOfTree(root: number, platform: NodeJS.Platform = process.platform): Promise<number> {
  return platform === 'linux' ? fromProc(root) : fromPs(root);
}

/** Linux: by each thread's list of children, as proc(5) has it. */
function fromProc(root: number): number {
  let pages = 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    try {
      pages += Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]);
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        const children = readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').trim();
        waiting.push(...(children === '' ? [] : children.split(' ').map(Number)));
      }
    } catch {
      // It has just ended.
    }
  }
  return pages * 4096;
}

/** Elsewhere: by a list of all processes, as POSIX has it. */
async function fromPs(root: number): Promise<number> {
  const { stdout } = await execute('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => ({ stdout: '' }));
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  let kilobytes = 0;
  const waiting = [root];
  for (let pid = waiting.pop(); pid !== undefined; pid = waiting.pop()) {
    for (const [own, parent, size = 0] of rows) {
      kilobytes += own === pid ? size : 0;
      if (own !== undefined && parent === pid && own !== pid) {
        waiting.push(own);
      }
    }
  }
  return kilobytes * 1024;
}
