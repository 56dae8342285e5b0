/** Words of a command that stand for places: what the gate says of them, also where the shell expands them. */
import { looksSecret } from '../../base/secretFiles';
import { type Opinion, strictest } from '../Decision';
import { isSystemPath } from './floor';
import type { PartContext } from './PartContext';
import { ask, askAlways, deny } from './programs/Program';
import type { ReadPart } from './readCommand';
import type { Word } from './Word';

const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i;

/** `--include=*.ts`: whatever it matches is the same option. */
export function isOptionPattern({ text }: Word): boolean {
  return /^--[\w-]+=[^*?[]*[*?[]/.test(text);
}

export const expands = 'a pattern that the shell expands: {0}';

export function pattern({ text }: Word): Opinion {
  return ask(expands, text);
}

export async function judgePaths(
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
export function spellings(text: string): readonly string[] | undefined {
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

/** Words of a program that nobody knows: those that look like paths or addresses are judged as such. */
export async function judgeLooseWords(words: readonly Word[], context: PartContext): Promise<readonly Opinion[]> {
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

export async function judgeTarget(word: Word, context: PartContext): Promise<readonly Opinion[]> {
  if (!word.isPattern) {
    return judged(context, 'alter', word.text);
  }
  const before = word.text.slice(0, word.text.search(/[*?[]/));
  const folder = before.includes('/') ? before.slice(0, before.lastIndexOf('/') + 1) : '.';
  return [askAlways('a pattern that the shell expands: {0}', word.text), ...(await judged(context, 'alter', folder))];
}

export async function judgeRedirect(
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

export async function judged(
  context: PartContext,
  operation: 'search' | 'alter',
  path: string,
): Promise<readonly Opinion[]> {
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
