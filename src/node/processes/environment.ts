/**
 * What a command is given of the person's environment: what programs need in order to be found and to work, and nothing that is or may be a
 * key. The workspace is never among the folders in which programs are looked for.
 */
import { delimiter, isAbsolute, sep } from 'node:path';

/** Names that are passed on. */
const passed = new Set(
  'HOME USER LOGNAME LANG LANGUAGE TZ TMPDIR TEMP TMP SystemRoot SystemDrive windir ComSpec PATHEXT USERPROFILE USERNAME HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA ProgramData ProgramFiles ProgramFiles(x86) CommonProgramFiles PROCESSOR_ARCHITECTURE NUMBER_OF_PROCESSORS JAVA_HOME JDK_HOME GOPATH GOROOT GOBIN CARGO_HOME RUSTUP_HOME NVM_DIR NVM_BIN FNM_DIR VOLTA_HOME PNPM_HOME PYENV_ROOT CONDA_PREFIX VIRTUAL_ENV ANDROID_HOME ANDROID_SDK_ROOT DOTNET_ROOT GRADLE_USER_HOME M2_HOME MAVEN_HOME RBENV_ROOT XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR'
    .split(' ')
    .map((name) => name.toUpperCase()),
);

/** No pager, no editor, no question, no colour; git runs nothing that the repository's configuration names for looking at it. */
const fixed: Readonly<Record<string, string>> = {
  TERM: 'dumb',
  NO_COLOR: '1',
  CI: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  EDITOR: 'false',
  VISUAL: 'false',
  GIT_EDITOR: 'false',
  GIT_SEQUENCE_EDITOR: 'false',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: 'false',
  SSH_ASKPASS: 'false',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_CONFIG_COUNT: '4',
  GIT_CONFIG_KEY_0: 'core.fsmonitor',
  GIT_CONFIG_VALUE_0: 'false',
  GIT_CONFIG_KEY_1: 'core.pager',
  GIT_CONFIG_VALUE_1: 'cat',
  GIT_CONFIG_KEY_2: 'log.showSignature',
  GIT_CONFIG_VALUE_2: 'false',
  GIT_CONFIG_KEY_3: 'protocol.ext.allow',
  GIT_CONFIG_VALUE_3: 'never',
  npm_config_yes: 'false',
  npm_config_update_notifier: 'false',
  npm_config_fund: 'false',
  DEBIAN_FRONTEND: 'noninteractive',
  PYTHONUNBUFFERED: '1',
  HISTFILE: '',
};

/**
 * @param from the environment of this process
 * @param closed real paths of folders in which no program is looked for
 * @param marker a name of its own for the run: whatever it starts can be found by it
 */
export function commandEnvironment(
  from: Readonly<Record<string, string | undefined>>,
  closed: readonly string[],
  marker: string,
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (passed.has(upper) || upper.startsWith('LC_'))) {
      environment[name] = value;
    } else if (value !== undefined && /^(?:https?|no|all)_proxy$/i.test(name)) {
      // A proxy's sign-in stays here.
      environment[name] = value.replace(/\/\/[^@/]*@/, '//');
    } else if (value !== undefined && upper === 'PATH') {
      environment[name] = programFolders(value, closed);
    }
  }
  return { ...environment, ...fixed, [markerName]: marker };
}

export const markerName = 'TANDEM_RUN';

/** Absolute folders outside of the closed ones. */
export function programFolders(path: string, closed: readonly string[]): string {
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder) && !closed.some((one) => `${folder}${sep}`.startsWith(`${one}${sep}`)))
    .join(delimiter);
}
