/** The other way round than `sourceValues`: a value as the text of an expression of Java or JavaScript, for a parameter of a type. */
import type { BfclParameter } from './BfclQuestion';
import { Float, isList, type PythonValue } from './pythonValues';
import { pythonTypeOf } from './sourceValues';

type SourceLanguage = 'java' | 'javascript';

export function sourceOf(value: PythonValue, parameter: BfclParameter, language: SourceLanguage): string {
  const type = pythonTypeOf(language, parameter.type);
  if (typeof value === 'string') {
    return value;
  }
  if (value instanceof Float || typeof value === 'number') {
    return numberSource(value, parameter.type, language);
  }
  if (isList(value)) {
    const item = parameter.items ?? { type: 'any' };
    const items = value.map((each) => elementSource(each, item, language)).join(', ');
    if (language === 'javascript') {
      return `[${items}]`;
    }
    return parameter.type === 'Array' ? `new Object[]{${items}}` : `new ArrayList<>(Arrays.asList(${items}))`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => [key, elementSource(member, { type: 'any' }, language)] as const,
    );
    return language === 'javascript' || type !== 'dict'
      ? `{${members.map(([key, source]) => `${JSON.stringify(key)}: ${source}`).join(', ')}}`
      : `new HashMap<>() {{ ${members.map(([key, source]) => `put(${JSON.stringify(key)}, ${source});`).join(' ')} }}`;
  }
  return String(value);
}

/** Inside of a list or a map a text is a literal. */
function elementSource(value: PythonValue, parameter: BfclParameter, language: SourceLanguage): string {
  return typeof value === 'string' ? `"${value}"` : sourceOf(value, parameter, language);
}

function numberSource(value: Float | number, type: string, language: SourceLanguage): string {
  const number = value instanceof Float ? value.value : value;
  const digits = value instanceof Float && Number.isInteger(number) ? number.toFixed(1) : String(number);
  if (language === 'javascript') {
    return type === 'Bigint' ? `${digits}n` : digits;
  }
  return type === 'long' ? `${digits}L` : type === 'float' ? `${/\./.test(digits) ? digits : `${digits}.0`}f` : digits;
}
