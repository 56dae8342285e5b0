/** Which languages the parser knows: data only. A language is one entry here and one folder of queries beside this file. */
import type { OutlineLanguage } from '../outline/OutlineLanguage';
import { javascript, python, typescript } from './outlines';

export interface SyntaxLanguage {
  /** Name of the compiled grammar, `tree-sitter-NAME.wasm`. */
  readonly grammar: string;
  /** A line or two that make the grammar's lexer and scanner run once, see `GrammarSource.unoptimised`. */
  readonly sample: string;
  /** Absent = the language has nothing to outline (JSON, CSS). */
  readonly outline?: OutlineLanguage;
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the template string is what the sample is about.
const script = '/** a */ class A { b() { return `1${2}` + "x" + 3.5; } }\n/a/.test(x); // c\n';

/** By VS Code's language identifier. */
const languages: Readonly<Record<string, SyntaxLanguage>> = {
  javascript: { grammar: 'javascript', sample: script, outline: javascript },
  javascriptreact: { grammar: 'javascript', sample: script, outline: javascript },
  python: {
    grammar: 'python',
    sample: 'class A:\n    def b(self) -> str:\n        return f"1{2}" + r\'x\'  # c\n',
    outline: python,
  },
  typescript: { grammar: 'typescript', sample: script, outline: typescript },
  typescriptreact: { grammar: 'tsx', sample: script, outline: typescript },
};

/** VS Code's identifiers of the languages that have a grammar. */
export const languageIds: readonly string[] = Object.keys(languages);

/** undefined = there is no grammar for it. */
export function syntaxLanguage(languageId: string): SyntaxLanguage | undefined {
  return Object.hasOwn(languages, languageId) ? languages[languageId] : undefined;
}
