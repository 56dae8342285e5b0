/** A data set's files under a path that the person gave: a file, or a folder with everything below it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AssistantError } from '../../base/AssistantError';
import type { DataFile, DataSetFormat } from '../../evaluation/datasets/DataSetFormat';

const deepest = 6;

/** Throws `evaluation.noData` where there is none. */
export async function dataFiles(path: string, format: Pick<DataSetFormat, 'isData'>): Promise<readonly DataFile[]> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true) {
    return [fileAt(path, basename(path))];
  }
  const files = found === undefined ? [] : (await filesBelow(path, '', 0)).filter((file) => format.isData(file));
  if (files.length === 0) {
    throw new AssistantError('evaluation.noData', [path]);
  }
  return files.sort().map((file) => fileAt(join(path, file), file));
}

/** The text of a file, unpacked where its name ends in `.gz`. */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes).toString('utf8');
}

function fileAt(absolute: string, path: string): DataFile {
  return { path, folder: dirname(absolute), read: () => readText(absolute) };
}

/** Relative to `root`, with `/`. */
export async function filesBelow(root: string, folder: string, depth: number): Promise<string[]> {
  if (depth > deepest) {
    return [];
  }
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        return /^(?:\.git|node_modules)$/.test(entry.name) ? [] : filesBelow(root, path, depth + 1);
      }
      return entry.isFile() ? [path] : [];
    }),
  );
  return lists.flat();
}

/** The folder with JUnit below a data set's path; undefined = there is none. */
export async function libraryFolder(path: string): Promise<string | undefined> {
  const root = (await stat(path)).isDirectory() ? path : dirname(path);
  const jar = (await filesBelow(root, '', 0)).find((file) => /junit-platform[^/]*\.jar$/.test(file));
  return jar === undefined ? undefined : dirname(join(root, jar));
}
