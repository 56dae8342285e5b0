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
  /** Words and options by which the code of folders is run that the command does not tell. */
  readonly elsewhere?: RegExp;
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

const node: ProjectProgram = {
  files: ['package.json'],
  installs:
    /^(?:i|in|ins|inst|insta|instal|install|isntall|add|ci|clean-install|install-test|it|update|up|upgrade|exec|x|dlx|create|init|innit|link|ln|rebuild|rb|uninstall|remove|rm|un|dedupe|prune|global|set|config|c|pkg|import|patch|approve-builds|self-update)$/,
  network:
    /^(?:explore|edit|view|v|info|show|search|s|find|publish|unpublish|deprecate|login|adduser|logout|whoami|token|owner|access|audit|outdated|ping|dist-tag|profile|team|org|hook|star|stars|unstar|docs|home|repo|bugs|issues|fund|npm|fetch|doctor)$/,
  never:
    '--script-shell --node-options --shell --git --editor --viewer --browser --userconfig --globalconfig --registry --init-module',
  // pnpm's spelling of any setting.
  neverWords: /^--config\./,
  elsewhere: /^(?:workspaces?|-ws|-r|--recursive|--workspaces)$/,
  // Of packages by their names, too: where no folder is called so, nothing is there that an approval could hold for.
  folderOptions: /^(?:-C|--prefix|--dir|--cwd|-w|--workspace|-F|--filter(?:-prod)?)$/,
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
  never: '-I --init-script --include-build -g --gradle-user-home',
  neverWords: /^-Dorg\.gradle\./,
  fileOptions: /^(?:-b|--build-file|-c|--settings-file)$/,
  folderOptions: /^(?:-p|--project-dir)$/,
};
const maven: ProjectProgram = {
  files: ['pom.xml'],
  network: /^(?:deploy|release:.*)$/,
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

const projectPrograms: Readonly<Record<string, ProjectProgram>> = {
  npm: node,
  pnpm: node,
  yarn: node,
  bun: {
    ...node,
    installs: new RegExp(`${node.installs?.source}|^pm$`),
    // It takes these for itself before its subcommand only; behind it, they are asked about all the same.
    never: `${node.never} -e --eval -p --print -r --preload --require --import -c --config --define --inspect-brk -i --install`,
  },
  make,
  gmake: make,
  gradle,
  gradlew: gradle,
  mvn: maven,
  mvnw: maven,
  pytest: python,
  'py.test': python,
  tox: python,
  nox: python,
  cargo: {
    files: ['Cargo.toml', 'build.rs'],
    installs: /^(?:install|add|update|fetch|remove|rm|uninstall|generate-lockfile|vendor|binstall)$/,
    network: /^(?:search|publish|login|logout|owner|yank|info)$/,
    never: '--config -Z',
    fileOptions: /^--manifest-path$/,
    folderOptions: /^-C$/,
  },
  go: {
    files: ['go.mod'],
    installs: /^(?:get|install|mod|work|generate|env)$/,
    neverWords: /^--?(?:exec|toolexec|vettool|overlay|modfile)(?:=|$)/,
    folderOptions: /^-C$/,
  },
  pip: { files: [], installs: /^(?:install|uninstall|wheel|config)$/, network: /^(?:download|search|index)$/ },
  pip3: { files: [], installs: /^(?:install|uninstall|wheel|config)$/, network: /^(?:download|search|index)$/ },
  uv: {
    files: ['pyproject.toml'],
    installs: /^(?:pip|add|remove|sync|lock|tool|python|venv|self)$/,
    network: /^(?:publish)$/,
    never: '--index --default-index --index-url --extra-index-url --find-links --python --config-file --env-file',
    neverWords: /^--with(?:-|=|$)/,
    folderOptions: /^(?:--project|--directory)$/,
  },
  poetry: {
    files: ['pyproject.toml'],
    installs: /^(?:install|add|remove|update|lock|self|config|init|new)$/,
    network: /^(?:publish|search|source)$/,
  },
  dotnet: { files: [], installs: /^(?:add|restore|tool|nuget|new|workload)$/, network: /^(?:publish|nuget)$/ },
  mix: { files: ['mix.exs'], installs: /^(?:deps\..*|archive\..*|local\..*|escript\..*)$/ },
  rake: { files: ['Rakefile'] },
  swift: { files: ['Package.swift'] },
  zig: { files: ['build.zig'] },
};

const spelled = (words: readonly Word[]): string =>
  words
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 200);

/** Undefined = the program is none of these. */
export function judgeProjectProgram(
  program: string,
  words: readonly Word[],
):
  | { readonly opinions: readonly Opinion[]; readonly runs: readonly string[]; readonly named: readonly string[] }
  | undefined {
  const known = Object.hasOwn(projectPrograms, program) ? projectPrograms[program] : undefined;
  if (known === undefined) {
    return undefined;
  }
  const { runs, named } = filesOf(known, words);
  const plain = words.filter(({ text }) => !/^[-+]/.test(text)).map(({ text }) => text);
  // The value of an option may stand before the subcommand, and look like one: behind options, every word is looked at.
  const early = runners.test(words[0]?.text ?? '') ? [] : plain;
  const never = words.find(({ text }) => isNever(known, text));
  if (never !== undefined) {
    return { opinions: [askAlways('an option that runs, writes or sends: {0}', never.text)], runs, named };
  }
  const isBareInstall = plain.length === 0 && program === 'yarn';
  if (early.some((word) => known.installs?.test(word) === true) || isBareInstall) {
    return { opinions: [askAlways('installs packages: {0}', `${program} ${spelled(words)}`.trim())], runs, named };
  }
  const network = early.find((word) => known.network?.test(word) === true);
  if (network !== undefined) {
    return { opinions: [askAlways('uses the network: {0}', `${program} ${network}`)], runs, named };
  }
  const remote = words.find(({ text }) => /@(?:latest|v?\d)|:\/\//.test(text));
  if (remote !== undefined) {
    return { opinions: [askAlways('installs packages: {0}', remote.text)], runs, named };
  }
  return {
    opinions: [ask('runs the project’s own code: {0}', [program, ...plain.slice(0, 2)].join(' '))],
    runs,
    named,
  };
}

/** The subcommand and the options, but for those behind `--`, which are not the program's own. */
function ownWords(words: readonly Word[]): readonly string[] {
  const end = words.findIndex(({ text }) => text === '--');
  const texts = words.slice(0, end < 0 ? words.length : end).map(({ text }) => text);
  const subcommand = texts.find((text) => !text.startsWith('-'));
  return texts.filter((text) => text.startsWith('-') || text === subcommand);
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
  { files, fileOptions, folderOptions, elsewhere }: ProjectProgram,
  words: readonly Word[],
): { readonly runs: readonly string[]; readonly named: readonly string[] } {
  const given = (options: RegExp | undefined): string[] =>
    words.flatMap(({ text }, index) => {
      const [, option = text, value = words[index + 1]?.text] =
        /^(--[\w-]+)=(.*)$/s.exec(text) ?? /^(-[A-Za-z])(.+)$/s.exec(text) ?? [];
      return options?.test(option) === true && value !== undefined ? [value] : [];
    });
  const named = given(fileOptions);
  const isElsewhere = ownWords(words).some((text) => elsewhere?.test(text) === true);
  const folders = [...given(folderOptions), ...(isElsewhere ? ['*'] : [])];
  const inFolders = folders.flatMap((folder) => files.map((file) => `${folder}/${file}`));
  // Of several files, not each has to be there.
  return { runs: [...files, ...named, ...inFolders], named: files.length === 1 ? [...named, ...inFolders] : named };
}
