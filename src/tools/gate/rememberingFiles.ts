/** Files that are looked at once: for one judgement of many paths, never for what is done afterwards. */
import type { Files } from '../../platform/Files';

export function rememberingFiles(files: Files): Files {
  return {
    facts: remembering((path) => files.facts(path)),
    readLink: remembering((path) => files.readLink(path)),
    realPath: remembering((path) => files.realPath(path)),
    read: remembering((path) => files.read(path)),
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
