/**
 * What is never run, whoever approves: destroying the home folder, the system or a disk, and taking the rights of another user. Works on
 * guessed words as well, so that a variable or a quote does not hide it.
 */
import type { Opinion } from '../Decision';
import { wrappers } from './programs/askingPrograms';
import { deny } from './programs/Program';

const otherUser = new Set(['sudo', 'su', 'doas', 'pkexec', 'gksudo', 'sudoedit', 'runas', 'run0']);
const destroying =
  /^(?:mkfs(?:\..+)?|mke2fs|mkswap|fdisk|sfdisk|cfdisk|gdisk|sgdisk|parted|wipefs|blkdiscard|hdparm|shutdown|reboot|halt|poweroff|telinit|format|diskpart|cipher|vssadmin|bcdedit|chown|chgrp)(?:\.exe|\.com)?$/;
const shells = new Set('sh bash zsh dash ash ksh mksh fish rbash'.split(' '));
const recursive = /^-[a-zA-Z]*[rR]|^--recursive$/;
const changing = new Set(['rm', 'rmdir', 'chmod', 'chown', 'chgrp', 'mv', 'shred', 'unlink', 'trash', 'srm']);
/** A whole system, a whole home: with or without a pattern behind it. */
const everything =
  /^(?:\/+|~[\w-]*\/?|\/(?:home|root|Users|etc|usr|bin|sbin|lib|lib64|boot|var|opt|dev|proc|sys|System|Library|Applications|mnt|media|srv|run)(?:\/[\w.-]+)?\/?|[A-Za-z]:[\\/]?(?:Windows|Users)?[\\/]?)(?:\/?(?:\*|\.\*|\.\.?|\{.*\}))*\/?$/;
const homeOfOne = /^\/(?:home|Users)\/[\w.-]+/;

/** `words`: a program and what follows it, quotes resolved as far as possible, `$HOME` as `~`. */
export function judgeFloor(words: readonly string[]): Opinion[] {
  const opinions: Opinion[] = [];
  const [first = '', ...rest] = words;
  const program = nameOf(first);
  const whole = words.join(' ').slice(0, 200);
  if (otherUser.has(program)) {
    opinions.push(deny('takes the rights of another user: {0}', program));
  }
  const isDisk = rest.some((word) => /^of=\/dev\/(?!null$|stdout$|stderr$)|^of=\\\\\.\\/.test(word));
  if (
    destroying.test(program) ||
    (program === 'init' && /^[06]$/.test(rest[0] ?? '')) ||
    (program === 'systemctl' && /^(?:poweroff|reboot|halt|kexec|rescue|emergency)$/.test(rest[0] ?? '')) ||
    (program === 'dd' && isDisk)
  ) {
    opinions.push(deny('destroys the home folder, the system or a disk: {0}', whole));
  }
  if (changing.has(program)) {
    const targets = rest.filter((word) => !word.startsWith('-'));
    const isAll = rest.some((word) => recursive.test(word)) || program === 'mv' || program === 'rmdir';
    if (
      isAll &&
      targets.some((word) => everything.test(word) && !(homeOfOne.test(word) && word.split('/').length > 3))
    ) {
      opinions.push(deny('destroys the home folder, the system or a disk: {0}', whole));
    }
    if (rest.includes('--no-preserve-root')) {
      opinions.push(deny('destroys the home folder, the system or a disk: {0}', whole));
    }
  }
  if (program === 'find' && rest.some((word) => /^-(?:delete|exec|execdir|ok|okdir)$/.test(word))) {
    const starts = rest.slice(
      0,
      rest.findIndex((word) => /^[-(!]/.test(word)),
    );
    const isWhole = starts.some(
      (word) => everything.test(word) && !(homeOfOne.test(word) && word.split('/').length > 3),
    );
    if (isWhole && rest.some((word) => word === '-delete' || changing.has(nameOf(word)))) {
      opinions.push(deny('destroys the home folder, the system or a disk: {0}', whole));
    }
  }
  // A text that is run counts as the commands in it.
  if (wrappers.has(program) || shells.has(program)) {
    const texts = rest.filter((word) => /\s/.test(word)).slice(0, 10);
    opinions.push(...texts.flatMap((text) => judgeText(text)));
  }
  // What another program is told to run counts as if it stood alone.
  if (wrappers.has(program)) {
    for (let index = 1; index < words.length && index < 20; index++) {
      if (!wrappers.has(nameOf(words[index] ?? '')) && isCommandLike(words[index] ?? '')) {
        opinions.push(...judgeFloor(words.slice(index)));
      }
    }
    const inner = words.slice(1).find((word) => otherUser.has(nameOf(word)));
    if (inner !== undefined) {
      opinions.push(deny('takes the rights of another user: {0}', inner));
    }
  }
  return opinions;
}

/** As far as it can be told without a grammar: whatever stands between separators is taken for a command. */
function judgeText(text: string): Opinion[] {
  return text
    .slice(0, 2000)
    .replace(/'[^']*'|"[^"]*"/g, (quoted) => quoted.replace(/[;&|\n(){}`]/g, ' '))
    .split(/[;&|\n(){}`]+/)
    .slice(0, 50)
    .flatMap((command) => {
      const words = command
        .replace(/\$(?:HOME\b|\{HOME\})/g, '~')
        .replace(/["'\\]/g, '')
        .trim()
        .split(/\s+/);
      return judgeFloor(words);
    });
}

function isCommandLike(word: string): boolean {
  return /^[\w./\\-]+$/.test(word) && !word.startsWith('-');
}

/** A fork bomb: a function that does nothing but call itself twice. */
export function judgeForkBomb(command: string): Opinion[] {
  return /([^\s(){};|&]+)\s*\(\s*\)\s*\{\s*\1\s*\|\s*\1\s*&/.test(command)
    ? [deny('destroys the home folder, the system or a disk: {0}', command.slice(0, 200))]
    : [];
}

/** The program's name without its folder, as every system would find it. */
export function nameOf(word: string): string {
  return word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .replace(/\.exe$/i, '')
    .toLowerCase();
}

/** Where a program may write to nothing: the system's own folders. */
export function isSystemPath(path: string): boolean {
  return /^\/(?:etc|usr|bin|sbin|lib\w*|boot|root|System|Library|opt|srv)(?:\/|$)|^[A-Za-z]:[\\/](?:Windows|Program Files)/i.test(
    path,
  );
}
