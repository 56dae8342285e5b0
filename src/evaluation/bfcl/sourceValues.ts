/**
 * Arguments of the benchmark's Java and JavaScript questions: the model gives each as the text of an expression, which becomes a value by the
 * parameter's type. What is no literal of that type stays a text; the checker takes it for a variable then.
 */
import type { BfclLanguage, BfclParameter } from './BfclQuestion';
import { Float, type PythonType, type PythonValue } from './pythonValues';

const pythonTypes: Readonly<Record<string, PythonType>> = {
  string: 'str',
  integer: 'int',
  float: 'float',
  boolean: 'bool',
  array: 'list',
  tuple: 'list',
  dict: 'dict',
  any: 'str',
};
const javaTypes: Readonly<Record<string, PythonType>> = {
  byte: 'int',
  short: 'int',
  integer: 'int',
  long: 'int',
  float: 'float',
  double: 'float',
  boolean: 'bool',
  char: 'str',
  String: 'str',
  any: 'str',
  Array: 'list',
  ArrayList: 'list',
  Queue: 'list',
  Stack: 'list',
  Set: 'list',
  HashMap: 'dict',
  Hashtable: 'dict',
};
const javascriptTypes: Readonly<Record<string, PythonType>> = {
  String: 'str',
  any: 'str',
  integer: 'int',
  Bigint: 'int',
  float: 'float',
  Boolean: 'bool',
  array: 'list',
  dict: 'dict',
};
const typesOf: Readonly<Record<BfclLanguage, Readonly<Record<string, PythonType>>>> = {
  python: pythonTypes,
  java: javaTypes,
  javascript: javascriptTypes,
};

/** The Python type behind a parameter's type; undefined = the language has no such type. */
export function pythonTypeOf(language: BfclLanguage, type: string): PythonType | undefined {
  return typesOf[language][type];
}

/** The value of an expression for a parameter; the text itself where it is none of its type. */
export function valueOfSource(language: 'java' | 'javascript', source: string, parameter: BfclParameter): PythonValue {
  const { type } = parameter;
  const item = parameter.items ?? { type: 'any' };
  switch (pythonTypeOf(language, type)) {
    case 'int':
      return wholeNumber(source, type) ?? source;
    case 'float':
      return fraction(language, source, type) ?? source;
    case 'bool':
      return source === 'true' || source === 'false' ? source === 'true' : source;
    case 'list':
      return listItems(language, source)?.map((text) => elementOf(language, text, item)) ?? source;
    case 'dict':
      return dictMembers(language, source) ?? source;
    default:
      return type === 'String' && language === 'javascript' ? (unquoted(source) ?? source) : source;
  }
}

function wholeNumber(source: string, type: string): number | undefined {
  const pattern = type === 'long' ? /^-?\d+[lL]$/ : type === 'Bigint' ? /^-?\d+n$/ : /^-?\d+$/;
  return pattern.test(source) ? Number.parseInt(source, 10) : undefined;
}

function fraction(language: 'java' | 'javascript', source: string, type: string): Float | undefined {
  const javaPattern = type === 'float' ? /^-?\d+\.\d+(?:[eE][+-]?\d+)?[fF]$/ : /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
  const pattern = language === 'java' ? javaPattern : /^-?\d+\.?\d*$/;
  return pattern.test(source) ? new Float(Number.parseFloat(source)) : undefined;
}

/** An element by the list's item type; a text in quotes loses them. */
function elementOf(language: 'java' | 'javascript', source: string, item: BfclParameter): PythonValue {
  const type = pythonTypeOf(language, item.type);
  if (type === undefined || item.type === 'any') {
    return literalOf(language, source);
  }
  return type === 'str' ? (unquoted(source) ?? source) : valueOfSource(language, source, item);
}

/** A value by its own look, where no type says what it is. */
function literalOf(language: 'java' | 'javascript', source: string): PythonValue {
  const text = unquoted(source);
  if (text !== undefined) {
    return text;
  }
  if (source === 'true' || source === 'false') {
    return source === 'true';
  }
  if (source === 'null') {
    return null;
  }
  if (/^-?\d+[lLn]?$/.test(source)) {
    return Number.parseInt(source, 10);
  }
  if (/^-?\d+\.\d*(?:[eE][+-]?\d+)?[fFdD]?$/.test(source)) {
    return new Float(Number.parseFloat(source));
  }
  const items = listItems(language, source);
  return items?.map((item) => literalOf(language, item)) ?? dictMembers(language, source) ?? source;
}

/** The texts of a list's elements; undefined = the expression is no list. */
function listItems(language: 'java' | 'javascript', source: string): readonly string[] | undefined {
  const text = source.trim();
  if (language === 'javascript') {
    const inside = /^\[([\s\S]*)\]$/.exec(text)?.[1];
    return inside === undefined ? undefined : splitAtCommas(inside);
  }
  const inside =
    /^new\s+\w+(?:<[^>]*>)?\s*\(\s*(?:Arrays\.asList|List\.of)\s*\(([\s\S]*)\)\s*\)$/.exec(text)?.[1] ??
    /^(?:Arrays\.asList|List\.of)\s*\(([\s\S]*)\)$/.exec(text)?.[1] ??
    /^new\s+[\w<>]+\s*\[\s*\]\s*\{([\s\S]*)\}$/.exec(text)?.[1] ??
    /^new\s+(?:ArrayList|LinkedList|Stack|ArrayDeque)(?:<[^>]*>)?\s*\((\s*)\)$/.exec(text)?.[1];
  if (inside !== undefined) {
    return splitAtCommas(inside);
  }
  const added = /^new\s+ArrayList(?:<[^>]*>)?\s*\(\s*\)\s*\{\{([\s\S]*)\}\}$/.exec(text)?.[1];
  return added === undefined ? undefined : calls(added, 'add').map((parts) => parts.join(','));
}

/** The members of a map; undefined = the expression is no map. */
function dictMembers(
  language: 'java' | 'javascript',
  source: string,
): Readonly<Record<string, PythonValue>> | undefined {
  const text = source.trim();
  if (language === 'java') {
    const put = /^new\s+\w+(?:<[\s\S]*?>)?\s*\(\s*\)\s*(?:\{\{([\s\S]*)\}\})?$/.exec(text);
    return put === null
      ? undefined
      : Object.fromEntries(
          calls(put[1] ?? '', 'put').map(([key = '', ...value]) => [
            unquoted(key) ?? key,
            literalOf(language, value.join(',')),
          ]),
        );
  }
  const inside = /^\{([\s\S]*)\}$/.exec(text)?.[1];
  if (inside === undefined) {
    return undefined;
  }
  const members = splitAtCommas(inside).map((member) => {
    const [key = '', ...value] = splitAt(member, ':');
    // A shorthand member stands for a variable of its own name.
    const name = unquoted(key.trim()) ?? key.trim();
    return [name, value.length === 0 ? name : literalOf(language, value.join(':').trim())] as const;
  });
  return Object.fromEntries(members);
}

/** The arguments of each call of a method in a row of statements. */
function calls(statements: string, method: string): readonly (readonly string[])[] {
  return splitAt(statements, ';').flatMap((statement) => {
    const inside = new RegExp(`^\\s*${method}\\s*\\(([\\s\\S]*)\\)\\s*$`).exec(statement)?.[1];
    return inside === undefined ? [] : [splitAtCommas(inside)];
  });
}

/** A string literal's text; undefined = it is none. */
function unquoted(source: string): string | undefined {
  return /^(["'`])([\s\S]*)\1$/.exec(source)?.[2];
}

function splitAtCommas(text: string): readonly string[] {
  const parts = splitAt(text, ',').map((part) => part.trim());
  // Nothing between the brackets, or a comma behind the last element.
  return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
}

/** Cuts at a character that stands in no quotes and no brackets. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') {
        at++;
      } else if (sign === quote) {
        quote = '';
      }
    } else if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
    } else if ('([{'.includes(sign)) {
      depth++;
    } else if (')]}'.includes(sign)) {
      depth--;
    } else if (sign === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}
