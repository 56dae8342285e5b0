import { describe, expect, it } from 'vitest';
import {
  type CodePlace,
  isSecretFile,
  shouldTrigger,
  type TriggerInput,
} from '../../../../src/completion/trigger/shouldTrigger';
import { splitAtCursor } from '../../../support/cursor';

function decide(languageId: string, place: string, more: Partial<TriggerInput> = {}): string {
  const decision = shouldTrigger({
    languageId,
    ...splitAtCursor(place),
    manual: false,
    enabled: true,
    multiline: 'auto',
    cursors: 1,
    hasSelection: false,
    scheme: 'file',
    path: 'src/a.ts',
    ...more,
  });
  return decision.request ? `${decision.multiline ? 'block' : 'line'}: ${decision.reason}` : `no: ${decision.reason}`;
}

describe('no request', () => {
  it.each<[string, string, Partial<TriggerInput>]>([
    ['no: multiple-cursors', 'x = █', { cursors: 2 }],
    ['no: selection', 'x = █', { hasSelection: true }],
    ['no: scheme', 'x = █', { scheme: 'output' }],
    ['no: scheme', 'x = █', { scheme: 'vscode-scm' }],
    ['no: secret-file', 'KEY=█', { path: '.env' }],
    ['no: secret-file', 'KEY=█', { path: 'deploy/.env.production', manual: true }],
    ['no: off', 'x = █', { enabled: false }],
    ['no: word-right-of-cursor', 'x = █foo', {}],
    ['no: word-right-of-cursor', 'x = █变量', {}],
    ['no: after-closing', 'foo()█', {}],
    ['no: after-closing', 'foo();█', {}],
    ['no: after-closing', 'a = [1]█', {}],
    ['no: after-closing', 'if (x) {}█', {}],
    ['no: nothing-to-go-on', '█', {}],
    ['no: nothing-to-go-on', '  \n█\n', {}],
  ])('%s %j %j', (expected, place, more) => {
    expect(decide('typescript', place, more)).toBe(expected);
  });

  it('refuses a person only secrets', () => {
    for (const more of [{ cursors: 2 }, { hasSelection: true }, { scheme: 'output' }, { enabled: false }]) {
      expect(decide('typescript', 'foo();█', { ...more, manual: true })).toBe('line: manual');
    }
  });

  it.each([
    ['.env', true],
    ['a/.env.local', true],
    ['.env.example', false],
    ['environment.ts', false],
    ['keys/server.pem', true],
    ['id_ed25519', true],
    ['id_ed25519.pub', false],
    ['secrets.yaml', true],
    ['secretsManager.ts', false],
    ['.npmrc', true],
  ])('knows %s for a secret: %s', (path, secret) => {
    expect(isSecretFile(path)).toBe(secret);
  });
});

describe('a line or a block', () => {
  it.each([
    ['typescript', 'foo = █', 'line: end-of-line'],
    ['typescript', 'foo(█)', 'line: before-closing'],
    ['typescript', 'foo(█', 'line: end-of-line'],
    ['typescript', 'list[█]', 'line: before-closing'],
    ['typescript', 'const list = [█]', 'block: block-opens'],
    ['typescript', 'foo(█);', 'line: before-closing'],
    ['typescript', 'a = █ + b', 'line: inside-line'],
    ['typescript', 'function f() {█', 'block: block-opens'],
    ['typescript', 'function f() {█}', 'block: block-opens'],
    ['typescript', 'function f() {█\n}', 'block: block-opens'],
    ['typescript', 'function f() {█\n  return 1;\n}', 'line: end-of-line'],
    ['typescript', 'function f() {\n  █\n}', 'block: empty-block'],
    ['typescript', 'function f() {\n  █\n  return 1;\n}', 'line: empty-line'],
    ['typescript', 'function f() {\n  a();\n  █\n}', 'line: empty-line'],
    ['typescript', '// if (x) {█', 'line: end-of-line'],
    ['typescript', 'const o = { // the options\n  █\n};', 'block: empty-block'],
    ['typescript', 'if (x) {  █', 'block: block-opens'],
    ['python', 'def f():█', 'block: block-opens'],
    ['python', 'def f(): # 说明：如下\n    █', 'block: empty-block'],
    ['python', 'x = {"a":█', 'line: end-of-line'],
    ['python', 'lambda x:█', 'line: end-of-line'],
    ['python', 'if x:\n    █\nelse:\n    y()', 'block: empty-block'],
    ['ruby', 'items.each do |item|\n  █\nend', 'block: empty-block'],
    ['ruby', 'return if █', 'line: end-of-line'],
    ['lua', 'if x then█\nend', 'block: block-opens'],
    ['shellscript', 'for x in *; do\n  █\ndone', 'block: empty-block'],
    ['elixir', 'def f(x) do\n  █\nend', 'block: empty-block'],
    ['go', 'func f() {\n\t█\n}', 'block: empty-block'],
    ['rust', 'match x {█}', 'block: block-opens'],
    ['html', '<div>█\n</div>', 'block: block-opens'],
    ['html', '<br/>█', 'line: end-of-line'],
    ['html', '<!-- x -->█', 'line: end-of-line'],
    ['html', '<p>a<br>█', 'line: end-of-line'],
    ['html', '<input-field>█', 'block: block-opens'],
    ['xml', '<link>█', 'block: block-opens'],
    ['typescriptreact', 'const f = () =>█', 'line: end-of-line'],
    ['yaml', 'jobs:\n  █', 'block: empty-block'],
    ['markdown', '# Überschrift\n█', 'line: empty-line'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template is what it is about
    ['typescript', 'const s = `${█}`', 'line: before-closing'],
    ['rust', 'vec![█]', 'line: before-closing'],
    ['typescript', '/**\n * if (x) {█', 'line: end-of-line'],
    ['c', '*p = (struct q) {█', 'block: block-opens'],
    ['unknown-language', 'thing {█}', 'block: block-opens'],
  ])('%s %j', (languageId, place, expected) => {
    expect(decide(languageId, place)).toBe(expected);
  });

  it('does as set', () => {
    expect(decide('python', 'def f():█', { multiline: 'never' })).toBe('line: block-opens');
    expect(decide('python', 'x = █', { multiline: 'always' })).toBe('block: end-of-line');
  });
});

describe('with a syntax tree', () => {
  it.each<[string, CodePlace, string]>([
    ['// if (x) {█', { kind: 'comment' }, 'line: end-of-line'],
    ['"a {█"', { kind: 'string' }, 'line: before-closing'],
    ['"""\n█\n"""', { kind: 'string' }, 'line: end-of-line'],
    ['switch (x) {\n  case 1:\n    █\n}', { kind: 'code', emptyBlock: true }, 'block: empty-block'],
    ['if (x) {\n  █\n}', { kind: 'code' }, 'block: empty-block'],
  ])('%j', (place, codePlace, expected) => {
    expect(decide('typescript', place, { codePlace })).toBe(expected);
  });
});
