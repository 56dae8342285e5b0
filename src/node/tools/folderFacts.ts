/** Small facts about files and folders that the gate over tools asks for. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { realFiles } from '../realFiles';

/** The folder as the system knows it, links resolved; as it was given where that cannot be told. */
export function realFolder(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** SHA-256 of a file that a command runs, hexadecimal; undefined = there is none. */
export async function hashOfFile(path: string, folder: string): Promise<string | undefined> {
  // Through links: what they lead to is what is run.
  const real = await realFiles.realPath(isAbsolute(path) ? path : join(folder, path));
  const bytes = real === undefined ? undefined : await realFiles.read(real);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}
