/** `package.json`, its translations and the code say the same about settings, commands and texts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateReasons } from '../../src/base/gateReasons';
import { messages } from '../../src/base/messages';
import { catalogue } from '../../src/glm/catalogue';
import { settingsSchema } from '../../src/platform/settings';
import { allTools, lookingTools } from '../../src/tools/functions/allTools';
import { commandIds } from '../../src/vscode/commandIds';

const root = resolve(import.meta.dirname, '../..');
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));
const manifest = readJson('package.json');
const translation: Record<string, string> = readJson('l10n/bundle.l10n.zh-cn.json');

const properties: Record<string, Record<string, unknown>> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((group: { properties: unknown }) => group.properties),
);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? sources(`${folder}/${entry.name}`) : [readFileSync(join(root, folder, entry.name), 'utf8')],
  );
}

/** The English texts given to `l10n.t` or to the command line's `translate` as literals. */
function localizedLiterals(): string[] {
  const pattern = /\b(?:t|translate|word)\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return sources('src').flatMap((text) =>
    [...text.matchAll(pattern)].map((match) => (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1')),
  );
}

describe('package.json', () => {
  it('contributes the settings of the schema, with the same types, defaults and limits', () => {
    const contributed = Object.fromEntries(
      Object.entries(properties).map(([key, { type, default: initial, enum: words, minimum, maximum, scope }]) => [
        key.replace(/^tandem\./, ''),
        JSON.parse(JSON.stringify({ type, default: initial, enum: words, minimum, maximum, scope })),
      ]),
    );
    expect(contributed).toEqual(JSON.parse(JSON.stringify(settingsSchema)));
  });

  it('lets no folder set where data goes or what is run', () => {
    const machine = Object.entries(settingsSchema).filter(([, schema]) => schema.scope === 'machine');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.toSorted()).toEqual(
      machine.map(([key]) => `tandem.${key}`).toSorted(),
    );
    for (const word of ['endpoint', 'engine', 'proxy', 'header', 'key', 'tls', 'path']) {
      const loose = Object.entries(settingsSchema).filter(
        ([key, schema]) => key.includes(word) && schema.scope !== 'machine',
      );
      expect(loose).toEqual([]);
    }
  });

  it('contributes exactly the commands that the code registers, in title case', () => {
    const contributed = manifest.contributes.commands.map((command: { command: string }) => command.command);
    expect(contributed.toSorted()).toEqual(Object.values(commandIds).toSorted());
    const english = readJson('package.nls.json');
    for (const { title, category } of manifest.contributes.commands) {
      expect(category).toBe('GLM Tandem');
      expect(english[title.replaceAll('%', '')]).toMatch(
        /^[A-Z][a-z]+( (of|the|and|a|in|for|with|[A-Z][A-Za-z-]*))*…?$/,
      );
    }
  });

  it('leaves Tab to VS Code, which accepts a suggestion or an item of the list with it, or indents', () => {
    const keys: string[] = manifest.contributes.keybindings.flatMap((binding: Record<string, string>) =>
      ['key', 'mac', 'linux', 'win'].flatMap((system) => binding[system] ?? []),
    );
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.filter((key) => /\btab\b/i.test(key))).toEqual([]);
  });

  it('opens no door from outside: no address of its own that a link could call', () => {
    expect(manifest.activationEvents.filter((event: string) => /onUri|onAuthentication/.test(event))).toEqual([]);
    expect(sources('src').filter((text) => /registerUriHandler/.test(text))).toEqual([]);
  });

  it('speaks no MCP and keeps no memory between conversations that a model could write (SEC-56, SEC-61)', () => {
    expect(Object.keys(manifest.contributes).filter((key) => /mcp/i.test(key))).toEqual([]);
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => /mcp|modelcontextprotocol/i.test(name))).toEqual(
      [],
    );
    expect(allTools.map(({ name }) => name).filter((name) => /memor|remember|mcp/.test(name))).toEqual([]);
  });

  it('offers other assistants the tools that only look, as they are', () => {
    const offered = manifest.contributes.languageModelTools.map(
      (entry: { readonly name: string; readonly modelDescription: string; readonly inputSchema: unknown }) => [
        ...[entry.name, entry.modelDescription, entry.inputSchema],
      ],
    );
    expect(offered).toEqual(
      lookingTools.map(({ name, description, parameters }) => [`tandem_${name}`, description, parameters]),
    );
    // Known from the start, without the tools themselves.
    const registered = readFileSync(join(root, 'src/vscode/agent/offerTools.ts'), 'utf8');
    expect(lookingTools.filter(({ name }) => !registered.includes(`'${name}'`)).map(({ name }) => name)).toEqual([]);
  });

  it('pins VS Code’s types to the minimum version', () => {
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies['@types/vscode'].replace(/\.\d+$/, '.0')}`);
  });
});

describe('translations', () => {
  it('cover every text of the manifest in both languages', () => {
    const english = readJson('package.nls.json');
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
    expect(Object.keys(english).toSorted()).toEqual([...new Set(used)].toSorted());
    expect(Object.keys(readJson('package.nls.zh-cn.json'))).toEqual(Object.keys(english));
  });

  it('cover every message of the core and every literal of the adapters in Chinese, and nothing else', () => {
    const notes = catalogue.flatMap((model) => [model.note, ...model.purposes]);
    const texts = new Set([...Object.values(messages), ...gateReasons, ...localizedLiterals(), ...notes]);
    expect([...texts].filter((text) => !(text in translation))).toEqual([]);
    expect(Object.keys(translation).filter((text) => !texts.has(text))).toEqual([]);
  });

  it('call the person by one word in Chinese, the polite one', () => {
    const texts = [...Object.values(translation), ...Object.values(readJson('package.nls.zh-cn.json'))];
    expect(texts.filter((text) => /你/.test(String(text)))).toEqual([]);
  });

  it('keep every placeholder', () => {
    const placeholders = (text: string) => [...text.matchAll(/\{\d+\}/g)].map((match) => match[0]).toSorted();
    for (const [english, chinese] of Object.entries(translation)) {
      expect(placeholders(chinese), english).toEqual(placeholders(english));
    }
  });
});
