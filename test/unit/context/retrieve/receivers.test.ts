/** What stands before the dot, and what of it a prompt gets, in small workspaces in memory. */
import { describe, expect, it } from 'vitest';
import { asker, members, receiver } from '../../../support/askedContext';

const cargo = { 'Cargo.toml': '[package]\nname = "shop"\n' };

describe('modules of Rust', () => {
  const files = {
    ...cargo,
    'src/lib.rs': 'mod frame;\nmod streams;\n',
    'src/frame/mod.rs': 'mod reset;\npub use self::reset::Reset;\n',
    'src/frame/reset.rs': 'pub struct Reset {}\n',
    'src/streams/mod.rs': 'mod store;\nmod send;\nuse crate::frame;\n',
    'src/streams/store.rs': 'pub(crate) struct Key {}\n',
  };
  it.each([
    ['beside the file, through its parent', 'use super::*;\nfn f() {\n    store::█', 'src/streams/store.rs store'],
    [
      'below one that its parent uses',
      'use super::*;\nfn f() {\n    frame::reset::█',
      'src/frame/reset.rs frame::reset',
    ],
    ['that its parent uses', 'use super::*;\nfn f() {\n    frame::█', 'src/frame/mod.rs frame'],
    [
      'in open braces',
      'mod tests {\n    use crate::{\n        streams::{Kept, Other},\n        frame::█',
      'src/frame/mod.rs crate::frame',
    ],
  ])('are known %s', async (_, text, expected) => {
    expect(await receiver(files, { file: 'src/streams/send.rs', text })).toBe(expected);
  });

  it('are known before those of the same name that another one gives on', async () => {
    const same = {
      ...cargo,
      'src/lib.rs': 'mod elf;\nmod read;\npub use read::*;\n',
      'src/elf.rs': 'pub struct Header {}\n',
      'src/read/mod.rs': 'pub mod elf;\nmod any;\npub use any::*;\n',
      'src/read/any.rs': 'use crate::read::elf;\n',
      'src/read/elf.rs': 'pub struct Reader {}\n',
    };
    const text = 'use crate::elf;\nfn f() {\n    elf::█';
    expect(await receiver(same, { file: 'src/write.rs', text })).toBe('src/elf.rs elf');
  });

  it('are none where a point stands', async () => {
    const closure = {
      ...cargo,
      'src/lib.rs': 'mod route;\n',
      'src/route.rs': 'pub fn with() {}\npub struct Route {}\nimpl Route {\n    pub fn path(&self) {}\n}\n',
    };
    const text = 'use crate::route::{self, Route};\nfn f() {\n    route::with(|route| route.█';
    expect(await receiver(closure, { file: 'src/a.rs', text })).toBe('src/route.rs Route');
  });
});

describe('types', () => {
  it('are known of what an inherited field holds, in a line that is not finished', async () => {
    const files = {
      'client.ts': 'export class Client {\n  ping(): void {}\n}\n',
      'base.ts': "import { Client } from './client';\nexport class Base<T> {\n  protected store: Client;\n}\n",
    };
    const text =
      "import { Base } from './base';\nexport class Mine extends Base<string> {\n  private done = false;\n\n  protected override async prepare(): Promise<void> {\n    if (!this.store.█";
    expect(await receiver(files, { file: 'a.ts', text })).toBe('client.ts Client');
  });

  it('are known by the class where an interface of the same name adds to it', async () => {
    const files = {
      'element.ts':
        'interface Element {\n  id: string;\n}\nclass Element {\n  redraw(): void {}\n}\nexport default Element;\n',
    };
    const text = "import Element from './element';\nfunction f(one: Element) {\n  one.█";
    expect(await members(files, { file: 'a.ts', text })).toContain('redraw()');
  });

  it('are known in Go whatever another file of the package embeds', async () => {
    const files = {
      'go.mod': 'module example.org/shop\n',
      'obj/a.go': 'package obj\n\ntype inner struct{ *Link }\n',
      'obj/link.go': 'package obj\n\ntype Link struct {\n\tName string\n}\n',
      'run.go': 'package shop\n\nimport "example.org/shop/obj"\n\ntype Run struct {\n\tlinked *obj.Link\n}\n',
    };
    const text = 'package shop\n\nfunc f(run *Run) {\n\trun.linked.█';
    expect(await receiver(files, { file: 'main.go', text })).toBe('obj/link.go Link');
  });

  it('are known when other modules have more than is looked at', async () => {
    const methods = Array.from({ length: 100 }, (_, at) => `  other${at}(): void {}\n`).join('');
    const classes = Array.from({ length: 45 }, (_, at) => `export class Big${at} {\n${methods}}\n`).join('');
    const files = { 'big.ts': classes, 'cart.ts': 'export class Cart {\n  addOne(): void {}\n}\n' };
    const text = "import * as big from './big';\nimport { Cart } from './cart';\nfunction f(x: Cart) {\n  x.█";
    expect(await receiver(files, { file: 'a.ts', text })).toBe('cart.ts Cart');
  });

  it('are known of a chain over several lines, in which calls stand in calls', async () => {
    const files = {
      'shop.ts':
        'export class Uri {\n  text(): string {}\n}\nexport class Maker {\n  with(a: number): Maker {}\n  finish(): Uri {}\n}\n',
    };
    const text =
      "import { Maker } from './shop';\nconst made = new Maker()\n  .with(Math.max(1, 2))\n  .finish();\nmade.█";
    expect(await receiver(files, { file: 'a.ts', text })).toBe('shop.ts Uri');
  });

  it('are known of what is taken out of an object by its name', async () => {
    const files = { 'shop.ts': 'export class Cart {\n  add(): void {}\n}\nexport class Shop {\n  held: Cart;\n}\n' };
    const text = "import { Shop } from './shop';\nfunction f(shop: Shop) {\n  const { held } = shop;\n  held.█";
    expect(await receiver(files, { file: 'a.ts', text })).toBe('shop.ts Cart');
  });

  it('are known by their names written as one word', async () => {
    const files = { 'base.py': 'class QuerySet:\n    def all_of(self):\n        pass\n' };
    const text = 'from base import QuerySet\n\ndef f(queryset):\n    queryset.█';
    expect(await receiver(files, { file: 'a.py', text })).toBe('base.py QuerySet');
  });

  const rust = {
    ...cargo,
    'src/lib.rs': 'mod units;\nmod age;\n',
    'src/units.rs':
      'pub struct Seconds {}\nimpl Seconds {\n    pub fn whole(&self) {}\n}\npub trait Reader {\n    fn next_byte(&mut self);\n}\n',
    'src/age.rs': 'use crate::units::Seconds;\npub struct Age(pub Box<Seconds>);\n',
    'src/code.rs': 'pub enum Code {\n    Good,\n}\nimpl Code {\n    pub fn mask(self) {}\n}\n',
  };
  it.each([
    [
      'a parameter of a type with a bound',
      'use crate::units::Reader;\nfn f<R: Reader>(x: &mut R) {\n    x.█',
      'src/units.rs Reader',
    ],
    [
      'a bound that stands behind',
      'use crate::units::Reader;\nfn f<R>(x: &mut R)\nwhere\n    R: Reader,\n{\n    x.█',
      'src/units.rs Reader',
    ],
    [
      'the type around it',
      'struct Handle {}\nimpl Handle {\n    fn run(&self) {}\n    fn f(me: &Arc<Self>) {\n        me.█',
      'src/a.rs Handle',
    ],
    [
      'a field without a name',
      'use crate::units::Seconds;\nstruct Age(u8, Seconds);\nimpl Age {\n    fn f(&self) {\n        self.1.█',
      'src/units.rs Seconds',
    ],
    ['a variant of an enum', 'fn f() {\n    crate::code::Code::Good.█', 'src/code.rs Code'],
    [
      'what a pattern takes out',
      'use crate::units::Seconds;\nfn f(all: Option<Seconds>) {\n    if let Some(one) = all {\n        one.█',
      'src/units.rs Seconds',
    ],
    [
      'the type that a trait is for',
      'struct Early {}\nimpl Early {\n    fn g(&self) {}\n}\nstruct Conn {}\nimpl Conn {\n    fn g(&self) {}\n}\nimpl Clone for Early {\n    fn clone(&self) -> Early {\n        self.█',
      'src/a.rs Early',
    ],
    [
      'what is projected',
      'struct Conn {\n    a: u8,\n}\nimpl Conn {\n    fn g(self: Pin<&mut Self>) {\n        let me = self.project();\n        me.█',
      'src/a.rs Conn',
    ],
    [
      'a field without a name in another file',
      'use crate::age::Age;\nfn f(age: Age) {\n    age.0.█',
      'src/units.rs Seconds',
    ],
  ])('are known in Rust: %s', async (_, text, expected) => {
    expect(await receiver(rust, { file: 'src/a.rs', text })).toBe(expected);
  });

  it('are known by what a variable is called when what has its name has no members', async () => {
    const files = {
      'shop.ts': 'export function make(): void {}\nexport class Cart {\n  addOne(): void {}\n}\n',
    };
    const text = "import { make as cart, Cart } from './shop';\ncart.█";
    expect(await receiver(files, { file: 'a.ts', text })).toBe('shop.ts Cart');
  });
});

describe('members of a module', () => {
  it('are shown when its name ends in a digit, but none of a number', async () => {
    const many = Array.from({ length: 60 }, (_, at) => `export const size${at} = ${at};\n`).join('');
    const shown = async (text: string): Promise<string[]> => {
      const methods = Array.from({ length: 60 }, (_, at) => `  open${at}(): void {}\n`).join('');
      const ask = await asker({ 'shop1.ts': `${many}export class Shop {\n${methods}}\n` });
      const { volatile } = await ask({
        file: 'a.ts',
        text: `import * as shop1 from './shop1';\nimport { Shop } from './shop1';\n${text}`,
        budget: 400,
      });
      return volatile.map(({ retriever }) => retriever);
    };
    expect(await shown('const x = shop1.█')).toEqual(['members']);
    expect(await shown('const x = 1.█')).not.toContain('members');
  });

  it('are in Python those too that it keeps for itself', async () => {
    const files = { 'shop.py': 'def _key_of(value):\n    return value\n' };
    expect(await members(files, { file: 'a.py', text: 'import shop\n\nshop.█' })).toContain('def _key_of');
  });
});

describe('members in Rust', () => {
  const methods = (count: number): string =>
    Array.from({ length: count }, (_, at) => `    pub fn other_${at}(&self, value: &str) {}\n`).join('');

  it('are those of what a type derefs to', async () => {
    const files = {
      ...cargo,
      'src/lib.rs': 'mod ptr;\n',
      'src/ptr.rs': `pub struct Stream {}\nimpl Stream {\n    pub fn wait_send(&mut self) {}\n}\npub struct Ptr {}\nimpl std::ops::Deref for Ptr {\n    type Target = Stream;\n}\nimpl Ptr {\n${methods(2)}}\n`,
    };
    const text = 'use crate::ptr::Ptr;\nfn f(stream: &mut Ptr) {\n    stream.█';
    expect(await members(files, { file: 'src/a.rs', text, budget: 150 })).toContain('fn wait_send');
  });

  it('are those of imported traits before those of other types', async () => {
    const files = {
      ...cargo,
      'src/lib.rs': 'mod many;\nmod ext;\n',
      'src/many.rs': `pub struct Many {}\nimpl Many {\n${methods(60)}}\n`,
      'src/ext.rs': 'pub trait StreamExt {\n    fn do_this_at_once(&mut self, with: &str, and: &str) -> bool;\n}\n',
    };
    const text = 'use crate::many::Many;\nuse crate::ext::StreamExt;\nfn f(x: &Unknown) {\n    let other = x.█';
    expect(await members(files, { file: 'src/a.rs', text, budget: 300 })).toContain('fn do_this_at_once');
  });
});
