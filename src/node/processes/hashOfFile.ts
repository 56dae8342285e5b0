/** What an approval of a command is bound to beside its words: the content of the files that it runs. */
import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { realFiles } from '../realFiles';

/** `path` as in the command, `cwd` real. Undefined = there is no such file. */
export async function hashOfFile(path: string, cwd: string): Promise<string | undefined> {
  const absolute = resolve(cwd, path.replace(/^~(?=\/)/, homedir()));
  const real = await realFiles.realPath(absolute);
  const bytes = real === undefined ? undefined : await realFiles.read(real);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}
