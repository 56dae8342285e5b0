/**
 * The chat panel's page as it is built, in Chromium without VS Code: the real script and style under the real Content Security Policy, and
 * what VS Code would be made of a few lines. Every request that the page makes is counted. No test framework in here.
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { parseToHost, type ToHost, type ToPage } from '../../src/protocol/chat';
import { panelHtml } from '../../src/vscode/chat/panelHtml';
import { launchChromium } from './chromium.mjs';

export interface HarnessOptions {
  /** `dist/webview` of the build. */
  readonly built: string;
  /** Hears of every message that the page sends. */
  readonly onMessage: (message: ToHost) => void;
  readonly width?: number;
  readonly height?: number;
}

/** How VS Code dresses a page: what it writes on its body, and the variables of the theme (`test/fixtures/panelThemes.json`). */
export interface PanelTheme {
  readonly mark: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What VS Code's own style for all pages does to ours. */
const defaultStyle = `@layer vscode-default {
  body { margin: 0; padding: 0 20px; color: var(--vscode-editor-foreground); font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family); }
  a, a code { color: var(--vscode-textLink-foreground); }
  code { padding: 1px 3px; border-radius: 4px; font-family: var(--monaco-monospace-font); color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); }
  pre code { padding: 0; }
  blockquote { background: var(--vscode-textBlockQuote-background); border-color: var(--vscode-textBlockQuote-border); }
  ::-webkit-scrollbar { width: 10px; height: 10px; }
  ::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }
}`;

/** Times of the page in milliseconds. */
export interface PageTimes {
  /** Work for each frame in which something changed: messages, scripts, layout and paint. */
  readonly frames: readonly number[];
  /** From a key to the frame that shows it. */
  readonly inputs: readonly number[];
}

export class PanelHarness {
  readonly page: Page;
  /** Addresses that the page asked for, beside its own files. */
  readonly requests: string[] = [];
  /** What the browser refused because of the policy. */
  readonly refused: string[] = [];
  /** Messages that the protocol does not know. */
  readonly strange: unknown[] = [];
  readonly #browser: Browser;
  readonly #server: Server;
  readonly #address: string;

  private constructor(parts: { browser: Browser; server: Server; page: Page; address: string }) {
    this.#browser = parts.browser;
    this.#server = parts.server;
    this.page = parts.page;
    this.#address = parts.address;
  }

  static async open({ built, onMessage, width = 480, height = 800 }: HarnessOptions): Promise<PanelHarness> {
    let html = '';
    const server = createServer((request, response) => {
      const file = { '/chat.js': 'text/javascript', '/chat.css': 'text/css' }[request.url ?? ''];
      const body = file === undefined ? html : readFileSync(join(built, (request.url ?? '').slice(1)));
      response.writeHead(200, { 'content-type': file ?? 'text/html; charset=utf-8' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    const address = `http://127.0.0.1:${typeof bound === 'object' ? (bound?.port ?? 0) : 0}`;
    html = panelHtml({
      ...{ script: `${address}/chat.js`, style: `${address}/chat.css`, cspSource: address },
      ...{ nonce: 'harness', language: 'en', title: 'GLM Tandem' },
    });
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width, height } });
    const harness = new PanelHarness({ browser, server, page, address });
    page.on('request', (request) => {
      const own = [`${address}/`, `${address}/chat.js`, `${address}/chat.css`, `${address}/favicon.ico`];
      if (!own.includes(request.url()) && !request.url().startsWith('data:image/')) {
        harness.requests.push(request.url());
      }
    });
    page.on('console', (message) => {
      if (/Content.Security.Policy/.test(message.text())) {
        harness.refused.push(message.text());
      }
    });
    await page.exposeBinding('tellHost', (_source, value: unknown) => {
      const message = parseToHost(value);
      if (message === undefined) {
        harness.strange.push(value);
      } else {
        onMessage(message);
      }
    });
    await page.addInitScript(pageScript);
    return harness;
  }

  /** Dresses the page as VS Code does in a theme. */
  async wear({ mark, variables }: PanelTheme): Promise<void> {
    await this.page.evaluate(
      (theme) => {
        // The component library looks at both, and when the second changes.
        document.body.dataset.vscodeThemeKind = theme.mark;
        document.body.className = theme.mark;
        document.documentElement.removeAttribute('style');
        for (const [name, value] of Object.entries(theme.variables)) {
          document.documentElement.style.setProperty(name, value);
        }
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(theme.style);
        // The component library keeps its own in there.
        document.adoptedStyleSheets.push(sheet);
      },
      { mark, variables, style: defaultStyle },
    );
  }

  /** Loads the page anew; resolves once its script ran. */
  async load(): Promise<void> {
    await this.page.goto(`${this.#address}/`);
  }

  post(message: ToPage): Promise<void> {
    return this.page.evaluate((data) => window.postMessage(data, '*'), message);
  }

  /**
   * Drags something over an element and lets it go, as the operating system would: the browser makes the events and the files.
   * `items`: kind and text, as other pages and editors give them.
   */
  async drop(
    selector: string,
    {
      files = [],
      items = [],
    }: { readonly files?: readonly string[]; readonly items?: readonly (readonly [string, string])[] },
    beforeDrop: () => Promise<void> = async () => {},
  ): Promise<void> {
    const box = await this.page.locator(selector).boundingBox();
    const point = { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    const data = {
      items: items.map(([mimeType, text]) => ({ mimeType, data: text })),
      ...{ files: [...files], dragOperationsMask: 1 },
    };
    const session = await this.page.context().newCDPSession(this.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
      if (type === 'drop') {
        await beforeDrop();
      }
      await session.send('Input.dispatchDragEvent', { type, ...point, data });
    }
    await session.detach();
  }

  /** Resolves when what was posted so far is on the screen. */
  painted(): Promise<void> {
    return this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
        }),
    );
  }

  /** What was measured since the last call. */
  times(): Promise<PageTimes> {
    return this.page.evaluate(() => {
      const { measured } = globalThis as unknown as { measured: { frames: number[]; inputs: number[] } };
      return { frames: measured.frames.splice(0), inputs: measured.inputs.splice(0) };
    });
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Runs in the page before its own script: VS Code's part, and the clock. */
function pageScript(): void {
  const global = globalThis as unknown as {
    tellHost: (message: unknown) => void;
    acquireVsCodeApi: () => object;
    measured: { frames: number[]; inputs: number[] };
  };
  let state: unknown;
  global.acquireVsCodeApi = () => ({
    postMessage: (message: unknown) => global.tellHost(message),
    getState: () => state,
    setState: (value: unknown) => {
      state = value;
    },
  });
  const measured = { frames: [] as number[], inputs: [] as number[] };
  global.measured = measured;
  /** Milliseconds of message handlers since the last frame. */
  let handled = 0;
  const add = window.addEventListener.bind(window);
  window.addEventListener = ((type: string, listener: (event: Event) => void, options?: AddEventListenerOptions) => {
    const timed = (event: Event): void => {
      const start = performance.now();
      listener(event);
      handled += performance.now() - start;
    };
    add(type, type === 'message' ? timed : listener, options);
  }) as typeof window.addEventListener;
  const channel = new MessageChannel();
  let frameStart = 0;
  let keyAt: number | undefined;
  channel.port1.onmessage = () => {
    // Layout and paint of the frame are done.
    const now = performance.now();
    measured.frames.push(now - frameStart + handled);
    handled = 0;
    if (keyAt !== undefined) {
      measured.inputs.push(now - keyAt);
      keyAt = undefined;
    }
  };
  const tick = (): void => {
    frameStart = performance.now();
    channel.port2.postMessage(undefined);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  add(
    'keydown',
    (event) => {
      keyAt ??= event.timeStamp;
    },
    { capture: true },
  );
}
