/** Secrets that are blocks: private keys in armour, and the values of a Kubernetes Secret. */
import type { FinderRule, Span } from './Rule';

const begin = /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-\d: \S{1,40}/g;
const end = /-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----|Private-MAC: ?[a-f0-9]*/g;
/** Where another key begins, the one before has ended, so that no text is looked at twice. */
const nextKey = /-----BEGIN |PuTTY-User-Key-File-/;
/** Longest armour looked at: RSA-16384 takes 13,000 characters. */
const longestArmour = 40_000;
/** What stands between the lines of a key: also the signs of a quotation, a patch or a comment, and those of a program's source text. */
const armour = /[\sA-Za-z0-9+/=:,."'`\\()>#*|;-]*/y;

/** A key with its END line, or, where the text was cut off, everything that still looks like a part of it. */
function* findPrivateKeys(text: string): Iterable<Span> {
  let nextStart = 0;
  let nextEnd = -1;
  for (const match of text.matchAll(begin)) {
    const start = match.index;
    if (start < nextStart) {
      continue;
    }
    const bodyStart = start + match[0].length;
    const ahead = text.slice(bodyStart, bodyStart + longestArmour);
    const next = ahead.search(nextKey);
    const window = next === -1 ? ahead : ahead.slice(0, next);
    if (nextEnd < bodyStart && nextEnd !== text.length) {
      end.lastIndex = bodyStart;
      nextEnd = end.exec(text)?.index ?? text.length;
    }
    end.lastIndex = nextEnd - bodyStart;
    const ending = nextEnd - bodyStart < window.length ? end.exec(window) : null;
    const whole = ending === null ? undefined : window.slice(0, ending.index + ending[0].length);
    // Between BEGIN and END there may also be the source text of a program that writes keys.
    const body =
      whole !== undefined && !/["'`;{}]/.test(whole)
        ? whole
        : window.slice(0, cutKeyLength(window)).replace(/[^A-Za-z0-9+/=]+$/, '');
    nextStart = bodyStart + body.length;
    if (/["'`]/.test(body)) {
      // Lines of a string array or of concatenated strings: the quotes and commas must stay where they are.
      yield* runs(body, bodyStart);
    } else if (/[A-Za-z0-9+/=]{8}/.test(body)) {
      yield { start, end: bodyStart + body.length };
    }
  }
}

/** How much of a text without an END line belongs to the key: lines of base64 and armour headers, no prose. */
function cutKeyLength(window: string): number {
  const next = window.indexOf('-----');
  armour.lastIndex = 0;
  const candidate = armour.exec(next === -1 ? window : window.slice(0, next))?.[0] ?? '';
  let length = 0;
  for (const line of candidate.split(/(?<=\n|\\n)/)) {
    const bare = line.replace(/\\[nrt]|[\s"'`,+\\).]+$|^[\s"'`,+\\>#*|;-]+/g, '');
    if (bare !== '' && !/^[A-Za-z0-9+/=]{8,}$|^[A-Za-z-]{4,30}: ?[\w,. -]+$|^[A-Za-z0-9+/]{1,80}={1,2}$/.test(bare)) {
      break;
    }
    length += line.length;
  }
  return length;
}

function* runs(text: string, offset: number): Iterable<Span> {
  for (const match of text.matchAll(/(?<![A-Za-z0-9+/=-])[A-Za-z0-9+/=]{8,}(?![A-Za-z-])/g)) {
    const escaped = text[match.index - 1] === '\\' ? 1 : 0;
    yield { start: offset + match.index + escaped, end: offset + match.index + match[0].length };
  }
}

const secretKind = /["']?kind["']?[ \t]{0,4}:[ \t]{0,4}["']?Secret\b(?!\w|-)/g;
/** Also in a quotation or a patch, whose signs stand before each line. */
const dataBlock = /(?<![\w.])(^[ \t>+|#-]{0,200})?["']?(?:data|stringData)["']?[ \t]{0,4}:[ \t]{0,4}(\{|\r?\n)/gm;
/** Longest manifest looked at around its `kind` line, each way. */
const longestManifest = 64_000;

/** All values under `data` and `stringData` of the YAML or JSON document that says `kind: Secret`. */
function* findKubernetesSecrets(text: string): Iterable<Span> {
  let done = 0;
  for (const match of text.matchAll(secretKind)) {
    if (match.index < done) {
      continue;
    }
    const before = text.lastIndexOf('\n---', match.index);
    const after = text.indexOf('\n---', match.index);
    const start = Math.max(done, before, match.index - longestManifest, 0);
    const stop = Math.min(after === -1 ? text.length : after, match.index + longestManifest);
    done = stop;
    const document = text.slice(start, stop);
    // A block within a block is done with it.
    let blockEnd = 0;
    for (const block of document.matchAll(dataBlock)) {
      const blockStart = block.index + block[0].length;
      if (blockStart < blockEnd) {
        continue;
      }
      const isJson = block[2] === '{';
      const spans = isJson ? jsonValues(document, blockStart) : yamlValues(document, blockStart, block[1] ?? '');
      blockEnd = isJson ? closingBrace(document, blockStart) : blockStart;
      for (const span of spans) {
        blockEnd = Math.max(blockEnd, span.end);
        yield { start: span.start + start, end: span.end + start };
      }
    }
  }
}

function closingBrace(text: string, start: number): number {
  const close = text.indexOf('}', start);
  return close === -1 ? text.length : close;
}

function* jsonValues(text: string, start: number): Iterable<Span> {
  const body = text.slice(start, closingBrace(text, start));
  for (const match of body.matchAll(/(["']?[\w.-]{1,253}["']?[ \t]{0,4}:\s{0,20}["']?)([^"'\s,{}]+)/g)) {
    const value = start + match.index + (match[1] ?? '').length;
    yield { start: value, end: value + (match[2] ?? '').length };
  }
}

/** `before`: what stands before the block's name on its line. */
function* yamlValues(text: string, start: number, before: string): Iterable<Span> {
  const line = before.includes('#') ? /([ \t>+|#-]*)([^\r\n]*)(\r?\n|$)/y : /([ \t>+|-]*)([^\r\n]*)(\r?\n|$)/y;
  line.lastIndex = start;
  while (line.lastIndex < text.length) {
    const lineStart = line.lastIndex;
    const match = line.exec(text);
    if (match === null || match[0] === '') {
      return;
    }
    const [, indent = '', content = ''] = match;
    if (content !== '' && indent.length <= before.length) {
      return;
    }
    // A line without a key continues the value of a block above it.
    const value = /^(["']?[\w.-]{1,253}["']?[ \t]{0,4}:[ \t]{0,8}(?:[|>][+-]?$|["'])?|)(.*?)["']?\s*$/.exec(content);
    const valueStart = lineStart + indent.length + (value?.[1] ?? '').length;
    const length = (value?.[2] ?? '').length;
    if (length > 0 && !content.startsWith('#')) {
      yield { start: valueStart, end: valueStart + length };
    }
  }
}

export const keyMaterialRules: readonly FinderRule[] = [
  { id: 'private-key', keywords: ['private key', 'putty-user-key-file'], find: findPrivateKeys },
  { id: 'kubernetes-secret', keywords: ['kind'], find: findKubernetesSecrets },
];
