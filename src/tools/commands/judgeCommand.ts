/**
 * Judges a command line before it may run. The shell's own grammar reads it, every part is judged, and whatever is not understood is asked
 * about every time; what a person denied and what nobody may run wins over everything. One thing is never done: to think that a command is
 * harmless because nothing bad was found in it.
 */
import type { SyntaxNode } from '../../syntax/SyntaxNode';
import { type Opinion, strictest } from '../Decision';
import { hasHiddenCharacters } from '../gate/pathText';
import type { CommandJudgement, CommandPart } from './CommandJudgement';
import { type CommandPolicy, deniedSomewhere } from './CommandPolicy';
import { judgeForkBomb } from './floor';
import { judgePart } from './judgePart';
import type { JudgedPart } from './PartContext';
import type { GitJudge, PathJudge } from './PathJudge';
import { askAlways, deny } from './programs/Program';
import { type ReadPart, readCommand } from './readCommand';

export type ShellTree = (command: string, most: number) => Promise<SyntaxNode | undefined>;

export interface JudgeOptions {
  readonly tree: ShellTree;
  readonly policy: CommandPolicy;
  readonly judgePath: PathJudge;
  /** What the repository around a folder (as in the command; '.' = where it starts) makes git run. */
  readonly gitPrograms: GitJudge;
  /** As the person's system names it; undefined = bash. */
  readonly shell?: string | undefined;
}

const longest = 10_000;
const mostParts = 50;
const mostNodes = 5000;
const understood = /^(?:bash|sh|dash|zsh)$/;
const odd = /[^\P{C}\t\n]|[^\P{Z} ]/gu;

export async function judgeCommand(command: string, options: JudgeOptions): Promise<CommandJudgement> {
  const opinions: Opinion[] = [...judgeForkBomb(command.slice(0, longest))];
  const deniedWords = (): Opinion[] => {
    const denied = command.length > longest ? undefined : deniedSomewhere(options.policy, command);
    return denied === undefined ? [] : [deny('never run, by your own rules: {0}', denied)];
  };
  const unread = (opinion: Opinion): CommandJudgement => ({
    ...{ command, parts: [], runs: [], settings: [] },
    ...strictest([...opinions, opinion, ...deniedWords()]),
  });
  if (command.trim() === '') {
    return unread(askAlways('the command is empty'));
  }
  if (command.length > longest) {
    return unread(askAlways('too long to be judged'));
  }
  if (!understood.test(nameOfShell(options.shell))) {
    return unread(askAlways('this shell is not understood, so every command is asked for'));
  }
  const strange = strangeCharacters(command);
  if (strange.length > 0) {
    opinions.push(askAlways('a control, invisible or unusual space character: {0}', strange.join(', ')));
  }
  if (/\\\r?\n/.test(command)) {
    opinions.push(askAlways('spells characters in another way'));
  }
  const tree = await options.tree(command, mostNodes);
  if (tree === undefined) {
    return unread(askAlways('not understood'));
  }
  const read = readCommand(tree, command);
  if (read.length === 0) {
    return unread(askAlways('not understood'));
  }
  if (read.length > mostParts) {
    return unread(askAlways('too long to be judged'));
  }
  const { parts, runs, named, settings } = await judgeParts(read, options);
  opinions.push(...parts.flatMap(({ decision, told }) => told.map((one) => ({ ...one, decision }))));
  if (opinions.some(({ reason }) => reason === 'not understood')) {
    opinions.push(...deniedWords());
  }
  const isMixed = read.some(({ separator }) => separator !== undefined && /^(?:;|\n|\|\|)$/.test(separator));
  if (isMixed && parts.some(({ decision }) => decision !== 'allow')) {
    opinions.push(askAlways('several commands, of which not all only look'));
  }
  return { command, ...strictest(opinions), parts, runs, named, settings };
}

async function judgeParts(
  read: readonly ReadPart[],
  { policy, judgePath, gitPrograms }: JudgeOptions,
): Promise<Required<Pick<CommandJudgement, 'parts' | 'runs' | 'named' | 'settings'>>> {
  const placed = placeParts(read);
  const judged = await Promise.all(
    placed.map(async ({ part, target, folder, opinions }) => {
      const join = (path: string): string => below(folder, path);
      const context = {
        policy,
        judgePath: (operation: Parameters<PathJudge>[0], path: string) => judgePath(operation, join(path)),
        gitPrograms: (path: string) => gitPrograms(join(path)),
      };
      const found: JudgedPart =
        target === undefined ? await judgePart(part, context) : { opinions: await context.judgePath('search', target) };
      const { decision, told } = strictest([...opinions, ...found.opinions]);
      return {
        part: { text: part.text, decision, told } satisfies CommandPart,
        runs: (found.runs ?? []).map(join),
        named: (found.named ?? []).map(join),
        settings: found.settings ?? [],
      };
    }),
  );
  return {
    parts: judged.map(({ part }) => part),
    runs: judged.flatMap(({ runs }) => runs),
    named: judged.flatMap(({ named }) => named),
    settings: judged.flatMap(({ settings }) => settings),
  };
}

interface PlacedPart {
  readonly part: ReadPart;
  /** It is a `cd`, and this is where it goes. */
  readonly target: string | undefined;
  /** Where a `cd` before it went; undefined = nowhere yet. */
  readonly folder: string | undefined;
  readonly opinions: readonly Opinion[];
}

/** In which folder each part runs, as far as that is written. */
function placeParts(read: readonly ReadPart[]): readonly PlacedPart[] {
  let folder: string | undefined;
  return read.map((part, index) => {
    const opinions: Opinion[] = [];
    if (folder !== undefined && !part.isNested && part.separator !== '&&' && part.separator !== '|') {
      opinions.push(askAlways('in a folder that is chosen on the way'));
    }
    const target = changesFolder(part);
    const next = read.slice(index + 1).find(({ isNested }) => !isNested);
    // In a pipe, or behind `||`, it may change nothing for what follows; written otherwise, nobody knows where to.
    const isUnsure =
      /^\|/.test(part.separator ?? '') || (next !== undefined && (target === undefined || next.separator === '|'));
    if (part.words[0]?.text === 'cd' && isUnsure) {
      opinions.push(askAlways('in a folder that is chosen on the way'));
    }
    const placed = { part, target, folder, opinions };
    if (target !== undefined) {
      folder = below(folder, target);
      if (climbsBack(folder)) {
        opinions.push(askAlways('in a folder that is chosen on the way'));
      }
    }
    return placed;
  });
}

/** A path as it is meant in a folder; undefined = where the command starts. */
function below(folder: string | undefined, path: string): string {
  return folder === undefined || /^[/~]|^[A-Za-z]:[\\/]/.test(path) ? path : `${folder}/${path}`;
}

/** Where `cd` goes, when that is written plainly; everything else about it is judged like any program. */
function changesFolder({ words, opinions, isNested, redirects }: ReadPart): string | undefined {
  const [program, target] = words;
  const isPlain =
    words.length === 2 && words.every((word) => word.isPlain && !word.isPattern && word.opinions.length === 0);
  return isPlain &&
    !isNested &&
    opinions.length === 0 &&
    redirects.length === 0 &&
    program?.raw === 'cd' &&
    target?.text.startsWith('-') === false
    ? target.text
    : undefined;
}

/** Whether `..` stands behind another folder: the shell strikes both out, and where the first is a link, the system ends up elsewhere. */
function climbsBack(folder: string): boolean {
  const steps = folder.split(/[\\/]/).filter((step) => step !== '' && step !== '.');
  return steps.some((step, index) => step === '..' && index > 0 && steps[index - 1] !== '..');
}

function nameOfShell(shell: string | undefined): string {
  return (shell ?? 'bash')
    .toLowerCase()
    .replace(/^.*[\\/]/, '')
    .replace(/\.exe$/, '');
}

/** As `U+200B`, so that they can be seen. */
function strangeCharacters(command: string): readonly string[] {
  const found = new Set(command.match(odd) ?? []);
  if (found.size === 0 && hasHiddenCharacters(command)) {
    for (const character of command) {
      if (hasHiddenCharacters(character)) {
        found.add(character);
      }
    }
  }
  return [...found].map(
    (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
