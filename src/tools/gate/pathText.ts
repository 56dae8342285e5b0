/**
 * A path as text, before any file is looked at: how it splits on each system, and what no path that a model sends may contain. Sources of
 * the lists: Microsoft's “Naming Files, Paths, and Namespaces” and “File Streams”, Unicode Standard Annex 9 (bidirectional controls).
 */
import type { GateReason } from '../../base/gateReasons';
import type { PathPlatform } from '../../platform/Files';
import type { Opinion } from '../Decision';

/** `root` ends with a slash: `/`, `C:/`, `//server/share/`. */
export interface AbsolutePath {
  readonly root: string;
  readonly segments: readonly string[];
}

/** Splits an absolute path; undefined = it is relative. `.` and empty segments are dropped, `..` is kept: links decide what it means. */
export function splitAbsolute(path: string, { system }: PathPlatform): AbsolutePath | undefined {
  const text = system === 'win32' ? path.replaceAll('\\', '/') : path;
  const root =
    system === 'win32' ? /^(?:[A-Za-z]:\/|\/\/[^/]+\/[^/]+(?:\/|$)|\/)/.exec(text)?.[0] : /^\/+/.exec(text)?.[0];
  if (root === undefined) {
    return undefined;
  }
  const slashed = system === 'win32' ? (root.endsWith('/') ? root : `${root}/`) : '/';
  return { root: slashed, segments: splitRelative(text.slice(root.length), 'linux') };
}

export function splitRelative(path: string, system: PathPlatform['system']): string[] {
  return path.split(system === 'win32' ? /[\\/]/ : '/').filter((segment) => segment !== '' && segment !== '.');
}

export function joinPath({ root, segments }: AbsolutePath): string {
  return root + segments.join('/');
}

const control = /[\p{Control}\u2028\u2029]/u;
const hidden = /(?![\uFE00-\uFE0F\u200C\u200D])\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}/u;
/** Joiners stand in emoji and in some scripts; between other characters they only hide. */
const hiddenJoiner =
  /(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\p{Script=Arabic}|\p{Script=Devanagari}|\p{Script=Bengali}|\p{Script=Malayalam})(?:\u200C|\u200D)/u;
const loneSurrogate = /\p{Surrogate}/u;
/** Fraction, division and big slashes and backslashes: no normal form makes them plain. */
const slashLike = /[\u2044\u2215\u2216\u29F5\u29F8\u29F9]/;
const scheme =
  /^(?:[a-z][a-z0-9+.-]+:\/\/|(?:file|https?|ftp|data|blob|git|gopher|untitled|javascript|command|vscode[\w-]*):)/i;
/** Device names of Windows, with any extension. */
const device = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00B9\u00B2\u00B3])(?:\s*\..*|\s*)$/i;
const shortName = /^[^.~]{1,8}~\d{1,4}(?:\.[^.]{0,3})?$/;
const stream = /::?\$[a-z_]+$/i;

/** Whether a text has characters that a reader does not see or that turn the order of others around. */
export function hasHiddenCharacters(text: string): boolean {
  return hidden.test(text) || hiddenJoiner.test(text);
}

const longestPath = 8192;

/** What is wrong with a path by its letters alone. */
export function judgeText(path: string, { system }: PathPlatform): Opinion[] {
  const deny = (reason: GateReason): Opinion => ({ decision: 'deny', reason });
  const ask = (reason: GateReason): Opinion => ({ decision: 'ask_always', reason });
  const opinions: Opinion[] = [];
  if (path === '' || path.length > longestPath) {
    opinions.push(deny(path === '' ? 'empty path' : 'a path longer than any system has'));
  }
  if (control.test(path) || loneSurrogate.test(path)) {
    opinions.push(deny('control character in the path'));
  }
  if (hasHiddenCharacters(path)) {
    opinions.push(deny('invisible or direction-changing character in the path'));
  }
  if (scheme.test(path)) {
    opinions.push(deny('an address and not a path'));
  }
  const steps = (text: string): number =>
    text.split(/[\\/]/).length + text.split(/[\\/]/).filter((segment) => segment === '..').length;
  if (steps(path.normalize('NFKC')) !== steps(path) || slashLike.test(path)) {
    opinions.push(deny('characters that look like slashes or dots'));
  }
  if (/%(?:2e|2f|5c|00)/i.test(path)) {
    opinions.push(ask('percent signs that spell a dot or a slash'));
  }
  if (system !== 'win32') {
    if (/^[A-Za-z]:[\\/]|^\\\\/.test(path)) {
      opinions.push(ask('outside the workspace: a path of another system'));
    } else if (path.includes('\\')) {
      opinions.push(ask('backslash in the path'));
    }
  }
  for (const segment of splitRelative(path, system)) {
    opinions.push(...judgeSegment(segment, system === 'win32', path));
  }
  return opinions;
}

function judgeSegment(segment: string, onWindows: boolean, path: string): Opinion[] {
  const opinions: Opinion[] = [];
  const deny = (reason: GateReason): void => {
    opinions.push({ decision: 'deny', reason });
  };
  if (/^\.{3,}$/.test(segment)) {
    opinions.push({ decision: 'ask_always', reason: 'a name of dots only' });
  }
  if (!onWindows) {
    return opinions;
  }
  const drive = /^[A-Za-z]:$/.test(segment) && path.startsWith(segment);
  if (/^[?.]$/.test(segment) && /^[\\/]{2}[?.][\\/]/.test(path)) {
    deny('a device path of Windows');
  } else if (segment.includes(':') && !drive) {
    deny('a colon: another stream of a file');
  } else if (/[<>"|?*]/.test(segment)) {
    deny('a character that Windows does not allow in names');
  }
  if (/[. ]$/.test(segment) && segment !== '..') {
    deny('a name that ends with a dot or a space');
  }
  if (device.test(segment)) {
    deny('a device name of Windows');
  }
  if (shortName.test(segment)) {
    deny('a short name that stands for another one');
  }
  return opinions;
}

/** A new file that Windows could not have, or would take for something else, is not made on any system. */
export function judgeNewName(name: string): Opinion[] {
  const reason = device.test(name)
    ? 'a device name of Windows'
    : /[. ]$/.test(name)
      ? 'a name that ends with a dot or a space'
      : stream.test(name)
        ? 'another stream of a file'
        : undefined;
  return reason === undefined ? [] : [{ decision: 'deny', reason }];
}

/** The form in which names of protected files are compared: more alike than any volume treats them, so that no spelling slips by. */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .replace(/\u0307|[. ]+$/g, '')
    .normalize('NFC');
}

/** Whether two names are one on this system: exact enough never to take a stranger for a friend. */
export function sameName(one: string, other: string, platform: PathPlatform): boolean {
  if (one === other) {
    return true;
  }
  const fold = (name: string): string => (ignoresCase(platform) ? name.normalize('NFC').toLowerCase() : name);
  return fold(one) === fold(other);
}

export function ignoresCase({ system, ignoresCase }: PathPlatform): boolean {
  return ignoresCase ?? system !== 'linux';
}

/** Whether a path is a folder or lies in it. */
export function isWithin(path: AbsolutePath, folder: AbsolutePath, platform: PathPlatform): boolean {
  return (
    sameName(path.root, folder.root, platform) &&
    folder.segments.length <= path.segments.length &&
    folder.segments.every((segment, index) => sameName(segment, path.segments[index] ?? '', platform))
  );
}
