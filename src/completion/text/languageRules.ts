/**
 * What a line of code looks like that opens, closes or continues a block, per family of languages. Text patterns only: good enough to
 * decide where a suggestion may end; a parser replaces them where a grammar is at hand.
 */

export interface LanguageRules {
  /** The line ends in an opened block. */
  readonly opens: RegExp;
  /** Words besides brackets with which a line closes a block. */
  readonly closers: readonly string[];
  /** Words with which a line goes on with the construct before it, at the same indentation. */
  readonly continuations: readonly string[];
  /** Start of a line comment; undefined = the language has none. */
  readonly comment: string | undefined;
  /** Whether `'…'` is a string; in Rust it may be a lifetime, in prose an apostrophe. */
  readonly singleQuotes: boolean;
  /** Signs around strings that may go on over several lines. */
  readonly longStrings: readonly string[];
  /** Lines that stand where they like, whatever block they are in: C's preprocessor and labels; undefined = there are none. */
  readonly anywhere?: RegExp;
}

const bracketAtEnd = String.raw`[{([]\s*`;

/** `comment` also allows a trailing line comment after the opener. */
function opener(pattern: string, comment: string | undefined): RegExp {
  const trailing = comment === undefined ? '' : `(?:${comment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*)?`;
  return new RegExp(`(?:${pattern}|${bracketAtEnd})${trailing}$`);
}

function rules(
  pattern: string | undefined,
  comment: string | undefined,
  more: Partial<Omit<LanguageRules, 'opens' | 'comment'>> = {},
): LanguageRules {
  return {
    opens: opener(pattern ?? bracketAtEnd, comment),
    closers: [],
    continuations: [],
    comment,
    singleQuotes: true,
    longStrings: [],
    ...more,
  };
}

const curly = rules(undefined, '//', { continuations: ['else', 'catch', 'finally', 'while'] });
const script = { ...curly, longStrings: ['`'] };
const textBlocks = { ...curly, longStrings: ['"""'] };
const cFamily = { ...curly, anywhere: /^\s*(?:#|[A-Za-z_]\w*:?$|(?:public|private|protected)\s*:)/ };
const python = rules(
  String.raw`^\s*(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b.*:\s*`,
  '#',
  { continuations: ['elif', 'else', 'except', 'finally', 'case'], longStrings: ['"""', "'''"] },
);
const ruby = rules(
  String.raw`^\s*(?:def|class|module|if|unless|while|until|case|for|begin|else|elsif|when|rescue|ensure)\b(?!.*\bend\s*$).*|\bdo\s*(?:\|[^|]*\|)?\s*`,
  '#',
  { closers: ['end'], continuations: ['else', 'elsif', 'when', 'rescue', 'ensure'] },
);
const lua = rules(String.raw`\b(?:then|do|else|repeat)\s*|\bfunction\b[^()]*\([^()]*\)\s*`, '--', {
  closers: ['end', 'until'],
  continuations: ['else', 'elseif'],
});
const shell = rules(String.raw`\b(?:then|do|else)\s*|^\s*case\b.*\bin\s*`, '#', {
  closers: ['fi', 'done', 'esac'],
  continuations: ['else', 'elif'],
});
const elixir = rules(String.raw`\b(?:do|else|rescue|after)\s*|->\s*`, '#', {
  longStrings: ['"""'],
  closers: ['end'],
  continuations: ['else', 'rescue', 'catch', 'after'],
});
const julia = rules(
  String.raw`^\s*(?:function|if|elseif|else|for|while|try|catch|finally|struct|mutable struct|module|begin|let)\b(?!.*\bend\s*$).*|\bdo\b[^()]*`,
  '#',
  { closers: ['end'], continuations: ['else', 'elseif', 'catch', 'finally'], longStrings: ['"""'] },
);
const xml = rules(String.raw`<[A-Za-z][^<>]*(?<![/>-])>\s*`, undefined, { singleQuotes: false });
/** Elements that have no end, of the living standard: https://html.spec.whatwg.org/multipage/syntax.html#void-elements */
const withoutEnd = '(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)';
const markup = {
  ...xml,
  opens: opener(String.raw`<(?!${withoutEnd}(?![\w.:-]))[A-Za-z][^<>]*(?<![/>-])>\s*`, undefined),
};
const jsx = rules(String.raw`<[A-Za-z][^<>]*(?<![/>=-])>\s*`, '//', {
  longStrings: ['`'],
  continuations: ['else', 'catch', 'finally', 'while'],
});
const yaml = rules(String.raw`:\s*(?:[|>][+-]?\s*)?`, '#');
const layout = rules(String.raw`(?:\b(?:where|do|of|then|else)|=)\s*`, '--', { singleQuotes: false });
const prose = rules('(?!)', undefined, { singleQuotes: false });

const byLanguage: Readonly<Record<string, LanguageRules>> = {
  javascript: script,
  typescript: script,
  go: script,
  java: textBlocks,
  kotlin: textBlocks,
  scala: textBlocks,
  swift: textBlocks,
  csharp: textBlocks,
  dart: { ...curly, longStrings: ['"""', "'''"] },
  php: { ...curly, continuations: [...curly.continuations, 'elseif'] },
  c: cFamily,
  cpp: cFamily,
  python,
  ruby,
  crystal: ruby,
  lua,
  shellscript: shell,
  elixir,
  julia,
  html: markup,
  xml,
  vue: { ...markup, longStrings: ['`'] },
  svelte: { ...markup, longStrings: ['`'] },
  javascriptreact: jsx,
  typescriptreact: jsx,
  yaml,
  dockercompose: yaml,
  haskell: layout,
  elm: layout,
  fsharp: rules(String.raw`(?:\b(?:do|then|else|with)|=|->)\s*`, '//'),
  ocaml: rules(String.raw`(?:\b(?:do|then|else|with|begin)|=|->)\s*`, undefined, { singleQuotes: false }),
  nim: rules(String.raw`[:=]\s*`, '#'),
  coffeescript: rules(String.raw`[-=]>\s*`, '#'),
  makefile: rules(String.raw`^[^\s#][^=]*:[^=]*`, '#', { singleQuotes: false }),
  rust: rules(undefined, '//', { continuations: ['else'], singleQuotes: false }),
  r: rules(undefined, '#'),
  perl: rules(undefined, '#', { continuations: ['else', 'elsif'] }),
  powershell: rules(undefined, '#', { continuations: ['else', 'elseif', 'catch', 'finally'] }),
  toml: rules(undefined, '#'),
  dockerfile: rules(undefined, '#'),
  sql: rules(String.raw`\b(?:begin|then|else|as)\s*`, '--', { closers: ['end'] }),
  markdown: prose,
  plaintext: prose,
  latex: rules(String.raw`\\begin\{[^}]*\}\s*`, '%', { closers: ['\\end'], singleQuotes: false }),
};

/** The rules of a language; those of C's descendants where it is not known. */
export function languageRules(languageId: string): LanguageRules {
  return byLanguage[languageId] ?? curly;
}

/** Whether a line leaves a block open for the next one. */
export function opensBlock(line: string, rulesOfLanguage: LanguageRules): boolean {
  return !isComment(line, rulesOfLanguage) && rulesOfLanguage.opens.test(line);
}

/** Whether a line begins by closing something. */
export function closesBlock(line: string, { closers }: LanguageRules): boolean {
  const text = line.trimStart();
  return /^(?:[)\]}]|<\/)/.test(text) || closers.some((word) => startsWithWord(text, word));
}

/** Whether a line consists of nothing but what closes blocks: `}`, `});`, `end`, `</div>`. */
export function isOnlyClosing(line: string, { closers }: LanguageRules): boolean {
  const text = line.trim();
  return (
    /^[)\]}>;,\s]+$/.test(text) ||
    /^<\/[\w.:-]*>$/.test(text) ||
    closers.some((word) => word === text.replace(/[;,)]+$/, ''))
  );
}

/** Whether a line goes on with the construct before it: `else:`, `} catch (e) {`. */
export function continuesBlock(line: string, { continuations }: LanguageRules): boolean {
  const text = line.trimStart().replace(/^\}\s*/, '');
  return continuations.some((word) => startsWithWord(text, word));
}

/** Words of constructs that may be followed by a second block of theirs. */
const withContinuation =
  /\b(?:if|elif|elsif|elseif|else|for|while|try|except|catch|rescue|unless|when|case|do|begin|match|with|then)\b/;

/** Whether the block that a line opens may go on with `else` and the like, which the block of a function may not. */
export function mayBeContinued(opener: string): boolean {
  return withContinuation.test(opener);
}

export function isComment(line: string, { comment }: LanguageRules): boolean {
  const text = line.trimStart();
  return comment !== undefined && text.startsWith(comment);
}

function startsWithWord(text: string, word: string): boolean {
  return text.startsWith(word) && !/^\w/.test(text.slice(word.length));
}
