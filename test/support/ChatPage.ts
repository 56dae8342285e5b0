/** The chat panel's page inside VS Code, used with real keys and clicks. Nothing in here knows what a single test is about. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Frame, Locator } from 'playwright-core';
import { axeViolations } from './axeViolations';
import type { Workbench } from './Workbench';

/** Milliseconds for what happens at once on a machine that has nothing else to do. */
const patience = 60_000;

export class ChatPage {
  readonly #workbench: Workbench;

  private constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Opens the panel by its command and waits until its page is there. */
  static async open(workbench: Workbench, title = 'Open Chat'): Promise<ChatPage> {
    await workbench.runCommand(`GLM Tandem: ${title}`);
    const page = new ChatPage(workbench);
    await page.composer.then((composer) => composer.waitFor({ timeout: patience }));
    return page;
  }

  /** The page; it is another one whenever the panel was hidden, moved or reloaded. */
  async frame(): Promise<Frame> {
    for (let attempt = 0; attempt < 300; attempt++) {
      for (const frame of this.#workbench.page.frames()) {
        const found = await frame
          .locator('.composer-text')
          .isVisible()
          .catch(() => false);
        if (found) {
          return frame;
        }
      }
      await wait(100);
    }
    await this.#workbench.screenshot('no-chat-page');
    throw new Error('The chat panel’s page did not appear.');
  }

  get composer(): Promise<Locator> {
    return this.locator('.composer-text');
  }

  async locator(selector: string, options?: Parameters<Frame['locator']>[1]): Promise<Locator> {
    return (await this.frame()).locator(selector, options);
  }

  /** Types a question and sends it; resolves once the page shows it. */
  async ask(text: string): Promise<void> {
    const composer = await this.composer;
    // What VS Code tells may cover the panel.
    await composer.click({ timeout: 10_000 }).catch(async () => {
      await this.#workbench.closePopUps();
      await composer.click();
    });
    await composer.pressSequentially(text);
    await composer.press('Enter');
    // Its answer is shown together with it, so that `answer` waits for the right one.
    await (await this.locator('.question', { hasText: text })).last().waitFor({ timeout: patience });
  }

  /** Drags files from elsewhere onto the composer and lets them go, as the operating system would. */
  async drop(files: readonly string[]): Promise<void> {
    const { page } = this.#workbench;
    const box = await (await this.composer).boundingBox();
    const place = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 8 };
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    const session = await page.context().newCDPSession(page);
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, ...place, data });
      // VS Code had time to take the drag for itself, as it does where a page leaves it.
      await wait(200);
    }
    await session.detach();
  }

  /** Waits until the last answer is complete, and returns its text. */
  async answer(timeout = patience): Promise<string> {
    const last = (await this.locator('.answer')).last();
    await last.and((await this.frame()).locator('[aria-busy="false"]')).waitFor({ timeout });
    return (await last.locator('.markdown').allTextContents()).join('\n').trim();
  }

  /** Waits until the last answer shows this text. */
  async waitForText(text: string | RegExp): Promise<void> {
    await (await this.locator('.answer', { hasText: text })).last().waitFor({ timeout: patience });
  }

  /** A button or other control by what it is called. */
  async control(name: string | RegExp): Promise<Locator> {
    return (await this.frame()).getByRole('button', { name }).last();
  }

  /** What axe-core finds wrong with the page: rule and place. */
  async violations(): Promise<string[]> {
    return axeViolations(await this.frame());
  }
}
