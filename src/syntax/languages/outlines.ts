/** What the queries of a language cannot say: comment signs, what is exported, how deep its definitions nest. */

import type { Outline } from '../Outline';
import type { CommentSyntax, DefinitionFacts, OutlineLanguage } from '../outline/OutlineLanguage';
import commonJs from './javascript/commonJs.scm';
import javascriptDefinitions from './javascript/definitions.scm';
import javascriptImports from './javascript/imports.scm';
import pythonDefinitions from './python/definitions.scm';
import pythonImports from './python/imports.scm';
import typescriptDefinitions from './typescript/definitions.scm';
import typescriptImports from './typescript/imports.scm';

const slashes: CommentSyntax = { line: ['//'], block: [['/*', '*/']] };
const hash: CommentSyntax = { line: ['#'], block: [] };

/** A member is reached through its class or object, unless it says that it is not. */
function isScriptExported({ name, signature, container, marked }: DefinitionFacts): boolean {
  if (container === undefined) return marked;
  return container.exported && !name.startsWith('#') && !/^(?:static\s+)?(?:private|protected)\b/.test(signature);
}

/** `export { a }` exports what is defined elsewhere in the file; a file that neither imports nor exports is a script, seen by all. */
function finishScript(outline: Outline): Outline {
  const { definitions, imports, exports } = outline;
  const isScript = imports.length === 0 && exports.length === 0 && !definitions.some(({ exported }) => exported);
  const names = new Set(exports.map(({ name }) => name));
  const reached: boolean[] = [];
  return {
    ...outline,
    definitions: definitions.map((definition, index) => {
      const { container, exported, name, signature } = definition;
      const holder = container === undefined ? undefined : definitions[container];
      reached[index] =
        exported ||
        (container === undefined || holder === undefined
          ? isScript || names.has(name)
          : isScriptExported({
              name,
              signature,
              kind: definition.kind,
              container: { ...holder, exported: reached[container] === true },
              marked: false,
            }));
      const isConstructor = definition.kind === 'method' && name === 'constructor';
      return {
        ...definition,
        exported: reached[index] === true,
        kind: isConstructor ? 'constructor' : definition.kind,
      };
    }),
  };
}

export const typescript: OutlineLanguage = {
  outline: typescriptDefinitions + typescriptImports,
  depth: 4,
  comments: slashes,
  isExported: isScriptExported,
  finish: finishScript,
};

export const javascript: OutlineLanguage = {
  outline: javascriptDefinitions + javascriptImports + commonJs,
  depth: 4,
  comments: slashes,
  isExported: isScriptExported,
  finish: finishScript,
};

export const python: OutlineLanguage = {
  outline: pythonDefinitions + pythonImports,
  depth: 4,
  comments: hash,
  isExported: ({ name, container }) =>
    (!name.startsWith('_') || /^__\w+__$/.test(name)) && container?.exported !== false,
  finish: finishPython,
};

/** Functions of a class are methods; names in capitals are constants, those in a class are fields. */
function finishPython(outline: Outline): Outline {
  return {
    ...outline,
    definitions: outline.definitions.map((definition) => {
      const { container, kind, name } = definition;
      const isMember = container !== undefined && outline.definitions[container]?.kind === 'class';
      if (kind === 'function' && isMember) {
        return { ...definition, kind: name === '__init__' ? 'constructor' : 'method' };
      }
      if (kind !== 'variable') return definition;
      if (isMember) return { ...definition, kind: 'field' };
      return /^[A-Z][A-Z0-9_]*$/.test(name) ? { ...definition, kind: 'constant' } : definition;
    }),
  };
}
