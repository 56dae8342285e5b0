/** What JavaScript and TypeScript have in common beside their queries. */
import type { Definition, Outline } from '../../Outline';
import { slashComments } from '../comments';
import type { DefinitionFacts, LanguageQueries } from '../LanguageQueries';

export const script = {
  depth: 4,
  comments: slashComments,
  isExported,
  finish,
} satisfies Partial<LanguageQueries>;

/** A member is reached through its class or object, unless it says that it is not. */
function isExported({ name, signature, container, marked }: DefinitionFacts): boolean {
  if (container === undefined) return marked;
  return container.exported && !name.startsWith('#') && !/^(?:static\s+)?(?:private|protected)\b/.test(signature);
}

/**
 * `export { a }` exports what is defined elsewhere in the file; a file that neither imports nor exports is a script, whose names are
 * everybody's.
 */
function finish(outline: Outline): Outline {
  const { definitions, imports, exports } = outline;
  const isScript = imports.length === 0 && exports.length === 0 && !definitions.some(({ exported }) => exported);
  const names = new Set(exports.map(({ name }) => name));
  const finished: Definition[] = [];
  for (const definition of definitions) {
    const { container, name, kind, receiver } = definition;
    const exported =
      definition.exported ||
      (container === undefined
        ? isScript || names.has(receiver ?? name)
        : isExported({ ...definition, container: finished[container], marked: false }));
    const isConstructor = kind === 'method' && name === 'constructor';
    finished.push({ ...definition, exported, kind: isConstructor ? 'constructor' : kind });
  }
  return { ...outline, definitions: finished };
}
