/**
 * Values of names like `DB_PASSWORD`, `apiKey` or `client.secret`, in whatever language or file: the name is found first, then the
 * separator, then the value, each by a bounded step. Most of the work is not to take code, types and labels for secrets.
 */

import type { FinderRule, Span } from './Rule';
import { entropyOf } from './Rule';
import { isDrawnByLot, isPlainWord, isReference } from './references';

const nameWords = 'key|token|secret|passw|passphrase|passcode|pwd|credential|creds|private|dsn|_pass\\b|密码|口令|密钥';
const longestNameBefore = 60;
const nameAfter = /[\w-]{0,40}/y;
/** Closing quotes or brackets of the name, a type annotation (`: string`), then what separates a name from its value. */
const separator =
  /(?:\\{0,4}["'`]|\]){0,3}[ \t]{0,20}(?:=>|:=|\?=|\+=|==?(?!=)|:(?!:)[ \t]{0,8}(?:(?:&'static )?(?:string|str|String|&str)[ \t]{0,4}=(?![=>]))?)[ \t]{0,20}/y;
/** `setx NAME value`, `ENV NAME value`, `-e NAME value` */
const wordSeparator = /[ \t]{1,4}/y;
const openingQuote = /(?:[bfrut@$]{0,2}|new[ \t]+\w{1,20}\()(\\{0,7})(["'`])/y;
const yamlBlock = /[|>][+-]?\d?[ \t]{0,8}\r?\n([ \t]+)/y;
const longestValue = 8192;
/** How much of a value is looked at before it is believed: names in a row must not each cost the longest value. */
const firstLook = 128;

type NameClass = 'strong' | 'qualified' | 'weak';

/** Words that turn a name into something about a secret rather than the secret. */
const aboutWords = new Set(
  (
    'name names id ids url urls uri file filename filepath path paths dir folder length len size count counts type types field fields label labels prefix ' +
    'suffix hint placeholder policy regex regexp pattern expiry expires expiration ttl timeout limit header headers param params parameter endpoint ' +
    'min max rules rule strength manager provider store vault version algorithm alg usage input form error errors message text title required enabled ' +
    'changed at date index format encoding column mode visible visibility validator validation generator service handler helper util utils class ref ' +
    'selector location source scope scopes kind status state map list set array table pair pairs board code codes press down up event listener binding ' +
    'bindings words word frame frames by of for from to is has logprobs budget embedding embeddings ratio rate cost price per window position positions offset tokenizer vocab spec specs ' +
    'schema chain alias ring fingerprint thumbprint attribute attributes description desc help example link page screen view button icon rotation reset ' +
    'exchange bucket cache env var vars variable bytes bits iterations rounds cls fn func function callback'
  ).split(' '),
);
/** Words that tell that a key or token is none of the secret sort. */
const harmlessWords = new Set(
  (
    'primary foreign public pub cache sort partition unique index hot map storage query row group lookup natural composite candidate arrow object dict ' +
    'i18n translation message event react component route path setting settings config param search range localstorage order field column join property ' +
    'hash dictionary attribute item node data entry json yaml xml label locale menu tab option filter metric metrics tag redis topic idempotency dedupe ' +
    'eos bos pad unk sep cls mask special stop start end next prev previous page continuation cancel cancellation max min num total lexer parse syntax ' +
    'comment current peek last first each per new used prompt completion cached input output pan csrf xsrf color theme semantic design reserved key ' +
    'registry state meta feature ssh host known verification verify license translate resource keyboard shortcut binding modifier'
  ).split(' '),
);
const qualifyingWords = new Set(
  (
    'api access auth secret private client bearer refresh session service account app bot master encryption encrypt decrypt signing sign webhook deploy ' +
    'publish consumer admin user github gitlab bitbucket slack aws azure gcp google npm pypi openai anthropic zhipu zhipuai glm bigmodel deepseek qwen dashscope moonshot ' +
    'stripe twilio sendgrid mailgun discord telegram jwt hmac aes rsa oauth id personal security server subscription shared storageaccount account ' +
    'vault consul nomad sentry datadog hf huggingface hugging face cloudflare heroku digitalocean linear notion figma db database smtp mail wechat alipay'
  ).split(' '),
);
const strongWords =
  /^(?:pass|password|passwords|passwd|passphrase|passcode|pwd|secret|secrets|credential|credentials|creds|cred|dsn|密码|口令|密钥)$/;
const joinedWords =
  /^(?:apikey|authtoken|accesstoken|secretkey|privatekey|clientsecret|accesskey|authkey|apitoken|bottoken|refreshtoken|appsecret|appkey|apisecret|dbpass|userpass|accesskeysecret|secretaccesskey)$/;

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d\u4e00-\u9fff]+/)
    .filter((word) => word !== '');
}

/** What a name promises: certainly a secret, probably, perhaps; undefined = nothing of the kind. */
function classOf(name: string): NameClass | undefined {
  const words = wordsOf(name);
  const isUpper = /^[A-Z][A-Z\d]*(?:[_.-][A-Z\d]+)*$/.test(name);
  const isKeyword = (word: string): boolean =>
    strongWords.test(word) || joinedWords.test(word) || /^(?:key|token|private)$/.test(word.replace(/\d+$/, ''));
  const last = words.findLastIndex(isKeyword);
  if (
    last === -1 ||
    words.some((word) => /^(?:hash|hashed|encrypted|sealed)$/.test(word)) ||
    words.slice(last + 1).some((word) => aboutWords.has(word))
  ) {
    return undefined;
  }
  const word = words[last] ?? '';
  const before = words[last - 1] ?? '';
  if (joinedWords.test(word)) {
    return 'strong';
  }
  if (strongWords.test(word)) {
    // `pass` alone is also a verb, `secret` also an adjective: `secret_name` was handled above.
    return word === 'pass' && words.length === 1 && !isUpper
      ? undefined
      : /^(?:no|show|hide|forgot|reset|is|has)$/.test(words[0] ?? '')
        ? undefined
        : 'strong';
  }
  if (word.startsWith('private')) {
    return isUpper && words.length > 1 ? 'strong' : undefined;
  }
  if (harmlessWords.has(before)) {
    return undefined;
  }
  return qualifyingWords.has(before) ||
    words.slice(0, last).some((each) => strongWords.test(each)) ||
    (isUpper && words.length > 1)
    ? 'qualified'
    : 'weak';
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Words joined by punctuation or capitals: identifiers, slugs, paths, host names. */
const wordy =
  /^_{0,2}(?:[A-Za-z]{1,14}|[A-Z]?[a-z]{1,14}(?:[A-Z][a-z]{1,14}){1,6})\d{0,2}(?:[-_.:/ @]{1,2}(?:[A-Za-z]{1,14}|[a-z]{1,14}(?:[A-Z][a-z]{1,14}){1,6})\d{0,2})*$/;
/** Numbers in code, and alphabets written out. */
const noSecret = /^0x[0-9a-f]{1,8}$|ABCDEFGHIJKLMNOP|abcdefghijklmnop|0123456789/i;
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
  if (/^\d{1,5}$/.test(value)) {
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
    const look = assignmentAt(text, match.index, nameEnd, firstLook);
    const isLong = look !== undefined && look.end - look.start >= firstLook - 4;
    const span = isLong ? (assignmentAt(text, match.index, nameEnd, longestValue) ?? look) : look;
    if (span !== undefined) {
      nameWord.lastIndex = Math.max(nameEnd, span.end);
      yield span;
    }
  }
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

function assignmentAt(text: string, wordStart: number, nameEnd: number, longest: number): Span | undefined {
  separator.lastIndex = nameEnd;
  let separation = separator.exec(text)?.[0];
  const before = nameBefore(text, wordStart);
  const name = (before + text.slice(wordStart, nameEnd)).replace(/^[-.]+/, '');
  const lead = text.slice(Math.max(0, wordStart - before.length - 12), wordStart - before.length);
  if (separation === undefined) {
    wordSeparator.lastIndex = nameEnd;
    separation = /(?:\bsetx|\bENV|-e|\bset-?env)[ \t]+$/.test(lead) ? wordSeparator.exec(text)?.[0] : undefined;
  }
  const nameClass = separation === undefined ? undefined : classOf(name);
  if (separation === undefined || nameClass === undefined) {
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
    return isWord && opening[0].startsWith('new') ? undefined : span;
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
  return bareValue(text, start, name, nameClass, tight || /(?:setx|ENV|-e)[ \t]+$/.test(lead), lineStart, longest);
}

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
  const raw = /^[^\s"'`\\<>|&]{1,8192}/.exec(text.slice(start, start + longest))?.[0] ?? '';
  const shell = tight && (lineStart || /^[A-Z\d_]+$/.test(name));
  // Outside of a settings line a comma, bracket or semicolon ends the value.
  const value = (shell ? raw : (/^[^,;(){}[\]]*/.exec(raw)?.[0] ?? '')).replace(/[,;:)\]}.]+$/, '');
  const follows = raw[value.length] ?? '';
  if (!shell && /[([{]/.test(follows)) {
    return undefined;
  }
  return isSecretBareValue(name, nameClass, value, tight, lineStart) ? { start, end: start + value.length } : undefined;
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
    '_pass',
    '密码',
    '口令',
    '密钥',
  ],
  find: findAssignments,
};
