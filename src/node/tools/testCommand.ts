/** The project's own way to run its tests, read from its own files: a fact about the project, nothing that a model says. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { detectTestCommand } from '../../tools/commands/testCommand';

/** `folder`: real path. Undefined = none was recognised. */
export async function testCommand(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return detectTestCommand(names, (name) => readFile(join(folder, name), 'utf8').catch(() => undefined));
}
