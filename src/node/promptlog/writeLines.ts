/** Writes an export: beside the file first, so that one that fails half-way takes no earlier one's place. */
import { rename, rm, writeFile } from 'node:fs/promises';

/** `path` is absolute; the file can be read by this person only. Rejects when the disk refuses, or the lines do. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, lines, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}
