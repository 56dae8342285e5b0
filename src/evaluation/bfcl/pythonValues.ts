/**
 * Values as the function-calling benchmark compares them, which is as Python does: a whole number and a float are different types but
 * may be equal, and `True` equals 1. JSON tells `2` from `2.0` only by its text, so it is read with that text.
 */

/** A number that was written with a fraction or an exponent. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

export type PythonDict = { readonly [key: string]: PythonValue };
/** A plain number is a whole number of Python. */
export type PythonValue = string | number | boolean | null | Float | readonly PythonValue[] | PythonDict;

export type PythonType = 'bool' | 'dict' | 'float' | 'int' | 'list' | 'none' | 'str';

export function typeOf(value: PythonValue): PythonType {
  if (value === null) {
    return 'none';
  }
  if (value instanceof Float) {
    return 'float';
  }
  if (isList(value)) {
    return 'list';
  }
  switch (typeof value) {
    case 'string':
      return 'str';
    case 'number':
      return 'int';
    case 'boolean':
      return 'bool';
    default:
      return 'dict';
  }
}

export function isList(value: PythonValue): value is readonly PythonValue[] {
  return Array.isArray(value);
}

export function isDict(value: PythonValue): value is PythonDict {
  return typeOf(value) === 'dict';
}

/** Python's `==`. */
export function isEqual(left: PythonValue, right: PythonValue): boolean {
  const [leftNumber, rightNumber] = [numberOf(left), numberOf(right)];
  if (leftNumber !== undefined && rightNumber !== undefined) {
    return leftNumber === rightNumber;
  }
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index] ?? null));
  }
  if (isDict(left) && isDict(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => key in right && isEqual(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

function numberOf(value: PythonValue): number | undefined {
  if (value instanceof Float) {
    return value.value;
  }
  return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : undefined;
}

/** Reads JSON and keeps floats apart from whole numbers. Throws `SyntaxError` where it is none. */
export function parsePythonJson(text: string): PythonValue {
  // The third argument of the reviver is newer than its declared type.
  const revive: (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) => unknown = (
    _key,
    value,
    context,
  ) => (typeof value === 'number' && /[.eE]/.test(context?.source ?? '') ? new Float(value) : value);
  return toPythonValue(JSON.parse(text, revive));
}

/** A value of JSON as one of Python's; a number with a fraction is a float, any other a whole number. */
export function toPythonValue(value: unknown): PythonValue {
  if (value === null || value === undefined) {
    return null;
  }
  if (value instanceof Float || typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? value : new Float(value);
  }
  if (Array.isArray(value)) {
    return value.map(toPythonValue);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPythonValue(member)]));
}

/** A text without what the benchmark takes as mere spelling: blanks, `, . / - _ * ^`, capitals and the kind of quotes. */
export function standardizeString(text: string): string {
  return text
    .replace(/[ ,./\-_*^]/g, '')
    .toLowerCase()
    .replaceAll("'", '"');
}

/** A string without its spelling, anything else as it is. */
export function standardize(value: PythonValue): PythonValue {
  return typeof value === 'string' ? standardizeString(value) : value;
}

/** JSON in which floats keep their point, as Python writes it. */
export function pythonJson(value: PythonValue): string {
  if (value instanceof Float) {
    return Number.isInteger(value.value) ? value.value.toFixed(1) : JSON.stringify(value.value);
  }
  if (isList(value)) {
    return `[${value.map(pythonJson).join(', ')}]`;
  }
  if (isDict(value)) {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${pythonJson(member)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}
