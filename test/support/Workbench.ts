/**
 * A real VS Code for the end-to-end tests: code-server with the packaged extension, looked at by Chromium, used with real keys. One
 * workbench serves a whole test file; nothing in here knows what a single test is about.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { type CodeServer, installExtension, startCodeServer, writeSettings } from '../../scripts/lib/codeServer.mjs';
import { launchChromium } from './chromium.mjs';

const root = resolve(import.meta.dirname, '../..');
export const resultsFolder = join(root, 'test-results');

export interface WorkbenchOptions {
  /** Names the folder of the run's user data and its screenshots. */
  readonly name: string;
  /** The opened folder: a copy of this one, */
  readonly copyOf?: string;
  /** or with these files, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** True: the folder is a Git repository in which all of it is committed. */
  readonly isRepository?: boolean;
  /** Settings of the person, of whatever scope. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of VS Code. */
  readonly env?: Readonly<Record<string, string>>;
  /** True: with the engine's library, as in the package for one platform. Default: as in the universal package, without. */
  readonly withEngine?: boolean;
  /** True: with VS Code's own chat, which is out of the way otherwise. */
  readonly withChat?: boolean;
  /** True: VS Code's telemetry is on, as the prompt log wants it; its bundled extensions may then try to report to their makers. */
  readonly withTelemetry?: boolean;
  /** VSIX files of extensions beside ours. */
  readonly otherExtensions?: readonly string[];
  /** True: VS Code does not trust the folder and asks nobody. Default: every folder is trusted. */
  readonly trust?: boolean;
  /** Display language of VS Code, such as `zh-cn`; default `en`. */
  readonly language?: string;
}

interface Parts {
  readonly name: string;
  readonly page: Page;
  readonly browser: Browser;
  readonly server: CodeServer;
  readonly home: string;
}

export class Workbench {
  readonly page: Page;
  /** The opened folder. */
  readonly folder: string;
  readonly userDataDir: string;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.page = parts.page;
    this.folder = join(parts.home, 'workspace');
    this.userDataDir = userDataOf(parts.name);
  }

  /** Installs the VSIX under test into a fresh VS Code, opens it on a new folder and waits until our status bar item is there. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const { name, settings = {}, env = {}, language = 'en' } = options;
    const userDataDir = userDataOf(name);
    rmSync(userDataDir, { recursive: true, force: true });
    // Outside the checkout, where the extension would find what the checkout has installed and not what its package brings.
    const home = mkdtempSync(join(tmpdir(), 'tandem-e2e-'));
    const folder = join(home, 'workspace');
    const extensionsDir = join(home, 'extensions');
    let server: CodeServer | undefined;
    let browser: Browser | undefined;
    try {
      fill(folder, options);
      chooseLanguage(language, userDataDir);
      await install(options, userDataDir, extensionsDir);
      server = await startCodeServer({
        folder,
        userDataDir,
        extensionsDir,
        env,
        trust: options.trust === true,
        settings: {
          ...userSettings,
          'chat.disableAIFeatures': options.withChat !== true,
          'security.workspace.trust.startupPrompt': 'never',
          ...(options.withTelemetry === true && { 'telemetry.telemetryLevel': 'all' }),
        },
        machineSettings: { 'tandem.chat.titles': false, ...settings },
      });
      browser = await launchChromium();
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(15_000);
      const workbench = new Workbench({ name, page, browser, server, home });
      await workbench.#load(server.url);
      return workbench;
    } catch (error) {
      await browser?.close();
      await server?.stop();
      rmSync(home, { recursive: true, force: true });
      throw error;
    }
  }

  /** Of the server; VS Code's other processes are below it. */
  get pid(): number {
    return this.#parts.server.pid ?? 0;
  }

  async close(): Promise<void> {
    const { browser, server, home } = this.#parts;
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }

  /** Another window on the same folder, with an extension host of its own. It is closed with this one. */
  async secondWindow(): Promise<Workbench> {
    const page = await this.#parts.browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(15_000);
    const other = new Workbench({ ...this.#parts, page });
    await other.#load(this.#parts.server.url);
    return other;
  }

  /** Loads the window anew, as `Developer: Reload Window` does. */
  async reload(): Promise<void> {
    await this.#load(this.#parts.server.url);
  }

  async #load(url: string): Promise<void> {
    await this.page.goto(url, { timeout: 60_000 });
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    try {
      await this.#statusItem().waitFor({ timeout: 90_000 });
    } catch {
      await this.screenshot('did-not-start');
      throw new Error(`The extension's status bar item did not appear. ${this.#parts.server.logs().slice(-2000)}`);
    }
  }

  /** Everything that is in our output channel, of all windows so far. */
  log(): string {
    return readdirSync(this.userDataDir, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('GLM Tandem.log'))
      .map((path) => readFileSync(join(this.userDataDir, path), 'utf8'))
      .join('\n');
  }

  // -- files and keys -----------------------------------------------------------------------------------------------------------

  /** Opens a file of the folder by Quick Open and puts the cursor at its end. */
  async openFile(path: string): Promise<void> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    // The whole path: found without a search through the folder, for which old versions here lack the program.
    await this.#chooseByName('Control+p', join(this.folder, path), name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-lines').first().waitFor();
    await this.#idle();
    await this.press('Control+End');
  }

  /** Opens a notebook and puts the cursor at the end of its last cell. */
  async openNotebook(path: string): Promise<void> {
    await this.#chooseByName('Control+p', join(this.folder, path), path);
    await this.page.locator('.notebookOverlay .cell-editor-container .view-lines').last().click({ timeout: 30_000 });
    await this.#idle();
    await this.press('Control+End');
  }

  /**
   * VS Code makes parts of an editor, the one for suggestions among them, once the window has nothing else to do (5 s later at the latest): who
   * types before that on a slow machine gets none for it. Idle callbacks run in the order in which they were asked for.
   */
  async #idle(): Promise<void> {
    await this.page.evaluate(
      () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: 6000 })),
    );
  }

  /** Types as a person does, key by key. `delay` is milliseconds between keys. */
  async type(text: string, delay = 30): Promise<void> {
    for (const [index, line] of text.split('\n').entries()) {
      if (index > 0) {
        await this.press('Enter');
      }
      await this.page.keyboard.type(line, { delay });
    }
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Runs a command by its title from the Command Palette, with the keyboard alone. */
  async runCommand(title: string): Promise<void> {
    await this.#chooseByName('F1', title, title);
  }

  /** Opens a list by a key, types into it and takes the row; begins again where the editor was too busy to take the keys. */
  async #chooseByName(key: string, text: string, row: string): Promise<void> {
    for (let triesLeft = 3; ; triesLeft--) {
      await this.press(key);
      try {
        await this.page.locator('.quick-input-widget input:focus').waitFor({ timeout: 10_000 });
        await this.page.keyboard.type(text);
        await this.#focusedRow(row).waitFor({ timeout: 10_000 });
        return this.press('Enter');
      } catch (error) {
        if (triesLeft === 0) {
          await this.screenshot('not-in-the-list');
          throw error;
        }
        await this.press('Escape');
      }
    }
  }

  /** Types into the input box that is asked for, and confirms. */
  async answer(text: string): Promise<void> {
    await this.page.locator('.quick-input-widget .quick-input-list').waitFor({ state: 'hidden' });
    await this.page.locator('.quick-input-widget input:focus').waitFor();
    await this.press('Control+a');
    await this.page.keyboard.type(text);
    await this.press('Enter');
  }

  /** Waits until the input box says something about the text in it that matches. */
  async waitForInputMessage(expected: RegExp): Promise<void> {
    const message = this.page.locator('.quick-input-widget .quick-input-message');
    await this.#until(
      async () => (await message.textContent()) ?? '',
      (text) => expected.test(text),
      `the input box says something that matches ${expected}`,
      5000,
    );
  }

  /** The entries of the list from which is to be chosen, as a screen reader says them. */
  async listEntries(): Promise<string[]> {
    await this.page.locator('.quick-input-widget .quick-input-title').waitFor();
    const rows = await this.page.locator('.quick-input-list .monaco-list-row').all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** Sets the level of our own log, by the keyboard as well. */
  async setLogLevel(level: 'Trace' | 'Info'): Promise<void> {
    await this.runCommand('Developer: Set Log Level...');
    for (const choice of ['GLM Tandem', level]) {
      await this.page.locator('.quick-input-list .monaco-list-row', { hasText: choice }).first().waitFor();
      await this.page.keyboard.type(choice);
      await this.#focusedRow(choice).waitFor();
      await this.press('Enter');
    }
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Saves the active file and returns what then lies on disk. */
  async save(path: string): Promise<string> {
    await this.press('Control+s');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
    return this.read(path);
  }

  /** A file of the folder as it lies on disk. */
  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  // -- what a person sees ---------------------------------------------------------------------------------------------------------

  /** The suggestion on the screen, its lines joined by LF; empty = none is shown. */
  async ghostText(): Promise<string> {
    return this.page.evaluate(readGhostText);
  }

  /** Waits until a suggestion is shown and returns it. With `expected`, until that very one is shown. */
  async waitForGhostText(expected?: string, timeout = 15_000): Promise<string> {
    return this.#until(
      () => this.ghostText(),
      (text) => (expected === undefined ? text !== '' : text === expected),
      expected === undefined ? 'a suggestion is shown' : `the suggestion is ${JSON.stringify(expected)}`,
      timeout,
    );
  }

  /** The suggestion once it stays the same: a long one may still be growing when its first line is shown. */
  async settledGhostText(): Promise<string> {
    let text = await this.ghostText();
    for (;;) {
      await wait(500);
      const now = await this.ghostText();
      if (now === text) {
        return text;
      }
      text = now;
    }
  }

  async waitForNoGhostText(timeout = 5000): Promise<void> {
    await this.#until(
      () => this.ghostText(),
      (text) => text === '',
      'no suggestion is shown',
      timeout,
    );
  }

  /** What a screen reader says about our status bar item: its state and the reason. */
  async status(): Promise<string> {
    const item = this.#statusItem();
    return (await item.locator('[aria-label]').first().getAttribute('aria-label')) ?? '';
  }

  /** Waits until our status bar item says something that matches. */
  async waitForStatus(expected: RegExp, timeout = 20_000): Promise<string> {
    return this.#until(
      () => this.status(),
      (text) => expected.test(text),
      `the status matches ${expected}`,
      timeout,
    );
  }

  /** Texts of everything that has popped up and is still there: notifications and dialogs. */
  async popUps(): Promise<string[]> {
    return this.page.locator('.notification-toast, .monaco-dialog-box').allInnerTexts();
  }

  /** Waits until something has popped up that matches, and returns its text. */
  async waitForPopUp(expected: RegExp, timeout = 30_000): Promise<string> {
    const texts = await this.#until(
      () => this.popUps(),
      (all) => all.some((text) => expected.test(text)),
      `something pops up that matches ${expected}`,
      timeout,
    );
    return texts.find((text) => expected.test(text)) ?? '';
  }

  async closePopUps(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
  }

  // -- steps of a flow ------------------------------------------------------------------------------------------------------------

  /** Waits for the step whose title matches. */
  async waitForStep(title: RegExp): Promise<void> {
    const shown = this.page.locator('.quick-input-widget:visible .quick-input-title');
    await this.#until(
      async () => (await shown.allTextContents()).join(),
      (text) => title.test(text),
      `the step ${title} is shown`,
      15_000,
    );
  }

  /** Waits for what a step says about the answer. */
  async waitForStepMessage(text: RegExp): Promise<void> {
    const shown = this.page.locator('.quick-input-widget:visible .quick-input-message');
    await this.#until(
      async () => (await shown.allTextContents()).join(),
      (message) => text.test(message),
      `the step says ${text}`,
      15_000,
    );
  }

  /** Waits for an entry of a step's list. */
  async waitForRow(text: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().waitFor();
  }

  /** Chooses an entry of a step's list by typing it. */
  async choose(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.#focusedRow(text).waitFor();
    await this.press('Enter');
  }

  /** Answers a step that asks for a text. */
  async enter(text: string): Promise<void> {
    await this.press('Control+a');
    await this.page.keyboard.type(text);
    await this.press('Enter');
  }

  /** Answers the dialog that asks for a file, which is a step of its own in the browser; `proposed` is the name that it comes with. */
  async answerPath(path: string, proposed: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible .quick-input-filter input[type="text"]');
    await this.#until(
      async () => ((await input.count()) === 1 ? await input.inputValue() : ''),
      (value) => value.endsWith(proposed),
      'the dialog asks for a file',
      15_000,
    );
    await this.page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await this.enter(path);
  }

  /** The text of the hover over our status bar item, which is then on the screen; `page.mouse.move` takes it away. */
  async statusHover(): Promise<string> {
    await this.#statusItem().hover();
    const hover = this.page.locator('.workbench-hover-container .monaco-hover').first();
    await hover.waitFor();
    return ((await hover.textContent()) ?? '').replace(/\u00a0/g, ' ');
  }

  /** Leaves a picture `<name>-<what>.png` in test-results. */
  async screenshot(what: string): Promise<void> {
    mkdirSync(resultsFolder, { recursive: true });
    await this.page.screenshot({ path: join(resultsFolder, `${this.#parts.name}-${what}.png`) });
  }

  // -- settings -------------------------------------------------------------------------------------------------------------------

  /** Changes settings of the person. Takes effect shortly afterwards, as when the file is edited. */
  async configure(changes: Readonly<Record<string, unknown>>): Promise<void> {
    await writeSettings(this.userDataDir, changes, 'Machine');
  }

  /** Another colour theme, by its name, as a person chooses it. */
  async chooseTheme(name: string): Promise<void> {
    await this.press('Control+k');
    await this.press('Control+t');
    await this.page.locator('.quick-input-widget input').waitFor();
    await this.page.keyboard.type(name);
    await this.#focusedRow(name).waitFor();
    await this.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** Moves the left edge of a part by so many pixels to the right. */
  async dragSash(part: string, pixels: number): Promise<void> {
    const box = await this.page.locator(part).boundingBox();
    if (box === null) {
      throw new Error(`${part} is not shown`);
    }
    const y = box.y + box.height / 2;
    await this.page.mouse.move(box.x - 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + pixels / 2, y);
    await this.page.mouse.move(box.x + pixels, y);
    await this.page.mouse.up();
    await wait(500);
  }

  /** The chosen entry of the list that Quick Open and the Command Palette show, once it is the one with this text. */
  #focusedRow(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text }).first();
  }

  #statusItem(): Locator {
    return this.page.locator('[id="glm-tandem.glm-tandem.tandem.status"]');
  }

  async #until<T>(read: () => Promise<T>, good: (value: T) => boolean, what: string, timeout: number): Promise<T> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const value = await read();
      if (good(value)) {
        return value;
      }
      if (Date.now() > deadline) {
        await this.screenshot('failed');
        const status = await this.status().catch(String);
        throw new Error(
          `Waited ${timeout} ms until ${what}; the last value was ${JSON.stringify(value)}. The status bar: ${status}`,
        );
      }
      await wait(50);
    }
  }
}

const userSettings = {
  'editor.minimap.enabled': false,
  'workbench.reduceMotion': 'on',
  'files.autoSave': 'off',
  // The language server's own list would stand between the keys and the suggestion, at moments that no test can foresee.
  'editor.quickSuggestions': { other: 'off', comments: 'off', strings: 'off' },
  'editor.suggestOnTriggerCharacters': false,
  'editor.parameterHints.enabled': false,
};

/** Stays after the test, for its logs. */
function userDataOf(name: string): string {
  return join(resultsFolder, 'e2e', name);
}

function fill(folder: string, { copyOf, files = {}, isRepository }: WorkbenchOptions): void {
  mkdirSync(folder, { recursive: true });
  if (copyOf !== undefined) {
    cpSync(copyOf, folder, { recursive: true });
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (isRepository === true) {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@b.example'];
    for (const words of [
      ['init', '-q'],
      ['add', '.'],
      [...author, 'commit', '-qm', 'Add the first files'],
    ]) {
      execFileSync('git', words, { cwd: folder });
    }
  }
}

async function install(options: WorkbenchOptions, userDataDir: string, extensionsDir: string): Promise<void> {
  const vsix = process.env.TANDEM_TEST_VSIX;
  if (vsix === undefined) {
    throw new Error('TANDEM_TEST_VSIX is not set: these tests are started by "npm test".');
  }
  for (const one of [vsix, ...(options.otherExtensions ?? [])]) {
    await installExtension({ vsix: one, userDataDir, extensionsDir });
  }
  if (options.withEngine === true) {
    const installed = readdirSync(extensionsDir).find((entry) => entry.startsWith('glm-tandem.glm-tandem-'));
    const modules = join(extensionsDir, installed ?? '', 'dist', 'node_modules');
    mkdirSync(modules, { recursive: true });
    symlinkSync(join(root, 'node_modules', 'node-llama-cpp'), join(modules, 'node-llama-cpp'), 'junction');
  }
}

/**
 * Sets VS Code's display language and makes it believe that it has the language pack, without a single translation of its own words: it
 * stays English, but extensions speak the language. The real packs come from the marketplace, which the tests must not need.
 */
function chooseLanguage(language: string, userDataDir: string): void {
  const translations = join(userDataDir, 'no-translations.json');
  const extensions = [{ extensionIdentifier: { id: 'glm-tandem.pretended' }, version: '1.0.0' }];
  const pack = { hash: 'none', extensions, translations: { vscode: translations }, label: language };
  const files = {
    [translations]: { version: '1.0.0', contents: {} },
    [join(userDataDir, 'languagepacks.json')]: { [language]: pack },
    [join(userDataDir, 'User', 'argv.json')]: { locale: language },
  };
  mkdirSync(join(userDataDir, 'User'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    writeFileSync(path, JSON.stringify(content));
  }
}

/** Runs in the page: what the suggestion adds to the cursor's line, then its further lines, from top to bottom. */
function readGhostText(): string {
  const text = (parent: ParentNode, selector: string): string =>
    [...parent.querySelectorAll(selector)].map((element) => element.textContent).join('');
  const inLine = text(document, '.ghost-text-decoration, .ghost-text-decoration-preview');
  const furtherLines = [...document.querySelectorAll('.suggest-preview-text .view-line')]
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
    .map((line) => text(line, '.ghost-text'));
  // The editor draws spaces as no-break spaces.
  return [inLine, ...furtherLines].join('\n').replace(/\u00a0/g, ' ');
}
