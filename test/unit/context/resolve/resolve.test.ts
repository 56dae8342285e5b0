/** Imports of every language and kind: the binding of a name, and the file and line that it leads to. */
import { describe, expect, it } from 'vitest';
import { languageOfPath } from '../../../../src/base/languageOfPath';
import { Resolver } from '../../../../src/context/resolve/Resolver';
import { builtIndex } from '../../../support/contextIndex';

/** `expected`: `path:name` of the definition, `path` of a module, `-` = nothing of this workspace. */
function check(
  title: string,
  files: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
): void {
  it(title, async () => {
    const { symbols } = await builtIndex(files);
    const resolver = new Resolver(symbols);
    const [from = ''] = Object.keys(files);
    const outline = symbols.outline(from);
    const bindings = outline === undefined ? [] : resolver.bindings(from, languageOfPath(from), outline);
    const found = Object.fromEntries(
      Object.keys(expected).map((name) => {
        const target = bindings.find(({ local }) => local === name)?.target ?? resolver.lookUp(from, name);
        if (target === undefined) {
          return [name, '-'];
        }
        return target.kind === 'module'
          ? [name, target.paths.join(' ')]
          : [name, `${target.path}:${symbols.outline(target.path)?.definitions[target.index]?.name}`];
      }),
    );
    expect(found).toEqual(expected);
  });
}

describe('TypeScript and JavaScript', () => {
  const shop = 'export class Shop {}\nexport const limit = 1;\nexport default function open() {}\n';
  check(
    'relative paths, index files, and .js written for .ts',
    {
      'src/a.ts':
        "import { Shop } from './shop';\nimport { limit as most } from './shop.js';\nimport { Cart } from './cart';\n",
      'src/shop.ts': shop,
      'src/cart/index.ts': 'export class Cart {}\n',
    },
    { Shop: 'src/shop.ts:Shop', most: 'src/shop.ts:limit', Cart: 'src/cart/index.ts:Cart' },
  );
  check(
    'default and namespace imports',
    { 'a.ts': "import start, * as all from './shop';\n", 'shop.ts': shop },
    { start: 'shop.ts:open', all: 'shop.ts' },
  );
  check(
    're-exports by name, by star, and under another name',
    {
      'a.ts': "import { Shop, limit, Store } from './all';\n",
      'all.ts': "export { Shop } from './shop';\nexport * from './more';\nexport { Shop as Store } from './shop';\n",
      'more.ts': "export * from './shop';\n",
      'shop.ts': shop,
    },
    { Shop: 'shop.ts:Shop', limit: 'shop.ts:limit', Store: 'shop.ts:Shop' },
  );
  check(
    'an import that is exported',
    {
      'a.ts': "import { Shop } from './all';\n",
      'all.ts': "import { Shop } from './shop';\nexport { Shop };\n",
      'shop.ts': shop,
    },
    { Shop: 'shop.ts:Shop' },
  );
  check(
    'paths of tsconfig.json, with comments and an extended file',
    {
      'app/src/a.ts':
        "import { Shop } from '@shop/shop';\nimport { Cart } from 'models/cart';\nimport { One } from 'one';\n",
      'app/tsconfig.json':
        '{ // ours\n "extends": "../tsconfig.base.json", "compilerOptions": { "baseUrl": "./src", } }',
      'tsconfig.base.json': '{"compilerOptions": {"paths": {"@shop/*": ["../../lib/*"], "one": ["../../lib/one.ts"]}}}',
      'lib/shop.ts': shop,
      'lib/one.ts': 'export const One = 1;\n',
      'app/src/models/cart.ts': 'export class Cart {}\n',
    },
    { Shop: 'lib/shop.ts:Shop', Cart: 'app/src/models/cart.ts:Cart', One: 'lib/one.ts:One' },
  );
  check(
    'packages of a monorepo by name: main, exports with conditions, patterns, built files',
    {
      'packages/web/a.ts':
        "import { Shop } from '@x/core';\nimport { limit } from '@x/core/parts/shop';\nimport { Cart } from 'cart';\nimport { util } from '#util';\n",
      'packages/web/package.json': '{"name": "@x/web", "imports": {"#util": "./util.ts"}}',
      'packages/web/util.ts': 'export const util = 1;\n',
      'packages/core/package.json':
        '{"name": "@x/core", "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.js"}, "./parts/*": "./dist/*.js"}}',
      'packages/core/src/index.ts': "export * from './shop';\n",
      'packages/core/src/shop.ts': shop,
      'packages/cart/package.json': '{"name": "cart", "main": "lib/cart.js"}',
      'packages/cart/lib/cart.js': 'class Cart {}\nmodule.exports = { Cart };\n',
    },
    {
      Shop: 'packages/core/src/shop.ts:Shop',
      limit: 'packages/core/src/shop.ts:limit',
      Cart: 'packages/cart/lib/cart.js:Cart',
      util: 'packages/web/util.ts:util',
    },
  );
  check(
    'CommonJS: the whole module, a part of it, and what it is',
    {
      'a.js': "const all = require('./all');\nconst { open } = require('./all');\nconst Shop = require('./shop');\n",
      'all.js': 'function open() {}\nexports.open = open;\nexports.shut = function () {};\n',
      'shop.js': 'class Shop {}\nmodule.exports = Shop;\n',
    },
    { all: 'all.js', open: 'all.js:open', Shop: 'shop.js:Shop' },
  );
  check(
    'a CommonJS module that is another one',
    {
      'a.js': "const Fault = require('./fault');\nconst states = require('./states');\n",
      'fault/index.js': "const Base = require('./base');\nmodule.exports = exports = Base;\nBase.more = 1;\n",
      'fault/base.js': 'class Base extends Error { }\nmodule.exports = Base;\n',
      'states.js': 'const states = module.exports = exports = Object.create(null);\nstates[0] = 1;\n',
    },
    { Fault: 'fault/base.js:Base', states: 'states.js:states' },
  );
  check(
    'other people’s packages',
    { 'a.ts': "import { x } from 'react';\n", 'react.ts': 'export const x = 1;' },
    { x: '-' },
  );
  check(
    'modules that import each other',
    { 'a.ts': "import { no } from './b';\n", 'b.ts': "export * from './c';\n", 'c.ts': "export * from './b';\n" },
    { no: '-' },
  );
});

describe('Python', () => {
  check(
    'relative and absolute imports, submodules, __init__',
    {
      'pack/deep/a.py':
        'from . import beside\nfrom .beside import Beside\nfrom .. import Top\nfrom pack.deep.beside import Beside as B\nimport pack.other as o\nfrom pack import other\n',
      'pack/deep/__init__.py': '',
      'pack/deep/beside.py': 'class Beside:\n    pass\n',
      'pack/__init__.py': 'from .top import Top\n',
      'pack/top.py': 'class Top:\n    pass\n',
      'pack/other.py': 'def f():\n    pass\n',
    },
    {
      beside: 'pack/deep/beside.py',
      Beside: 'pack/deep/beside.py:Beside',
      Top: 'pack/top.py:Top',
      B: 'pack/deep/beside.py:Beside',
      o: 'pack/other.py',
      other: 'pack/other.py',
    },
  );
  check(
    'sources in src/, seen from tests',
    {
      'tests/test_a.py': 'from pack.a import A\n',
      'src/pack/__init__.py': '',
      'src/pack/a.py': 'class A:\n    pass\n',
    },
    { A: 'src/pack/a.py:A' },
  );
  check(
    'everything of a module',
    { 'a.py': 'from b import *\n', 'b.py': 'from c import *\n', 'c.py': 'def far():\n    pass\n' },
    { far: 'c.py:far' },
  );
});

describe('Java', () => {
  check(
    'classes, nested ones, static members, wildcards, the same package',
    {
      'src/app/A.java':
        'package app;\nimport shop.Shop;\nimport shop.Shop.Item;\nimport static shop.Shop.open;\nimport cart.*;\nclass A {}\n',
      'src/shop/Shop.java':
        'package shop;\npublic class Shop { public static void open() {} public static class Item {} }\n',
      'src/cart/Cart.java': 'package cart;\npublic class Cart {}\n',
      'src/app/Beside.java': 'package app;\nclass Beside {}\n',
    },
    {
      Shop: 'src/shop/Shop.java:Shop',
      Item: 'src/shop/Shop.java:Item',
      open: 'src/shop/Shop.java:open',
      Cart: 'src/cart/Cart.java:Cart',
      Beside: 'src/app/Beside.java:Beside',
    },
  );
});

describe('Go', () => {
  check(
    'packages of the module, under another name, and the same folder',
    {
      'cmd/a.go': 'package main\n\nimport (\n\t"example.org/x/shop"\n\tc "example.org/x/cart"\n)\n',
      'cmd/b.go': 'package main\n\nfunc Beside() {}\n',
      'go.mod': 'module example.org/x\n\ngo 1.24\n',
      'shop/shop.go': 'package shop\n\ntype Shop struct{}\n',
      'shop/shop_test.go': 'package shop\n\nfunc TestShop() {}\n',
      'cart/cart.go': 'package cart\n\nfunc New() {}\n',
    },
    { shop: 'shop/shop.go', c: 'cart/cart.go', Beside: 'cmd/b.go:Beside' },
  );
});

describe('Rust', () => {
  check(
    'what a module uses for itself, inner modules, modules passed on, what stands in a macro inside of a macro',
    {
      'src/run/a.rs':
        'use crate::run::Config;\nuse crate::std::cell::Safe;\nuse crate::run::kept::Kept;\nuse crate::run::Interest;\n',
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/lib.rs': 'mod run;\nmod std;\n',
      'src/run/mod.rs':
        'mod a;\nmod config;\nmod deep;\nuse config::Config;\nuse self::deep::kept;\ncfg_io! {\n    mod interest;\n\n    cfg_net! {\n        pub use interest::Interest;\n    }\n}\n',
      'src/run/config.rs': 'pub(crate) struct Config {}\n',
      'src/run/interest.rs': 'pub struct Interest(usize);\n',
      'src/run/deep/mod.rs': 'pub(crate) mod kept;\n',
      'src/run/deep/kept.rs': 'pub(crate) struct Kept {}\n',
      'src/std/mod.rs': 'mod safe;\npub(crate) mod cell {\n    pub(crate) use super::safe::Safe;\n}\n',
      'src/std/safe.rs': 'pub(crate) struct Safe {}\n',
    },
    {
      Config: 'src/run/config.rs:Config',
      Safe: 'src/std/safe.rs:Safe',
      Kept: 'src/run/deep/kept.rs:Kept',
      Interest: 'src/run/interest.rs:Interest',
    },
  );
});

describe('C', () => {
  check(
    'headers beside the file and further away',
    {
      'src/a.c': '#include "near.h"\n#include <lib/far.h>\nint main(void) { return 0; }\n',
      'src/near.h': 'int near_by(int a);\n',
      'include/lib/far.h': 'struct far { int x; };\n',
    },
    { far: 'include/lib/far.h:far' },
  );
});
