/**
 * Programs that run the project's own code or settings: asked about once for the same content of the files that decide what happens. And
 * those of their subcommands that fetch or publish: asked about every time.
 */
import type { Opinion } from '../../Decision';
import type { Word } from '../Word';
import { ask, askAlways } from './Program';

interface ProjectProgram {
  /** Files in the folder that say what is run. */
  readonly files: readonly string[];
  /** Subcommands that install, fetch, publish, or run what is fetched. */
  readonly installs?: RegExp;
  readonly network?: RegExp;
  /** Subcommands that run a program which no file of the project names. */
  readonly runsOthers?: RegExp;
  /** All subcommands that are none of the above; absent = the project names more of them. */
  readonly first?: RegExp;
  /** Commands of which the program takes beginnings: those that do any of the above. */
  readonly acting?: string;
  /** Every operand is a subcommand. */
  readonly isEach?: true;
  /** Options that are known before the subcommand; absent = all but those of `never`. */
  readonly before?: RegExp;
  /** What other program the words run, behind the subcommand or in its place. */
  readonly inner?: (words: readonly Word[]) => readonly Word[];
  /** Words and options by which the code of folders is run that the command does not tell. */
  readonly elsewhere?: RegExp;
  /** Options whose value is a package: its name, or its folder. */
  readonly packageOptions?: RegExp;
  /** Options that say what else is run, by name: prefixes of long ones count, as programs accept them, and values attached to short ones. */
  readonly never?: string;
  /** Other words that say so. */
  readonly neverWords?: RegExp;
  /** Options whose value is a file of the kind of `files`, or the folder in which those lie. */
  readonly fileOptions?: RegExp;
  readonly folderOptions?: RegExp;
}

/** Behind these stand names that are the project's own. */
const runners = /^(?:run|run-script|rum|urn|test|t|tst|start|stop|restart|build|check)$/;

/** Behind options, or behind one of `starters` and further options: the first word that is none, with all behind it. */
function behind(words: readonly Word[], starters: RegExp): readonly Word[] {
  const index = words.findIndex(({ text }) => !text.startsWith('-'));
  const found = index < 0 ? [] : words.slice(index);
  return starters.test(found[0]?.text ?? '') ? behind(found.slice(1), /^$/) : found;
}

/** Files that are run as they are. */
const sources = /\.(?:[cm]?[jt]sx?|py)$/;

/** A script of that name comes first; a program of the system takes words to do harm. */
function unlessScript(words: readonly Word[]): readonly Word[] {
  const [first] = words;
  return first !== undefined && !runners.test(first.text) && (words.length > 1 || sources.test(first.text))
    ? words
    : [];
}

const node: ProjectProgram = {
  files: ['package.json'],
  installs:
    /^(?:i|in|ins|inst|insta|instal|install|isntall|add|ci|clean-install|install-test|it|update|up|upgrade|exec|x|dlx|create|init|innit|link|ln|rebuild|rb|uninstall|remove|rm|un|dedupe|prune|global|set|config|c|pkg|import|patch|approve-builds|self-update)$/,
  network:
    /^(?:explore|edit|view|v|info|show|search|s|find|publish|unpublish|deprecate|login|adduser|logout|whoami|token|owner|access|audit|outdated|ping|dist-tag|profile|team|org|hook|star|stars|unstar|docs|home|repo|bugs|issues|fund|npm|fetch|doctor)$/,
  never:
    '--script-shell --node-options --shell --git --editor --viewer --browser --userconfig --globalconfig --registry --init-module',
  // pnpm's spelling of any setting; and every package there is.
  neverWords: /^--config\.|^-ws$|^--workspaces$/,
  folderOptions: /^(?:-C|--pre\w*|--dir|--cwd)$/,
  packageOptions: /^(?:-w|--worksp\w*|-F|--filter)$/,
  before:
    /^(?:-[sqdvhwTFCblag]|-[wFC].+|--(?:silent|quiet|verbose|if-present|ignore-scripts|no-color|color|loglevel|offline|prefer-offline|no-audit|no-fund|no-update-notifier|no-progress|frozen-lockfile|prefix|dir|cwd|workspace|workspace-root|filter|stream|parallel|bun|smol|watch|hot|version|help|top-level|non-interactive|json|depth|all|long)(?:=.*)?)$/s,
  elsewhere: /^(?:workspaces|-r|--recursive)$/,
};
const npm: ProjectProgram = {
  ...node,
  never: `${node.never} --onload-script`,
  acting:
    'access add add-user adduser approve-scripts audit author bugs c cache ci cit clean-install clean-install-test completion config create ddp dedupe deprecate diff dist-tags docs doctor edit exec explore find-dupes fund get hook ic info init innit install install-ci-test install-clean install-test isntall isntall-clean issues link login logout ogr org outdated owner patch ping pkg profile prune publish r rb rebuild remove repo search set shrinkwrap sit star stars team token trust udpate undeprecate uninstall unlink unpublish unstar update upgrade verison view whoami',
};
const pnpm: ProjectProgram = {
  ...node,
  runsOthers: /^(?:env|runtime|deploy|setup|store|server|recursive|multi|m|licenses|sh|node)$/,
  inner: (words) => unlessScript(behind(words, /^$/)),
};
const yarn: ProjectProgram = {
  ...node,
  runsOthers: /^(?:policies|plugin|unplug|upgrade-interactive|autoclean|stage|sdks|node)$/,
  inner: (words) => behind(words, /^run$/).slice(0, behind(words, /^run$/)[0]?.text === 'node' ? undefined : 0),
};
const bun: ProjectProgram = {
  ...node,
  installs: new RegExp(`${node.installs?.source}|^(?:pm|a)$`),
  runsOthers: /^(?:repl|discord|getcompletes)$/,
  neverWords:
    /^--config\.|^-[repci](?!$)|^(?:-[repci]|--(?:preload|require|import|eval|print|config|env-file|install))(?:=|$)/s,
  inner: (words) => unlessScript(behind(words, /^run$/)),
};
const make: ProjectProgram = {
  files: ['Makefile', 'makefile', 'GNUmakefile'],
  never: '--eval',
  // Any variable can hold a call of the shell, or be the program that a rule starts; and letters behind others that name a file or a text.
  neverWords: /^[^-].*=|^-[^-]*E|^-[^-CfIojlOW][^-]*[fC]/s,
  fileOptions: /^(?:-f|--fi\w*|--m\w*)$/,
  folderOptions: /^(?:-C|--di\w*)$/,
};
const gradle: ProjectProgram = {
  files: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'],
  network: /(?:^|:)(?:publish|upload|release)\w*$/i,
  isEach: true,
  never: '-I --init-script --include-build -g --gradle-user-home --system-prop',
  neverWords: /^-D(?:$|org\.gradle\.)/,
  fileOptions: /^(?:-b|--build-file|-c|--settings-file)$/,
  folderOptions: /^(?:-p|--project-dir)$/,
};
const maven: ProjectProgram = {
  files: ['pom.xml'],
  network: /^(?:deploy|release:.*)$/,
  isEach: true,
  never: '-s --settings -gs --global-settings -t --toolchains -gt --global-toolchains -l --log-file --define',
  // A goal of any plugin; and properties, which name programs and extensions, but those that choose tests.
  neverWords:
    /^[^-:].*:|^-D(?!(?:skipTests|skipITs|maven\.test\.skip|(?:it\.)?test|groups|(?:surefire\.)?failIfNo(?:Specified)?Tests)(?:=[\w.*#,+!-]*)?$)/s,
  fileOptions: /^(?:-f|--file)$/,
};
const python: ProjectProgram = {
  files: ['pyproject.toml', 'conftest.py', 'setup.cfg', 'tox.ini', 'pytest.ini', 'noxfile.py'],
  fileOptions: /^(?:-c|--config-file|-f|--noxfile)$/,
  folderOptions: /^--rootdir$/,
};

const pytest: ProjectProgram = {
  ...python,
  never: '-o --override-ini --basetemp --pastebin --pdbcls',
};
const pip: ProjectProgram = {
  files: [],
  installs: /^(?:install|uninstall|wheel|config)$/,
  network: /^(?:download|search|index)$/,
  first: /^(?:list|show|freeze|check|inspect|hash|help|debug)$/,
  never:
    '--python --log --proxy --cert --client-cert --cache-dir --index-url -i --extra-index-url --find-links -f --outdated -o --uptodate -u',
};
const uvBefore =
  /^(?:-[qv]+|--(?:quiet|verbose|offline|no-progress|frozen|locked|no-sync|all-extras|all-groups|dev|no-dev|exact|active|isolated)|--(?:extra|group|only-group|no-group|color)=.*)$/;

const projectPrograms: Readonly<Record<string, ProjectProgram>> = {
  npm,
  pnpm,
  yarn,
  bun,
  make,
  gmake: make,
  gradle,
  gradlew: gradle,
  mvn: maven,
  mvnw: maven,
  pytest,
  'py.test': pytest,
  tox: { ...python, runsOthers: /^(?:exec|devenv|e|d)$/, never: '-x --override --workdir --root --discover' },
  nox: python,
  cargo: {
    files: ['Cargo.toml', 'build.rs'],
    runsOthers: /^(?:rustc|rustdoc)$/,
    installs: /^(?:install|add|update|fetch|remove|rm|uninstall|generate-lockfile|vendor|binstall)$/,
    network: /^(?:search|publish|login|logout|owner|yank|info)$/,
    never: '--config -Z --open',
    fileOptions: /^--manifest-path$/,
    folderOptions: /^-C$/,
  },
  go: {
    files: ['go.mod'],
    installs: /^(?:get|install|mod|work|generate|env)$/,
    runsOthers: /^(?:tool|telemetry|bug)$/,
    neverWords: /^--?(?:exec|toolexec|vettool|overlay|modfile)(?:=|$)|-ext(?:ld|ldflags|ar)\b/,
    folderOptions: /^-C$/,
  },
  pip,
  pip3: pip,
  uv: {
    files: ['pyproject.toml'],
    installs: /^(?:pip|add|remove|sync|lock|tool|python|venv|self)$/,
    network: /^(?:publish)$/,
    first: /^(?:run|tree|version|help)$/,
    before: uvBefore,
    inner: (words) => behind(words, /^run$/),
  },
  poetry: {
    files: ['pyproject.toml'],
    installs: /^(?:install|add|remove|update|lock|self|config|init|new)$/,
    network: /^(?:publish|search|source)$/,
    first: /^(?:run|build|check|show|version|about|list|help)$/,
    before: /^(?:-[qvn]+|--(?:quiet|verbose|no-interaction|no-ansi|ansi))$/,
    inner: (words) => behind(words, /^run$/),
  },
  dotnet: {
    files: [],
    installs: /^(?:add|restore|tool|nuget|new|workload)$/,
    network: /^(?:publish|nuget)$/,
    runsOthers: /^(?:exec|fsi|msbuild|vstest|sdk)$|\.dll$/i,
    never: '--property --test-adapter-path',
    // A file of further words; properties, some of which are commands; and libraries that are loaded.
    neverWords:
      /^@|^--?(?:p|property)[:=](?!(?:Configuration|Platform|TargetFramework|Version)=[\w.]+$)|^--?(?:l|logger|dl|distributedlogger)[:=].*\.dll/i,
  },
  mix: {
    files: ['mix.exs'],
    installs: /^(?:deps\..*|archive\..*|local\..*|escript\..*)$/,
    network: /^hex\./,
    runsOthers: /^(?:cmd|do|eval)$/,
    neverWords: /^(?:-[er]|--(?:eval|require|rpc-eval))(?:=|$)/,
  },
  rake: {
    files: ['Rakefile'],
    never: '-e -E -p -r -R -I -g --execute --execute-continue --execute-print --require --rakelibdir --libdir --system',
    fileOptions: /^(?:-f|--rakefile)$/,
  },
  swift: { files: ['Package.swift'], first: /^(?:build|test|run)$/, never: '-Xlinker -Xcc -Xcxx -Xswiftc' },
  zig: { files: ['build.zig'], first: /^(?:build|test|fmt|version|env|targets)$/ },
};

const spelled = (words: readonly Word[]): string =>
  words
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 200);

export function isProjectProgram(program: string): boolean {
  return Object.hasOwn(projectPrograms, program);
}

export interface JudgedProject {
  readonly opinions: readonly Opinion[];
  readonly runs: readonly string[];
  readonly named: readonly string[];
  /** Another program that it runs, with its words; empty = none, or a script of the project. */
  readonly inner: readonly Word[];
}

/** Undefined = the program is none of these. */
export function judgeProjectProgram(program: string, words: readonly Word[]): JudgedProject | undefined {
  const known = Object.hasOwn(projectPrograms, program) ? projectPrograms[program] : undefined;
  if (known === undefined) {
    return undefined;
  }
  const inner = known.inner?.(words) ?? [];
  const scripts = inner.slice(0, 1).flatMap(({ text }) => (sources.test(text) ? [text] : []));
  const files = filesOf(known, words);
  const runs = [...files.runs, ...scripts];
  const named = [...files.named, ...scripts];
  return { opinions: [judgeWords(program, known, words)], runs, named, inner };
}

function judgeWords(program: string, known: ProjectProgram, words: readonly Word[]): Opinion {
  const plain = words.filter(({ text }) => !/^[-+]/.test(text)).map(({ text }) => text);
  // The value of an option may stand before the subcommand, and look like one: behind options, every word is looked at.
  const early = runners.test(words[0]?.text ?? '') && known.isEach !== true ? [] : plain;
  const never = words.find(({ text }) => isNever(known, text));
  if (never !== undefined) {
    return askAlways('an option that runs, writes or sends: {0}', never.text);
  }
  const isBareInstall = plain.length === 0 && program === 'yarn';
  if (early.some((word) => known.installs?.test(word) === true) || isBareInstall) {
    return askAlways('installs packages: {0}', `${program} ${spelled(words)}`.trim());
  }
  const network = early.find((word) => known.network?.test(word) === true);
  if (network !== undefined) {
    return askAlways('uses the network: {0}', `${program} ${network}`);
  }
  const remote = words.find(({ text }) => /@(?:latest|v?\d)|:\/\//.test(text));
  if (remote !== undefined) {
    return askAlways('installs packages: {0}', remote.text);
  }
  const [subcommand = ''] = plain;
  const isActing =
    subcommand.length > 1 &&
    !runners.test(subcommand) &&
    known.acting?.split(' ').some((name) => name.startsWith(subcommand)) === true;
  const isOther = early.some((word) => known.runsOthers?.test(word) === true);
  if (isActing || isOther || (known.first !== undefined && subcommand !== '' && !known.first.test(subcommand))) {
    return askAlways('runs another program: {0}', `${program} ${spelled(words)}`);
  }
  const odd = optionsBefore(words).find((option) => known.before?.test(option) === false);
  if (odd !== undefined) {
    return askAlways('an option that is not known to be harmless: {0}', odd);
  }
  return ask('runs the project’s own code: {0}', [program, ...plain.slice(0, 2)].join(' '));
}

/** Those before the subcommand, and between `run` and what it runs. */
function optionsBefore(words: readonly Word[]): readonly string[] {
  const texts = words.map(({ text }) => text);
  const isOption = (text: string): boolean => text.startsWith('-') && text !== '--';
  const until = (from: number): number => {
    const end = texts.findIndex((text, index) => index >= from && !isOption(text));
    return end < 0 ? texts.length : end;
  };
  const first = until(0);
  return [...texts.slice(0, first), ...(texts[first] === 'run' ? texts.slice(first + 1, until(first + 1)) : [])];
}

function isNever({ never, neverWords }: ProjectProgram, text: string): boolean {
  const [name = text] = /^[^=]*/.exec(text) ?? [];
  // A home folder in an attached value is one for some programs and not for the shell.
  return (
    neverWords?.test(text) === true ||
    /^-[A-Za-z]~/.test(text) ||
    (never ?? '')
      .split(' ')
      .some((one) =>
        one.startsWith('--')
          ? one === name || (name.length > 3 && one.startsWith(name))
          : one !== '' && text.startsWith(one),
      )
  );
}

/** The files that decide what happens, with those that options name. */
function filesOf(
  { files, fileOptions, folderOptions, packageOptions, elsewhere }: ProjectProgram,
  words: readonly Word[],
): { readonly runs: readonly string[]; readonly named: readonly string[] } {
  const end = words.findIndex(({ text }) => text === '--');
  const own = end < 0 ? words : words.slice(0, end);
  const given = (options: RegExp | undefined): string[] =>
    own.flatMap(({ text }, index) => {
      const [, option = text, value = own[index + 1]?.text] =
        /^(--[\w-]+)=(.*)$/s.exec(text) ?? /^(-[A-Za-z])(.+)$/s.exec(text) ?? [];
      return options?.test(option) === true && value !== undefined ? [value] : [];
    });
  const named = given(fileOptions);
  const folders = given(folderOptions);
  // A package by its name is in no folder that is known here: then its file is not there, and nothing is remembered.
  const workspace = words.find((_, index) => words[index - 1]?.text === 'workspace')?.text;
  const packages = packageOptions === undefined ? [] : [...given(packageOptions), ...(workspace ? [workspace] : [])];
  const within = (folder: string): string[] => files.slice(0, 1).map((file) => `${folder}/${file}`);
  // Without its file in the folder, a program takes the one of a folder above: `ToolGate` looks at those.
  const isElsewhere = own.some(({ text }) => elsewhere?.test(text) === true);
  const needed = [...folders, ...packages, ...(isElsewhere ? ['*'] : [])];
  return {
    runs: [
      ...files,
      ...named,
      ...folders.flatMap((folder) => files.map((file) => `${folder}/${file}`)),
      ...packages.flatMap(within),
      ...(isElsewhere ? within('*') : []),
    ],
    named: [...named, ...(files.length === 1 || packageOptions !== undefined ? needed.flatMap(within) : [])],
  };
}
