/** One program with its words: what it is known to do, what its options and paths say, and what is never run. */
import type { Opinion } from '../Decision';
import { deniedBy, isAllowed } from './CommandPolicy';
import { judgeFloor, nameOf } from './floor';
import { judgeInterpreter } from './judgeInterpreter';
import { judgeLooking, ownReaders, unknown } from './judgeLooking';
import { judged, judgeLooseWords, judgeRedirect, judgeTarget } from './judgeWords';
import type { JudgedPart, PartContext } from './PartContext';
import { askingReason, interpreters } from './programs/askingPrograms';
import { ask, askAlways, deny } from './programs/Program';
import { isProjectProgram, judgeProjectProgram } from './programs/projectPrograms';
import type { ReadPart } from './readCommand';
import type { Word } from './Word';

/** They change what they name, and nothing else. */
const changing = new Set('mkdir touch cp mv rm rmdir ln chmod tee'.split(' '));
/** Those of them that put something new there. */
const writing = new Set('touch cp mv ln chmod tee'.split(' '));
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
