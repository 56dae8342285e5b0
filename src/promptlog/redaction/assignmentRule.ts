/**
 * Values of names like `DB_PASSWORD`, `apiKey` or `client.secret`, in whatever language or file: the name is found first, then the
 * separator, then the value, each by a bounded step. Most of the work is not to take code, types and labels for secrets.
 */

import type { FinderRule, Span } from './Rule';
import { entropyOf } from './Rule';
import { isDrawnByLot, isPlainWord, isReference } from './references';
import { classOf, type NameClass } from './secretNames';
import { isYamlPassword } from './yamlSettings';

const nameWords =
  'key|token|secret|passw|passphrase|passcode|pwd|credential|creds|private|dsn|pass\\b|密码|口令|密钥|令牌|授权码';
const longestNameBefore = 60;
const nameAfter = /[\w-]{0,40}/y;
/** Closing quotes or brackets of the name, a type annotation (`: string =`, `: Vec<u8> =`), then what separates a name from its value. */
const separator =
  /(?:\\{0,4}["'`]|\]){0,3}[ \t]{0,20}(?:[Aa]s[ \t]{1,4}String[ \t]{0,4}=|=>|:=|\?=|\+=|==?(?!=)|：|:(?!:)[ \t]{0,8}(?:(?:&'static )?(?:(?:string|str|String|&str)[ \t]{0,4}|(?:[A-Z][\w<>]{0,60}|\w{1,40}(?:::\w{1,40}){1,6})[ \t]{1,4})=(?![=>]))?)[ \t]{0,20}/y;
/** `setx NAME value`, `ENV NAME value`, `-e NAME value`, `#define NAME "value"` */
const wordSeparator = /[ \t]{1,8}/y;
/** `define('NAME', 'value')`, `env("NAME", "default")`; and `NAME "value"` as in a macro. Only what looks random counts there. */
const listSeparator = /\\{0,4}["'`][ \t]{0,4},[ \t]{0,20}(?=["'`\\])/y;
const macroSeparator = /[ \t]{1,8}(?=\\{0,4}["'])/y;
const openingQuote = /(?:[bfrut@$]{0,2}|new[ \t]+\w{1,20}\()(\\{0,7})(["'`])/y;
const yamlBlock = /[|>][+-]?\d?[ \t]{0,8}\r?\n([ \t]+)/y;
const longestValue = 8192;
/** How much of a value is looked at before it is believed: names in a row must not each cost the longest value. */
const firstLook = 128;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Words joined by punctuation or capitals: identifiers, slugs, paths, host names. */
const wordy =
  /^_{0,2}(?:[A-Za-z]{1,14}|[A-Z]?[a-z]{1,14}(?:[A-Z][a-z]{1,14}){1,6})\d{0,2}(?:[-_.:/ @]{1,2}(?:[A-Za-z]{1,14}|[a-z]{1,14}(?:[A-Z][a-z]{1,14}){1,6})\d{0,2})*$/;
/** Numbers in code, versions, alphabets written out, and what follows a string that ends in a colon: `('Password: ', next)`. */
const noSecret =
  /^(?:0x[0-9a-f]{1,8}|\d+)_?(?:[iu](?:8|16|32|64|128|size)|f(?:32|64)|[ul]{1,3})?$|^\w+(?:::\w+)+$|^[\^~<>=v]{0,2}\d+\.\d+(?:\.\d+)?$|^[,;)\]}] |^:\w+:|ABCDEFGHIJKLMNOP|abcdefghijklmnop|0123456789/i;
const shout = /^[A-Z\d]{4,}$/;

/** Whether a value is too short or too plain for its name, as most of what stands in code is. */
function isTooPlain(nameClass: NameClass, value: string): boolean {
  return (
    (nameClass !== 'strong' && value.length < 8) ||
    (nameClass === 'weak' && !(value.length >= 16 && (/\d/.test(value) || shout.test(value))))
  );
}

/** Whether a value in quotes (or alone on an assignment's line) is worth hiding under a name of this class. */
function isSecretLiteral(name: string, nameClass: NameClass, value: string, quoted: boolean): boolean {
  if (
    isTooPlain(nameClass, value) ||
    /[^\x20-\x7e]/.test(value) ||
    isReference(value) ||
    isPlainWord(value) ||
    noSecret.test(value) ||
    sameWords(name, value) ||
    /\$\{|\{\{|%\(|%[sd]\b|<[A-Za-z_ -]+>|^ {0,4}--|^([A-Za-z])\1{2,11}$/.test(value)
  ) {
    return false;
  }
  const letters = /\p{L}/u.test(value);
  if (
    /%[89A-F][\dA-F]/i.test(value) ||
    (/\s/.test(value) && /^[\p{L}\s.,:;!?'’"()-]+$/u.test(value)) ||
    /^[./~]?\/[\w./-]+$/.test(value)
  ) {
    return false;
  }
  const isUpper = /^[A-Z\d_.-]+$/.test(name);
  if (nameClass === 'strong') {
    const slug = wordy.test(value) && /[-_.:/ @]/.test(value);
    const word = /^[A-Z]?[a-z]+$/.test(value);
    return (
      value.length >= (isUpper ? 3 : 4) &&
      !/^https?:\/\/[^@]*$/.test(value) &&
      !(slug && (quoted || !isUpper)) &&
      !(word && value.length < 6 && !isUpper) &&
      !/^\d{1,3}$/.test(value) &&
      (letters || /\d/.test(value))
    );
  }
  if (/\s/.test(value) || value.length < 8 || /^https?:/.test(value)) {
    return false;
  }
  if (nameClass === 'qualified') {
    return (
      !(
        wordy.test(value) &&
        !(shout.test(value) && value.length >= 12) &&
        !(isUpper && value.length >= 20 && !quoted)
      ) && !/^\d{1,7}$/.test(value)
    );
  }
  // `key` or `token` alone: only what looks drawn by lot.
  const drawn = (/\d/.test(value) && /[A-Za-z]/.test(value)) || (shout.test(value) && /token/i.test(name));
  const digest = /^[0-9a-f]+$/i.test(value) && /key$/i.test(name);
  return (
    value.length >= 16 &&
    drawn &&
    !uuid.test(value) &&
    !digest &&
    !wordy.test(value) &&
    (entropyOf(value) >= 3.2 || shout.test(value)) &&
    /^[\w+/=.~-]+$/.test(value)
  );
}

/** `password: PASSWORD`, `"apiKey": "api_key"`: the value repeats the name. */
function sameWords(name: string, value: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z\d]/g, '');
  const [left, right] = [plain(name), plain(value)];
  const extended = right.endsWith(left) && (wordy.test(value) || (left.length >= 5 && /^[A-Za-z]\w*$/.test(value)));
  return right !== '' && (left.endsWith(right) || extended);
}

/** How an unquoted value stands: after `NAME=` as in a shell, or spaced as in code, YAML and INI files. */
function isSecretBareValue(
  name: string,
  nameClass: NameClass,
  value: string,
  tight: boolean,
  lineStart: boolean,
): boolean {
  if (isTooPlain(nameClass, value)) {
    return false;
  }
  if (
    /^[\w.$]+[([]|^\d+(?:\.\d+)?$|[;{}]|^[&*!(]|=>|->/.test(value) &&
    !(tight && /^[A-Z\d_]+$/.test(name) && !/[({[]/.test(value))
  ) {
    return false;
  }
  if (!isSecretLiteral(name, nameClass, value, false)) {
    return false;
  }
  if (/^\d{1,5}$/.test(value) || (!tight && /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/.test(value))) {
    return false;
  }
  const isUpper = /^[A-Z\d_]+$/.test(name);
  if (tight && isUpper && (lineStart || nameClass !== 'weak')) {
    return !/^[a-z_]\w*\.\w[\w.]*$|^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(value);
  }
  if (/^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*$/.test(/\d/.test(value) ? value : value.replace(/[?!]$/, ''))) {
    // An identifier, as in `password = input`, unless it shouts, mixes in digits like a password, or fills a properties line.
    const digits = value.match(/\d/g)?.length ?? 0;
    const scrambled =
      value.length >= 8 &&
      ((digits >= (isUpper ? 1 : 2) && !wordy.test(value)) ||
        isDrawnByLot(value, isUpper && value.length >= 16 ? 4 : 3));
    const shouts = shout.test(value) && value.length >= 4 && nameClass !== 'weak';
    return (
      !value.includes('.') &&
      (scrambled ||
        shouts ||
        (tight && lineStart && nameClass === 'strong' && value.length >= 6 && !value.includes('_')))
    );
  }
  return value.length >= 6 && !/^[\w.]+[<>]/.test(value);
}

function* findAssignments(text: string): Iterable<Span> {
  const nameWord = new RegExp(nameWords, 'gi');
  const classes = classesOfOneText();
  for (;;) {
    const match = nameWord.exec(text);
    if (match === null) {
      return;
    }
    const resume = nameWord.lastIndex;
    nameAfter.lastIndex = resume;
    const tail = nameAfter.exec(text)?.[0] ?? '';
    const nameEnd = resume + tail.length;
    nameWord.lastIndex = nameEnd;
    const look = assignmentAt(text, match.index, nameEnd, firstLook, classes);
    const isLong = look !== undefined && look.end - look.start >= firstLook - 4;
    const span = isLong ? (assignmentAt(text, match.index, nameEnd, longestValue, classes) ?? look) : look;
    if (span !== undefined) {
      nameWord.lastIndex = Math.max(nameEnd, span.end);
      yield span;
    }
  }
}

/** `classOf` for one text, where names come again and again: each is read once, and all are forgotten with the text. */
function classesOfOneText(): (name: string) => NameClass | undefined {
  const known = new Map<string, NameClass | undefined>();
  return (name) => {
    const nameClass = known.get(name);
    if (nameClass !== undefined || known.has(name)) {
      return nameClass;
    }
    const found = classOf(name);
    known.set(name, found);
    return found;
  };
}

/** The letters, digits and `_.-` that stand right before a place. */
function nameBefore(text: string, at: number): string {
  let start = at;
  while (start > at - longestNameBefore && isNameUnit(text.charCodeAt(start - 1))) {
    start--;
  }
  return text.slice(start, at);
}

function isNameUnit(unit: number): boolean {
  return (
    (unit >= 97 && unit <= 122) ||
    (unit >= 65 && unit <= 90) ||
    (unit >= 48 && unit <= 57) ||
    unit === 95 ||
    unit === 45 ||
    unit === 46
  );
}

function assignmentAt(
  text: string,
  wordStart: number,
  nameEnd: number,
  longest: number,
  classes: (name: string) => NameClass | undefined,
): Span | undefined {
  const before = nameBefore(text, wordStart);
  const name = (before + text.slice(wordStart, nameEnd)).replace(/^[-.]+/, '');
  const nameClass = classes(name);
  if (nameClass === undefined) {
    return undefined;
  }
  separator.lastIndex = nameEnd;
  let separation = separator.exec(text)?.[0];
  const lead = text.slice(Math.max(0, wordStart - before.length - 12), wordStart - before.length);
  // `pass` alone is mostly a verb.
  let mustLookRandom = /^pass$/.test(name);
  if (separation === undefined) {
    wordSeparator.lastIndex = nameEnd;
    separation = /(?:\bsetx|\bENV|-e|\bset-?env|#[ \t]*define)[ \t]+$/.test(lead)
      ? wordSeparator.exec(text)?.[0]
      : undefined;
  }
  if (separation === undefined) {
    mustLookRandom = true;
    listSeparator.lastIndex = nameEnd;
    macroSeparator.lastIndex = nameEnd;
    const isMacro = /^[A-Z\d]+(?:_[A-Z\d]+)+$/.test(name);
    separation =
      (/["'`]$/.test(lead) ? listSeparator.exec(text)?.[0] : undefined) ??
      (isMacro ? macroSeparator.exec(text)?.[0] : undefined);
  }
  if (separation === undefined) {
    return undefined;
  }
  const start = nameEnd + separation.length;
  if (/==/.test(separation) && !/["'`]/.test(text[start] ?? '')) {
    return undefined;
  }
  openingQuote.lastIndex = start;
  const opening = openingQuote.exec(text);
  if (opening !== null) {
    const span = quotedValue(text, start + opening[0].length, opening[2] ?? '"', name, nameClass, longest);
    // `credentials = new Credentials('Realm')`: what is handed to a constructor may be any word.
    const isWord = span !== undefined && /^[A-Za-z]+$/.test(text.slice(span.start, span.end));
    const isPlain = span !== undefined && mustLookRandom && !looksRandom(text.slice(span.start, span.end));
    return isPlain || (isWord && opening[0].startsWith('new')) ? undefined : span;
  }
  yamlBlock.lastIndex = start;
  const block = yamlBlock.exec(text);
  if (block !== null) {
    return blockValue(text, start + block[0].length, block[1] ?? ' ', name, nameClass, longest);
  }
  const tight = !/[ \t]/.test(separation) && separation.includes('=') && !separation.includes('>');
  const lineStart =
    /(?:^|[\n\r])[ \t]{0,12}$|(?:export|set|ENV|ARG|-e|declare|setx)[ \t]+$/.test(lead) ||
    (lead === '' && wordStart === before.length);
  const isTight = tight || /(?:setx|ENV|-e)[ \t]+$/.test(lead);
  const span =
    lead.endsWith('${') && separation === ':'
      ? defaultValue(text, start, name, nameClass)
      : bareValue(text, start, name, nameClass, isTight, lineStart, longest);
  return span !== undefined && mustLookRandom && !looksRandom(text.slice(span.start, span.end)) ? undefined : span;
}

/** Digits and letters, and not as words are put together. */
function looksRandom(value: string): boolean {
  const mixed = (/\d/.test(value) && /[A-Za-z]/.test(value)) || isDrawnByLot(value, 3);
  const isIdentifier = /^[a-z]\w*_\w*$/.test(value) && !/[A-Z]/.test(value);
  return (
    value.length >= 8 &&
    mixed &&
    !wordy.test(value) &&
    !isIdentifier &&
    !isAddress.test(value) &&
    !noSecret.test(value) &&
    !uuid.test(value)
  );
}

const isAddress = /^[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?$/;

function quotedValue(
  text: string,
  start: number,
  quote: string,
  name: string,
  nameClass: NameClass,
  longest: number,
): Span | undefined {
  const window = text.slice(start, start + longest);
  const close = window.search(quote === '"' ? /["\n\r]/ : quote === "'" ? /['\n\r]/ : /[`\n\r]/);
  const value = (close === -1 ? window : window.slice(0, close)).replace(/\\+$/, '');
  return isSecretLiteral(name, nameClass, value, true) ? { start, end: start + value.length } : undefined;
}

/** `@Value("${db.password:default}")`; what begins with a minus is the shell's. */
function defaultValue(text: string, start: number, name: string, nameClass: NameClass): Span | undefined {
  const value = /^[^\s"'`\\{}$]{1,200}(?=\})/.exec(text.slice(start, start + 256))?.[0] ?? '';
  const shellSign = /^[-+=?]/.test(value) ? 1 : 0;
  const isSecret =
    shellSign === 1
      ? value.startsWith('-') && looksRandom(value.slice(1))
      : isSecretLiteral(name, nameClass, value, true);
  return isSecret ? { start: start + shellSign, end: start + value.length } : undefined;
}

function blockValue(
  text: string,
  start: number,
  indent: string,
  name: string,
  nameClass: NameClass,
  longest: number,
): Span | undefined {
  let end = start;
  for (const line of text.slice(start, start + longest).split(/(?<=\n)/)) {
    if (end > start && !line.startsWith(indent)) {
      break;
    }
    end += line.length;
  }
  const value = text.slice(start, end).trimEnd();
  return isSecretLiteral(name, nameClass, value.replace(/\s+/g, ''), false)
    ? { start, end: start + value.length }
    : undefined;
}

function bareValue(
  text: string,
  start: number,
  name: string,
  nameClass: NameClass,
  tight: boolean,
  lineStart: boolean,
  longest: number,
): Span | undefined {
  // A sentence in Chinese goes on without a blank.
  const raw = /^[^\s"'`\\<>|&\u2e80-\uffef]{1,8192}/.exec(text.slice(start, start + longest))?.[0] ?? '';
  const shell = tight && (lineStart || /^[A-Z\d_]+$/.test(name));
  // Outside of a settings line a comma, bracket or semicolon ends the value.
  const value = (shell ? raw : (/^[^,;(){}[\]]*/.exec(raw)?.[0] ?? '')).replace(/[,;:)\]}.]+$/, '');
  const follows = raw[value.length] ?? '';
  if (!shell && /[([{]/.test(follows)) {
    return undefined;
  }
  if (value.startsWith('-')) {
    // `${DB_PASSWORD:-default}`
    return looksRandom(value.slice(1)) ? { start: start + 1, end: start + value.length } : undefined;
  }
  const isSecret =
    isSecretBareValue(name, nameClass, value, tight, lineStart) ||
    (lineStart && !tight && isYamlPassword(text, name, start, value));
  return isSecret ? { start, end: start + value.length } : undefined;
}

export const assignmentRule: FinderRule = {
  id: 'named-secret',
  keywords: [
    'key',
    'token',
    'secret',
    'passw',
    'passphrase',
    'passcode',
    'pwd',
    'credential',
    'creds',
    'private',
    'dsn',
    'pass',
    '密码',
    '口令',
    '密钥',
    '令牌',
    '授权码',
  ],
  find: findAssignments,
};
