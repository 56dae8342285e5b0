/** How a project runs its tests, by the person's settings or its own files: a fact about the project, nothing that a model says. */
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { detectTestCommand } from '../../tools/commands/testCommand';
import { realFolder } from './folderFacts';

/**
 * @param folder real path
 * @param set as the person set it, by folder; `~` = the home folder, `*` = every other
 * @returns undefined = none was recognised
 */
export async function testCommand(
  folder: string,
  set: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
  const own = Object.entries(set).find(([path]) => realPathOf(path) === realPathOf(folder))?.[1] ?? set['*'];
  if (own !== undefined) {
    return own;
  }
  const names = await readdir(folder).catch(() => []);
  return detectTestCommand(names, (name) => readFile(join(folder, name), 'utf8').catch(() => undefined));
}

function realPathOf(path: string): string {
  return realFolder(resolve(path.replace(/^~(?=[\\/]|$)/, homedir())));
}
