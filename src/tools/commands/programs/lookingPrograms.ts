/**
 * Programs that only look, with the options under which that stays true. Sources: the POSIX utilities, the manuals of GNU coreutils,
 * findutils, grep, sed and diffutils, of ripgrep and of tree. An option that is missing here is asked about, so a missing one costs a question
 * and a wrong one costs trust: leave out what writes, runs, sends, follows links or waits for ever.
 */
import { languageOfPath } from '../../../base/languageOfPath';
import { looksSecret } from '../../../base/secretFiles';
import type { Opinion } from '../../Decision';
import type { ReadOptions } from '../options';
import { ask, askAlways, type Program } from './Program';

const lines: Program = {
  options: {
    letters: 'qvz',
    valueLetters: 'nc',
    long: 'quiet silent verbose',
    longValues: 'lines bytes',
    numbers: true,
  },
  operands: 'read',
};

const grep: Program = {
  options: {
    letters: 'EFGPivwxcLlqsbHhnTzaIoryU0',
    valueLetters: 'emABCd',
    long: 'extended-regexp fixed-strings basic-regexp perl-regexp ignore-case no-ignore-case invert-match word-regexp line-regexp count files-without-match files-with-matches only-matching quiet silent no-messages byte-offset with-filename no-filename line-number initial-tab null text recursive binary',
    longValues: 'regexp max-count after-context before-context context include exclude exclude-dir binary-files',
    longMaybe: 'color colour',
    never: '-f --file -R --dereference-recursive',
    numbers: true,
  },
  operands: 'read',
  firstIsPattern: ['-e', '--regexp'],
  judge: (read) => {
    // `-d rec` is taken for `recurse` too.
    const isRecursive =
      read.given.has('-r') ||
      read.given.has('--recursive') ||
      read.values.get('-d')?.every((action) => /^(?:read|skip)$/.test(action)) === false;
    const included = read.values.get('--include') ?? [];
    const narrow = included.length > 0 && included.every(isSourcePattern);
    return isRecursive && !narrow ? [ask('reads every file of a folder, hidden ones too')] : [];
  },
};

const mayBeSecret = ['a', 'secrets', 'credentials', 'auth', 'service-account', 'client_secret'];

/** `*.ts`, `tsconfig*.json`: files of a kind, and of names, that hold no secrets. */
function isSourcePattern(pattern: string): boolean {
  const kind = /^[\w*?.-]*\.(\w+)$/.exec(pattern)?.[1]?.toLowerCase();
  if (kind === undefined || languageOfPath(`a.${kind}`) === undefined) {
    return false;
  }
  const spelled = pattern.toLowerCase().replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
  const names = mayBeSecret.map((one) => `${one}.${kind}`);
  return ![pattern.toLowerCase(), ...names].some(
    (name) => new RegExp(`^${spelled}$`).test(name) && looksSecret([name]),
  );
}

/** `%n` puts a number into the variable that is its argument; a percent sign may be spelled by its number. */
function setsVariable(format: string): boolean {
  return /%[-+ #0-9'*.$]*[hjlLqtz]*n|\\(?:0?45|x25|u0*25(?![\da-f])|U0*25(?![\da-f]))/i.test(
    format.replaceAll('%%', ''),
  );
}

/** More than one plain test, or none at all: arithmetic and variables, in which a shell runs commands. */
const unnamed = askAlways('a condition or a loop');

const checksum: Program = {
  options: { letters: 'bt', long: 'binary text tag' },
  operands: 'list',
};

export const lookingPrograms: Readonly<Record<string, Program>> = {
  ls: {
    options: {
      letters: 'AaBbCcdFfGghiklmNnopQqRrSsTtUuvXxZ1',
      valueLetters: 'wI',
      long: 'all almost-all author directory classify human-readable inode no-group numeric-uid-gid reverse recursive size full-time si group-directories-first literal',
      longValues: 'sort time block-size ignore hide width',
      longMaybe: 'color format time-style indicator-style',
    },
    operands: 'list',
  },
  pwd: { options: { letters: 'LP' }, operands: 'none' },
  cat: {
    options: {
      letters: 'AbeEnstTuv',
      long: 'show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting',
    },
    operands: 'read',
  },
  head: lines,
  tail: { ...lines, options: { ...lines.options, never: '-f -F --follow --retry --pid' } },
  tac: { options: {}, operands: 'read' },
  nl: { options: { letters: 'p', valueLetters: 'bdfhilnsvw' }, operands: 'read' },
  wc: { options: { letters: 'clmwL', long: 'bytes chars lines words max-line-length' }, operands: 'list' },
  echo: { options: {}, operands: 'text' },
  printf: {
    options: { never: '-v' },
    operands: 'text',
    judge: ({ operands: [format, ...rest] }) => [
      ...(format !== undefined && (format.isPattern || setsVariable(format.text))
        ? [askAlways('sets a variable')]
        : []),
      // zsh calculates what is to be printed as a number.
      ...(/%[^%]*[*diouxaefgc]/i.test(format?.text ?? '') && rest.some(({ text }) => /[[$`]/.test(text))
        ? [askAlways('calculates, which can run commands')]
        : []),
    ],
  },
  true: { options: {}, operands: 'text' },
  false: { options: {}, operands: 'text' },
  seq: { options: { letters: 'w', valueLetters: 'fs', numbers: true }, operands: 'text' },
  basename: { options: { letters: 'az', valueLetters: 's' }, operands: 'text' },
  dirname: { options: { letters: 'z' }, operands: 'text' },
  type: {
    options: { letters: 'aftpP' },
    operands: 'text',
    judge: ({ operands }) => (operands.length > 0 ? [] : [unnamed]),
  },
  test: {
    options: { letters: 'efdsLhrwxb', never: '-v' },
    operands: 'list',
    judge: ({ given, operands }) => (given.size === 1 && operands.length === 1 ? [] : [unnamed]),
  },
  od: { options: { letters: 'abcdfilosxv', valueLetters: 'AjNtS' }, operands: 'read' },
  hexdump: { options: { letters: 'bcCdovx', valueLetters: 'ns', never: '-f -e' }, operands: 'read' },
  which: { options: { letters: 'a' }, operands: 'text' },
  uname: { options: { letters: 'amnrspvio', long: 'all' }, operands: 'none' },
  nproc: { options: { long: 'all' }, operands: 'none' },
  date: {
    options: {
      letters: 'uR',
      valueLetters: 'd',
      long: 'utc universal rfc-email',
      longValues: 'date',
      longMaybe: 'iso-8601 rfc-3339',
      never: '-s --set -f --file',
    },
    operands: 'text',
    judge: ({ operands }) =>
      operands.every(({ text }) => text.startsWith('+')) ? [] : [askAlways('administers the machine: {0}', 'date')],
  },
  realpath: { options: { letters: 'emqsz', long: 'canonicalize-existing no-symlinks' }, operands: 'list' },
  readlink: { options: { letters: 'efmnqsz' }, operands: 'list' },
  stat: { options: { letters: 'tx', valueLetters: 'c', longValues: 'format printf', long: 'terse' }, operands: 'list' },
  file: { options: { letters: 'bikhNprs0', long: 'brief mime mime-type mime-encoding' }, operands: 'list' },
  du: {
    options: {
      letters: 'abchkmsSx0',
      valueLetters: 'd',
      long: 'all bytes total human-readable summarize one-file-system apparent-size',
      longValues: 'max-depth exclude',
    },
    operands: 'list',
  },
  df: { options: { letters: 'ahHiklPT', long: 'human-readable' }, operands: 'list' },
  tree: {
    options: {
      letters: 'adfiFhsDpugrtUqNACSnJX',
      valueLetters: 'LPI',
      attached: false,
      long: 'dirsfirst noreport gitignore prune du si inodes',
      longValues: 'filelimit',
      never: '-o -R -l',
    },
    operands: 'list',
  },
  cut: {
    options: {
      letters: 'nsz',
      valueLetters: 'bcdf',
      long: 'complement only-delimited',
      longValues: 'bytes characters delimiter fields output-delimiter',
    },
    operands: 'read',
  },
  tr: { options: { letters: 'cCdst', long: 'complement delete squeeze-repeats truncate-set1' }, operands: 'text' },
  sort: {
    options: {
      letters: 'bdfgihMnRrVcCmsuz',
      valueLetters: 'kt',
      long: 'ignore-leading-blanks dictionary-order ignore-case numeric-sort human-numeric-sort version-sort reverse unique stable zero-terminated',
      longValues: 'key field-separator',
      never: '-o --output -T --temporary-directory --compress-program --files0-from -S --buffer-size',
    },
    operands: 'read',
  },
  uniq: {
    options: { letters: 'cdDuiz', valueLetters: 'fsw', long: 'count repeated unique ignore-case' },
    operands: 'read',
    // The second of two is written to, whoever names it.
    judge: ({ operands: [first, second] }) =>
      second !== undefined || first?.isPattern === true
        ? [askAlways('an option that runs, writes or sends: {0}', (second ?? first)?.text)]
        : [],
  },
  comm: { options: { letters: '123z', long: 'check-order nocheck-order total' }, operands: 'read' },
  paste: { options: { letters: 'sz', valueLetters: 'd' }, operands: 'read' },
  fold: { options: { letters: 'bs', valueLetters: 'w' }, operands: 'read' },
  rev: { options: {}, operands: 'read' },
  column: { options: { letters: 'tx', valueLetters: 'csN' }, operands: 'read' },
  cmp: { options: { letters: 'bls' }, operands: 'read' },
  diff: {
    options: {
      letters: 'aBbcdEeiqrstuwy',
      valueLetters: 'UCIWx',
      long: 'brief report-identical-files side-by-side ignore-case ignore-all-space ignore-space-change ignore-blank-lines recursive text',
      longValues: 'exclude width',
      longMaybe: 'color unified context',
    },
    operands: 'read',
    readsFolders: true,
    judge: ({ given }) =>
      given.has('-r') || given.has('--recursive') ? [ask('reads every file of a folder, hidden ones too')] : [],
  },
  md5sum: checksum,
  sha1sum: checksum,
  sha256sum: checksum,
  sha512sum: checksum,
  cksum: { options: {}, operands: 'list' },
  grep,
  egrep: grep,
  fgrep: grep,
  rg: {
    options: {
      letters: 'iSsvwxclnNHIopqaUFP0',
      valueLetters: 'eABCmgtTMrjE',
      long: 'ignore-case smart-case case-sensitive invert-match word-regexp line-regexp count count-matches files-with-matches files-without-match line-number no-line-number with-filename no-filename only-matching pretty quiet text multiline fixed-strings pcre2 heading no-heading column no-column files stats json vimgrep no-messages trim null no-config hidden multiline-dotall one-file-system type-list',
      longValues:
        'regexp after-context before-context context max-count glob iglob type type-not max-columns max-depth replace threads encoding sort sortr max-filesize color colors context-separator',
      never:
        '-f --file --pre --pre-glob -z --search-zip --hostname-bin --hyperlink-format -L --follow -u --unrestricted --ignore-file --search-zip',
      numbers: false,
    },
    operands: 'list',
    firstIsPattern: ['-e', '--regexp', '--files', '--type-list'],
    judge: rgReach,
  },
};

/** ripgrep passes hidden and ignored files over; a glob takes that back for what it names. */
function rgReach(read: ReadOptions): readonly Opinion[] {
  const globs = [...['-g', '--glob', '--iglob'].flatMap((name) => read.values.get(name) ?? [])];
  const isNarrow = globs.some((glob) => !glob.startsWith('!'));
  const reaches =
    (read.given.has('--hidden') && !isNarrow) ||
    globs.some((glob) => !glob.startsWith('!') && !isSourcePattern(glob.slice(glob.lastIndexOf('/') + 1)));
  return reaches ? [ask('reads every file of a folder, hidden ones too')] : [];
}
