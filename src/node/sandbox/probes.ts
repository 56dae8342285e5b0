/** Real attempts to get out of a sandbox, made before it is trusted with anything: each must fail. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { defaultLimits, type Sandbox } from '../../sandbox/Sandbox';

export type ProbeResult =
  | { readonly tight: true }
  /** `why`: what was reached, or what kept the sandbox from starting. */
  | { readonly tight: false; readonly why: string };

const answerSchema = z.object({ nonce: z.string(), reached: z.array(z.string()) });

/**
 * Sets up what an escape would reach (a file, servers, a variable) and lets a program in the sandbox look for it. `command`: how that program is
 * started, with where everything is as JSON.
 */
export async function probeSandbox(
  sandbox: Sandbox,
  command: (world: string) => readonly string[],
): Promise<ProbeResult> {
  const folder = await mkdtemp(join(tmpdir(), 'tandem-probe-'));
  const nonce = randomBytes(16).toString('hex');
  const variable = `TANDEM_PROBE_${nonce}`;
  const servers: Server[] = [];
  try {
    // Nothing but the sandbox may be what keeps the program from them.
    await chmod(folder, 0o755);
    const secret = join(folder, 'secret');
    await writeFile(secret, 'secret', { mode: 0o644 });
    const script = join(folder, 'script.mjs');
    await writeFile(script, 'export default 1;\n', { mode: 0o644 });
    const port = await listen(servers, 0);
    const abstract = `tandem-${nonce}`;
    await listen(servers, join(folder, 'socket'));
    await chmod(join(folder, 'socket'), 0o777);
    await listen(servers, `\0${abstract}`).catch(() => undefined);
    process.env[variable] = nonce;
    const { processes, diskBytes, diskFiles } = defaultLimits;
    const world = { nonce, secret, script, variable, port, socket: join(folder, 'socket'), abstract };
    const lines: string[] = [];
    const { ended } = sandbox.start(
      {
        command: command(JSON.stringify({ ...world, processes, diskBytes, diskFiles })),
        limits: defaultLimits,
      },
      (line) => lines.push(line),
    );
    const { stderr, cause, exitCode } = await ended;
    const answer = lines.map((line) => answerSchema.safeParse(parsed(line))).find(({ success }) => success)?.data;
    if (answer?.nonce !== nonce) {
      return { tight: false, why: stderr.trim().split('\n').at(-1) || `${cause}, exit code ${exitCode}` };
    }
    return answer.reached.length === 0 ? { tight: true } : { tight: false, why: answer.reached.join(', ') };
  } finally {
    delete process.env[variable];
    for (const server of servers) {
      server.close();
    }
    await rm(folder, { recursive: true, force: true });
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Resolves to the port, where it has one. */
function listen(servers: Server[], place: number | string): Promise<number> {
  const server = createServer((connection) => connection.destroy());
  servers.push(server);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const ready = (): void => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    };
    if (typeof place === 'number') {
      server.listen(place, '127.0.0.1', ready);
    } else {
      server.listen(place, ready);
    }
  });
}
