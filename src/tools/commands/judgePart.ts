/** One program with its words: what it is known to do, what its options and paths say, and what is never run. */
import { looksSecret } from '../../base/secretFiles';
import { type Opinion, strictest } from '../Decision';
import { type CommandPolicy, deniedBy, isAllowed } from './CommandPolicy';
import { isSystemPath, judgeFloor, nameOf } from './floor';
import { countsForLooking, isCalledForLooking } from './gitPrograms';
import { readOptions } from './options';
import type { GitJudge, PathJudge } from './PathJudge';
import { askingReason, type Interpreter, interpreters } from './programs/askingPrograms';
import { awkProgram } from './programs/awkProgram';
import { findProgram } from './programs/findProgram';
import { gitProgram, gitWords } from './programs/gitProgram';
import { jqProgram } from './programs/jqProgram';
import { lookingPrograms } from './programs/lookingPrograms';
import { ask, askAlways, deny, type OwnReader } from './programs/Program';
import { isProjectProgram, judgeProjectProgram } from './programs/projectPrograms';
import { sedProgram } from './programs/sedProgram';
import type { ReadPart } from './readCommand';
import type { Word } from './Word';

export interface PartContext {
  readonly policy: CommandPolicy;
  /** With the folder that a `cd` before it went to. */
  readonly judgePath: PathJudge;
  /** As in `JudgeOptions`. */
  readonly gitPrograms: GitJudge;
}

export interface JudgedPart {
  readonly opinions: readonly Opinion[];
  /** Files whose content decides what happens, as written; absent = none. */
  readonly runs?: readonly string[];
  /** As in `CommandJudgement`; absent = none. */
  readonly named?: readonly string[];
  /** As in `CommandJudgement`; absent = none. */
  readonly settings?: readonly string[];
}

const ownReaders: Readonly<Record<string, OwnReader>> = {
  ...{ find: findProgram, sed: sedProgram, git: gitProgram, jq: jqProgram },
  ...{ awk: awkProgram, gawk: awkProgram, mawk: awkProgram, nawk: awkProgram },
};
/** They change what they name, and nothing else. */
const changing = new Set('mkdir touch cp mv rm rmdir ln chmod tee'.split(' '));
/** Those of them that put something new there. */
const writing = new Set('touch cp mv ln chmod tee'.split(' '));
const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i;
/** What Windows cannot have, or only for a file of another name: revisions are written so. */
const namesOfRevisions: ReadonlySet<Opinion['reason']> = new Set([
  'a colon: another stream of a file',
  'a name that ends with a dot or a space',
  'a character that Windows does not allow in names',
  'a short name that stands for another one',
]);
/**
 * What they answer depends on no file of the workspace. It does for cargo, rustc, go, dotnet and yarn: a folder can name another of them,
 * which is then run.
 */
const versioned = new Set(
  'node npm pip pip3 python python2 python3 java javac tsc ruby perl php gcc g++ clang cmake make deno bun rg jq bash'.split(
    ' ',
  ),
);

export async function judgePart(part: ReadPart, context: PartContext): Promise<JudgedPart> {
  const texts = part.words.map(({ text }) => text);
  const opinions: Opinion[] = [...judgeFloor(texts)];
  const denied = texts.length === 0 ? undefined : deniedBy(context.policy, texts);
  if (denied !== undefined) {
    opinions.push(deny('never run, by your own rules: {0}', denied));
  }
  for (const redirect of part.redirects) {
    opinions.push(...(await judgeRedirect(redirect, context)));
  }
  if (part.isNested) {
    return { opinions: opinions.filter(({ decision }) => decision === 'deny') };
  }
  opinions.push(...part.opinions, ...part.words.flatMap((word) => word.opinions));
  const [program, ...words] = part.words;
  if (program === undefined) {
    return { opinions: opinions.length === 0 ? [askAlways('not understood')] : opinions };
  }
  const judged = await judgeProgram(program, words, context);
  const isPlain = part.words.every((word) => word.isPlain && !word.isPattern);
  const lifted = isPlain && isAllowed(context.policy, texts);
  opinions.push(...judged.opinions.filter(({ decision }) => !lifted || decision !== 'ask'));
  return { ...judged, opinions };
}

async function judgeProgram(program: Word, words: readonly Word[], context: PartContext): Promise<JudgedPart> {
  const name = program.text;
  if (!program.isPlain || program.isPattern || program.raw !== name || !/^[\w.+/-]+$/.test(name)) {
    return { opinions: [askAlways('the program’s name is not written plainly')] };
  }
  if (name === 'command' && words[0]?.text === '-v' && words.slice(1).every((word) => /^[\w.+-]+$/.test(word.raw))) {
    return { opinions: context.policy.allowsLooking ? [] : [unknown(name)] };
  }
  const reason = askingReason(nameOf(name));
  if (reason !== undefined) {
    const whole = [name, ...words.map(({ text }) => text)].join(' ').slice(0, 200);
    return { opinions: [askAlways(reason, whole), ...(await judgeLooseWords(words, context))] };
  }
  if (name.includes('/')) {
    return {
      opinions: [
        ask('a program of the workspace: {0}', name),
        ...(await judged(context, 'search', name)),
        ...(await judgeLooseWords(words, context)),
      ],
      runs: [name],
      named: [name],
    };
  }
  const [only] = words;
  if (versioned.has(name) && words.length === 1 && isVersionOption(name, only?.text ?? '')) {
    return { opinions: context.policy.allowsLooking ? [] : [unknown(name)] };
  }
  const interpreter = interpreters.get(name);
  if (interpreter !== undefined) {
    return judgeInterpreter(name, words, interpreter, context);
  }
  const project = judgeProjectProgram(name, words);
  if (project !== undefined) {
    const inner = await judgeInner(project.inner, context);
    const loose = await judgeLooseWords(words, context);
    return {
      ...project,
      opinions: [...project.opinions, ...inner.opinions, ...loose],
      runs: [...project.runs, ...inner.runs],
    };
  }
  const usual = usualName(name);
  if (usual !== name && (interpreters.has(usual) || isProjectProgram(usual) || Object.hasOwn(ownReaders, usual))) {
    const same = await judgeProgram({ ...program, text: usual, raw: usual }, words, context);
    return { ...same, opinions: [unknown(name), ...same.opinions] };
  }
  const looking = await judgeLooking(name, words, context);
  if (looking !== undefined) {
    const opinions = context.policy.allowsLooking ? looking.opinions : [...looking.opinions, unknown(name)];
    return { ...looking, opinions };
  }
  if (changing.has(name)) {
    const targets = words.filter(({ text }) => !text.startsWith('-'));
    const paths = (await Promise.all(targets.map((word) => judgeTarget(word, context)))).flat();
    const found = writing.has(name) ? paths : paths.filter(({ reason }) => reason !== 'this file can run code');
    return { opinions: [ask('changes files: {0}', name), ...found] };
  }
  return { opinions: [unknown(name), ...(await judgeLooseWords(words, context))] };
}

/** What a project's program is told to run: what is asked about every time when it stands alone is so here. */
async function judgeInner(
  words: readonly Word[],
  context: PartContext,
): Promise<{ readonly opinions: readonly Opinion[]; readonly runs: readonly string[] }> {
  const [program, ...rest] = words;
  if (program === undefined) {
    return { opinions: [], runs: [] };
  }
  const { opinions, runs = [] } = await judgeProgram(program, rest, context);
  return { opinions: opinions.filter(({ decision }) => decision !== 'ask'), runs };
}

/** `Python3.11.exe`, `npm.cmd`: systems find them by other spellings, and of other versions. */
function usualName(name: string): string {
  const plain = nameOf(name).replace(/\.(?:cmd|bat|com|ps1)$/, '');
  return interpreters.has(plain) ? plain : plain.replace(/-?\d+(?:\.\d+)*$/, '');
}

function isVersionOption(program: string, option: string): boolean {
  return /^(?:--version|-V|-v)$/.test(option) || (option === '-version' && /^javac?$/.test(program));
}

function unknown(name: string): Opinion {
  return ask('not among the commands that only look: {0}', name);
}

/** Undefined = it is none of the programs that only look. */
async function judgeLooking(
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

/** `--include=*.ts`: whatever it matches is the same option. */
function isOptionPattern({ text }: Word): boolean {
  return /^--[\w-]+=[^*?[]*[*?[]/.test(text);
}

const expands = 'a pattern that the shell expands: {0}';

function pattern({ text }: Word): Opinion {
  return ask(expands, text);
}

async function judgePaths(
  paths: readonly Word[],
  shows: 'list' | 'read',
  context: PartContext,
): Promise<readonly Opinion[]> {
  const found = await Promise.all(paths.map((word) => judgeWord(word, shows, context)));
  return found.flat();
}

async function judgeWord(word: Word, shows: 'list' | 'read', context: PartContext): Promise<readonly Opinion[]> {
  const spelled = word.isPattern ? spellings(word.text) : [word.text];
  if (spelled !== undefined) {
    return (await Promise.all(spelled.map((path) => judged(context, 'search', path)))).flat();
  }
  // Names that nobody has seen: none of them may become an option, and no text is shown unseen.
  const before = word.text.slice(0, word.text.search(/[*?[]/));
  const folder = before.includes('/') ? before.slice(0, before.lastIndexOf('/') + 1) : '';
  const isUnseen =
    shows === 'read' ||
    folder === '' ||
    folder.startsWith('-') ||
    /\/\.\.(?:\/|$)/.test(word.text.slice(folder.length));
  const opinions = await judged(context, 'search', folder === '' ? '.' : folder);
  return isUnseen ? [pattern(word), ...opinions] : opinions;
}

const mostSpellings = 64;

/** What a pattern with nothing but plain sets (`[id].tsx`) can match, itself among it; undefined = it has others. */
function spellings(text: string): readonly string[] | undefined {
  if (/[*?]|\[[^\]]*[-!^:[]|\[\]|\[[^\]]*$/.test(text)) {
    return undefined;
  }
  let spelled = [''];
  for (const piece of text.split(/(\[[^\]]+\])/)) {
    const choices = piece.startsWith('[') ? [...piece.slice(1, -1)] : [piece];
    spelled = spelled.flatMap((before) => choices.map((choice) => before + choice));
    if (spelled.length > mostSpellings) {
      return undefined;
    }
  }
  return [text, ...spelled];
}

async function judgeInterpreter(
  name: string,
  words: readonly Word[],
  { code, known }: Interpreter,
  context: PartContext,
): Promise<JudgedPart> {
  const whole = [name, ...words.map(({ text }) => text)].join(' ').slice(0, 200);
  const loose = await judgeLooseWords(words, context);
  const index = words.findIndex(({ text }) => !/^[-+]/.test(text));
  const options = (index < 0 ? words : words.slice(0, index)).map(({ text }) => text);
  const odd = options.find((option) => !code.test(option) && !known.test(option) && option !== '-');
  if (odd !== undefined) {
    return { opinions: [askAlways('an option that is not known to be harmless: {0}', odd), ...loose] };
  }
  const module = /^py(?:thon|py|$)/.test(name) && options.at(-1) === '-m' ? words[index]?.text : undefined;
  if (module !== undefined && !options.some((option) => code.test(option))) {
    const asked = module === 'pip' ? judgeProjectProgram('pip', words.slice(index + 1)) : undefined;
    const own = /^(?:pytest|unittest|mypy|ruff|black|isort|flake8|pylint|doctest|compileall)$/.test(module);
    const opinion = own
      ? ask('runs the project’s own code: {0}', `${name} -m ${module}`)
      : askAlways('runs another program: {0}', whole);
    const rest = words.slice(index + 1);
    const inner = own ? judgeProjectProgram(module, rest) : undefined;
    // They install, take another program, or run code that is given as text.
    const odd = own ? rest.find(({ text }) => /^--(?:inst|python-e|init-h|load-pl)/.test(text)) : undefined;
    const never = odd === undefined ? [] : [askAlways('an option that runs, writes or sends: {0}', odd.text)];
    return {
      opinions: [...(asked?.opinions ?? [opinion]), ...(inner?.opinions ?? []), ...never, ...loose],
      runs: own ? ['pyproject.toml', 'conftest.py'] : [],
    };
  }
  if (name === 'node' && options.includes('--test') && !options.some((option) => code.test(option))) {
    return { opinions: [ask('runs the project’s own code: {0}', 'node --test'), ...loose], runs: ['package.json'] };
  }
  const script = words[index];
  if (script === undefined || options.some((option) => code.test(option)) || script.text === '-') {
    return { opinions: [askAlways('runs code given as text: {0}', whole), ...loose] };
  }
  return {
    opinions: [ask('runs the project’s own code: {0}', script.text), ...loose],
    runs: [script.text],
    named: [script.text],
  };
}

/** Words of a program that nobody knows: those that look like paths or addresses are judged as such. */
async function judgeLooseWords(words: readonly Word[], context: PartContext): Promise<readonly Opinion[]> {
  const opinions: Opinion[] = [];
  for (const { text, isPlain, isPattern } of words) {
    const value = /^(?:--?[\w-]+=|-[A-Za-z](?=[./~]))(.+)$/s.exec(text)?.[1] ?? text;
    if (isAddress.test(value)) {
      opinions.push(...(await judged(context, 'search', value)));
    } else if (!/\s/.test(value) && (/^[~.]|\//.test(value) || looksSecret([value.toLowerCase()]))) {
      // `./...` is Go's word for everything below.
      const found = await judged(context, 'search', value.replace(/\/\.\.\.$/, ''));
      opinions.push(...(isPlain ? found : found.filter(({ decision }) => decision === 'deny')));
    }
    if (isPattern && !isOptionPattern({ text, isPattern, isPlain, raw: text, opinions: [] })) {
      opinions.push(ask('a pattern that the shell expands: {0}', text));
    }
  }
  return opinions;
}

async function judgeTarget(word: Word, context: PartContext): Promise<readonly Opinion[]> {
  if (!word.isPattern) {
    return judged(context, 'alter', word.text);
  }
  const before = word.text.slice(0, word.text.search(/[*?[]/));
  const folder = before.includes('/') ? before.slice(0, before.lastIndexOf('/') + 1) : '.';
  return [askAlways('a pattern that the shell expands: {0}', word.text), ...(await judged(context, 'alter', folder))];
}

async function judgeRedirect(
  { target, writes }: ReadPart['redirects'][number],
  context: PartContext,
): Promise<readonly Opinion[]> {
  if (/^\/dev\/(?:tcp|udp)\//.test(target.text)) {
    return [askAlways('uses the network: {0}', target.text)];
  }
  if (/^\d+$|^-$|^\/dev\/(?:null|stdout|stderr)$/.test(target.text)) {
    return [];
  }
  const found = await judged(context, writes ? 'alter' : 'search', target.text);
  return target.isPlain && !target.isPattern ? found : found.filter(({ decision }) => decision === 'deny');
}

async function judged(context: PartContext, operation: 'search' | 'alter', path: string): Promise<readonly Opinion[]> {
  if (path === '' || path === '-') {
    return [];
  }
  if (isAddress.test(path)) {
    return [askAlways('uses the network: {0}', path.slice(0, 200))];
  }
  const opinions = [...(await context.judgePath(operation, path))];
  if (operation === 'alter' && isSystemPath(path)) {
    opinions.push(deny('a file of the system'));
  }
  return strictest(opinions).decision === 'allow' ? [] : opinions;
}
