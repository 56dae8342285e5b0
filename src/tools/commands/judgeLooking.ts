/** Programs that only look: their options and paths, and of git what the repository itself makes it run. */
import type { Opinion } from '../Decision';
import { countsForLooking, isCalledForLooking } from './gitPrograms';
import { expands, isOptionPattern, judgePaths, pattern, spellings } from './judgeWords';
import { readOptions } from './options';
import type { JudgedPart, PartContext } from './PartContext';
import { awkProgram } from './programs/awkProgram';
import { findProgram } from './programs/findProgram';
import { gitProgram, gitWords } from './programs/gitProgram';
import { jqProgram } from './programs/jqProgram';
import { lookingPrograms } from './programs/lookingPrograms';
import { ask, askAlways, type OwnReader } from './programs/Program';
import { sedProgram } from './programs/sedProgram';
import type { Word } from './Word';

export const ownReaders: Readonly<Record<string, OwnReader>> = {
  ...{ find: findProgram, sed: sedProgram, git: gitProgram, jq: jqProgram },
  ...{ awk: awkProgram, gawk: awkProgram, mawk: awkProgram, nawk: awkProgram },
};
/** What Windows cannot have, or only for a file of another name: revisions are written so. */
const namesOfRevisions: ReadonlySet<Opinion['reason']> = new Set([
  'a colon: another stream of a file',
  'a name that ends with a dot or a space',
  'a character that Windows does not allow in names',
  'a short name that stands for another one',
]);
export function unknown(name: string): Opinion {
  return ask('not among the commands that only look: {0}', name);
}

/** Undefined = it is none of the programs that only look. */
export async function judgeLooking(
  name: string,
  words: readonly Word[],
  context: PartContext,
): Promise<JudgedPart | undefined> {
  const own = Object.hasOwn(ownReaders, name) ? ownReaders[name] : undefined;
  if (own !== undefined) {
    const read = own.read(words);
    const { paths, perhaps = [] } = read;
    const repository = name === 'git' ? await judgeRepository(words, context) : { opinions: [] };
    const rest = words.filter((word) => word.isPattern && !paths.includes(word) && !isOptionPattern(word));
    const opinions = [...read.opinions, ...repository.opinions, ...rest.map(pattern)];
    const found = (await judgePaths(perhaps, 'read', context)).filter(({ reason }) => !namesOfRevisions.has(reason));
    return { ...repository, opinions: [...opinions, ...(await judgePaths(paths, 'read', context)), ...found] };
  }
  const known = Object.hasOwn(lookingPrograms, name) ? lookingPrograms[name] : undefined;
  if (known === undefined) {
    return undefined;
  }
  if (known.operands === 'text') {
    const read = name === 'echo' ? undefined : readOptions(words, known.options);
    const opinions = [...(read?.opinions ?? []), ...(read === undefined ? [] : (known.judge?.(read) ?? []))];
    // What a pattern finds is shown, and nothing of that does harm as an option: only where it looks counts.
    const patterns = words.filter((word) => word.isPattern && !isOptionPattern(word));
    const found = (await judgePaths(patterns, 'list', context)).filter(({ reason }) => reason !== expands);
    const climbing = patterns.filter(({ text }) => /(?:^|\/)\.\.(?:\/|$)/.test(text)).map(pattern);
    return { opinions: [...opinions, ...found, ...climbing] };
  }
  const read = readOptions(words, known.options);
  const isGiven = known.firstIsPattern?.some((option) => read.given.has(option)) ?? true;
  const paths = [...(isGiven ? read.operands : read.operands.slice(1)), ...read.paths];
  const opinions = [...read.opinions, ...(known.judge?.(read) ?? [])];
  if (known.operands === 'none' && read.operands.length > 0) {
    opinions.push(unknown(name));
  }
  if (known.readsFolders === true && (await hasFolder(paths, context))) {
    opinions.push(ask('reads every file of a folder, hidden ones too'));
  }
  const rest = words.filter((word) => word.isPattern && !paths.includes(word) && !isOptionPattern(word));
  const shows = known.operands === 'list' && name !== 'rg' ? 'list' : 'read';
  return { opinions: [...opinions, ...rest.map(pattern), ...(await judgePaths(paths, shows, context))] };
}

/** Whether one of them is a folder now. Those of a pattern with more than plain sets are asked about anyway. */
async function hasFolder(paths: readonly Word[], { judgePath }: PartContext): Promise<boolean> {
  const spelled = paths.flatMap((word) => (word.isPattern ? (spellings(word.text) ?? []) : [word.text]));
  const found = await Promise.all(spelled.map((path) => judgePath('read', path)));
  return found.flat().some(({ reason }) => reason === 'a folder');
}

/** What the repository itself makes git run. */
async function judgeRepository(words: readonly Word[], { gitPrograms, judgePath }: PartContext): Promise<JudgedPart> {
  const { isVersion, folder, looks, comparesFolders } = gitWords(words);
  if (isVersion) {
    return { opinions: [] };
  }
  const programs = await gitPrograms(folder);
  if (programs === undefined) {
    return { opinions: [askAlways('in a folder that is chosen on the way')] };
  }
  const { settings, hooks, foreign = [], isMissing } = programs;
  const elsewhere = (await Promise.all(foreign.map((place) => judgePath('search', place)))).flat();
  if (isMissing && comparesFolders) {
    return { opinions: [ask('reads every file of a folder, hidden ones too')] };
  }
  const counting = looks ? settings.filter(countsForLooking) : settings;
  const called = looks ? hooks.filter(isCalledForLooking) : hooks;
  const unseen = looks ? called.map((hook) => hook.slice(hook.lastIndexOf('/') + 1)) : [];
  const names = [...new Set([...counting.map(({ name }) => name), ...unseen])].join(', ').slice(0, 200);
  return {
    opinions: [
      ...elsewhere.filter(({ reason }) => reason.startsWith('outside the workspace')),
      ...(names === '' ? [] : [askAlways('this repository’s own settings make git run programs: {0}', names)]),
    ],
    runs: [...counting.flatMap(({ file }) => file ?? []), ...called],
    settings: counting.map(({ name, value }) => `${name}=${value}`),
  };
}
