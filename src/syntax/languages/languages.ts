// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the samples hold template strings of many languages.
/** Which languages the parser knows: data only. A language is one entry here and one folder of queries beside this file. */

import { shell } from './bash/shell';
import { c, cpp } from './c/c';
import { csharp } from './csharp/csharp';
import { css } from './css/css';
import { dart } from './dart/dart';
import { elixir } from './elixir/elixir';
import { go } from './go/go';
import { html } from './html/html';
import { java } from './java/java';
import { javascript } from './javascript/javascript';
import { json } from './json/json';
import { kotlin } from './kotlin/kotlin';
import type { LanguageQueries } from './LanguageQueries';
import { lua } from './lua/lua';
import { php } from './php/php';
import { python } from './python/python';
import { ruby } from './ruby/ruby';
import { rust } from './rust/rust';
import { scala } from './scala/scala';
import { solidity } from './solidity/solidity';
import { swift } from './swift/swift';
import { toml } from './toml/toml';
import { typescript } from './typescript/typescript';
import { vueScript } from './vue/vueScript';
import { zig } from './zig/zig';

export interface SyntaxLanguage {
  /** Name of the compiled grammar, `tree-sitter-NAME.wasm`. */
  readonly grammar: string;
  /** A line or two that make the grammar's lexer and scanner run once, see `GrammarSource.unoptimised`. */
  readonly sample: string;
  /** Absent = what is to be read is `embedded`. */
  readonly queries?: LanguageQueries;
  /** The part of the file in another language, with everything else blanked out. */
  readonly embedded?: (text: string) => { readonly languageId: string; readonly text: string } | undefined;
}

const scriptSample = '/** a */ class A { b() { return `1${2}` + "x" + 3.5; } }\n/a/.test(x); // c\n';
const curlySample = '/* a */ class A { int b() { return "x" + \'c\' + 3.5; } }\n// c\n';

/** By VS Code's language identifier. */
const languages: Readonly<Record<string, SyntaxLanguage>> = {
  c: { grammar: 'c', sample: curlySample, queries: c },
  cpp: { grammar: 'cpp', sample: `${curlySample}auto x = R"(a)";`, queries: cpp },
  csharp: { grammar: 'c_sharp', sample: `${curlySample}var x = $"a{1}" + @"b";`, queries: csharp },
  css: { grammar: 'css', sample: '/* a */ .b > c { d: e(f) 1px "g" }', queries: css },
  dart: { grammar: 'dart', sample: `${curlySample}var x = "a\${b}" 'c';`, queries: dart },
  elixir: { grammar: 'elixir', sample: 'defmodule A do\n  def b(c), do: "x#{1}" # d\n  ~r/a/\nend\n', queries: elixir },
  go: { grammar: 'go', sample: 'package a\nfunc b() string { return "x" + `y` } // c\n', queries: go },
  html: { grammar: 'html', sample: '<!-- a --><b c="d">e</b><script>f</script>', queries: html },
  java: { grammar: 'java', sample: `${curlySample}class B { String c = """\na""" ; }`, queries: java },
  javascript: { grammar: 'javascript', sample: scriptSample, queries: javascript },
  javascriptreact: { grammar: 'javascript', sample: scriptSample, queries: javascript },
  json: { grammar: 'json', sample: '{"a": [1, true, "b"]}', queries: json },
  jsonc: { grammar: 'json', sample: '{"a": [1, true, "b"]}', queries: json },
  kotlin: { grammar: 'kotlin', sample: 'class A { fun b() = "x${1}" + """y""" /* c */ } // d\n', queries: kotlin },
  lua: { grammar: 'lua', sample: '--[[ a ]] local b = "c" .. [[d]] -- e\n', queries: lua },
  php: {
    grammar: 'php',
    sample: '<?php /* a */ class A { function b() { return "x{$y}" . \'z\'; } } // c\n',
    queries: php,
  },
  python: {
    grammar: 'python',
    sample: 'class A:\n    def b(self):\n        return f"1{2}" + r\'x\'  # c\n',
    queries: python,
  },
  ruby: {
    grammar: 'ruby',
    sample: 'class A\n  def b = "x#{1}" + %w[a] + :c # d\nend\nx = <<~E\n  a\nE\n',
    queries: ruby,
  },
  rust: { grammar: 'rust', sample: '/* a */ fn b<\'a>() -> &\'a str { r#"x"#; "y" } // c\n', queries: rust },
  scala: { grammar: 'scala', sample: 'class A { def b = s"x${1}" + """y""" /* c */ } // d\n', queries: scala },
  shellscript: { grammar: 'bash', sample: 'a() { echo "b $c" \'d\' $(e); } # f\ncat <<X\ny\nX\n', queries: shell },
  solidity: { grammar: 'solidity', sample: 'contract A { function b() public { "x"; } } // c\n', queries: solidity },
  swift: {
    grammar: 'swift',
    sample: 'class A { func b() -> C { "x\\(1)" + """\ny\n""" } /* c */ } // d\n',
    queries: swift,
  },
  toml: { grammar: 'toml', sample: '# a\n[b]\nc = "d"\ne = [1]\n', queries: toml },
  typescript: { grammar: 'typescript', sample: scriptSample, queries: typescript },
  typescriptreact: { grammar: 'tsx', sample: `${scriptSample}<a b="c">d</a>;`, queries: typescript },
  vue: {
    grammar: 'vue',
    sample: '<!-- a --><template><b :c="d">{{ e }}</b></template><script>f</script>',
    embedded: vueScript,
  },
  zig: { grammar: 'zig', sample: 'const a = struct { fn b() []u8 { return "x"; } }; // c\n', queries: zig },
};

/** VS Code's identifiers of the languages that have a grammar. */
export const languageIds: readonly string[] = Object.keys(languages);

/** undefined = there is no grammar for it. */
export function syntaxLanguage(languageId: string): SyntaxLanguage | undefined {
  return Object.hasOwn(languages, languageId) ? languages[languageId] : undefined;
}
