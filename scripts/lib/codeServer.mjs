/**
 * Starts the VS Code that set-up put into the cache, for the launcher and for the tests. Nothing of the person's own is touched: the
 * folders for settings, extensions, configuration and sockets are all given by the caller.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { codeServerFolder } from './codeServerInstall.mjs';
import { Failure } from './Failure.mjs';
import { fetchedNode } from './fetchedNode.mjs';
import { withNode } from './node.mjs';
import { endProcess, lastLines, runLogged, spawnGroup } from './processes.mjs';

/** Settings without which VS Code's own greeting or chat takes the keyboard, or the network is asked. */
export const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  // Would pop up for every server that is started on this machine; `--disable-proxy` forwards none of them anyway.
  'remote.autoForwardPorts': false,
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  // Would fetch typings into the person's home folder.
  'typescript.disableAutomaticTypeAcquisition': true,
};

/** Settings to begin with; what a person sets instead stays. Our prompt log, for one, follows the telemetry's level. */
export const firstSettings = { 'telemetry.telemetryLevel': 'off' };

/**
 * Nothing listens on port 9: code-server's own telemetry reaches nobody. What VS Code's bundled extensions send, should somebody switch
 * telemetry on, goes where they want it.
 */
const nowhere = { CS_TELEMETRY_URL: 'http://127.0.0.1:9/' };

/** A shell in the editor must not see where we keep our things. */
function terminalSettings() {
  const env = { XDG_DATA_HOME: process.env.XDG_DATA_HOME ?? null };
  return { 'terminal.integrated.env.linux': env, 'terminal.integrated.env.osx': env };
}

/** Which program to run: what the caller says, else what the test run says, else what set-up fetched. */
function entry({ codeServer, node }) {
  const folder = codeServer ?? process.env.TANDEM_TEST_CODE_SERVER ?? codeServerFolder();
  return { node: node ?? process.env.TANDEM_TEST_NODE ?? nodeFor24(), script: join(folder, 'out', 'node', 'entry.js') };
}

function nodeFor24() {
  return process.versions.node.startsWith('24.') ? process.execPath : fetchedNode();
}

/** Our environment without the traces of an editor around us, which would send the new one's commands there. */
function environment(node, userDataDir, extra) {
  const clean = Object.entries(process.env).filter(
    ([name]) =>
      !/^(VSCODE_|ELECTRON_|CODE_SERVER_|PASSWORD$|HASHED_PASSWORD$|PORT$|npm_|INIT_CWD$|NODE_OPTIONS$|VITEST)/.test(
        name,
      ),
  );
  // code-server has no flag for its heartbeat and logs. The terminals get the person's own value back, see terminalSettings.
  return { ...withNode(node, Object.fromEntries(clean)), XDG_DATA_HOME: join(userDataDir, 'data'), ...extra };
}

function folders(userDataDir, extensionsDir) {
  return [
    ['--user-data-dir', userDataDir],
    ['--extensions-dir', extensionsDir],
    ['--config', join(userDataDir, 'config', 'code-server.yaml')],
  ].flat();
}

async function prepare(userDataDir, extensionsDir) {
  await mkdir(join(userDataDir, 'config'), { recursive: true });
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  await writeFile(join(userDataDir, 'config', 'code-server.yaml'), 'auth: none\ncert: false\n');
}

/**
 * Writes `settings` into a settings file of `userDataDir`; other keys that a person set there stay. `level` is `User`, or `Machine`
 * for settings of scope `machine`: a VS Code in the browser reads those of its own machine only from there. `first` are written only
 * where the person has none of that name.
 */
export async function writeSettings(userDataDir, settings, level = 'User', first = {}) {
  const file = join(userDataDir, level, 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  let before = {};
  try {
    before = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // First start, or a person wrote comments into it: ours replace it.
  }
  await writeFile(file, `${JSON.stringify({ ...first, ...before, ...settings }, null, 2)}\n`);
}

/** Installs a VSIX into `extensionsDir` (about 2 s), replacing the same version. */
export async function installExtension({ vsix, userDataDir, extensionsDir, codeServer, node }) {
  await prepare(userDataDir, extensionsDir);
  const program = entry({ codeServer, node });
  await runLogged(
    program.node,
    [program.script, ...folders(userDataDir, extensionsDir), '--install-extension', vsix, '--force'],
    {
      env: environment(program.node, userDataDir, {}),
      log: join(userDataDir, 'install-extension.log'),
      title: `Installing ${vsix}`,
    },
  );
}

/**
 * Starts code-server on `folder` and resolves when it answers.
 *
 * - `port`: 0 or undefined: the system chooses
 * - `socket`: listens on this socket file, which only this user can open, instead of a port; `url` then is undefined
 * - `env`: added to the environment of the editor and its extension host
 * - `trust`: true leaves workspace trust on (it asks); default: off, every folder is trusted
 * - `settings`: user settings on top of the quiet ones
 * - `machineSettings`: settings of scope `machine`, such as `tandem.endpoint.url`
 *
 * Returns `{url, port, pid, stop(), logs()}`: `url` opens the folder, `logs()` is what it printed so far, `exited` resolves to its last
 * words should it end by itself. Logs of the extension host lie in `userDataDir/logs/<date>/exthost1/`.
 */
export async function startCodeServer({
  folder,
  userDataDir,
  extensionsDir,
  port = 0,
  socket,
  env = {},
  trust = false,
  settings = {},
  machineSettings = {},
  codeServer,
  node,
}) {
  await prepare(userDataDir, extensionsDir);
  await writeSettings(userDataDir, { ...quietSettings, ...terminalSettings(), ...settings }, 'User', firstSettings);
  await writeSettings(userDataDir, machineSettings, 'Machine');
  const program = entry({ codeServer, node });
  const child = spawnGroup(
    program.node,
    [
      program.script,
      ...folders(userDataDir, extensionsDir),
      ...['--auth', 'none'],
      ...(socket === undefined ? ['--bind-addr', `127.0.0.1:${port}`] : ['--socket', socket, '--socket-mode', '600']),
      ...['--disable-update-check', '--disable-getting-started-override', '--disable-proxy'],
      ...(trust ? [] : ['--disable-workspace-trust']),
      '--ignore-last-opened',
      folder,
    ],
    {
      cwd: userDataDir,
      env: environment(program.node, userDataDir, { ...nowhere, ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text = (text + chunk).slice(-1_000_000);
    });
  }
  let ended = false;
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve(`${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(`code-server ended with ${signal ?? `code ${code}`}.\n${text.slice(-3000)}`),
    );
  });
  exited.then(() => {
    ended = true;
  });
  const stop = () => endProcess(child);
  try {
    const address = await listening(
      () => text,
      () => ended,
      socket,
    );
    const url = address === undefined ? undefined : `${address}/?folder=${encodeURIComponent(folder)}`;
    const chosen = address === undefined ? undefined : Number(new URL(address).port);
    return { url, port: chosen, pid: child.pid, stop, logs: () => text, exited };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until code-server has said where it listens and answers there; resolves to its address, undefined for a socket file. */
async function listening(text, ended, socketPath) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const address = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(text())?.[1];
    const port = address === undefined ? undefined : Number(new URL(address).port);
    if ((address !== undefined || socketPath !== undefined) && (await answers({ socketPath, port }))) return address;
    if (ended()) {
      const busy = text().includes('EADDRINUSE');
      throw new Failure(
        `code-server ended before it answered:\n  ${lastLines(text()).join('\n  ')}`,
        busy ? 'choose another port with --port N.' : undefined,
      );
    }
    await wait(50);
  }
  throw new Failure(`code-server did not answer within a minute:\n  ${lastLines(text()).join('\n  ')}`);
}

function answers({ socketPath, port }) {
  const place = socketPath === undefined ? { host: '127.0.0.1', port } : { socketPath };
  return new Promise((resolve) => {
    get({ ...place, path: '/healthz', timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    })
      .on('timeout', () => resolve(false))
      .on('error', () => resolve(false));
  });
}
