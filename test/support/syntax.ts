/** Syntax as the tests use it: grammars from the packages, and outlines as text that a person can read. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { grammarFiles } from '../../src/node/syntax/GrammarFiles';
import { silentLog } from '../../src/platform/Log';
import type { GrammarSource } from '../../src/syntax/GrammarSource';
import grammars from '../../src/syntax/languages/grammars.json';
import type { Definition, Outline } from '../../src/syntax/Outline';
import { Syntax } from '../../src/syntax/Syntax';

const elsewhere = new Map(Object.entries(grammars.elsewhere));
const find = createRequire(import.meta.url);

const collection = grammarFiles(join(dirname(find.resolve('tree-sitter-wasms/package.json')), 'out'));

/** What the build copies to dist/grammars. */
export const packagedGrammars: GrammarSource = {
  ...collection,
  loadGrammar: (name) => {
    const file = elsewhere.get(name);
    return file === undefined ? collection.loadGrammar(name) : readFile(find.resolve(file));
  },
  runtime: () => readFile(find.resolve('web-tree-sitter/tree-sitter.wasm')),
};

export function createSyntax(log = silentLog): Syntax {
  return new Syntax(packagedGrammars, log);
}

/** A line for each definition, indented below its container, with what is known of it; then imports, exports, module. */
export function renderOutline({ definitions, imports, exports, module }: Outline): string {
  const depth = (definition: Definition): number => {
    const holder = definition.container === undefined ? undefined : definitions[definition.container];
    return holder === undefined ? 0 : depth(holder) + 1;
  };
  const lines = definitions.map((definition) => {
    const { kind, name, startLine, endLine, nameLine, signature, documentation, exported, type, receiver } = definition;
    const facts = [
      `${startLine}${nameLine === startLine ? '' : `/${nameLine}`}${endLine === startLine ? '' : `–${endLine}`}`,
      ...(exported ? ['exported'] : []),
      ...(type === undefined ? [] : [`type ${type}`]),
      ...(receiver === undefined ? [] : [`of ${receiver}`]),
    ];
    const indentation = '  '.repeat(depth(definition));
    return [
      `${indentation}${kind} ${name} [${facts.join(', ')}]`,
      ...signature.split('\n').map((line) => `${indentation}    | ${line}`),
      ...(documentation === undefined ? [] : documentation.split('\n').map((line) => `${indentation}    " ${line}`)),
    ].join('\n');
  });
  const names = (all: readonly { name: string; local: string }[]) =>
    all.map(({ name, local }) => (name === local ? name : `${name} as ${local}`)).join(', ');
  return [
    ...(module === undefined ? [] : [`module ${module}`]),
    ...imports.map(
      (each) => `${each.reExported ? 're-export' : 'import'} ${each.specifier} { ${names(each.names)} } [${each.line}]`,
    ),
    ...(exports.length === 0 ? [] : [`export { ${names(exports)} }`]),
    ...lines,
  ].join('\n');
}
