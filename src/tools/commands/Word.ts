/**
 * A word of a command as the shell would hand it to the program, read from the syntax tree and checked character by character: what is not
 * plain text, quoted in a plain way, is not understood.
 */
import type { SyntaxNode } from '../../syntax/SyntaxNode';
import type { Opinion } from '../Decision';

export interface Word {
  /** Quotes and backslashes resolved. Where `isPlain` is false, a guess that serves for finding what is never run. */
  readonly text: string;
  /** As it stands in the command. */
  readonly raw: string;
  /** The shell hands over exactly `text`, or, with `isPattern`, what `text` matches. */
  readonly isPlain: boolean;
  /** It has an unquoted `*`, `?` or `[`. */
  readonly isPattern: boolean;
  readonly opinions: readonly Opinion[];
}

const ask = (reason: Opinion['reason'], detail?: string): Opinion => ({ decision: 'ask_always', reason, detail });

/** What stands without quotes: letters of any script, and signs that no shell takes for more than themselves. */
const unquoted = /^(?:[\p{L}\p{M}\p{N}_./:=,@%+^~#*?[\]!{}-]|\\[!-~ ])+$/u;
/** Braces that the shell makes several words of. */
const braces = /\{[^{}]*(?:,|\.\.)[^{}]*\}|\{[^}]*\{/;

const notUnderstood = new Map<string, Opinion>([
  ['simple_expansion', ask('expands a variable')],
  ['expansion', ask('expands a variable')],
  ['command_substitution', ask('runs another command inside')],
  ['process_substitution', ask('runs another command inside')],
  ['arithmetic_expansion', ask('calculates, which can run commands')],
  ['ansi_c_string', ask('spells characters in another way')],
  ['translated_string', ask('spells characters in another way')],
  ['brace_expression', ask('braces that the shell expands')],
]);

/** `source`: the whole command. */
export function readWord(node: SyntaxNode, source: string): Word {
  const pieces = node.type === 'concatenation' ? node.children : [node];
  const raw = source.slice(node.start, node.end);
  const opinions: Opinion[] = [];
  let text = '';
  let bare = '';
  let end = node.start;
  for (const piece of pieces) {
    if (piece.start !== end) {
      opinions.push(ask('not understood', raw));
    }
    end = piece.end;
    const read = readPiece(piece, source.slice(piece.start, piece.end));
    text += read.text;
    bare += read.bare;
    opinions.push(...read.opinions);
  }
  if (end !== node.end) {
    opinions.push(ask('not understood', raw));
  }
  if (braces.test(bare)) {
    opinions.push(ask('braces that the shell expands'));
  }
  // `~+`, `~user`, `=program` (zsh): the shell puts something else in their place.
  if (/^~[^/]|^=./.test(bare) || (/[=:]~/.test(bare) && !/^~/.test(bare))) {
    opinions.push(ask('expands a variable'));
  }
  // Quoted, it is a folder of that name, which would be taken for the home folder here.
  if (/^~(?:\/|$)/.test(text) && !bare.startsWith('~')) {
    opinions.push(ask('spells characters in another way'));
  }
  return { text, raw, isPlain: opinions.length === 0, isPattern: /[*?[]/.test(bare), opinions };
}

interface Piece {
  readonly text: string;
  /** What is not quoted; quoted text as so many `.`. */
  readonly bare: string;
  readonly opinions: readonly Opinion[];
}

function readPiece(node: SyntaxNode, raw: string): Piece {
  const known = notUnderstood.get(node.type) ?? node.children.map(({ type }) => notUnderstood.get(type)).find(Boolean);
  if (known !== undefined || node.isError) {
    return { text: guess(raw), bare: '', opinions: [known ?? ask('not understood', raw)] };
  }
  if (node.type === 'raw_string' && /^'[^']*'$/.test(raw)) {
    return { text: raw.slice(1, -1), bare: '.', opinions: [] };
  }
  if (node.type === 'string' && raw.length > 1 && raw.startsWith('"') && raw.endsWith('"')) {
    return readDoubleQuoted(raw);
  }
  if ((node.type === 'word' || node.type === 'number') && unquoted.test(raw)) {
    const bare = raw.replace(/\\./g, '.');
    const history = /!(?![=\s]|$)/.test(bare) ? [ask('repeats an earlier command')] : [];
    return { text: raw.replace(/\\(.)/g, '$1'), bare, opinions: history };
  }
  return { text: guess(raw), bare: '', opinions: [ask('not understood', raw)] };
}

function readDoubleQuoted(raw: string): Piece {
  const inside = raw.slice(1, -1);
  const opinions: Opinion[] = [];
  const bare = inside.replace(/\\[\s\S]/g, '');
  if (/[$`]/.test(bare)) {
    opinions.push(ask('expands a variable'));
  }
  if (/!(?![=\s(]|$)/.test(bare)) {
    opinions.push(ask('repeats an earlier command'));
  }
  if (bare.includes('"') || /\\$/.test(inside.replace(/\\\\/g, ''))) {
    opinions.push(ask('not understood', raw));
  }
  return { text: inside.replace(/\\([$`"\\])/g, '$1'), bare: '.', opinions };
}

/** Good enough to recognise a home folder or a name: quotes and backslashes gone, `$HOME` spelled as the shell would. */
function guess(raw: string): string {
  const spelled = raw.replace(/\$'((?:\\.|[^'\\])*)'/gs, (_, text: string) =>
    text.replace(/\\(?:x([0-9a-f]{1,2})|([0-7]{1,3})|u([0-9a-f]{1,4}))/gi, (_all, hex, octal, unit) =>
      String.fromCharCode(octal === undefined ? Number.parseInt(hex ?? unit, 16) : Number.parseInt(octal, 8)),
    ),
  );
  return spelled.replace(/\$(?:HOME\b|\{HOME\})/g, '~').replace(/["'\\]/g, '');
}
