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
  const bytes = await realFiles.read(isAbsolute(path) ? path : join(folder, path));
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}
