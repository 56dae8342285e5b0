/**
 * Types that a document's variables are called after. Where types are seldom written, a variable has the name of its type: `token` is a
 * `Token` of a module that the document imports from, although it imports other names of it.
 */
import type { Definition } from '../../syntax/Outline';
import { stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import type { Binding, DefinitionPlace, Resolver } from '../resolve/Resolver';
import type { Described } from './describeDocument';

/** Modules among which types are looked for. */
const mostModules = 60;

export function* namesakes(
  symbols: Symbols,
  resolver: Resolver,
  document: Described,
  bindings: readonly Binding[],
): Generator<DefinitionPlace> {
  const imported = bindings
    .filter(({ how }) => how === 'import')
    .flatMap(({ target }) => (target.kind === 'definition' ? [target.path] : target.paths.slice(0, mostModules)));
  const further = [...new Set(imported)].flatMap((path) => resolver.importedFrom(path)).slice(0, mostModules);
  const named = filesNamedLikeReceivers(symbols, document);
  const words = new Set((document.text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []).map(wordOf));
  for (const path of new Set([...imported, ...further, ...named])) {
    const outline = path === document.path ? document.outline : symbols.outline(path);
    for (const [index, definition] of (outline?.definitions ?? []).entries()) {
      const word = wordOf(definition.name);
      // `request.` with a file `request.py` may be its `HttpRequest`.
      const isLikeFile = named.includes(path) && word.endsWith(wordOf(stemOf(path)));
      if (isType(definition) && (isLikeFile || words.has(word))) {
        yield { path, index };
      }
    }
  }
}

function isType({ kind, container, signature }: Definition): boolean {
  const isOne = ['class', 'struct', 'interface', 'trait', 'enum'].includes(kind) || /^function\s+[A-Z]/.test(signature);
  return isOne && container === undefined;
}

/** Files of the same language that have the name of something before a dot: `exportsInfo.` and `ExportsInfo.js`. */
function filesNamedLikeReceivers(symbols: Symbols, { path: here, languageId, text }: Described): readonly string[] {
  const receivers = new Set(
    [...text.matchAll(/([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:\?\.|\.|->)/gu)].map(([, name = '']) => wordOf(name)),
  );
  const found = [...symbols.paths()].filter(
    (path) => path !== here && receivers.has(wordOf(stemOf(path))) && symbols.languageOf(path) === languageId,
  );
  return found.sort((one, other) => one.length - other.length || (one < other ? -1 : 1)).slice(0, mostModules);
}

/** `baseForm`, `base_form` and `BaseForm` are one word. */
function wordOf(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
