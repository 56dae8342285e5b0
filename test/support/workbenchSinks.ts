/** What a real VS Code shows and keeps, given to a collector that looks for secrets in it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CanarySinks } from './CanarySinks';
import type { Workbench } from './Workbench';

/** The whole page at this moment: its elements with their attributes, and what stands in its input fields. */
export async function addPage(sinks: CanarySinks, { page }: Workbench): Promise<void> {
  sinks.add('DOM', await page.content());
  const values = await page.locator('input, textarea').evaluateAll((fields: readonly HTMLInputElement[]) =>
    // What a person types into a password field is theirs to see.
    fields.filter(({ type }) => type !== 'password').map(({ value }) => value),
  );
  sinks.add('DOM', values.join('\n'));
}

/** All files that VS Code has written: logs (sink `log`) and everything else (sink `state`). Gives the names of the logs. */
export function addFiles(sinks: CanarySinks, { userDataDir }: Workbench): readonly string[] {
  const files = readdirSync(userDataDir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const isLog = (file: string): boolean => relative(userDataDir, file).startsWith('logs');
  for (const file of files) {
    sinks.add(isLog(file) ? 'log' : 'state', readFileSync(file, 'latin1'));
  }
  return files.filter(isLog);
}
