/** What of other files a prompt gets, from a workspace in memory. `█` is the cursor. */
import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/context/ContextSource';
import { noObservations, WorkspaceContext } from '../../../src/context/WorkspaceContext';
import { silentLog } from '../../../src/platform/Log';
import { asker, members, type Question, stoppedClock } from '../../support/askedContext';
import { builtIndex } from '../../support/contextIndex';

function rendered({ stable, volatile }: Context): string {
  const lines = (part: Context['stable']): string[] => part.map(({ path, text }) => `## ${path}\n${text}`);
  return [...lines(stable), ...(volatile.length === 0 ? [] : ['-- volatile', ...lines(volatile)])].join('\n');
}

function check(title: string, files: Readonly<Record<string, string>>, question: Question, expected: string): void {
  it(title, async () => {
    const ask = await asker(files);
    expect(rendered(await ask(question))).toBe(expected);
  });
}

const shop = `export class Shop {
  open(hour: number): boolean {
    return hour > 8;
  }
  private key = 1;
}
export function newShop(): Shop {
  return new Shop();
}
export const unused = 1;
`;

describe('definitions of imported names', () => {
  check(
    'stand as headers, as they are written',
    { 'src/shop.ts': shop },
    { file: 'src/a.ts', text: "import { Shop } from './shop';\nconst x = █" },
    '## src/shop.ts\nexport class Shop {\n  open(hour: number): boolean {}\n  private key = 1;\n}',
  );
  check(
    'are members of what a function gives back, behind the dot',
    { 'src/shop.ts': shop },
    { file: 'src/a.ts', text: "import { newShop } from './shop';\nconst shop = newShop();\nshop.█", budget: 120 },
    [
      '## src/shop.ts\nexport class Shop {}\nexport function newShop(): Shop {}',
      '-- volatile',
      '## src/shop.ts\nexport class Shop {\n  open(hour: number): boolean {}\n  private key = 1;\n}',
    ].join('\n'),
  );
  check(
    'are nothing for files that import nothing of the workspace',
    { 'src/shop.ts': shop },
    { file: 'other.py', text: 'import os\nos.█' },
    '',
  );
});

describe('the stable part', () => {
  const files = {
    'shop.ts': shop,
    'cart.ts': 'export class Cart {\n  add(): void {}\n}\n',
  };

  it('does not depend on the cursor and is the same object from key to key', async () => {
    const ask = await asker(files);
    const imports = "import { Shop } from './shop';\nimport { Cart } from './cart';\n";
    const one = await ask({ file: 'a.ts', text: `${imports}const a = █` });
    const other = await ask({ file: 'a.ts', text: `${imports}const ab = █` });
    expect(other.stable).toEqual(one.stable);
  });

  it('grows at its end when an import is added before others', async () => {
    const ask = await asker(files);
    const one = await ask({ file: 'a.ts', text: "import { Shop } from './shop';\n█" });
    const other = await ask({
      file: 'a.ts',
      text: "import { Cart } from './cart';\nimport { Shop } from './shop';\n█",
    });
    expect(other.stable.map(({ path }) => path)).toEqual(['shop.ts', 'cart.ts']);
    expect(other.stable.slice(0, one.stable.length)).toEqual(one.stable);
  });

  it('keeps to the budget', async () => {
    const many = Array.from({ length: 60 }, (_, at) => `export function doSomething${at}(value: string): void {}\n`);
    const ask = await asker({ 'many.ts': many.join('') });
    const names = many.map((_, at) => `doSomething${at}`).join(', ');
    const context = await ask({ file: 'a.ts', text: `import { ${names} } from './many';\n█`, budget: 300 });
    const tokens = [...context.stable, ...context.volatile].reduce((sum, one) => sum + one.tokens, 0);
    expect(tokens).toBeGreaterThan(150);
    expect(tokens).toBeLessThanOrEqual(300);
  });
});

describe('members behind a dot', () => {
  it('are those of the class around the cursor, not of one that a docstring shows', async () => {
    const files = { 'base.py': 'class App:\n    def inherited(self):\n        pass\n' };
    const docstring = '    def a(self):\n        """\n            class Other(App2):\n        """\n';
    const text = `from base import App\n\nclass Shop(App):\n${docstring}        self.█`;
    expect(await members(files, { file: 'shop.py', text })).toContain('def inherited(self)');
  });

  it('are found for self when the class begins far above', async () => {
    const files = { 'base.py': 'class App:\n    def inherited(self):\n        pass\n' };
    const far = `    def far(self):\n${'        pass\n'.repeat(3000)}`;
    const text = `from base import App\n\nclass Shop(App):\n${far}    def a(self):\n        self.█`;
    expect(await members(files, { file: 'shop.py', text })).toContain('def inherited(self)');
  });

  it('are those of the type that a variable is called like', async () => {
    const files = { 'base.py': 'class Node:\n    pass\n\nclass Token:\n    def split_contents(self):\n        pass\n' };
    const text = 'from base import Node\n\ndef parse(token):\n    token.█';
    expect(await members(files, { file: 'a.py', text })).toContain('def split_contents(self)');
  });

  it('are inherited through prototypes', async () => {
    const base = 'function Type() {}\nType.prototype.cast = function(value) {\n};\nmodule.exports = exports = Type;\n';
    const text =
      "const Type = require('./type');\nfunction Text() {}\nText.prototype = Object.create(Type.prototype);\nText.prototype.set = function() {\n  this.█";
    expect(await members({ 'type.js': base }, { file: 'text.js', text })).toContain('Type.prototype.cast');
  });

  it('are constants of a CommonJS module', async () => {
    const files = { 'names.js': 'module.exports.chunk = "c";\nexports.whole = "w";\n' };
    const text = "const names = require('./names');\nuse(names.█";
    expect(await members(files, { file: 'a.js', text })).toBe('module.exports.chunk = "c";\nexports.whole = "w";');
  });

  it('are those of the types that JavaScript’s comments name', async () => {
    const files = {
      'graph.js':
        'class Graph {\n\t/**\n\t * @returns {Info} what is known\n\t */\n\tgetInfo() {}\n}\nmodule.exports = Graph;\n/** @typedef {import("./info").Info} Info */\n',
      'info.js': 'class Info {\n\tsetUsed(value) {\n\t}\n}\nmodule.exports.Info = Info;\n',
    };
    const comment = '/** @typedef {import("./graph")} Graph */\nconst x = require("./x");\n';
    const ask = (code: string) => members(files, { file: 'a.js', text: `${comment}${code}` });
    expect(await ask('/** @param {Graph} g the graph */\nfunction f(g) {\n\tg.█')).toContain('getInfo()');
    expect(await ask('/** @type {Graph} */\nconst g = load();\ng.█')).toContain('getInfo()');
    expect(await ask('const g = /** @type {Graph} */ (load());\ng.█')).toContain('getInfo()');
    expect(await ask('/** @param {Graph} g */\nfunction f(g) {\n\tconst i = g.getInfo();\n\ti.█')).toContain(
      'setUsed(value)',
    );
  });

  it('are those of the type that a function without one is called after', async () => {
    const files = {
      'base.py':
        'class Node:\n    pass\n\nclass UrlResolver:\n    def is_callback(self):\n        pass\n\ndef get_resolver(url):\n    return cached(url)\n',
    };
    const text = 'from base import UrlResolver, get_resolver\n\nfound = get_resolver(url)\nfound.█';
    expect(await members(files, { file: 'a.py', text })).toContain('def is_callback(self)');
    const store = {
      'store.ts':
        'export class Client {\n  cache(): number {\n    return 1;\n  }\n}\nexport const useClient = () => context();\n',
    };
    const script = "import { useClient, Client } from './store';\nconst c = useClient();\nc.█";
    expect(await members(store, { file: 'a.ts', text: script })).toContain('cache(): number');
  });

  it('are those of the type that Go’s code asserts', async () => {
    const files = {
      'go.mod': 'module example.org/shop\n',
      'pki/pki.go': 'package pki\n\ntype PKI struct{}\n\nfunc (p *PKI) GetCA(id string) error {\n\treturn nil\n}\n',
    };
    const text =
      'package main\n\nimport "example.org/shop/pki"\n\nfunc f(module any) {\n\tapp := module.(*pki.PKI)\n\tapp.█';
    expect(await members(files, { file: 'main.go', text })).toContain('func (p *PKI) GetCA(id string) error');
  });

  it('are what a CommonJS module assigned to the one thing that it exports', async () => {
    const files = {
      'errors/index.js':
        "const Base = require('./base');\nmodule.exports = exports = Base;\nBase.Late = require('./late');\nBase.Own = Own;\nclass Own extends Base {\n}\n",
      'errors/base.js': 'class Base extends Error {\n}\nmodule.exports = Base;\n',
      'errors/late.js': 'class LateError extends Error {\n}\nmodule.exports = LateError;\n',
    };
    const shown = await members(files, { file: 'a.js', text: "const Base = require('./errors');\nthrow new Base.█" });
    expect(shown).toContain('class LateError extends Error {');
    expect(shown).toContain('class Own extends Base {');
  });

  it('are what a CommonJS module only passes on', async () => {
    const files = {
      'utils.js': "const lists = require('./lists');\nexports.isList = lists.isList;\n",
      'lists.js': 'exports.isList = function(value) {\n  return true;\n};\n',
    };
    const text = "const utils = require('./utils');\nif (utils.█";
    expect(await members(files, { file: 'a.js', text })).toContain('exports.isList = function(value) {');
  });

  it('are those of every base, and of what a struct of Go embeds', async () => {
    const python = { 'base.py': 'class One:\n    pass\n\nclass Two:\n    def second(self):\n        pass\n' };
    const text = 'from base import One, Two\n\nclass Both(One, Two):\n    def a(self):\n        self.█';
    expect(await members(python, { file: 'a.py', text })).toContain('def second(self)');
    const go = {
      'go.mod': 'module example.org/shop\n',
      'file/file.go': 'package file\n\ntype Reader struct{}\n\nfunc (r *Reader) NextArg() bool {\n\treturn true\n}\n',
      'help/help.go': 'package help\n\nimport "example.org/shop/file"\n\ntype Helper struct {\n\t*file.Reader\n}\n',
    };
    const use = 'package main\n\nimport "example.org/shop/help"\n\nfunc f(h help.Helper) {\n\th.█';
    expect(await members(go, { file: 'main.go', text: use })).toContain('func (r *Reader) NextArg() bool');
  });

  it('are those of a type whose name a variable shortens, and of a module where a variable has its name', async () => {
    const others = Array.from({ length: 30 }, (_, at) => `    def step_${at}(self):\n        pass\n`).join('');
    const python = {
      'base.py': `class Token:\n${others}class Document:\n${others}    def close_all(self):\n        pass\n`,
    };
    const text = 'from base import Token, Document\n\ndef parse(doc):\n    doc.█';
    expect(await members(python, { file: 'a.py', text, budget: 700 })).toContain('def close_all(self)');
    const functions = Array.from({ length: 40 }, (_, at) => `pub fn other_${at}() {}\n`).join('');
    const rust = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod block;\nmod list;\n',
      'src/block.rs': `pub struct Block {}\nimpl Block {\n    pub fn next(&self) {}\n}\n${functions}pub fn offset_of(at: usize) -> usize {\n    at\n}\n`,
    };
    const use = 'use crate::block::{self, Block};\nfn f(x: &Block) {\n    let block = x;\n    let offset = block::█';
    expect(await members(rust, { file: 'src/list.rs', text: use, budget: 400 })).toContain('fn offset_of');
  });

  it('are those of what an alias stands for, and of a path that stands where a function tells what it gives back', async () => {
    const functions = Array.from({ length: 60 }, (_, at) => `    pub fn other_${at}(&self) {}\n`).join('');
    const rust = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod chain;\nmod util;\nmod list;\n',
      'src/chain.rs': `pub struct Chain {}\nimpl Chain {\n${functions}    pub fn zip_up(&self) {}\n}\n`,
      'src/util.rs': `${functions.replace(/^ +/gm, '').replaceAll('&self', '')}pub enum Entry {\n    One,\n}\n`,
    };
    const alias = 'use crate::chain::Chain;\ntype Waiting = Chain;\nfn f(waiters: &Waiting) {\n    waiters.█';
    expect(await members(rust, { file: 'src/list.rs', text: alias, budget: 1300 })).toContain('fn zip_up');
    const path = 'use crate::chain::Chain;\nfn entry(&self) -> crate::util::█';
    expect(await members(rust, { file: 'src/list.rs', text: path, budget: 300 })).toContain('pub enum Entry');
  });

  it('are as many as fit, those first that a condition asks for, and no constructors', async () => {
    const steps = Array.from({ length: 60 }, (_, at) => `  step${at}(value: string): void {}\n`);
    const many = [...steps.slice(0, 10), '  constructor(a: string) {}\n', ...steps.slice(10)].join('');
    const files = {
      'shop.ts': `export class Shop {\n${many}  isOpen(day: string, hour: number, minute: number, zone: string, place: string): boolean {}\n}\n`,
    };
    const imported = "import { Shop } from './shop';\nfunction f(shop: Shop) {\n";
    const asked = await members(files, { file: 'a.ts', text: `${imported}  if (!shop.█`, budget: 500 });
    expect(asked).toContain('isOpen(');
    expect(asked).not.toMatch(/^constructor/m);
    expect(asked).not.toContain('step59');
    expect(asked.split('\n').length).toBeGreaterThan(15);
  });

  it('are those of a function that has the name of its module, beside that module', async () => {
    const files = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod util;\nmod cart;\n',
      'src/util/mod.rs': 'mod to_text;\npub(crate) use self::to_text::to_text;\n',
      'src/util/to_text.rs': 'pub(crate) fn to_text(value: u8) -> String {\n    String::new()\n}\n',
    };
    expect(await members(files, { file: 'src/cart.rs', text: 'fn a() {\n    crate::util::█' })).toContain('fn to_text');
  });

  it('are those of a module that a path names: below an imported one, passed on by another, a whole package', async () => {
    const rust = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod proto;\nmod list;\n',
      'src/proto/mod.rs': 'mod first;\npub(crate) use self::first::orders;\n',
      'src/proto/first/mod.rs': 'pub(crate) mod orders;\n',
      'src/proto/first/orders.rs':
        'pub(crate) fn take_order() {}\npub(crate) struct Order;\nimpl Order {\n    pub fn cancel_it(&self) {}\n}\n',
    };
    const below = 'use crate::proto;\nfn f() {\n    proto::orders::█';
    expect(await members(rust, { file: 'src/list.rs', text: below })).toContain('fn take_order()');
    const type = 'use crate::proto;\nfn f() {\n    proto::orders::Order::█';
    expect(await members(rust, { file: 'src/list.rs', text: type, budget: 90 })).toContain('fn cancel_it');
    const python = {
      'shop/__init__.py': '',
      'shop/forms/__init__.py': '',
      'shop/forms/lists.py': 'class ErrorList:\n    pass\n',
    };
    const dotted = 'from shop import forms\n\nclass Mine(forms.lists.█';
    expect(await members(python, { file: 'a.py', text: dotted })).toContain('class ErrorList');
    const whole = 'import shop.forms.lists\n\nclass Mine(shop.forms.lists.█';
    expect(await members(python, { file: 'a.py', text: whole })).toContain('class ErrorList');
    const java = { 'org/shop/Cart.java': 'package org.shop;\npublic class Cart {}\n' };
    const full = 'package org.app;\nimport java.util.List;\nclass A {\n  List<org.shop.█';
    expect(await members(java, { file: 'org/app/A.java', text: full })).toContain('public class Cart');
  });

  it('are those of imported types where nothing tells what a variable is, first of a type that the lines name', async () => {
    const methods = (of: string): string =>
      Array.from({ length: 16 }, (_, at) => `  ${of}${at}(value: string, other: number): void {}\n`).join('');
    const files = {
      'shop.ts': `export class Shop {\n${methods('step')}}\nexport class Basket {\n${methods('move')}}\n`,
    };
    const imported = "import { Shop, Basket } from './shop';\n";
    const text = `${imported}// From the basket.\nfunction f(x) {\n  x.█`;
    const shown = await members(files, { file: 'a.ts', text, budget: 500 });
    expect(shown).toContain('move15(');
    expect(shown).not.toContain('step15(');
    expect(await members(files, { file: 'a.ts', text: `${imported}function f(x) {\n  x.█`, budget: 3000 })).toContain(
      'step15(',
    );
  });

  it('begin with what belongs to a type behind its name, and with what belongs to its values behind one', async () => {
    const many = (line: (at: number) => string): string => Array.from({ length: 40 }, (_, at) => line(at)).join('');
    const java = {
      'org/shop/Shop.java': `package org.shop;\npublic class Shop {\n${many((at) => `  public void step${at}(String name) {\n  }\n`)}${many((at) => `  public static Shop of${at}(String name) {\n    return null;\n  }\n`)}}\n`,
    };
    const head = 'package org.app;\nimport org.shop.Shop;\nclass A {\n  void f(Shop shop) {\n    ';
    const behindType = await members(java, { file: 'org/app/A.java', text: `${head}Shop.█`, budget: 900 });
    expect(behindType).toContain('of39(');
    expect(behindType).not.toContain('step39(');
    const rust = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs':
        'pub struct Shop {}\nimpl Shop {\n' +
        `${many((at) => `    pub fn new_${at}(name: &str) -> u8 {\n        0\n    }\n`)}${many((at) => `    pub fn step_${at}(&self) -> u8 {\n        0\n    }\n`)}}\n`,
    };
    const value = 'use crate::Shop;\nfn f(shop: &Shop) {\n    ';
    const behindValue = await members(rust, { file: 'src/a.rs', text: `${value}shop.█`, budget: 1020 });
    expect(behindValue).toContain('step_39(');
    expect(behindValue).not.toContain('new_39(');
  });

  it('are what a module of Rust gives on', async () => {
    const files = {
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod util;\nmod cart;\n',
      'src/util/mod.rs': 'mod text;\npub(crate) use self::text::to_text;\n',
      'src/util/text.rs': 'pub(crate) fn to_text(value: u8) -> String {\n    String::new()\n}\n',
    };
    expect(await members(files, { file: 'src/cart.rs', text: 'fn a() {\n    crate::util::█' })).toContain('fn to_text');
  });
});

describe('what is near', () => {
  it('is the last edit elsewhere, and the subject of a test', async () => {
    const ask = await asker(
      { 'src/shop.ts': shop, 'src/cart.ts': 'export const cart = [];\n\nexport const size = 2;\n' },
      { ...noObservations, edits: () => [{ path: 'src/cart.ts', startLine: 2, endLine: 2 }] },
    );
    const { volatile } = await ask({ file: 'test/shop.test.ts', text: "it('opens', () => {\n  █" });
    expect(volatile.map(({ retriever, path }) => `${retriever} ${path}`)).toEqual([
      'test-subject src/shop.ts',
      'recent-edits src/cart.ts',
    ]);
  });

  it('says nothing twice: pieces of a file that have most of their lines in common', async () => {
    const lines = [
      'import { size } from "./size";',
      'export function total(items: number[]): number {',
      '  return 1;',
      '}',
    ];
    const ask = await asker(
      { 'src/cart.ts': `${lines.join('\n')}\n`, 'src/size.ts': 'export const size = 1;\n' },
      { ...noObservations, edits: () => [{ path: 'src/cart.ts', startLine: 1, endLine: 2 }] },
    );
    const text = "import { total } from './cart';\nexport const a = total([1]);\nexport const b = total(█";
    const { volatile } = await ask({ file: 'src/a.ts', text });
    expect(volatile.filter((one) => one.text.includes('export function total'))).toHaveLength(1);
  });

  it('is what the editor’s language tools tell, once they have', async () => {
    const index = await builtIndex({ 'src/size.ts': 'export const size = 1;\n' });
    let told = false;
    const text = 'const far = 1;';
    const definition = {
      path: 'src/size.ts',
      text,
      startLine: 4,
      endLine: 4,
      retriever: 'language-server',
      tokens: 5,
    } as const;
    const observations = { ...noObservations, snippets: () => (told ? [definition] : []) };
    const context = new WorkspaceContext({ index, observations, clock: stoppedClock, log: silentLog });
    const document = { uri: 'file:///a.ts', path: 'a.ts', languageId: 'typescript', version: 1, text: 'let a = ' };
    const position = { line: 0, character: 8 };
    await context.prepare(document, position, new AbortController().signal);
    const texts = () =>
      context
        .contextFor({ document, position, offset: 8, prefix: 'let a = ', suffix: '', budget: 500, room: 350 })
        .volatile.map((one) => one.text);
    const before = texts();
    told = true;
    const unchanged = texts();
    context.observed(document.uri);
    expect({ before, unchanged, after: texts() }).toEqual({ before: [], unchanged: [], after: [text] });
  });

  it('never shows an ignored or secret file, whoever visited it', async () => {
    const secret = ['TOKEN', 'x'].join('=');
    const ask = await asker(
      { '.tandemignore': 'private.ts\n', 'private.ts': 'export const shop = open();\n', '.env': secret },
      {
        ...noObservations,
        visited: () => ['private.ts', '.env'],
        edits: () => [{ path: '.env', startLine: 0, endLine: 0 }],
      },
    );
    expect(rendered(await ask({ file: 'a.ts', text: 'export const shop = open();\n█' }))).toBe('');
  });
});
