/** Which Node programs in the sandbox are started with, where the command line itself is run by Electron. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findNode } from '../../../../src/node/sandbox/programs';

const node = process.execPath;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-programs-'));
});
afterEach(() => {
  process.execPath = node;
  rmSync(folder, { recursive: true, force: true });
});

/** Opens a window unless it is told to be a Node, and then says that it is in Electron. */
function electron(path: string): string {
  const window = join(folder, 'window');
  const program = `((process) => { '"$2"' })({ versions: { electron: "39" }, execPath: "${path}" })`;
  const script = `#!/bin/sh\nif [ "$ELECTRON_RUN_AS_NODE" != 1 ]; then : > '${window}'; exit; fi\nexec '${node}' -e '${program}'\n`;
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  return path;
}

describe('the Node of a sandbox', () => {
  it('is the one that runs us', async () => {
    const found = await findNode({ environment: {}, platform: 'linux', uid: 1000 }, false);
    expect(found?.path).toBe(node);
  });

  it('is another one under Electron, of which no window is opened', async () => {
    process.execPath = electron(join(folder, 'code'));
    const environment = { PATH: `${folder}:${dirname(node)}` };
    electron(join(folder, 'node'));
    const found = await findNode({ environment, platform: 'linux', uid: 1000 }, false);
    expect(found?.path).toBe(node);
    expect(existsSync(join(folder, 'window'))).toBe(false);
  });
});
