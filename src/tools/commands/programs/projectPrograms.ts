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
}

const node: ProjectProgram = {
  files: ['package.json'],
  installs:
    /^(?:i|in|ins|inst|insta|instal|install|isntall|add|ci|clean-install|install-test|it|update|up|upgrade|exec|x|dlx|create|init|innit|link|ln|rebuild|rb|uninstall|remove|rm|un|dedupe|prune|global|set|config|c|pkg|import|patch|approve-builds|self-update)$/,
  network:
    /^(?:view|v|info|show|search|s|find|publish|unpublish|deprecate|login|adduser|logout|whoami|token|owner|access|audit|outdated|ping|dist-tag|profile|team|org|hook|star|stars|unstar|docs|home|repo|bugs|issues|fund|npm|fetch|doctor)$/,
};
const make: ProjectProgram = { files: ['Makefile', 'makefile', 'GNUmakefile'] };
const gradle: ProjectProgram = {
  files: ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'],
};
const maven: ProjectProgram = { files: ['pom.xml'], network: /^(?:deploy|release:.*)$/ };
const python: ProjectProgram = {
  files: ['pyproject.toml', 'conftest.py', 'setup.cfg', 'tox.ini', 'pytest.ini', 'noxfile.py'],
};

const projectPrograms: Readonly<Record<string, ProjectProgram>> = {
  npm: node,
  pnpm: node,
  yarn: node,
  bun: { ...node, installs: new RegExp(`${node.installs?.source}|^pm$`) },
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
  },
  go: { files: ['go.mod'], installs: /^(?:get|install|mod|work|generate|env)$/ },
  pip: { files: [], installs: /^(?:install|uninstall|wheel|config)$/, network: /^(?:download|search|index)$/ },
  pip3: { files: [], installs: /^(?:install|uninstall|wheel|config)$/, network: /^(?:download|search|index)$/ },
  uv: {
    files: ['pyproject.toml'],
    installs: /^(?:pip|add|remove|sync|lock|tool|python|venv|self)$/,
    network: /^(?:publish)$/,
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

const named = (words: readonly Word[]): string =>
  words
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 200);

/** Undefined = the program is none of these. */
export function judgeProjectProgram(
  program: string,
  words: readonly Word[],
): { readonly opinions: readonly Opinion[]; readonly runs: readonly string[] } | undefined {
  const known = Object.hasOwn(projectPrograms, program) ? projectPrograms[program] : undefined;
  if (known === undefined) {
    return undefined;
  }
  const command = words.find(({ text }) => !/^[-+]/.test(text))?.text ?? '';
  const isBareInstall = command === '' && program === 'yarn';
  if (known.installs?.test(command) === true || isBareInstall) {
    return { opinions: [askAlways('installs packages: {0}', `${program} ${named(words)}`.trim())], runs: known.files };
  }
  if (known.network?.test(command) === true) {
    return { opinions: [askAlways('uses the network: {0}', `${program} ${command}`)], runs: known.files };
  }
  const remote = words.find(({ text }) => /@(?:latest|v?\d)|:\/\//.test(text));
  if (remote !== undefined) {
    return { opinions: [askAlways('installs packages: {0}', remote.text)], runs: known.files };
  }
  return { opinions: [ask('runs the project’s own code: {0}', `${program} ${command}`.trim())], runs: known.files };
}
