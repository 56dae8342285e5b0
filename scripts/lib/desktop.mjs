/**
 * The person's own VS Code program, run with folders of ours: their profile, settings and extensions are not touched.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { firstSettings, quietSettings, writeSettings } from './codeServer.mjs';
import { endProcess, findOnPath, output, runLogged, spawnGroup } from './processes.mjs';

const minimum = [1, 106];

/**
 * A desktop VS Code that can be used here, as `{program, version}`, or `{reason}` why not: no display, inside another VS Code's
 * terminal (its `code` talks to that window instead of starting), none on PATH, or older than the extension needs.
 */
export function findDesktopEditor({
  environment = process.env,
  platform = process.platform,
  find = findOnPath,
  versionOf = (path) => output(path, ['--version'])?.split('\n')[0],
} = {}) {
  if (environment.VSCODE_IPC_HOOK_CLI)
    return { reason: 'this terminal belongs to a VS Code in the browser or to a remote one' };
  if (environment.WSL_DISTRO_NAME) return { reason: 'under WSL, `code` would start on the Windows side' };
  if (platform === 'linux' && !environment.DISPLAY && !environment.WAYLAND_DISPLAY)
    return { reason: 'there is no display' };
  let reason = 'no `code`, `codium` or `code-insiders` on PATH';
  for (const name of ['code', 'codium', 'code-insiders']) {
    const program = find(name);
    if (program === undefined) continue;
    const version = versionOf(program);
    if (version !== undefined && isNewEnough(version)) return { program, version };
    reason = `${name} ${version ?? 'did not start'}${version ? ` is older than ${minimum.join('.')}` : ''}`;
  }
  return { reason };
}

/** Whether a version as `1.107.2` suffices. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

function folders(userDataDir, extensionsDir) {
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return ['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir, ...asRoot];
}

/** Our environment without the traces of an editor around us. */
function environment(extra) {
  const clean = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(clean), ...extra };
}

const shell = process.platform === 'win32';

/** Installs a VSIX into `extensionsDir`. */
export async function installInDesktop({ program, vsix, userDataDir, extensionsDir }) {
  await mkdir(extensionsDir, { recursive: true });
  await runLogged(program, [...folders(userDataDir, extensionsDir), '--install-extension', vsix, '--force'], {
    env: environment({}),
    shell,
    log: join(userDataDir, 'install-extension.log'),
    title: `Installing ${vsix}`,
  });
}

/** Opens `folder`. Returns `{stop(), exited}`; `exited` resolves when the person closes the window. */
export async function startDesktop({ program, folder, userDataDir, extensionsDir, env, trust, settings }) {
  await writeSettings(userDataDir, { ...quietSettings, ...settings }, 'User', firstSettings);
  const child = spawnGroup(
    program,
    [
      ...folders(userDataDir, extensionsDir),
      ...(trust ? [] : ['--disable-workspace-trust']),
      '--new-window',
      '--wait',
      folder,
    ],
    { env: environment(env), shell, stdio: 'ignore' },
  );
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', () => resolve('VS Code was closed.'));
  });
  const stop = async () => {
    // The window's process leaves the group of the command that opened it; VS Code notes its id in its folder.
    const main = Number(await readFile(join(userDataDir, 'code.lock'), 'utf8').catch(() => ''));
    if (Number.isInteger(main) && main > 1) {
      try {
        process.kill(main, 'SIGTERM');
      } catch {
        // The person closed it.
      }
    }
    await endProcess(child);
  };
  return { stop, exited };
}
