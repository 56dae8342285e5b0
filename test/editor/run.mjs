/**
 * Runs the editor suite here, without a desktop: code-server with our VSIX and the test-only extension beside it, and a browser that
 * makes it start the extension host. Prints each test; exit code 0 = all passed. Counts go to `test-results/editor.json`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { installExtension, startCodeServer } from '../../scripts/lib/codeServer.mjs';
import { runLogged } from '../../scripts/lib/processes.mjs';
import { launchChromium } from '../support/chromium.mjs';
import { bundleDriver, editorResults } from './bundle.mjs';
import { suiteEnvironment, suitePorts, workspaceFiles } from './workspace.mjs';

/** Milliseconds for the whole suite; a test that hangs fails by itself much sooner. */
const patience = 900_000;

process.exitCode = await main();

async function main() {
  const vsix = process.env.TANDEM_TEST_VSIX;
  if (vsix === undefined) {
    throw new Error('TANDEM_TEST_VSIX is not set: this suite is started by "npm run test:editor".');
  }
  rmSync(editorResults, { recursive: true, force: true });
  const { folder: driver } = await bundleDriver();
  const driverVsix = join(editorResults, 'driver.vsix');
  const vsce = join(import.meta.dirname, '../../node_modules/@vscode/vsce/vsce');
  await runLogged(process.execPath, [vsce, 'package', '--no-dependencies', '--skip-license', '--out', driverVsix], {
    cwd: driver,
    log: join(editorResults, 'package-driver.log'),
    title: 'Packaging the editor suite',
  });
  const ports = await suitePorts();
  const folder = join(editorResults, 'workspace');
  for (const [path, text] of Object.entries(workspaceFiles(ports))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const userDataDir = join(editorResults, 'user-data');
  const extensionsDir = join(editorResults, 'extensions');
  await installExtension({ vsix, userDataDir, extensionsDir });
  await installExtension({ vsix: driverVsix, userDataDir, extensionsDir });
  const resultFile = join(editorResults, 'result.json');
  const env = suiteEnvironment({ resultFile, ...ports });
  const server = await startCodeServer({ folder, userDataDir, extensionsDir, env });
  const browser = await launchChromium();
  try {
    // In a browser the clipboard needs a person's consent.
    const page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    await page.goto(server.url);
    const deadline = Date.now() + patience;
    let result = read(resultFile);
    for (; !result.finished && Date.now() < deadline; result = read(resultFile)) {
      await wait(200);
    }
    if (!result.finished) {
      await page.screenshot({ path: join(editorResults, 'not-finished.png') });
      const error = `Not finished after ${patience / 1000} s. See test-results/editor.\n${server.logs().slice(-2000)}`;
      return report([...result.tests, { title: 'the editor suite', state: 'failed', error }]);
    }
    return report(result.tests);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** What the suite has written so far. */
function read(resultFile) {
  return existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : { finished: false, tests: [] };
}

function report(tests) {
  for (const { title, state, error } of tests) {
    console.log(`  ${state === 'passed' ? '✓' : '✗'} ${title}`);
    if (error !== undefined) {
      console.log(error.replace(/^/gm, '      '));
    }
  }
  const failed = tests.filter(({ state }) => state === 'failed').length;
  const passed = tests.length - failed;
  console.log(`${passed} passed, ${failed} failed`);
  writeFileSync(join(dirname(editorResults), 'editor.json'), JSON.stringify({ passed, failed }));
  return failed === 0 && passed > 0 ? 0 : 1;
}
