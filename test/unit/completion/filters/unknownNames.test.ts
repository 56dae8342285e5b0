/** Suggestions that call what does not exist. */
import { describe, expect, it } from 'vitest';
import { postProcess } from '../../../../src/completion/filters/postProcess';
import { unknownNames } from '../../../../src/completion/filters/unknownNames';
import { splitAtCursor } from '../../../support/cursor';

const workspace = new Set(['loadOrders', 'parse_order', '计算总价']);

function names(
  languageId: string,
  place: string,
  text: string,
  knows: (name: string) => boolean | undefined = (name) => workspace.has(name),
) {
  const input = { languageId, ...splitAtCursor(place), text, multiline: true, knowsName: knows };
  return unknownNames(text, { ...input, snippets: [{ text: 'export function priceOf(x) {}' }] });
}

describe('names that exist nowhere', () => {
  it.each<[string, string, string, string[]]>([
    ['typescript', 'const a = █', 'loadOders();', ['loadOders']],
    ['typescript', 'const a = █', 'loadOrders();', []],
    ['typescript', 'const a = █', 'priceOf(1);', []],
    ['typescript', 'function near() {}\nconst a = █', 'near();', []],
    ['typescript', 'const a = █\nfunction below() {}', 'below();', []],
    ['typescript', 'const a = █', 'list.madeUp();', []],
    ['typescript', 'const a = █', 'setTimeout(() => f1(), 10);', []],
    ['typescript', 'const a = loadO█', 'ders();', []],
    ['typescript', '█', 'function helper(n) {\n  return helper(n - 1);\n}', []],
    ['typescript', '█', 'const make = () => 1;\nmake();', []],
    ['typescript', '█', 'import { make } from "x";\nmake();', []],
    ['typescript', '█', 'items.map((mapper) => mapper(1))', []],
    ['typescript', 'const s = █', '"call madeUp() here"; // and alsoMadeUp()', []],
    ['python', 'x = █', 'parse_ordr(y)', ['parse_ordr']],
    ['python', 'x = █', 'sorted(parse_order(y))', []],
    ['python', '█', 'def 求和(甲):\n    return 计算总价(甲) + 编造的函数(甲)', ['编造的函数']],
    ['python', 'from tools import *\nx = █', 'parse_ordr(y)', []],
    // texts are no calls
    ['typescript', '// adds two █', 'numbers (integers)', []],
    ['typescript', 'go(); // adds two █', 'numbers (integers)', []],
    ['typescript', '/**\n * █\n */', 'Adds numbers (integers).\n * @param a (the first)', []],
    ['typescript', '/**\n * █', 'Adds numbers (integers).\n */\nmadeUp();', ['madeUp']],
    ['typescript', '█', '/**\n * Adds numbers (integers).\n */\nmadeUp();', ['madeUp']],
    ['typescript', 'const s = "a █"', 'word (or two)"', []],
    ['typescript', 'glob("src/*.ts");\n█', 'madeUp();', ['madeUp']],
    ['python', 'def f():\n    """█"""', 'Adds numbers (integers).', []],
    ['python', 'def f():\n    """A.\n\n    █', 'Adds numbers (integers).\n    """\n    return made_up()', ['made_up']],
    ['python', 'x = 1\n█', '"""Adds numbers (integers)', []],
    // where the language's own names are not listed, nothing is said
    ['go', 'x := █', 'madeUp()', []],
  ])('%s %j %j', (languageId, place, text, expected) => {
    expect(names(languageId, place, text)).toEqual(expected);
  });

  it('are not looked for where nobody knows', () => {
    expect(names('typescript', '█', 'madeUp();', () => undefined)).toEqual([]);
  });

  it('take the suggestion', () => {
    const input = { languageId: 'typescript', prefix: 'a = ', suffix: '', text: 'madeUp();', multiline: false };
    expect(postProcess({ ...input, knowsName: () => false })).toEqual({ kind: 'dropped', reason: 'unknown-names' });
    expect(postProcess(input)).toMatchObject({ kind: 'text' });
  });
});
