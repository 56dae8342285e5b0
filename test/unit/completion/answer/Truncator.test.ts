import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TruncateContext, type Truncated, Truncator } from '../../../../src/completion/answer/Truncator';
import { splitAtCursor } from '../../../support/cursor';
import { stepsOf } from '../../../support/ScriptedModel';

type Mode = TruncateContext['mode'];
const stop = ['<|user|>', '<|endoftext|>'];

function truncate(pieces: readonly string[], context: TruncateContext): Truncated & { stoppedAt: number | undefined } {
  const truncator = new Truncator(context);
  const stoppedAt = pieces.findIndex((piece) => truncator.push(piece));
  return { ...truncator.result(), stoppedAt: stoppedAt < 0 ? undefined : stoppedAt };
}

function check(
  languageId: string,
  mode: Mode,
  place: string,
  script: string,
  expected: string,
  reason?: Truncated['reason'],
): void {
  const result = truncate(stepsOf(script), { languageId, mode, stop, ...splitAtCursor(place) });
  expect(result.text).toBe(expected);
  if (reason !== undefined) {
    expect(result.reason).toBe(reason);
  }
}

describe('a line', () => {
  it.each([
    ['typescript', 'const x = █', 'foo();\nconst y = 1;', 'foo();'],
    ['typescript', 'const x = 1;█', '\nconst y = 2;\nconst z = 3;', '\nconst y = 2;'],
    ['typescript', '█', '\n\nconst y = 2;\nz', '\n\nconst y = 2;'],
    ['typescript', 'x█', '\n\n\n\n\nfoo', ''],
    ['python', 'print(█)', '"你好，世界"\n', '"你好，世界"'],
    ['python', 'x = █', 'call()', 'call()'],
    ['python', 'x = █', 'call()<|user|>more', 'call()'],
    ['python', 'def f():█', '\n    return 1\n', '\n    return 1'],
  ])('%s %s', (languageId, place, script, expected) => {
    check(languageId, 'line', place, script, expected);
  });

  it('says at once that the rest is not needed', () => {
    const result = truncate(stepsOf('├foo(├);\n┤├bar┤├baz┤'.replace('├foo(├', '├foo(')), {
      languageId: 'typescript',
      mode: 'line',
      stop,
      ...splitAtCursor('x = █'),
    });
    expect(result).toMatchObject({ text: 'foo();', stoppedAt: 0, reason: 'end-of-line' });
  });
});

describe('a block', () => {
  it.each<[string, string, string, string, Truncated['reason']?]>([
    // the body of a function whose closing the document has or has not
    ['python', 'def f():\n    █', '├return 1\n┤├print(2)┤', 'return 1', 'end-of-block'],
    [
      'python',
      'def f():\n    █\n\nprint(1)',
      'x = 1\n\n    return x\n\n\nprint(1)',
      'x = 1\n\n    return x',
      'end-of-block',
    ],
    ['python', 'def f():█', '\n    return 1\n\ndef g():', '\n    return 1', 'end-of-block'],
    [
      'python',
      'if x:█',
      '\n    a()\nelif y:\n    b()\nelse:\n    c()\nd()',
      '\n    a()\nelif y:\n    b()\nelse:\n    c()',
      'end-of-block',
    ],
    [
      'python',
      'class A:\n    def f(self):\n        █',
      'pass\n\n    def g(self):\n        pass',
      'pass',
      'end-of-block',
    ],
    [
      'python',
      'def 加(甲, 乙):\n    █',
      '"""把两个数加起来。"""\n    return 甲 + 乙\n\n打印(1)',
      '"""把两个数加起来。"""\n    return 甲 + 乙',
    ],
    ['typescript', 'function f() {█', '\n  return 1;\n}\n\nf();', '\n  return 1;\n}', 'end-of-block'],
    ['typescript', 'function f() {█\n}', '\n  return 1;\n}\n\nf();', '\n  return 1;', 'end-of-block'],
    ['typescript', 'function f() {\n  █\n}', 'return 1;\n}\n\nf();', 'return 1;', 'end-of-block'],
    ['typescript', 'function f() {\n  █', 'return 1;\n}\n\nf();', 'return 1;\n}', 'end-of-block'],
    [
      'typescript',
      'class A {\n  f() {█\n}\n',
      '\n    return 1;\n  }\n\n  g() {',
      '\n    return 1;\n  }',
      'end-of-block',
    ],
    ['typescript', 'if (x) {█', '\n  a();\n} else {\n  b();\n}\nc();', '\n  a();\n} else {\n  b();\n}', 'end-of-block'],
    ['typescript', 'if (x) {█', ' return; }\nfoo();', ' return; }', 'end-of-block'],
    ['typescript', 'items.forEach((item) => {█})', '\n  use(item);\n})\nnext();', '\n  use(item);\n})', 'end-of-block'],
    ['typescript', 'call(█)', 'a,\n  b', 'a,\n  b'],
    ['rust', 'fn f() -> u8 {█', "\n    let c = 'x';\n    1\n}\n\nfn g", "\n    let c = 'x';\n    1\n}", 'end-of-block'],
    ['go', 'func f() error {█\n}\n', '\n\treturn nil\n}\n\nfunc g', '\n\treturn nil', 'end-of-block'],
    ['ruby', 'def f█', '\n  1\nend\n\ndef g', '\n  1\nend', 'end-of-block'],
    ['ruby', 'def f\n  █\nend', '1\nend\n\ndef g', '1', 'end-of-block'],
    ['lua', 'if x then█', '\n  a()\nelse\n  b()\nend\nc()', '\n  a()\nelse\n  b()\nend', 'end-of-block'],
    ['shellscript', 'if true; then█', '\n  echo ja\nfi\necho', '\n  echo ja\nfi', 'end-of-block'],
    ['html', '<div>█', '\n  <p>hi</p>\n</div>\n<p>', '\n  <p>hi</p>\n</div>', 'end-of-block'],
    ['html', '<div>█\n</div>', '\n  <p>hi</p>\n</div>\n<p>', '\n  <p>hi</p>', 'end-of-block'],
    ['yaml', 'jobs:█', '\n  build:\n    runs-on: x\nname: y', '\n  build:\n    runs-on: x', 'end-of-block'],
    // a construct that may go on, as long as the document does not do so itself
    ['python', 'if x:\n    █', 'a()\nelif y:\n    b()\nelse:\n    c()\nd()', 'a()\nelif y:\n    b()\nelse:\n    c()'],
    ['python', 'if x:\n    █\nelse:\n    c()', 'a()\nelse:\n    b()\n', 'a()'],
    ['python', 'def f():\n    █', 'return 1\nelse:\n    b()\n', 'return 1'],
    ['python', 'try:\n    █\n', 'a()\nexcept E:\n    b()\nc()', 'a()\nexcept E:\n    b()'],
    ['typescript', 'try {\n  █\n}', 'a();\n} catch {\n  b();\n}\nc();', 'a();\n} catch {\n  b();'],
    ['typescript', 'if (x) {\n  █\n} else {\n}', 'a();\n} else {\n  b();\n}', 'a();'],
    ['typescript', 'function f() {\n  █\n}', 'a();\n}\n\nfunction g() {\n', 'a();'],
    ['shellscript', 'if true; then\n  █\nfi', 'a\nelse\n  b\nfi\nc', 'a\nelse\n  b'],
    // strings go on over lines whatever stands at their beginning
    [
      'typescript',
      'function f() {\n  █',
      'q = `\nSELECT 1\n\n\n}`;\n  g();\n}\nh();',
      'q = `\nSELECT 1\n\n\n}`;\n  g();\n}',
    ],
    ['python', 'def f():\n    █', '"""One.\n\nTwo.\n"""\n    a()\nb()', '"""One.\n\nTwo.\n"""\n    a()'],
    ['typescript', 'function f() {\n  █', "a('`');\n  // `\n  b();\n}\nc();", "a('`');\n  // `\n  b();\n}"],
    // C's labels and preprocessor stand where they like
    [
      'c',
      'int f() {\n    █\n}',
      'a();\n#if X\n    b();\n#endif\nend:\n    c();\n}',
      'a();\n#if X\n    b();\n#endif\nend:\n    c();',
    ],
    ['c', 'int f() {\n    █\n}', 'a();\n}\n\nint g() {', 'a();'],
    ['typescript', 'function f() {\n  █\n}', ' a();\n  b();\n}', ' a();\n  b();'],
    // statements at the top level
    ['typescript', '█', 'const a = 1;\nconst b = 2;\n\nconst c = 3;', 'const a = 1;\nconst b = 2;', 'end-of-block'],
    [
      'typescript',
      '// adds\n█',
      'function add() {\n  return 1;\n}\nadd();\n',
      'function add() {\n  return 1;\n}',
      'end-of-block',
    ],
    ['python', '█', 'def add():\n    return 1\nadd()\n', 'def add():\n    return 1', 'end-of-block'],
    // the stream ends first
    ['typescript', 'function f() {█\n}', '\n  return 1;\n}', '\n  return 1;', 'end-of-block'],
    ['typescript', 'function f() {█', '\n  return', '\n  return', 'end-of-answer'],
  ])('%s %s', (languageId, place, script, expected, reason) => {
    check(languageId, 'block', place, script, expected, reason);
  });
});

describe('a construct that goes on below its closing brace', () => {
  const ifElse = 'a();\n}\nelse\n{\n    b();\n}\nc();';
  it.each<[string, string, string, string]>([
    ['csharp', 'if (x)\n{\n    █', ifElse, 'a();\n}\nelse\n{\n    b();\n}'],
    ['cpp', 'if (x &&\n        y)\n{\n    █\n}', ifElse, 'a();\n}\nelse\n{\n    b();'],
    ['java', 'if (x)\n{█', `\n    ${ifElse}`, '\n    a();\n}\nelse\n{\n    b();\n}'],
    [
      'php',
      'if (x)\n{\n    █',
      'a();\n}\nelseif (y)\n{\n    b();\n}\nelse\n{\n    c();\n}\nd();',
      'a();\n}\nelseif (y)\n{\n    b();\n}\nelse\n{\n    c();\n}',
    ],
    [
      'java',
      'try\n{\n    █',
      'a();\n}\ncatch (E e)\n{\n    b();\n}\nfinally\n{\n    c();\n}\nd();',
      'a();\n}\ncatch (E e)\n{\n    b();\n}\nfinally\n{\n    c();\n}',
    ],
    ['cpp', 'do\n{\n    █', 'a();\n}\nwhile (x);\nb();', 'a();\n}\nwhile (x);'],
    ['typescript', 'if (x) {█', '\n  a();\n}\nelse {\n  b();\n}\nc();', '\n  a();\n}\nelse {\n  b();\n}'],
    ['csharp', 'if (x) {█', '\n    a();\n}\nelse\n    b();\nc();', '\n    a();\n}\nelse\n    b();'],
    [
      'csharp',
      '    if (x)\n    █',
      '{\n        a();\n\n        b();\n    }\n    else\n    {\n        c();\n    }\n}',
      '{\n        a();\n\n        b();\n    }\n    else\n    {\n        c();\n    }',
    ],
    // nothing of the kind follows, or may
    ['csharp', 'if (x)\n{\n    █', 'a();\n}\nelsewhere();\n', 'a();\n}'],
    ['csharp', 'if (x)\n{\n    █', 'a();\n}\n\nelse\n{\n', 'a();\n}'],
    ['csharp', 'if (x)\n{\n    █', 'a();\n}', 'a();\n}'],
    ['csharp', 'if (x)\n{\n    █', 'a();\n}\nel', 'a();\n}'],
    ['csharp', 'if (x)\n{\n    █', 'a();\n}\nwhile (y)\n{\n', 'a();\n}'],
    ['cpp', 'void f()\n{\n    █', 'a();\n}\nelse\n{\n', 'a();\n}'],
    ['java', 'else\n{\n    █', 'a();\n}\nelse\n{\n', 'a();\n}'],
    ['java', 'if (x) {█', '\n    a();\n} else {\n    b();\n}\nelse {\n', '\n    a();\n} else {\n    b();\n}'],
    // the document does so itself, or has a brace that would be one too many
    ['csharp', 'if (x)\n{\n    █\n}\nelse\n{\n}', ifElse, 'a();'],
    ['csharp', 'if (x)\n{█\n}\nelse\n{\n}', `\n    ${ifElse}`, '\n    a();'],
    ['csharp', 'if (x)\n{\n    █\n}', 'a();\n}\nelse\n    b();\nc();', 'a();'],
    ['cpp', 'do\n{\n    █\n}', 'a();\n}\nwhile (x);\nb();', 'a();'],
  ])('%s %j %j', (languageId, place, script, expected) => {
    check(languageId, 'block', place, script, expected);
  });
});

describe('one element of a list', () => {
  it.each<[string, string, string, string]>([
    ['html', '<ul>\n  <li>█', 'a</li>\n  <li>b</li>\n</ul>\n<p>', 'a</li>'],
    ['html', '<ul>\n  <li>█\n</ul>', 'a</li>\n  <li>b</li>\n</ul>\n<p>', 'a</li>'],
    ['html', '<ul>\n  <li>█', '\n    <b>a</b>\n  </li>\n  <li>\n', '\n    <b>a</b>\n  </li>'],
    [
      'html',
      '<ul>\n  <li>█\n</ul>',
      'a\n    <ul>\n      <li>b</li>\n    </ul>\n  </li>\n</ul>\n',
      'a\n    <ul>\n      <li>b</li>\n    </ul>\n  </li>',
    ],
    ['html', '<ul>\n<li>█\n</ul>', 'a</li>\n<li>b</li>\n</ul>\n', 'a</li>'],
    ['typescriptreact', '  <ul>\n    <li>█\n  </ul>', '{x}</li>\n    <li>{y}</li>\n  </ul>\n', '{x}</li>'],
  ])('%s %j %j', (languageId, place, script, expected) => {
    check(languageId, 'block', place, script, expected, 'end-of-block');
  });

  it('without an end opens nothing', () => {
    check(
      'html',
      'grow',
      '<div>\n  <input name="a">█\n</div>',
      '\n  <button>b</button>\n</div>',
      '\n  <button>b</button>',
    );
    check('vue', 'grow', '<div>\n  <img src="a">█\n</div>', '\n  <p>b</p>\n  <p>c</p>', '\n  <p>b</p>');
  });
});

describe('siblings', () => {
  it.each<[string, string, string, string]>([
    [
      'html',
      '<ul>\n  <li>a</li>\n  █\n</ul>',
      '<li>b</li>\n  <li>\n    c\n  </li>\n</ul>\n<p>',
      '<li>b</li>\n  <li>\n    c\n  </li>',
    ],
    ['html', '<ul>█\n</ul>', '\n  <li>b</li>\n  <li>c</li>\n</ul>\n<p>', '\n  <li>b</li>\n  <li>c</li>'],
    [
      'vue',
      '<template>\n  █\n</template>',
      '<ul>\n    <li>b</li>\n  </ul>\n  <p>x</p>\n</template>',
      '<ul>\n    <li>b</li>\n  </ul>\n  <p>x</p>',
    ],
    [
      'typescriptreact',
      '  <ul>\n    █\n  </ul>',
      '<li\n      a="b"\n    >\n      c\n    </li>\n    <li>{d}</li>\n  </ul>\n',
      '<li\n      a="b"\n    >\n      c\n    </li>\n    <li>{d}</li>',
    ],
    // statements that a blank line ends, unless it stands within one
    [
      'typescript',
      'function f() {\n  a();\n  █\n}',
      'if (a) {\n    b();\n\n    c();\n  }\n\n  d();\n}',
      'if (a) {\n    b();\n\n    c();\n  }',
    ],
  ])('%s %j %j', (languageId, place, script, expected) => {
    check(languageId, 'block', place, script, expected);
  });
});

describe('a line that opens a block', () => {
  it.each([
    ['python', 'grow', '█', 'def f():\n    return 1\nx', 'def f():\n    return 1'],
    ['python', 'line', '█', 'def f():\n    return 1\nx', 'def f():'],
    ['typescript', 'grow', 'for (const █', 'a of b) {\n  use(a);\n}\nx', 'a of b) {\n  use(a);\n}'],
    ['typescript', 'grow', 'for (const █)', 'a of b) {\n  use(a);\n}\nx', 'a of b) {\n  use(a);\n}'],
    ['typescript', 'grow', 'items.map(█)', '(x) => {\n  return x;\n})\ny', '(x) => {\n  return x;\n})'],
    ['typescript', 'grow', 'function f(█) {\n}', 'a) {\n  b();\n}', 'a) {'],
    ['typescript', 'line', 'for (const █)', 'a of b) {\n  use(a);\n}\nx', 'a of b) {'],
    ['python', 'grow', 'x = f(█)', '\n    1,\n    2,\n)\ny', '\n    1,\n    2,\n)'],
    ['python', 'grow', 'x = █', '"""a\nb"""\ny', '"""a\nb"""'],
    ['python', 'grow', 'x = """█"""', 'a\nb', 'a'],
    ['typescript', 'grow', 'const q = █', '`\n  a\n`;\nb', '`\n  a\n`;'],
    ['typescript', 'grow', 'if (█\n    b();', 'a) {\n  c();\n}', 'a) {'],
    ['typescript', 'grow', 'const x = █', 'foo();\nbar();', 'foo();'],
  ] as const)('%s %s %s', (languageId, mode, place, script, expected) => {
    check(languageId, mode, place, script, expected);
  });
});

describe('F-58: loops', () => {
  it.each([
    ['four equal lines', 'x()\n'.repeat(9), 'x()'],
    ['three equal lines are honest', '0,\n0,\n0,\ny()\n', '0,\n0,\n0,\ny()\n'],
    ['groups of lines', 'a()\nb()\nc()\n'.repeat(5), 'a()\nb()\nc()'],
    ['within a line', `ok()\n${'na '.repeat(100)}`, 'ok()'],
    ['rulers are honest', `# ${'-'.repeat(200)}\n`, `# ${'-'.repeat(200)}\n`],
    ['closing brackets are honest', 'f(\n  g(\n    h(\n  )\n)\n', 'f(\n  g(\n    h(\n  )\n)'],
  ])('%s', (_, script, expected) => {
    check('python', 'block', 'if x:\n    y = 1\n█', script, expected);
  });
});

describe('any chunking', () => {
  const samples = [
    [
      'python',
      'block',
      'def f():\n    █',
      'a = 1\n    if a:\n        b()\n    else:\n        c()\n    return a\n\n\ndef g():\n    pass\n',
    ],
    ['typescript', 'block', 'function f() {█', '\n  if (x) {\n    y("}");\n  } else {\n    z();\n  }\n}\n\nf();\n'],
    ['typescript', 'grow', '█', 'export const 你好 = () => {\n  return "世界";\n};\n你好();'],
    ['lua', 'block', 'function f()█', '\n  print("ende")\nend\nend\n'],
    ['python', 'line', 'x = █', '1 # 注释，全角。<|user|>\nrest'],
    ['csharp', 'block', 'if (x)\n{\n    █\n}', 'a();\n}\nelse\n{\n    b();\n}\nc();'],
    ['python', 'block', 'x = 1\n█', 'loop()\n'.repeat(40)],
  ] as const;

  it('gives the same text', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (sample, sizes) => {
          const [languageId, mode, place, text] = sample;
          const context = { languageId, mode, stop, ...splitAtCursor(place) };
          const pieces: string[] = [];
          for (let at = 0, i = 0; at < text.length; i++) {
            const size = sizes[i % sizes.length] ?? 1;
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          const { stoppedAt: _, ...whole } = truncate([text], context);
          expect(truncate(pieces, context)).toMatchObject(whole);
        },
      ),
    );
  });

  it('never needs text that it does not keep, but for the line that shows the end', () => {
    for (const [languageId, mode, place, text] of samples) {
      const context = { languageId, mode, stop, ...splitAtCursor(place) };
      const kept = truncate([text], context).text;
      const stoppedAt = truncate([...text], context).stoppedAt ?? text.length;
      expect(text.slice(kept.length, stoppedAt).split('\n').length).toBeLessThanOrEqual(text.includes('loop') ? 5 : 4);
    }
  });
});
