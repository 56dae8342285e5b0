/**
 * Reads a file's outline from its syntax tree with the language's queries. What a capture means stands in ../languages/captures.md; one
 * definition may be described by several patterns, whose captures are put together by the place of its name.
 */
import type { Node, Query, QueryCapture, QueryMatch, Tree } from 'web-tree-sitter';
import type { LanguageQueries } from '../languages/LanguageQueries';
import type { Definition, DefinitionKind, ImportedName, Outline } from '../Outline';
import { documentationAbove, withoutQuotes } from './documentation';
import { ImportReader } from './ImportReader';
import { bareTypeName, plainName } from './plainName';
import { signatureOf } from './signature';

/** What the patterns say of one definition. */
interface Found {
  node: Node;
  name: Node;
  kind: DefinitionKind;
  body?: Node;
  value?: Node;
  header?: Node;
  type?: Node;
  documentation?: Node;
  receiver?: Node;
  /** Where it ends when that is not inside its node (Dart's bodies stand beside their headers). */
  end?: Node;
  marked: boolean;
  hoisted: boolean;
  /** Place in the queries of the pattern that found it. */
  pattern: number;
}

/** A definition with its place among the others. */
interface Placed {
  readonly found: Found;
  /** Where it begins with what is wrapped around it. */
  readonly start: number;
  readonly outer: Node;
  readonly container: number | undefined;
  readonly section: string | undefined;
}

interface Surrounding {
  readonly start: number;
  readonly end: number;
  readonly kind: DefinitionKind;
  readonly index: number;
}

/** What a pattern says of a node that other patterns define. */
interface Remark {
  header?: Node;
  /** What stands around it and belongs to it, such as `export`. */
  wrapper?: Node;
  marked: boolean;
}

const kindOfCapture: Readonly<Record<string, DefinitionKind>> = {
  'definition.class': 'class',
  'definition.constant': 'constant',
  'definition.constructor': 'constructor',
  'definition.enum': 'enum',
  'definition.field': 'field',
  'definition.function': 'function',
  'definition.interface': 'interface',
  'definition.macro': 'macro',
  'definition.method': 'method',
  'definition.module': 'module',
  'definition.struct': 'struct',
  'definition.trait': 'trait',
  'definition.type': 'type',
  'definition.variable': 'variable',
};

/** Kinds whose insides are nobody's business but their own. */
const closed: ReadonlySet<DefinitionKind> = new Set(['constructor', 'function', 'macro', 'method']);
/** Kinds whose functions are methods and whose variables are fields. */
const typeLike: ReadonlySet<DefinitionKind> = new Set(['class', 'enum', 'interface', 'struct', 'trait']);
const mostNested = 8;

/** `text` is what `tree` was parsed from. Parts that do not parse are left out as far as the grammar recovers. */
export function readOutline(tree: Tree, text: string, query: Query, language: LanguageQueries): Outline {
  const reading = new OutlineReading(text, query, language);
  reading.read(tree.rootNode, mostNested);
  return reading.outline();
}

class OutlineReading {
  readonly #text: string;
  readonly #query: Query;
  readonly #language: LanguageQueries;
  readonly #found = new Map<number, Found>();
  readonly #remarks = new Map<number, Remark>();
  readonly #exports: ImportedName[] = [];
  readonly #imports: ImportReader;
  /** Nodes whose insides were asked for on their own. */
  readonly #entered = new Set<number>();
  /** `private:` and the like, with everything up to the next one below it. */
  readonly #sections: Node[] = [];
  #module: string | undefined;
  #lineStarts: number[] | undefined;

  constructor(text: string, query: Query, language: LanguageQueries) {
    this.#text = text;
    this.#query = query;
    this.#language = language;
    this.#imports = new ImportReader(text, language);
  }

  read(node: Node, levels: number): void {
    const bodies: Node[] = [];
    for (const match of this.#query.matches(node, { maxStartDepth: this.#language.depth })) {
      const body = this.#take(match);
      if (body !== undefined && !this.#entered.has(body.id)) {
        this.#entered.add(body.id);
        bodies.push(body);
      }
    }
    // The limit of depth counts from the root: what modules hold is asked for again from there.
    for (const body of levels > 0 ? bodies : []) this.read(body, levels - 1);
  }

  /** Returns the body of what was found, when it may hold further definitions. */
  #take({ captures, setProperties, patternIndex }: QueryMatch): Node | undefined {
    const marked = setProperties !== undefined && 'exported' in setProperties;
    const found: Partial<Found> = {};
    let wrapped: Node | undefined;
    let wrapper: Node | undefined;
    for (const { name, node } of captures) {
      const kind = kindOfCapture[name];
      if (kind !== undefined) {
        found.kind = kind;
        found.node = node;
      } else if (name === 'definition') found.node = node;
      else if (name === 'name') found.name = node;
      else if (name === 'body') found.body = node;
      else if (name === 'value') found.value = node;
      else if (name === 'type') found.type = node;
      else if (name === 'header') found.header = node;
      else if (name === 'documentation') found.documentation = node;
      else if (name === 'receiver') found.receiver = node;
      else if (name === 'end') found.end = node;
      else if (name === 'section') this.#sections.push(node);
      else if (name === 'wrapped') wrapped = node;
      else if (name === 'wrapper') wrapper = node;
      else if (name === 'module') this.#module = this.#slice(node);
      else if (name === 'import') {
        this.#imports.take(captures, setProperties);
        return undefined;
      } else if (name.startsWith('exported.')) {
        this.#takeExport(captures);
        return undefined;
      }
    }
    if (wrapped !== undefined && wrapper !== undefined) this.#remark(wrapped, { wrapper, marked });
    const { node, name, kind } = found;
    if (node === undefined) return undefined;
    if (name === undefined || kind === undefined) {
      this.#remark(node, { ...(found.header && { header: found.header }), marked });
      return undefined;
    }
    const before = this.#found.get(name.startIndex);
    const hoisted = setProperties !== undefined && 'hoisted' in setProperties;
    this.#found.set(name.startIndex, {
      // What a later pattern of the file says goes before; of one pattern's matches the first counts.
      ...(before !== undefined && before.pattern >= patternIndex
        ? { ...found, ...before }
        : { ...before, ...found, node, name, kind, pattern: patternIndex }),
      marked: marked || before?.marked === true,
      hoisted: hoisted || before?.hoisted === true,
    });
    return kind === 'module' ? found.body : undefined;
  }

  #remark(node: Node, remark: Remark): void {
    const before = this.#remarks.get(node.id);
    const header = before?.header ?? remark.header;
    this.#remarks.set(node.id, {
      ...before,
      ...remark,
      ...(header && { header }),
      marked: remark.marked || before?.marked === true,
    });
  }

  #takeExport(captures: readonly QueryCapture[]): void {
    const nodeOf = (name: string) => captures.find((each) => each.name === `exported.${name}`)?.node;
    const name = nodeOf('name') ?? nodeOf('local');
    const local = nodeOf('local') ?? name;
    if (name === undefined || local === undefined) return;
    const plain = (node: Node) => plainName(this.#slice(node));
    this.#exports.push({ name: plain(name), local: nodeOf('everything') === undefined ? plain(local) : '*' });
  }

  outline(): Outline {
    const outline: Outline = {
      definitions: this.#definitions(),
      imports: [...this.#imports.imports(), ...(this.#language.documented?.importsIn(this.#text) ?? [])],
      exports: this.#exports.filter(
        (each, index, all) =>
          all.findIndex((other) => other.name === each.name && other.local === each.local) === index,
      ),
      ...(this.#module !== undefined && { module: this.#module }),
    };
    return this.#language.finish?.(outline) ?? outline;
  }

  #definitions(): Definition[] {
    const all = [...this.#found.values()]
      .filter(({ name }) => !this.#imports.binds(name.startIndex))
      .map((found) => this.#withExtent(found));
    all.sort((a, b) => a.start - b.start || b.end - a.end || a.found.name.startIndex - b.found.name.startIndex);
    const sections = [...this.#sections].sort((a, b) => a.startIndex - b.startIndex);
    const sectionOf = new Map<number, string>();
    const definitions: Definition[] = [];
    const around: Surrounding[] = [];
    const leave = (offset: number) => {
      while (around.length > 0 && (around.at(-1)?.end ?? 0) <= offset) around.pop();
    };
    for (const { found, start, end, outer } of all) {
      while (sections[0] !== undefined && sections[0].startIndex < start) {
        leave(sections[0].startIndex);
        const holder = around.at(-1)?.index;
        if (holder !== undefined) sectionOf.set(holder, this.#slice(sections[0]));
        sections.shift();
      }
      leave(found.name.startIndex);
      // Several names of one declaration stand side by side.
      const chain = around.filter((each) => each.end > end || each.start < start);
      const isLocal = chain.some(({ kind }) => closed.has(kind));
      if (isLocal && !found.hoisted) continue;
      const container = chain.findLast(({ kind }) => !closed.has(kind))?.index;
      const section = container === undefined ? undefined : sectionOf.get(container);
      const definition = this.#definition({ found, start, outer, container, section }, definitions);
      around.push({ start, end, kind: definition.kind, index: definitions.length });
      definitions.push(definition);
    }
    return this.#withReceivers(definitions);
  }

  /** The whole of a definition with what is wrapped around it. */
  #withExtent(found: Found) {
    let outer = found.node;
    let marked = found.marked;
    let header = found.header;
    for (let remark = this.#remarks.get(outer.id); remark !== undefined; ) {
      marked ||= remark.marked;
      header ??= remark.header;
      if (remark.wrapper === undefined) break;
      outer = remark.wrapper;
      remark = this.#remarks.get(outer.id);
    }
    return {
      found: { ...found, marked, ...(header && { header }) },
      start: outer.startIndex,
      end: (found.end ?? outer).endIndex,
      outer,
    };
  }

  #definition({ found, start, outer, container, section }: Placed, before: readonly Definition[]): Definition {
    const name = plainName(this.#slice(found.name));
    const written = signatureOf(this.#text, found.header?.startIndex ?? start, {
      end: outer.endIndex,
      body: found.body?.startIndex,
      value: found.value && { start: found.value.startIndex, end: found.value.endIndex },
    });
    const { decorations = /^$/, endings = /^$/ } = this.#language;
    const signature = written.replace(decorations, '').replace(endings, '');
    const startLine = outer.startPosition.row;
    const documentation =
      found.documentation === undefined
        ? this.#documentationAbove(startLine, outer.startPosition.column)
        : withoutQuotes(this.#slice(found.documentation));
    const isExported = this.#language.isExported;
    const holder = container === undefined ? undefined : before[container];
    const kind = kindWithin(found, holder);
    const facts = { name, kind, signature, container: holder, marked: found.marked, section };
    const type =
      found.type === undefined
        ? documentation && this.#language.documented?.typeIn(documentation)
        : this.#slice(found.type);
    return {
      name,
      kind,
      startLine,
      endLine: lastLine(found.end ?? outer),
      nameLine: found.name.startPosition.row,
      signature,
      ...(documentation && { documentation }),
      ...(container !== undefined && { container }),
      ...(found.receiver !== undefined && { receiver: bareTypeName(this.#slice(found.receiver)) }),
      exported: isExported?.(facts) ?? found.marked,
      ...(type && { type }),
    };
  }

  /** Methods that stand outside the type they belong to get it as container when this file has it. */
  #withReceivers(definitions: readonly Definition[]): Definition[] {
    const types = new Map<string, number>();
    // In Lua and old JavaScript a variable or a function is what methods belong to.
    for (const isType of [true, false]) {
      for (const [index, { kind, name, receiver }] of definitions.entries()) {
        // An associated type of Rust may be called like the type that it belongs to.
        const fits =
          receiver === undefined ? !isType || typeLike.has(kind) || kind === 'type' : isType && typeLike.has(kind);
        if (fits && !types.has(name)) types.set(name, index);
      }
    }
    const placed = [...definitions];
    for (const [index, definition] of definitions.entries()) {
      const container = definition.receiver === undefined ? undefined : types.get(definition.receiver);
      if (container !== undefined && !isAround(placed, index, container)) placed[index] = { ...definition, container };
    }
    return placed;
  }

  /** A comment belongs to what begins the next line. */
  #documentationAbove(line: number, column: number): string | undefined {
    if (this.#lineText(line).slice(0, column).trim() !== '') return undefined;
    return documentationAbove((each) => this.#lineText(each), line, this.#language.comments);
  }

  #slice(node: Node): string {
    return this.#text.slice(node.startIndex, node.endIndex);
  }

  #lineText(line: number): string {
    this.#lineStarts ??= lineStarts(this.#text);
    const start = this.#lineStarts[line] ?? this.#text.length;
    const next = this.#lineStarts[line + 1];
    return this.#text.slice(start, next === undefined ? this.#text.length : next - 1);
  }
}

/** Whether a definition is inside of `index` already: a text may say so of two of each other. */
function isAround(definitions: readonly Definition[], index: number, of: number): boolean {
  for (let at: number | undefined = of; at !== undefined; at = definitions[at]?.container) {
    if (at === index) return true;
  }
  return false;
}

/** A node that ends at the start of a line does not reach into it. */
function lastLine(node: Node): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > node.startPosition.row ? row - 1 : row;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function kindWithin({ kind, receiver }: Found, container: Definition | undefined): DefinitionKind {
  const isMember = receiver !== undefined || (container !== undefined && typeLike.has(container.kind));
  if (isMember && kind === 'function') return 'method';
  return isMember && kind === 'variable' ? 'field' : kind;
}
