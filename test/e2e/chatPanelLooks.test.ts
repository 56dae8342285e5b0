/**
 * The chat panel's page in Chromium without VS Code: every state in the four themes, narrow and wide, English and Chinese. Each is left as a
 * picture, fits into its width, says everything in one language, and breaks no rule of axe-core.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { agentTexts } from '../../src/vscode/chat/agentTexts';
import { chatTexts, describeCommand, panelWords } from '../../src/vscode/chat/panelTexts';
import { axeViolations } from '../support/axeViolations';
import { PanelHarness, type PanelTheme } from '../support/PanelHarness';
import { type PanelSpeech, panelStates } from '../support/panelStates';

/** What VS Code says, in the language that is looked at. */
const editor = vi.hoisted(() => ({ language: 'en', translations: {} as Readonly<Record<string, string>> }));
vi.mock('vscode', () => ({
  env: editor,
  l10n: {
    t: (english: string, ...values: readonly (string | number)[]) =>
      (editor.translations[english] ?? english).replace(/\{(\d)\}/g, (all, index) =>
        String(values[Number(index)] ?? all),
      ),
  },
}));

const root = join(import.meta.dirname, '../..');
const readJson = (path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'));
const themes = Object.entries(readJson('test/fixtures/panelThemes.json') as Readonly<Record<string, PanelTheme>>);
const widths = { narrow: 200, wide: 1_100 } as const;
const pictures = join(root, 'test-results', 'panel-looks');

/** States that are looked at (`panelStates`), some of them after a person did something (`acts`). */
const looked = [
  ...['empty', 'unconnected', 'answer', 'thinking', 'waiting', 'held', 'work', 'approval', 'plan', 'question', 'limit'],
  ...['search', 'faults'],
];

/** What a person does before the look. */
const acts: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  unconnected: (page) => page.locator('.composer-text').fill('/'),
  waiting: async (page) => {
    await page.locator('.question .edit').click();
  },
  work: (page) => page.locator('details').evaluateAll((all) => all.map((one) => one.setAttribute('open', ''))),
  search: async (page) => {
    await page.locator('details').evaluateAll((all) => all.map((one) => one.setAttribute('open', '')));
    await page.locator('.answer .actions :is(button, vscode-button)').last().click();
  },
  faults: (page) => page.locator('.composer .chip-picture').click(),
};

/** Texts and controls that reach out of what they stand in and cannot be scrolled to; runs in the page. */
function cutOff(): string[] {
  const found: string[] = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
    const parent = text.parentElement;
    if (parent === null || text.nodeValue?.trim() === '' || !parent.checkVisibility()) {
      continue;
    }
    const range = document.createRange();
    range.selectNodeContents(text);
    const { right } = range.getBoundingClientRect();
    let end = document.documentElement.clientWidth;
    for (let around: Element | null = parent; around !== null; around = around.parentElement) {
      const { overflowX, textOverflow, clipPath, borderStyle, display } = getComputedStyle(around);
      if (/auto|scroll/.test(overflowX) || textOverflow === 'ellipsis' || clipPath !== 'none') {
        // It is scrolled to, says that it goes on, or is for screen readers.
        end = Number.POSITIVE_INFINITY;
        break;
      }
      if (overflowX === 'hidden' || (borderStyle !== 'none' && display !== 'inline')) {
        end = Math.min(end, around.getBoundingClientRect().right);
      }
    }
    if (right > end + 1) {
      found.push(`cut off: ${text.nodeValue?.trim().slice(0, 60)}`);
    }
  }
  const overflow = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return overflow > 0 ? [...found, `${overflow} pixels too wide`] : found;
}

describe.each(['en', 'zh-cn'] as const)('the panel in %s', (language) => {
  let harness: PanelHarness;
  let states: ReturnType<typeof panelStates>;

  beforeAll(async () => {
    editor.language = language;
    editor.translations =
      language === 'en' ? {} : (readJson('l10n/bundle.l10n.zh-cn.json') as Readonly<Record<string, string>>);
    const speech: PanelSpeech = {
      ...{ language, words: panelWords(), chat: chatTexts, agent: agentTexts, command: describeCommand },
    };
    states = panelStates(speech);
    mkdirSync(pictures, { recursive: true });
    harness = await PanelHarness.open({ built: join(root, 'dist/webview'), onMessage: () => {} });
    // Nothing is looked at in the middle of a transition.
    await harness.page.emulateMedia({ reducedMotion: 'reduce' });
  });
  afterAll(() => harness?.close());

  /** The page anew with one of the states, dressed as in the first theme. */
  async function show(name: string): Promise<void> {
    await harness.page.setViewportSize({ width: widths.wide, height: 900 });
    await harness.load();
    await harness.wear(themes[0]?.[1] ?? { mark: '', variables: {} });
    const state = states[name];
    if (state !== undefined) {
      await harness.post({ method: 'state', params: state });
    }
    await harness.page.locator('.composer-text').waitFor();
    await harness.painted();
  }

  it.each(looked)('%s', async (name) => {
    const found: string[] = [];
    await show(name);
    await acts[name]?.(harness.page);
    for (const [theme, dress] of themes) {
      await harness.wear(dress);
      for (const [size, width] of Object.entries(widths)) {
        await harness.page.setViewportSize({ width, height: 900 });
        await harness.painted();
        await harness.page.screenshot({
          path: join(pictures, `${name}-${theme.toLowerCase().replaceAll(' ', '-')}-${size}-${language}.png`),
        });
        found.push(...(await harness.page.evaluate(cutOff)).map((text) => `${theme} ${size}: ${text}`));
      }
      found.push(...(await axeViolations(harness.page)).map((violation) => `${theme}: ${violation}`));
    }
    expect(found).toEqual([]);
  });

  it.each(['answer', 'work', 'search', 'faults'])('%s: every control is reached by Tab, and seen', async (name) => {
    await show(name);
    const controls =
      'button, vscode-button, select, textarea, input, summary, a[role="link"], [tabindex="0"]:not(vscode-button)';
    const count = await harness.page.evaluate((selector) => {
      const isThere = (one: Element): boolean =>
        one instanceof HTMLElement && one.checkVisibility() && !('disabled' in one && one.disabled === true);
      const all = [...document.querySelectorAll(selector)].filter(isThere);
      for (const [index, one] of all.entries()) {
        one.setAttribute('data-number', String(index));
      }
      return all.length;
    }, controls);
    /** The composer's field shows on its box that it has the keyboard. */
    const frame = (): Promise<string> =>
      harness.page.locator('.composer-box').evaluate((box) => getComputedStyle(box).borderColor);
    const frameBefore = await frame();
    const left = new Set(Array.from({ length: count }, (_, number) => number));
    const unseen: string[] = [];
    for (let press = 0; press < count + 5 && left.size > 0; press++) {
      await harness.page.keyboard.press('Tab');
      const { number, isOutlined, isField, html } = await harness.page.evaluate(() => {
        const one = document.activeElement;
        const inner = one?.shadowRoot?.activeElement ?? one;
        const { outlineStyle = 'none', boxShadow = 'none' } = inner === null ? {} : getComputedStyle(inner);
        return {
          number: Number(one?.getAttribute('data-number') ?? -1),
          isOutlined: outlineStyle !== 'none' || boxShadow !== 'none',
          isField: one?.classList.contains('composer-text') === true,
          html: one?.outerHTML.slice(0, 120) ?? '',
        };
      });
      left.delete(number);
      const isSeen = isField ? (await frame()) !== frameBefore : isOutlined;
      unseen.push(...(isSeen || number < 0 ? [] : [html]));
    }
    expect([...left].map((number) => `not reached: ${number}`)).toEqual([]);
    expect(unseen).toEqual([]);
  });

  it('says everything in one language', async () => {
    const other: string[] = [];
    expect(Object.keys(states).filter((name) => !looked.some((one) => one === name))).toEqual([]);
    for (const name of Object.keys(states)) {
      await show(name);
      const labels = await harness.page
        .locator(
          '[aria-label]:not([aria-hidden]), [placeholder], vscode-button, button, summary, h2, .notice, .composer-notice',
        )
        .evaluateAll((all) =>
          all.map((one) => one.getAttribute('aria-label') ?? one.getAttribute('placeholder') ?? one.textContent ?? ''),
        );
      const ours = labels.filter(
        (label) =>
          /\p{L}/u.test(label) &&
          !/^(?:GLM|[\w./ -]*(?:first\.ts|chart|npm)[\w./ -]*|bash|glm-4\.6|.*example\.org.*)$/.test(label),
      );
      other.push(...ours.filter((label) => /\p{Script=Han}/u.test(label) !== (language === 'zh-cn')));
    }
    expect(other).toEqual([]);
  });
});
