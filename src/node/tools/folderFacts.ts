/** Small facts about files and folders that the gate over tools asks for. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { unreadable } from '../../tools/ToolGate';
import { realFiles } from '../realFiles';

/** The folder as the system knows it, links resolved; as it was given where that cannot be told. */
export function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** SHA-256 of a file that a command runs, hexadecimal; undefined = there is none, `unreadable` = a folder, a device, or forbidden. */
export async function hashOfFile(path: string, folder: string): Promise<string | undefined> {
  // As the shell reads it: the home folder only in front and alone.
  const spelled = /^~(?=\/|$)/.test(path) ? homedir() + path.slice(1) : path;
  // Through links: what they lead to is what is run.
  const real = await realFiles.realPath(isAbsolute(spelled) ? spelled : join(folder, spelled));
  if (real === undefined) {
    return undefined;
  }
  const bytes = await realFiles.read(real);
  return bytes === undefined ? unreadable : createHash('sha256').update(bytes).digest('hex');
}
