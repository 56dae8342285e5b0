/** The façade: problems, blocks, candidates, calls and scopes, each as a table. */
import { describe, expect, it } from 'vitest';
import { visibleNames } from '../../../src/syntax/names/readScopes';
import { createSyntax } from '../../support/syntax';

const syntax = createSyntax();
const { signal } = new AbortController();

describe('parseProblems', { timeout: 60_000 }, () => {
  it.each([
    ['typescript', 'const a = 1;', []],
    ['typescript', 'const a = (1;', ['0:12 missing )']],
    ['typescript', 'let a;\nfunction (', ['1:0 function (']],
    ['python', 'def a():\n  return 1\n', []],
    ['python', 'def a(:\n  return 1\n', ['0:6 missing )']],
    ['json', '{"a": 1,}', ['0:7 ,']],
    ['go', 'package a\nfunc b() { return }\n', []],
    ['vue', '<template></template><script>let a = ;</script>', ['0:35 =']],
  ])('%s: %s', async (languageId, text, expected) => {
    const problems = await syntax.parseProblems(languageId, text, signal);
    expect(
      problems?.map(({ line, column, text: at, isMissing }) => `${line}:${column} ${isMissing ? 'missing ' : ''}${at}`),
    ).toEqual(expected);
  });

  it('knows nothing of a language without a grammar', async () => {
    expect(await syntax.parseProblems('plaintext', '(', signal)).toBeUndefined();
  });
});

describe('problemsOfEdit', { timeout: 60_000 }, () => {
  it.each([
    ['breaks what parsed', 'let a = 1;', 'let a = (1;', 1],
    ['leaves what parses', 'let a = 1;', 'let a = 2;', 0],
    ['mends', 'let a = (1;', 'let a = 1;', 0],
    ['cannot be judged when the old text did not parse', 'let a = (1;', 'let a = ((1;', 0],
  ])('%s', async (_, old, changed, expected) => {
    expect(await syntax.problemsOfEdit('typescript', old, changed, signal)).toHaveLength(expected);
  });
});

describe('isInEmptyBlock', { timeout: 60_000 }, () => {
  it.each([
    ['typescript', 'function a() {\n  |\n}', true],
    ['typescript', 'function a() {|}', true],
    ['typescript', 'function a() {\n  |', true],
    ['typescript', 'function a() {\n  // b\n  |\n}', true],
    ['typescript', 'function a() {\n  b();\n  |\n}', false],
    ['typescript', 'function a() {\n  |\n  b();\n}', false],
    ['typescript', 'const a = |;', false],
    ['typescript', 'class A {\n  |\n}', true],
    ['typescript', 'if (a) {\n  |\n\nconst b = 1;', true],
    ['typescript', 'const a = b;\n|\nif (c', false],
    ['ruby', 'def a\n  |\n', true],
    ['ruby', 'def a\n  b\n  |\nend', false],
    ['elixir', 'def a do\n  |\nend', true],
    ['shellscript', 'while true; do\n  |\ndone', true],
    ['shellscript', 'a() {\n  |\n', true],
    ['shellscript', 'while true; do\n  a\n  |\ndone', false],
    ['html', '<p>|</p>', false],
    ['typescript', 'const a = {\n  |\n};', true],
    ['typescript', 'foo(() => {\n  |\n});', true],
    ['python', 'def a():\n    |', true],
    ['python', 'def a():\n    |\n\nb = 1\n', true],
    ['python', 'def a():\n    b = 1\n    |', false],
    ['python', 'class A:\n    def b(self):\n        |\n\n    def c(self):\n        pass\n', true],
    ['java', 'class A { void b() {\n  |\n} }', true],
    ['java', 'class A { void b() { int c; | } }', false],
    ['go', 'package a\nfunc b() {\n\t|\n}\n', true],
    ['rust', 'fn a() {\n    |\n}', true],
    ['ruby', 'def a\n  |\nend', true],
    ['lua', 'function a()\n  |\nend', true],
  ])('%s: %j is %s', async (languageId, marked, expected) => {
    const [prefix = '', suffix = ''] = marked.split('|');
    expect(await syntax.isInEmptyBlock(languageId, prefix, suffix, signal)).toBe(expected);
  });
});

describe('endOfCandidate', { timeout: 60_000 }, () => {
  it.each<[string, 'block' | 'statement', string, string, string, string | undefined]>([
    ['typescript', 'statement', 'const a = ', '1;\nconst b = 2;\n', '', '1;'],
    ['typescript', 'statement', 'function f() {\n  ', 'return 1;\n}\n\nfunction g() {}', '\n', 'return 1;'],
    ['typescript', 'statement', '', 'if (a) {\n  b();\n}\nc();\n', '', 'if (a) {\n  b();\n}'],
    ['typescript', 'statement', 'function f() {', '\n  return 1;\n}\n\nfunction g() {}', '\n', '\n  return 1;\n}'],
    ['typescript', 'block', 'function f() {\n  ', 'a();\n  b();\n}\n\nfunction g() {}', '\n', 'a();\n  b();'],
    ['typescript', 'statement', 'const a = {\n  ', 'b: 1,\n  c: 2,\n', '};', 'b: 1,'],
    ['python', 'statement', 'def f():\n    ', 'return 1\n\ndef g():\n    pass\n', '', 'return 1'],
    ['python', 'block', 'def f():\n    ', 'a = 1\n    return a\n\ndef g():\n    pass\n', '', 'a = 1\n    return a'],
    ['typescript', 'statement', 'const a = ', '   ', '', undefined],
    ['plaintext', 'statement', '', 'a', '', undefined],
  ])('%s, %s: %j + %j', async (languageId, unit, prefix, text, suffix, expected) => {
    const end = await syntax.endOfCandidate(languageId, { prefix, text, suffix }, unit, signal);
    expect(end === undefined ? undefined : text.slice(0, end)).toBe(expected);
  });
});

describe('callsIn', { timeout: 60_000 }, () => {
  it.each([
    ['typescript', 'a(); b.c(d()); new E(); f?.g();', ['a', 'b.c', 'd', 'E', 'f.g']],
    ['javascript', 'a(); b.c();', ['a', 'b.c']],
    ['python', 'a()\nb.c(d())\n', ['a', 'b.c', 'd']],
    ['java', 'class A { void b() { c(); d.e(); new F(); } }', ['c', 'd.e', 'F']],
    ['go', 'package a\nfunc b() { c(); d.E() }\n', ['c', 'd.E']],
    ['rust', 'fn a() { b(); c.d(); E::f(); g!(); }', ['b', 'c.d', 'E.f', 'g']],
    ['c', 'void a() { b(); c->d(); }', ['b', 'c.d']],
    ['cpp', 'void a() { b(); c.d(); E::f(); }', ['b', 'c.d', 'E.f']],
    ['csharp', 'class A { void B() { C(); D.E(); new F(); } }', ['C', 'D.E', 'F']],
    ['ruby', 'a(1)\nb.c\n', ['a', 'b.c']],
    ['php', '<?php a(); $b->c(); D::e(); new F();', ['a', '$b.c', 'D.e', 'F']],
    ['kotlin', 'fun a() { b(); c.d() }', ['b', 'c.d']],
    ['swift', 'func a() { b(); c.d() }', ['b', 'c.d']],
    ['scala', 'object A { def b = { c(1); d.e(2) } }', ['c', 'd.e']],
    ['lua', 'a() b.c() d:e()', ['a', 'b.c', 'd.e']],
    ['shellscript', 'a b\nc | d\n', ['a', 'c', 'd']],
    ['elixir', 'a(1)\nB.c(2)\n', ['a', 'B.c']],
    ['solidity', 'contract A { function b() public { c(); d.e(); } }', ['c', 'd.e']],
    ['zig', 'fn a() void { b(); c.d(); }', ['b', 'c.d']],
  ])('%s: %s', async (languageId, text, expected) => {
    const calls = await syntax.callsIn(languageId, text, signal);
    expect(calls?.map(({ name, receiver }) => (receiver === undefined ? name : `${receiver}.${name}`))).toEqual(
      expected,
    );
  });
});

describe('scopesIn', { timeout: 60_000 }, () => {
  it.each([
    [
      'typescript',
      "import { a } from 'a'; function f(b, { c }: C) { const d = 1; { let e; } | } let g;",
      'd c b a f g',
    ],
    ['javascript', 'const a = (b) => { for (const c of b) { | } };', 'c b a'],
    ['python', 'import a\ndef f(b, c=1):\n  d = 1\n  HERE\ne = 2\n', 'd c b a f e'],
    ['java', 'class A { int a; void f(int b) { int c; for (int d : e) { | } } }', 'd c b a f A'],
    ['go', 'package p\nfunc f(a int) { b := 1; if c := 2; c > 1 { | } }\n', 'c b a f'],
    ['rust', 'fn f(a: u8) { let b = 1; let c = |d| { /*HERE*/ d }; }', 'd c b a f'],
    ['c', 'int a; void f(int b) { int *c; for (int d = 0;;) { | } }', 'd c b a f'],
    ['cpp', 'void f(int &a) { for (auto b : c) { | } }', 'b a f'],
    ['csharp', 'class A { void F(int b) { var c = 1; | } }', 'c b F A'],
    ['ruby', 'def f(a, b = 1)\n  c = 1\n  d.each { |e| HERE }\nend\n', 'e c b a f'],
    ['php', '<?php function f($a) { $b = 1; HERE; }', 'b a f'],
    ['kotlin', 'fun f(a: Int) { val b = 1; HERE }', 'b a'],
    ['lua', 'local a = 1\nfunction f(b) local c = 2; HERE() end', 'c b a f'],
  ])('%s: %s', async (languageId, marked, expected) => {
    const marker = /\/\*HERE\*\/|HERE|\|(?! each|e\||d\|)/.exec(marked)?.[0] ?? '|';
    const sign = marked.includes('HERE') ? 'HERE' : marker;
    const offset = marked.indexOf(sign);
    const text = sign === '|' ? marked.replace('|', ' ') : marked;
    const scopes = await syntax.scopesIn(languageId, text, signal);
    expect(scopes && visibleNames(scopes, offset).sort().join(' ')).toBe(expected.split(' ').sort().join(' '));
  });
});
