/** Types in JavaScript's comments: https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html */
import type { Import } from '../../Outline';
import type { LanguageQueries } from '../LanguageQueries';

const importedType =
  /@(?:typedef\s+\{\s*import\(\s*["']([^"']+)["']\s*\)(?:\.([\w$]+))?[^}\n]*\}\s*([\w$]+)|import\s+\{([^}]*)\}\s*from\s*["']([^"']+)["'])/g;

export const jsDoc = {
  typeIn: (documentation) => /@(?:returns?|type)\s+\{([^{}\n]+)\}/.exec(documentation)?.[1]?.trim(),
  importsIn,
} satisfies LanguageQueries['documented'];

/** `@typedef {import("./a").B} C`, and `@import { B as C } from "./a"`; without a name it is the whole module. */
function importsIn(text: string): Import[] {
  const imports: Import[] = [];
  let line = 0;
  let at = 0;
  for (const match of text.matchAll(importedType)) {
    line += text.slice(at, match.index).split('\n').length - 1;
    at = match.index;
    const [, path, name = '*', local = '', names, from] = match;
    const bound =
      names === undefined
        ? [{ name, local }]
        : names
            .split(',')
            .map((one) => one.trim().split(/\s+as\s+/))
            .map(([imported = '', own = imported]) => ({ name: imported, local: own }));
    imports.push({
      specifier: path ?? from ?? '',
      names: bound.filter((one) => one.local !== ''),
      line,
      reExported: false,
    });
  }
  return imports;
}
