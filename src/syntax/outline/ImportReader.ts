/** Puts the captures of import patterns together: one statement may be described by several patterns, one for each name it binds. */
import type { Node, QueryCapture, QueryProperties } from 'web-tree-sitter';
import type { LanguageQueries } from '../languages/LanguageQueries';
import type { Import, ImportedName } from '../Outline';
import { plainName } from './plainName';

interface Gathered {
  readonly start: number;
  readonly line: number;
  readonly text: string;
  specifier: string | undefined;
  readonly names: Map<string, ImportedName>;
  reExported: boolean;
}

export class ImportReader {
  readonly #text: string;
  readonly #language: LanguageQueries;
  readonly #imports = new Map<string, Gathered>();
  readonly #bound = new Set<number>();

  constructor(text: string, language: LanguageQueries) {
    this.#text = text;
    this.#language = language;
  }

  /** One match of a pattern with the capture `@import`. */
  take(captures: readonly QueryCapture[], properties: QueryProperties | undefined): void {
    const nodeOf = (name: string) => captures.find((each) => each.name === name)?.node;
    const statement = nodeOf('import');
    if (statement === undefined) return;
    const specifier = nodeOf('specifier');
    const gathered = this.#gathered(statement, nodeOf('part') ?? statement);
    if (specifier !== undefined) gathered.specifier = this.#plain(specifier);
    if (properties !== undefined && 'reexported' in properties) gathered.reExported = true;
    for (const each of captures) {
      if (/^(?:name|local|default|namespace)$/.test(each.name)) this.#bound.add(each.node.startIndex);
    }
    const add = (name: string, local: string) => gathered.names.set(`${name} ${local}`, { name, local });
    const name = nodeOf('name');
    if (name !== undefined) add(this.#plain(name), this.#plain(nodeOf('local') ?? name));
    const byDefault = nodeOf('default');
    if (byDefault !== undefined) add('default', this.#plain(byDefault));
    const namespace = nodeOf('namespace');
    if (namespace !== undefined) add('*', this.#plain(namespace));
    if (nodeOf('wildcard') !== undefined) add('*', '*');
  }

  /** Whether an import binds the name that stands at an offset: `const x = require('x')` defines nothing of its own. */
  binds(offset: number): boolean {
    return this.#bound.has(offset);
  }

  /** In the order of the file. */
  imports(): Import[] {
    const all = [...this.#imports.values()].sort((a, b) => a.start - b.start);
    return all.flatMap(({ line, text, specifier, names, reExported }): Import[] => {
      const read = this.#language.readImport?.(text);
      if (read !== undefined) return read.map((each) => ({ ...each, line }));
      return specifier === undefined ? [] : [{ specifier, names: [...names.values()], line, reExported }];
    });
  }

  /** `part`: one statement may take from several places (`import a, b`), each of them is an import. */
  #gathered(statement: Node, part: Node): Gathered {
    const key = `${statement.startIndex} ${part.startIndex}`;
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const gathered: Gathered = {
      start: part.startIndex,
      line: statement.startPosition.row,
      text: this.#text.slice(statement.startIndex, statement.endIndex),
      specifier: undefined,
      names: new Map(),
      reExported: false,
    };
    this.#imports.set(key, gathered);
    return gathered;
  }

  #plain(node: Node): string {
    return plainName(this.#text.slice(node.startIndex, node.endIndex));
  }
}
