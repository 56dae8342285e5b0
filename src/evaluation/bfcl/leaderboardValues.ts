/**
 * How the leaderboard's checker reads the text of an expression of Java or JavaScript: by its look, and loosely. It takes only a few ways to write a
 * list or a map, cuts at commas whatever stands around them, and does not mind what follows. A score that is to be compared has to read the same;
 * `--strict` reads expressions as the languages do (`sourceValues`).
 */
import type { BfclParameter } from './BfclQuestion';
import { Float, type PythonValue } from './pythonValues';
import { valueOfSource } from './sourceValues';

type SourceLanguage = 'java' | 'javascript';

/** Types of Java for which the checker has no rule at all; no question asks for them yet. */
const withoutRule: readonly string[] = ['Set', 'Queue', 'Stack', 'Hashtable'];

/**
 * The value of an expression for a parameter; the text itself where it does not look like one of its type. Elements of type `any`, and texts in an
 * array, are read by their look: by the checker's letter no answer to such a question could be right.
 */
export function leaderboardValue(language: SourceLanguage, source: string, parameter: BfclParameter): PythonValue {
  const { type, items } = parameter;
  if (withoutRule.includes(type)) {
    return valueOfSource(language, source, parameter);
  }
  const itemType = items?.type === 'any' ? undefined : items?.type;
  return language === 'java' ? ofJava(source, type, itemType) : ofJavaScript(source, type, itemType);
}

/** In the checker's own language a pattern's end also matches before a last line break. */
const whole = {
  integer: /^-?\d+\n?$/,
  long: /^-?\d+[lL]\n?$/,
  bigint: /^-?\d+n\n?$/,
  javaFloat: /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?[fF]\n?$/,
  double: /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\n?$/,
  scriptFloat: /^-?\d+(?:\.\d+)?\n?$/,
} as const;

function ofJava(source: string, type: string, itemType: string | undefined): PythonValue {
  switch (type) {
    case 'byte':
    case 'short':
    case 'integer':
      return numberOr(source, whole.integer);
    case 'long':
      return numberOr(source, whole.long);
    case 'float':
      return floatOr(source, whole.javaFloat);
    case 'double':
      return floatOr(source, whole.double);
    case 'boolean':
      return booleanOr(source);
    case 'ArrayList':
      return javaList(source, itemType);
    case 'Array':
      return javaArray(source, itemType);
    case 'HashMap':
      return javaMap(source);
    default:
      return source;
  }
}

function javaList(source: string, itemType: string | undefined): PythonValue {
  const element = (text: string): PythonValue => {
    if (itemType === 'char' || itemType === 'String') {
      return text.slice(1, -1);
    }
    return itemType === undefined ? javaLiteral(text) : ofJava(text, itemType, undefined);
  };
  const listed = /new\s+ArrayList<\w*>\(Arrays\.asList\((.+?)\)\)/.exec(source)?.[1];
  if (listed !== undefined) {
    return listed.split(',').map((text) => element(text.trim()));
  }
  const added = /new\s+ArrayList<\w*>\(\)\s*\{\{\s*([\s\S]+?)\s*\}\}/.exec(source)?.[1];
  if (added !== undefined) {
    return [...added.matchAll(/add\((.+?)\)/g)].map(([, text = '']) => element(text.trim()));
  }
  return /new\s+ArrayList<\w*>\(\)/.test(source) ? [] : source;
}

function javaArray(source: string, itemType: string | undefined): PythonValue {
  const inside = /new\s+\w+\[\]\s*\{(.*?)\}/.exec(source)?.[1];
  if (inside === undefined) {
    return source;
  }
  const texts = inside.split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  return texts.map((text) =>
    itemType === undefined || itemType === 'String' || itemType === 'char'
      ? textOr(javaLiteral(text), text, itemType)
      : ofJava(text, itemType, undefined),
  );
}

/** An element of a list of texts is a text, whatever it looks like. */
function textOr(literal: PythonValue, text: string, itemType: string | undefined): PythonValue {
  return itemType === undefined || typeof literal === 'string' ? literal : text;
}

function javaMap(source: string): PythonValue {
  const puts = /new\s+HashMap<.*?>\s*\(\)\s*\{\s*\{?\s*([\s\S]*?)\s*\}?\s*\}/.exec(source)?.[1];
  if (puts === undefined) {
    return /new\s+HashMap<.*?>\s*\(\)/.test(source) ? {} : source;
  }
  const members = [...puts.matchAll(/put\("(.*?)",\s*(.*?)\)/g)];
  return Object.fromEntries(members.map(([, key = '', text = '']) => [key, javaLiteral(text.trim())]));
}

function javaLiteral(text: string): PythonValue {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  if (text.startsWith('"') && text.endsWith('"')) {
    return text.slice(1, -1);
  }
  if (whole.long.test(text)) {
    return Number.parseInt(text, 10);
  }
  return whole.javaFloat.test(text) ? new Float(Number.parseFloat(text)) : looseNumber(text);
}

function ofJavaScript(source: string, type: string, itemType: string | undefined): PythonValue {
  switch (type) {
    case 'String':
      return isQuoted(source) ? source.slice(1, -1) : source;
    case 'integer':
      return numberOr(source, whole.integer);
    case 'Bigint':
      return numberOr(source, whole.bigint);
    case 'float':
      return floatOr(source, whole.scriptFloat);
    case 'Boolean':
      return booleanOr(source);
    case 'array':
      return scriptArray(source.trim(), itemType);
    case 'dict':
      return scriptObject(source.trim());
    default:
      return source;
  }
}

const rows = /^(?:\[\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\]|new\s+Array\(\s*\[.*?\]\s*(?:,\s*\[.*?\]\s*)*\))/;
const row = /^(?:\[(.*?)\]|new\s+Array\((.*?)\))/;

function scriptArray(source: string, itemType: string | undefined): PythonValue {
  const table = rows.exec(source)?.[0];
  if (table !== undefined) {
    return [...table.matchAll(/\[(.*?)\]/g)].map(([, text = ''], index) => {
      const inside = text.trim();
      const cells = index === 0 && inside.startsWith('[') ? inside.slice(1) : inside;
      return cells.split(',').map(scriptLiteral);
    });
  }
  const found = row.exec(source);
  if (found === null) {
    return source;
  }
  const inside = (found[1] ?? found[2] ?? '').trim();
  const texts = inside === '' ? [] : inside.split(',');
  return texts.map((text) =>
    itemType === undefined ? scriptLiteral(text) : ofJavaScript(text.trim(), itemType, undefined),
  );
}

function scriptObject(source: string): PythonValue {
  if (source === '{}') {
    return {};
  }
  const inside = /^\{(.*?)\}/.exec(source)?.[1];
  if (inside === undefined) {
    return source;
  }
  const members = [...inside.matchAll(/([^:]+):\s*(.*?)(?:,\s*(?=[^,]+:)|$)/g)];
  return Object.fromEntries(
    members.map(([, key = '', text = '']) => [withoutQuotes(key.trim()), scriptMember(text.trim())]),
  );
}

function scriptMember(text: string): PythonValue {
  if (text.startsWith('[') && text.endsWith(']')) {
    return scriptArray(text, undefined);
  }
  return text.startsWith('{') && text.endsWith('}') ? scriptObject(text) : scriptLiteral(withoutQuotes(text));
}

function scriptLiteral(given: string): PythonValue {
  const text = given.trim();
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  return isQuoted(text) ? text.slice(1, -1) : looseNumber(text);
}

function isQuoted(text: string): boolean {
  return (text.startsWith('"') && text.endsWith('"')) || (text.startsWith("'") && text.endsWith("'"));
}

function withoutQuotes(text: string): string {
  return text.replace(/^['"]+|['"]+$/g, '');
}

function numberOr(source: string, pattern: RegExp): number | string {
  return pattern.test(source) ? Number.parseInt(source, 10) : source;
}

function floatOr(source: string, pattern: RegExp): Float | string {
  return pattern.test(source) ? new Float(Number.parseFloat(source)) : source;
}

function booleanOr(source: string): boolean | string {
  return source === 'true' || source === 'false' ? source === 'true' : source;
}

/** A number as the checker's own language reads one, else the text. */
function looseNumber(text: string): PythonValue {
  const digits = text.trim();
  if (/^[+-]?\d+(?:_\d+)*$/.test(digits)) {
    return Number.parseInt(digits.replaceAll('_', ''), 10);
  }
  return /^[+-]?(?:\d+(?:_\d+)*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(digits)
    ? new Float(Number.parseFloat(digits.replaceAll('_', '')))
    : text;
}
