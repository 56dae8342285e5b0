/** Files that are looked at once: for one judgement of many paths, never for what is done afterwards. */
import type { Files } from '../../platform/Files';
import type { KeptContents } from './KeptContents';

/** Bytes; of a larger file none are kept. */
const largestKept = 64_000;

/** @param kept contents from judgements before, by their stamps; absent = every file is read anew */
export function rememberingFiles(files: Files, kept?: KeptContents<Uint8Array | undefined>): Files {
  const facts = remembering((path) => files.facts(path));
  return {
    facts,
    readLink: remembering((path) => files.readLink(path)),
    realPath: remembering((path) => files.realPath(path)),
    read: remembering(async (path) => {
      if (kept === undefined) {
        return files.read(path);
      }
      const found = await facts(path);
      if (found === undefined || found.kind === 'directory') {
        return undefined;
      }
      return found.kind !== 'file' || found.size > largestKept
        ? files.read(path)
        : kept.of(path, found, files, () => files.read(path));
    }),
    names: (path, limit) => files.names(path, limit),
  };
}

function remembering<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, T>();
  return (path) => {
    const known = answers.get(path);
    const answer = known ?? ask(path);
    answers.set(path, answer);
    return answer;
  };
}
