/**
 * Names that a suggestion calls although they exist nowhere: not in the document, not in what the model was shown, not in the workspace,
 * not in the language. Such a suggestion is made up. Only what can be told for certain counts: plain calls, not members, not strings.
 */
import { languageRules } from '../text/languageRules';
import { currentLinePrefix } from '../text/lines';
import { openTextEnd } from '../text/openText';
import { isBuiltinName } from './builtinNames';
import type { PostProcessInput } from './postProcess';

/** A free-standing name with a bracket behind it; what stands before decides whether it is a call. */
const call = /(^|[^\p{L}\p{N}_$.#@])([\p{L}_$][\p{L}\p{N}_$]{2,})\s*\(/gu;
/** Words after which a name is being made, not used. */
const making = /\b(?:function\*?|def|class|func|fn|new\s+class|async|get|set|static|public|private|protected)\s+$/;

/** Python's import of all names of a module, which may be any. */
const importsAll = /^[ \t]*from[ \t]+\S+[ \t]+import[ \t]*\(?[ \t]*\*/m;

/** The names, in the order in which they are called; empty also where nobody can tell. */
export function unknownNames(text: string, place: PostProcessInput): readonly string[] {
  const { languageId, knowsName, prefix, suffix, snippets = [] } = place;
  if (knowsName === undefined || !hasBuiltins(languageId)) {
    return [];
  }
  const line = currentLinePrefix(prefix);
  // What the cursor's line begins with says whether the text goes on in a string or a comment.
  const code = withoutTexts(line + withoutOpenText(text, openTextEnd(prefix, languageId)), languageId).slice(
    line.length,
  );
  if (languageId === 'python' && importsAll.test(`${prefix}\n${text}`)) {
    return [];
  }
  const around = [prefix, suffix, ...snippets.map((snippet) => snippet.text)];
  const unknown: string[] = [];
  for (const match of code.matchAll(call)) {
    const name = match[2] ?? '';
    const before = code.slice(0, match.index + (match[1]?.length ?? 0));
    const isKnown =
      making.test(before) ||
      isBuiltinName(name, languageId) ||
      definedIn(code, name) ||
      around.some((known) => includesWord(known, name)) ||
      continuesName(prefix, before) ||
      // Not sure counts as known.
      knowsName(name, languageId) !== false;
    if (!isKnown) {
      unknown.push(name);
    }
  }
  return unknown;
}

function hasBuiltins(languageId: string): boolean {
  return isBuiltinName('if', languageId);
}

/** The text with blanks for what goes on in it of a comment or a string of several lines that began before. */
function withoutOpenText(text: string, end: string | undefined): string {
  if (end === undefined) {
    return text;
  }
  const at = text.indexOf(end);
  const length = at < 0 ? text.length : at + end.length;
  return ' '.repeat(length) + text.slice(length);
}

/** The text with blanks for what stands in strings and comments. */
function withoutTexts(text: string, languageId: string): string {
  const { comment } = languageRules(languageId);
  const blanks = (found: string): string => ' '.repeat(found.length);
  const withoutStrings = text.replace(
    /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g,
    blanks,
  );
  if (comment === undefined) {
    return withoutStrings;
  }
  const withoutBlocks = comment === '//' ? withoutStrings.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, blanks) : withoutStrings;
  return withoutBlocks
    .split('\n')
    .map((line) => (line.includes(comment) ? line.slice(0, line.indexOf(comment)).padEnd(line.length) : line))
    .join('\n');
}

/** Whether the suggestion itself makes the name: as a variable, a parameter, a function, an import. */
function definedIn(code: string, name: string): boolean {
  const word = name.replaceAll('$', '\\$');
  return new RegExp(
    `\\b(?:const|let|var|function\\*?|def|class|import|as|for|with|interface|type|enum)\\b[^\\n=;]*(?<![\\w$])${word}(?![\\w$])|(?<![\\w$.])${word}\\s*(?::[^\\n=]*)?=(?!=)|[(,{]\\s*${word}\\s*[,:)}=]`,
  ).test(code);
}

/** Whether the name begins before the cursor: then only its end is in the suggestion. */
function continuesName(prefix: string, before: string): boolean {
  return before === '' && /[\p{L}\p{N}_$.#@]$/u.test(prefix);
}

function includesWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const isWhole = !/[\p{L}\p{N}_$]$/u.test(text.slice(Math.max(0, at - 1), at));
    if (isWhole && !/^[\p{L}\p{N}_$]/u.test(text.slice(at + name.length, at + name.length + 2))) {
      return true;
    }
  }
  return false;
}
