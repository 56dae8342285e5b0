/** Endpoints in the settings files of Continue and Cline: what is offered, and that a key is given by its own call alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ImportFormat, readImport, readKey } from '../../../../src/glm/connect/importSettings';

const key = 'canary-key-1f3d';

/** `title | address | model | key?` of each entry. */
function check(format: ImportFormat, text: string, expected: readonly string[]): void {
  const found = readImport(text, format);
  expect(found.map(({ title, url, model, hasKey }) => [title, url, model, hasKey ? 'key' : ''].join(' | '))).toEqual(
    expected,
  );
  expect(JSON.stringify(found)).not.toContain(key);
}

describe('readImport', () => {
  it('reads Continue’s JSON, completion model included', () =>
    check(
      'continue-json',
      JSON.stringify({
        models: [
          { title: 'Team', provider: 'openai', model: 'glm-4.6', apiBase: 'https://gpu.example/v1', apiKey: key },
          { title: 'No address', provider: 'openai', model: 'gpt' },
          { title: 'Here', provider: 'ollama', model: 'glm4' },
          { model: 7 },
          'nonsense',
        ],
        tabAutocompleteModel: { title: 'Tab', model: 'codegeex4', apiBase: 'http://localhost:11434' },
      }),
      [
        'Team | https://gpu.example/v1 | glm-4.6 | key',
        'Here | http://localhost:11434 | glm4 | ',
        'Tab | http://localhost:11434 | codegeex4 | ',
      ],
    ));

  it('reads plain lines of Continue’s YAML and nothing beyond its models', () =>
    check(
      'continue-yaml',
      `name: mine
models:
  # my team's
  - name: "Team"
    provider: openai
    model: glm-4.6 # the big one
    apiBase: 'https://gpu.example/v1'
    apiKey: ${key}
    defaultCompletionOptions:
      model: not-this-one
    roles:
      - chat
  - name: Hub
    apiBase: http://localhost:8000/v1
    apiKey: \${{ secrets.TEAM }}
  - name: Odd
    apiBase: *anchor
  - name: Here
    provider: lmstudio
    model: glm-4-9b
context:
  - name: file
    apiBase: http://not-a-model/v1
`,
      [
        'Team | https://gpu.example/v1 | glm-4.6 | key',
        'Hub | http://localhost:8000/v1 |  | ',
        'Here | http://localhost:1234/v1 | glm-4-9b | ',
      ],
    ));

  it('reads YAML whose list is not indented', () =>
    check('continue-yaml', 'models:\n- name: A\n  apiBase: http://localhost:8000/v1\n', [
      'A | http://localhost:8000/v1 |  | ',
    ]));

  it('reads Cline’s state', () =>
    check(
      'cline',
      JSON.stringify({ openAiBaseUrl: 'https://gpu.example/v1', openAiModelId: 'glm-4.6', ollamaBaseUrl: '' }),
      ['OpenAI Compatible | https://gpu.example/v1 | glm-4.6 | '],
    ));

  it('offers an entry once, and no address with a password in it', () =>
    check(
      'continue-json',
      JSON.stringify({
        models: [
          { title: 'A', model: 'm', apiBase: 'http://localhost:1/v1' },
          { title: 'B', model: 'm', apiBase: 'http://localhost:1/v1' },
          { title: 'C', model: 'm', apiBase: `https://me:${key}@gpu.example/v1` },
        ],
      }),
      ['A | http://localhost:1/v1 | m | '],
    ));

  it('takes any text', () =>
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<ImportFormat>('continue-json', 'continue-yaml', 'cline'),
        (text, format) => {
          expect(Array.isArray(readImport(`models:\n${text}`, format))).toBe(true);
          expect(Array.isArray(readImport(text, format))).toBe(true);
        },
      ),
    ));
});

describe('readKey', () => {
  it('gives the key of exactly this address', () => {
    const text = JSON.stringify({ models: [{ title: 'A', apiBase: 'http://localhost:1/v1', apiKey: key }] });
    expect(readKey(text, 'continue-json', 'http://localhost:1/v1')).toBe(key);
    expect(readKey(text, 'continue-json', 'http://localhost:2/v1')).toBeUndefined();
  });
});
