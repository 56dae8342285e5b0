/** What the `.tandemignore` files of the opened folders keep from models, for the gate: read anew for each question, through the gate's files. */
import { ignoreFileName, TandemIgnore } from '../../context/files/TandemIgnore';
import type { Files } from '../../platform/Files';

/** A larger file is not one of rules; then nothing of its folder is given away. */
const largest = 1_000_000;
/** Nothing of a person's lies deeper, and looking for rules in so many folders would take long: it is kept from models. */
const mostFolders = 100;

/** `roots`: absolute paths of the opened folders, with forward slashes. What lies in none of them is never named. */
export function tandemIgnored(
  machine: Files,
  roots: readonly string[],
): (path: string, files?: Files) => Promise<boolean> {
  return async (path, files = machine) => {
    if (path.split('/').length > mostFolders) {
      return true;
    }
    const real = await Promise.all(roots.map((root) => files.realPath(root)));
    for (const root of new Set([...roots, ...real])) {
      if (
        root !== undefined &&
        path.startsWith(`${root}/`) &&
        (await names(files, root, path.slice(root.length + 1)))
      ) {
        return true;
      }
    }
    return false;
  };
}

async function names(files: Files, root: string, path: string): Promise<boolean> {
  const rules = new TandemIgnore();
  const found = rules.missing(path).map(async (folder) => {
    const bytes = await files.read([root, folder, ignoreFileName].filter((part) => part !== '').join('/'));
    return [folder, bytes] as const;
  });
  for (const [folder, bytes] of await Promise.all(found)) {
    rules.set(folder, bytes === undefined ? undefined : bytes.length > largest ? '*' : new TextDecoder().decode(bytes));
  }
  return rules.ignores(path);
}
