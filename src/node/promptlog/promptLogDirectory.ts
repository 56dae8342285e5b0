/** Where the prompt log lies: one folder for the editor and the command line, so that what one keeps the other can show and delete. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The absolute path; the folder need not exist. `TANDEM_PROMPT_LOG` names another one, relative to `workingDirectory`. */
export function promptLogDirectory(
  environment: Environment,
  workingDirectory: string,
  platform: string = process.platform,
  home = homedir(),
): string {
  if (environment.TANDEM_PROMPT_LOG) {
    return resolve(workingDirectory, environment.TANDEM_PROMPT_LOG);
  }
  const data =
    platform === 'win32'
      ? (environment.LOCALAPPDATA ?? join(home, 'AppData', 'Local'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : environment.XDG_DATA_HOME || join(home, '.local', 'share');
  return join(data, 'glm-tandem', 'prompt-log');
}
