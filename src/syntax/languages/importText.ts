/** Reading import statements from their text: in many languages that is simpler than describing their trees. */
import type { Import, ImportedName } from '../Outline';

export type TextImport = Omit<Import, 'line'>;

/** An import that binds the whole of what it names, or everything in it. */
export function wholeImport(specifier: string, local = '*'): TextImport {
  return { specifier, names: [{ name: '*', local }], reExported: false };
}

/** A path whose last part is the name that it binds: `java.util.List` gives `List`. */
export function lastPart(path: string, separator: string | RegExp = '.'): string {
  return (
    path
      .split(separator)
      .filter((part) => part !== '')
      .at(-1) ?? path
  );
}

/** `A, B as C` to names; `as` is the word for another name, `=>` in Scala. */
export function namesIn(text: string, as: RegExp = /\s+as\s+/): ImportedName[] {
  return text
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => {
      const [name = each, local = name] = each.split(as).map((part) => part.trim());
      return { name, local };
    });
}
