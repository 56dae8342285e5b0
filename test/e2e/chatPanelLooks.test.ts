/**
 * The chat panel's page in Chromium without VS Code: every state in the four themes, narrow and wide, English and Chinese. Each is left as a
 * picture, fits into its width, says everything in one language, and breaks no rule of axe-core.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const widths = { narrow: 220, wide: 1_100 } as const;
const pictures = join(root, 'test-results', 'panel-looks');

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

  async function show(name: string, theme: PanelTheme, width: number): Promise<void> {
    await harness.page.setViewportSize({ width, height: 900 });
    await harness.load();
    await harness.wear(theme);
    const state = states[name];
    if (state !== undefined) {
      await harness.post({ method: 'state', params: state });
    }
    await harness.page.locator('.composer-text').waitFor();
    await harness.painted();
  }

  it.each(['empty', 'unconnected', 'answer', 'thinking', 'work', 'approval', 'plan', 'search', 'faults'])(
    '%s',
    async (name) => {
      const found: string[] = [];
      for (const [theme, dress] of themes) {
        for (const [size, width] of Object.entries(widths)) {
          await show(name, dress, width);
          await harness.page.screenshot({
            path: join(pictures, `${name}-${theme.toLowerCase().replaceAll(' ', '-')}-${size}-${language}.png`),
          });
          const overflow = await harness.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          found.push(...(overflow > 0 ? [`${theme} ${size}: ${overflow} pixels too wide`] : []));
        }
        found.push(...(await axeViolations(harness.page)).map((violation) => `${theme}: ${violation}`));
      }
      expect(found).toEqual([]);
    },
  );

  it.each(['answer', 'work', 'search', 'faults'])('%s: every control is reached by Tab, and seen', async (name) => {
    await show(name, themes[0]?.[1] ?? { mark: '', variables: {} }, widths.wide);
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
    for (const name of Object.keys(states)) {
      await show(name, themes[0]?.[1] ?? { mark: '', variables: {} }, widths.wide);
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
