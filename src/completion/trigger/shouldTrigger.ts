/**
 * First step: is a request worth making here, and for one line or for a block? Cheap rules with names; a person who asks by hand is
 * refused only where text must not leave the file.
 */
import type { MultilineMode } from '../../platform/settings';
import { closesBlock, languageRules, opensBlock } from '../text/languageRules';
import {
  currentLinePrefix,
  currentLineRest,
  indentationOf,
  isBlank,
  nextNonBlankLines,
  previousNonBlankLine,
} from '../text/lines';
import type { GateReason } from '../types';

export interface TriggerInput {
  readonly languageId: string;
  /** Text before and after the cursor, LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
  readonly manual: boolean;
  readonly enabled: boolean;
  readonly multiline: MultilineMode;
  readonly cursors: number;
  readonly hasSelection: boolean;
  /** Scheme of the document's URI, such as `file` or `untitled`. */
  readonly scheme: string;
  /** Path relative to the workspace folder, or the file name. */
  readonly path: string;
  /** What a parser says; absent or undefined = nobody knows, and the text's looks decide. */
  readonly codePlace?: CodePlace | undefined;
}

/** Where a cursor stands in the code. */
export interface CodePlace {
  readonly kind: 'code' | 'comment' | 'string';
  /** Whether the cursor is the only thing in the block around it; absent = not known. */
  readonly emptyBlock?: boolean;
}

/** How a cursor stands on its line and in its block. */
export type CursorPlace =
  | 'block-opens'
  | 'empty-block'
  | 'empty-line'
  | 'end-of-line'
  | 'before-closing'
  | 'inside-line';

export type TriggerDecision =
  | {
      readonly request: true;
      /** Whether a block is asked for, or the rest of a line. */
      readonly multiline: boolean;
      readonly place: CursorPlace;
      readonly reason: CursorPlace | 'manual';
    }
  | { readonly request: false; readonly reason: GateReason };

/** Editors in which nobody writes code of their own. */
const ignoredSchemes: ReadonlySet<string> = new Set([
  'output',
  'vscode-scm',
  'scm',
  'git',
  'comment',
  'debug',
  'search-editor',
]);

/** Files whose contents are keys and passwords; nothing of them is sent anywhere, whoever asks. */
const secretFile =
  /(?:^|\/)(?:\.env(?:\..+)?|.+\.env|\.netrc|_netrc|\.npmrc|\.pypirc|\.pgpass|\.htpasswd|\.git-credentials|id_(?:rsa|dsa|ecdsa|ed25519)|credentials|secrets?\.(?:json|ya?ml|toml)|.+\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ppk|asc|gpg))$/i;
/** Examples of such files, which are made to be read. */
const exampleFile = /(?:^|\/)\.env\.(?:example|sample|template|dist)$/i;

/** `call(` and `list[` open a bracket, but what belongs there is mostly on the same line. */
const callOrIndex = /[\p{L}\p{N}_$)\]>!]\s*\(\s*$|[\p{L}\p{N}_$)\]!]\[\s*$/u;

export function shouldTrigger(input: TriggerInput): TriggerDecision {
  const reason = gate(input);
  if (reason !== undefined) {
    return { request: false, reason };
  }
  const place = placeOf(input);
  const multiline =
    input.multiline === 'always' ||
    (input.multiline === 'auto' && (place === 'block-opens' || place === 'empty-block'));
  return { request: true, multiline, place, reason: input.manual && !multiline ? 'manual' : place };
}

/** Whether a path names a file with secrets in it. */
export function isSecretFile(path: string): boolean {
  return secretFile.test(path) && !exampleFile.test(path);
}

function gate(input: TriggerInput): GateReason | undefined {
  const { prefix, suffix } = input;
  if (isSecretFile(input.path)) {
    return 'secret-file';
  }
  if (input.manual) {
    return undefined;
  }
  if (!input.enabled) {
    return 'off';
  }
  if (ignoredSchemes.has(input.scheme)) {
    return 'scheme';
  }
  if (input.cursors > 1) {
    return 'multiple-cursors';
  }
  if (input.hasSelection) {
    return 'selection';
  }
  if (isBlank(prefix) && isBlank(suffix)) {
    return 'nothing-to-go-on';
  }
  if (/^[\p{L}\p{N}_$]/u.test(suffix.slice(0, 2))) {
    return 'word-right-of-cursor';
  }
  return /[)\]};]/.test(prefix.charAt(prefix.length - 1)) ? 'after-closing' : undefined;
}

function placeOf({ prefix, suffix, languageId, codePlace }: TriggerInput): CursorPlace {
  const rules = languageRules(languageId);
  const line = currentLinePrefix(prefix);
  const rest = currentLineRest(suffix);
  if (!isBlank(rest) && !/^[\s)\]}>"'`;,:]+$/.test(rest)) {
    return 'inside-line';
  }
  const restCloses = closesBlock(rest, rules);
  const kind = codePlace?.kind ?? (isInBlockComment(prefix, line) ? 'comment' : 'code');
  if (kind !== 'code') {
    // What looks like a bracket is only text there, and no line opens a block.
    return isBlank(rest) ? 'end-of-line' : 'before-closing';
  }
  if (codePlace?.emptyBlock === true && isBlank(line) && (isBlank(rest) || restCloses)) {
    return 'empty-block';
  }
  if (!isBlank(line)) {
    const opens = opensBlock(line, rules) && !callOrIndex.test(line) && !line.endsWith('${');
    if (opens && blockIsEmpty(line, rest, suffix) && (isBlank(rest) || restCloses)) {
      return 'block-opens';
    }
    return isBlank(rest) ? 'end-of-line' : 'before-closing';
  }
  const previous = previousNonBlankLine(prefix);
  if (previous !== undefined && opensBlock(previous, rules) && blockIsEmpty(previous, rest, suffix)) {
    return 'empty-block';
  }
  return 'empty-line';
}

/** Whether the line belongs to a comment between signs, which begins on it or above. */
function isInBlockComment(prefix: string, line: string): boolean {
  return /^\s*(?:\*|\/\*)/.test(line) && prefix.lastIndexOf('/*') > prefix.lastIndexOf('*/');
}

/** Whether nothing stands yet in the block that a line opens: what follows is not indented deeper. */
function blockIsEmpty(openingLine: string, rest: string, suffix: string): boolean {
  const [next] = nextNonBlankLines(suffix, 1);
  return !isBlank(rest) || next === undefined || indentationOf(next) <= indentationOf(openingLine);
}
