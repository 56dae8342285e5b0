// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the examples hold template strings.
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../../src/syntax/places/placeAt';
import { placeAt } from '../../../../src/syntax/places/placeAt';
import { ManualClock } from '../../../support/ManualClock';
import { createSyntax } from '../../../support/syntax';

const documents = createSyntax().createDocuments(new ManualClock());
const { signal } = new AbortController();

/** `|` stands for the place. */
async function check(languageId: string, marked: string, expected: Place): Promise<void> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const key = `${languageId} ${marked}`;
  await documents.prepare({ key, languageId, version: 1, text }, offset, signal);
  const parsed = documents.current(key, 1, offset);
  if (parsed === undefined) throw new Error('not parsed');
  expect(placeAt(parsed, offset)).toBe(expected);
}

describe('placeAt', { timeout: 60_000 }, () => {
  it.each<[languageId: string, marked: string, expected: Place]>([
    ['typescript', 'const a = |1;', 'code'],
    ['typescript', "const a = 'b|c';", 'string'],
    ['typescript', "const a = '|';", 'string'],
    ['typescript', "const a = 'bc'|;", 'code'],
    ['typescript', "const a = |'bc';", 'code'],
    ['typescript', 'const a = `b|${c}`;', 'string'],
    ['typescript', 'const a = `b${c|}`;', 'code'],
    ['typescript', '// abc|', 'comment'],
    ['typescript', '// abc|\nlet a;', 'comment'],
    ['typescript', '// abc\n|let a;', 'code'],
    ['typescript', '/* a| */ let a;', 'comment'],
    ['typescript', '/* a */| let a;', 'code'],
    ['typescript', '|// a', 'code'],
    ['typescript', 'x = /a|b/;', 'string'],
    ['typescriptreact', 'x = <a b="c|">d</a>;', 'string'],
    ['typescriptreact', 'x = <a b={c|}>d</a>;', 'code'],
    ['python', 'a = "b|c"', 'string'],
    ['python', 'a = f"b{c|}"', 'code'],
    ['python', 'a = f"b|{c}"', 'string'],
    ['python', 'def a():\n    """Doc|."""\n', 'string'],
    ['python', 'a = 1  # b|', 'comment'],
    ['java', 'class A { String a = "b|"; }', 'string'],
    ['java', 'class A { /** b| */ int a; }', 'comment'],
    ['go', 'package a\nvar b = `c|`\n', 'string'],
    ['go', 'package a\n// b|\n', 'comment'],
    ['rust', 'fn a() { let b = "c|"; }', 'string'],
    ['rust', '/// a|\nfn b() {}', 'comment'],
    ['c', 'char *a = "b|";', 'string'],
    ['cpp', '// a|\nint b;', 'comment'],
    ['csharp', 'class A { string b = "c|"; }', 'string'],
    ['csharp', 'class A { string b = $"c{d|}"; }', 'code'],
    ['ruby', 'a = "b#{c|}"', 'code'],
    ['ruby', 'a = "b|"', 'string'],
    ['php', '<?php $a = "b|";', 'string'],
    ['kotlin', 'val a = "b|c"', 'string'],
    ['swift', 'let a = "b|c"', 'string'],
    ['scala', 'object A { val a = "b|c" }', 'string'],
    ['lua', 'local a = "b|" -- c', 'string'],
    ['lua', 'local a = "b" -- c|', 'comment'],
    ['shellscript', 'echo "a|b"', 'string'],
    ['shellscript', 'echo a # b|', 'comment'],
    ['html', '<!-- a| --><b></b>', 'comment'],
    ['html', '<b c="d|"></b>', 'string'],
    ['css', '/* a| */ .b { c: d }', 'comment'],
    ['json', '{"a": "b|"}', 'string'],
    ['toml', 'a = "b|" # c', 'string'],
    ['toml', 'a = "b" # c|', 'comment'],
    ['dart', "var a = 'b|c';", 'string'],
    ['elixir', 'a = "b|c"', 'string'],
    ['elixir', 'a = "b#{c|}"', 'code'],
    ['solidity', 'contract A { string b = "c|"; }', 'string'],
    ['zig', 'const a = "b|";', 'string'],
    ['vue', '<!-- a| --><template></template>', 'comment'],
  ])('%s: %s is %s', check);
});
