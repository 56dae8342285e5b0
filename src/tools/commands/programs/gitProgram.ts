/**
 * `git`: subcommands that only look, with the options under which that stays true. Sources: git's manual pages; the subcommands'
 * configuration that runs programs is taken away by the runner (`node/processes`).
 */
import { looksSecret } from '../../../base/secretFiles';
import type { Opinion } from '../../Decision';
import { type OptionTable, readOptions } from '../options';
import type { Word } from '../Word';
import { ask, askAlways, type OwnReader } from './Program';

const writing =
  '--output --ext-diff --textconv --open-files-in-pager --exec --upload-pack --receive-pack --config-env --submodule -O';

const diff: OptionTable = {
  letters: 'pusabwRzWB0MCDq',
  valueLetters: 'SGl',
  maybeLetters: 'UX',
  long: 'patch no-patch raw minimal patience histogram numstat shortstat summary name-only name-status stat cached staged check full-index binary no-renames text ignore-space-at-eol ignore-space-change ignore-all-space ignore-blank-lines function-context exit-code quiet no-ext-diff no-textconv no-color merge-base pickaxe-all pickaxe-regex no-prefix ignore-submodules patch-with-stat compact-summary',
  longValues: 'diff-filter inter-hunk-context diff-algorithm src-prefix dst-prefix',
  longMaybe:
    'stat unified color color-words word-diff find-renames find-copies dirstat ignore-submodules abbrev color-moved relative',
  never: writing,
};
const log: OptionTable = {
  ...diff,
  letters: `${diff.letters}imctgEF`,
  valueLetters: `${diff.valueLetters}nL`,
  long: `${diff.long} oneline graph all decorate no-decorate merges no-merges first-parent reverse follow date-order topo-order author-date-order abbrev-commit no-abbrev-commit parents children left-right cherry-pick cherry-mark all-match invert-grep regexp-ignore-case extended-regexp fixed-strings perl-regexp branches tags remotes walk-reflogs boundary no-walk full-history simplify-by-decoration source relative-date no-show-signature no-notes merge cc no-expand-tabs clear-decorations`,
  longValues: `${diff.longValues} max-count skip since after until before author committer grep date`,
  longMaybe: `${diff.longMaybe} pretty format decorate branches tags remotes glob exclude notes`,
  never: `${writing} --show-signature`,
  numbers: true,
};

const subcommands: Readonly<Record<string, OptionTable & { readonly operands?: false }>> = {
  status: {
    letters: 'sbvzu',
    long: 'short branch show-stash long verbose ignored no-renames renames ahead-behind no-ahead-behind',
    longMaybe: 'porcelain untracked-files ignored ignore-submodules column find-renames',
  },
  diff,
  log,
  show: log,
  whatchanged: log,
  shortlog: { ...log, letters: 'nsec', valueLetters: '', maybeLetters: 'w', longValues: `${log.longValues} group` },
  'rev-list': { ...log, valueLetters: `${diff.valueLetters}n`, long: `${log.long} count objects` },
  'rev-parse': {
    long: 'show-toplevel show-prefix show-cdup abbrev-ref is-inside-work-tree is-inside-git-dir git-dir git-common-dir verify quiet symbolic symbolic-full-name all branches tags is-bare-repository is-shallow-repository show-superproject-working-tree',
    letters: 'q',
    longMaybe: 'short abbrev-ref path-format',
  },
  'ls-files': {
    letters: 'zcdmosuktvf',
    valueLetters: 'x',
    long: 'cached deleted modified others ignored stage unmerged killed directory exclude-standard full-name error-unmatch eol deduplicate',
    longValues: 'exclude format',
    longMaybe: 'abbrev',
  },
  'ls-tree': {
    letters: 'drtlz',
    long: 'long name-only name-status full-name full-tree object-only',
    longMaybe: 'abbrev format',
  },
  blame: {
    letters: 'bcltfnspewMC',
    valueLetters: 'L',
    long: 'root show-stats porcelain line-porcelain incremental show-name show-number show-email',
    longValues: 'since date',
    longMaybe: 'abbrev',
    never: `${writing} --contents -S --ignore-revs-file`,
  },
  describe: {
    long: 'all tags long always first-parent contains exact-match',
    longMaybe: 'dirty broken abbrev match exclude candidates',
  },
  'merge-base': { letters: 'a', long: 'all octopus independent is-ancestor fork-point' },
  'name-rev': { long: 'name-only tags always all' },
  'count-objects': { letters: 'vH', operands: false },
  'cat-file': { letters: 'tespe', never: '--textconv --filters --batch --batch-check --batch-command' },
  branch: {
    letters: 'avrqi',
    long: 'all remotes list show-current verbose ignore-case',
    longValues: 'contains no-contains merged no-merged sort points-at format',
    longMaybe: 'color column abbrev',
    operands: false,
  },
  tag: {
    letters: 'l',
    maybeLetters: 'n',
    long: 'list',
    longValues: 'contains no-contains merged no-merged sort points-at format',
    longMaybe: 'column',
    operands: false,
  },
  remote: { letters: 'v', long: 'verbose', operands: false },
  'check-ignore': { letters: 'vnzq', long: 'verbose non-matching quiet no-index' },
  grep: {
    letters: 'avwiIhHEGFPnlLzocpWq',
    valueLetters: 'eABCm',
    long: 'cached text ignore-case word-regexp invert-match full-name extended-regexp basic-regexp perl-regexp fixed-strings line-number column files-with-matches name-only files-without-match null only-matching count heading break show-function function-context quiet and or not all-match exclude-standard',
    longValues: 'max-depth after-context before-context context threads max-count',
    longMaybe: 'color',
    never: `${writing} -f --no-index --recurse-submodules`,
    numbers: true,
  },
};

const networked = new Set(
  'fetch pull push clone ls-remote submodule archive remote-https send-pack fetch-pack lfs svn p4 bundle send-email request-pull'.split(
    ' ',
  ),
);
const configuring = new Set(
  'config filter-branch bisect difftool mergetool daemon web--browse instaweb hook credential credential-store update-server-info upload-pack receive-pack shell gui gitk citool maintenance fsmonitor--daemon'.split(
    ' ',
  ),
);

/** Subcommands that change the repository or its files, and run nothing but what its settings and hooks say. All others run something. */
const changing = new Set(
  'add am apply branch checkout checkout-index cherry cherry-pick clean commit commit-tree diff-files diff-index diff-tree for-each-ref format-patch fsck gc hash-object help init interpret-trailers ls-remote merge merge-file merge-tree mktag mktree mv notes pack-refs prune prune-packed range-diff read-tree rebase reflog remote repack replace reset restore revert rm rerere show-branch show-ref sparse-checkout stash status stripspace switch symbolic-ref tag update-index update-ref var verify-commit verify-pack verify-tag version whatchanged worktree write-tree'.split(
    ' ',
  ),
);

/** Subcommands that only look in one of their forms: the words behind them, up to the first that is no option. */
const lookingForms: Readonly<Record<string, Readonly<Record<string, OptionTable>>>> = {
  stash: { list: log, show: log },
  reflog: { '': log, show: log },
  worktree: { list: { letters: 'vz', long: 'porcelain verbose' } },
  remote: { 'get-url': { long: 'all push' } },
};
/** Settings that hold no secret. */
const plainSetting = /^(?:user|core|remote|branch|init|pull|push|merge|diff|color|submodule)\.[\w./-]+$/i;

/** What matters of git's words before its repository's settings are looked at. */
export function gitWords(words: readonly Word[]): {
  readonly isVersion: boolean;
  /** Where git is to start, as written. */
  readonly folder: string;
  /** Whether the subcommand is one that only looks. */
  readonly looks: boolean;
  /** Whether it looks at plain folders where there is no repository. */
  readonly comparesFolders: boolean;
} {
  let folder = '.';
  let index = 0;
  for (; words[index]?.text.startsWith('-') === true; index++) {
    if (words[index]?.text === '-C') {
      folder = words[++index]?.text ?? '.';
    }
  }
  const [name = '', form = ''] = words.slice(index, index + 2).map(({ text }) => text);
  const looks =
    Object.hasOwn(subcommands, name) || formOf(name, form) !== undefined || (name === 'config' && form === '--get');
  return { isVersion: name === '', folder, looks, comparesFolders: name === 'diff' };
}

/** The options of a form that only looks; undefined = it is none. */
function formOf(name: string, form: string): OptionTable | undefined {
  const forms = Object.hasOwn(lookingForms, name) ? lookingForms[name] : undefined;
  const word = form.startsWith('-') ? '' : form;
  return forms !== undefined && Object.hasOwn(forms, word) ? forms[word] : undefined;
}

export const gitProgram: OwnReader = {
  read(words) {
    const opinions: Opinion[] = [];
    const folders: Word[] = [];
    let index = 0;
    for (; index < words.length; index++) {
      const text = words[index]?.text ?? '';
      if (text === '--no-pager' || text === '-P' || text === '--no-optional-locks' || text === '--literal-pathspecs') {
        continue;
      }
      if (!text.startsWith('-')) {
        break;
      }
      if (/^(?:--version|-v|--help|-h)$/.test(text)) {
        return {
          opinions: words.length === 1 ? [] : [ask('an option that is not known to be harmless: {0}', text)],
          paths: [],
        };
      }
      const folder = words[index + 1];
      if (text === '-C' && folder?.isPlain === true && !folder.isPattern && folders.length === 0) {
        folders.push(folder);
        index++;
        continue;
      }
      // What git does is told by these: another configuration, other programs, another repository.
      opinions.push(askAlways('an option that runs, writes or sends: {0}', text));
      index += /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--config-env|--super-prefix)$/.test(text)
        ? 1
        : 0;
    }
    const name = words[index]?.text ?? '';
    const rest = words.slice(index + 1);
    const within = ({ opinions: found, paths, perhaps = [] }: ReturnType<OwnReader['read']>) => ({
      opinions: found,
      paths: [...folders, ...paths.map((path) => inFolder(path, folders[0]?.text))],
      perhaps: perhaps.map((path) => inFolder(path, folders[0]?.text)),
    });
    const form = formOf(name, rest[0]?.text ?? '');
    if (form !== undefined) {
      const words = rest[0]?.text.startsWith('-') === false ? rest.slice(1) : rest;
      return within(readSubcommand(name, form, words, opinions));
    }
    const table = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    if (table !== undefined) {
      return within(readSubcommand(name, table, rest, opinions));
    }
    if (name === 'config' && rest[0]?.text === '--get' && rest.length === 2 && plainSetting.test(rest[1]?.text ?? '')) {
      return within({ opinions, paths: [] });
    }
    if (networked.has(name)) {
      opinions.push(askAlways('uses the network: {0}', `git ${name}`));
    } else if (configuring.has(name)) {
      opinions.push(askAlways('an option that runs, writes or sends: {0}', `git ${name}`));
    } else if (name === '' || changing.has(name)) {
      opinions.push(ask('not among the commands that only look: {0}', `git ${name}`.trim()));
    } else {
      // Helpers of git, and names that settings give to any command.
      opinions.push(askAlways('runs another program: {0}', `git ${name}`));
    }
    opinions.push(...neverOptions(name, rest));
    return within({ opinions, paths: rest.flatMap(asPath) });
  },
};

/** A path behind `-C`. */
function inFolder(path: Word, folder: string | undefined): Word {
  return folder === undefined || /^[/~]|^[A-Za-z]:/.test(path.text)
    ? path
    : { ...path, text: `${folder}/${path.text}` };
}

/** An operand, or the value of an option that may be a path; none = an option alone. Patches stay in the folder that `apply` is given. */
function asPath(word: Word): readonly Word[] {
  const value = /^(?:--(?!message|directory)[\w-]+=|-[A-Zac-ln-z](?=[~./]))(.+)$/s.exec(word.text)?.[1];
  return value !== undefined ? [{ ...word, text: value }] : word.text.startsWith('-') ? [] : [word];
}

const runningOptions =
  '--unsafe-paths --exec --upload-pack --receive-pack --config --template --separate-git-dir --output --ext-diff --textconv'.split(
    ' ',
  );

/** `--exec`, `--upload-pack`, … say what to run, whatever the subcommand: git takes beginnings of them. */
function neverOptions(name: string, words: readonly Word[]): Opinion[] {
  return words
    .filter(
      ({ text }) =>
        (name === 'rebase' && /^-[a-z]*x/.test(text)) ||
        (name === 'help' && /^-[a-z]*[wi]|^--(?:web|info)/.test(text)) ||
        (name === 'help' && /^--w/.test(text)) ||
        /^-c(?:=|$)/.test(text) ||
        (/^--[^=]{2}/.test(text) && runningOptions.some((one) => one.startsWith(/^[^=]*/.exec(text)?.[0] ?? text))),
    )
    .map(({ text }) => askAlways('an option that runs, writes or sends: {0}', text));
}

function readSubcommand(
  name: string,
  table: OptionTable & { readonly operands?: false },
  words: readonly Word[],
  earlier: readonly Opinion[],
): ReturnType<OwnReader['read']> {
  const read = readOptions(words, table);
  const opinions = [...earlier, ...read.opinions];
  const isPattern = name === 'grep' && !read.given.has('-e');
  const operands = isPattern ? read.operands.slice(1) : read.operands;
  const lists = read.given.has('-l') || read.given.has('--list');
  if (table.operands === false && operands.length > 0 && !lists) {
    const isShow = name === 'remote' && /^(?:show|update|prune)$/.test(operands[0]?.text ?? '');
    opinions.push(
      isShow
        ? askAlways('uses the network: {0}', 'git remote')
        : ask('not among the commands that only look: {0}', `git ${name}`),
    );
  }
  // `git stash list` hands on what stands behind `--` without it.
  for (const { text } of operands.filter(({ text }) => text.startsWith('-'))) {
    opinions.push(askAlways('an option that runs, writes or sends: {0}', text));
  }
  // A signature is checked by another program.
  for (const option of ['--format', '--pretty', '--sort']) {
    const checking = read.values.get(option)?.find((value) => /%G|signature/.test(value));
    if (checking !== undefined) {
      opinions.push(askAlways('an option that runs, writes or sends: {0}', `${option}=${checking}`));
    }
  }
  // `-L1,9:a.ts`: lines of a file.
  const ranges = name === 'blame' ? [] : (read.values.get('-L') ?? []).map((range) => textWord(range));
  // `HEAD:.env` and `:0:.env` are files too, as they were.
  for (const { text } of [...operands, ...ranges]) {
    const [, ...paths] = text.toLowerCase().split(':');
    if (paths.some((path) => looksSecret(path.split('/')))) {
      opinions.push(askAlways('may hold secrets'));
    }
    if (/^[a-z+]+:\/\/|^[\w.-]+@[\w.-]+:/i.test(text)) {
      opinions.push(askAlways('uses the network: {0}', text));
    }
  }
  // Revisions and ranges of them, unless something of that name is there: git takes a word for a path when it is no revision.
  const isRevision = ({ text }: Word): boolean =>
    /^[^/.]*:|[@^{}]|[^/]~|\.\./.test(text) && !/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(text);
  const files = ranges.map(({ text }) => textWord(text.slice(text.lastIndexOf(':') + 1)));
  return {
    opinions,
    paths: [...operands.filter((word) => !isRevision(word)), ...files],
    perhaps: operands.filter(isRevision),
  };
}

/** A part of a word, which the shell has read already. */
function textWord(text: string): Word {
  return { text, raw: text, isPlain: true, isPattern: false, opinions: [] };
}
