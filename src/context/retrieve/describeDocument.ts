/**
 * The retriever of definitions: everything of the workspace that a document's imports lead to, as a graph of symbols, and how urgently
 * each belongs into a prompt. Knows nothing of the cursor, so that it stays the same while a person types.
 */
import type { Definition, Outline } from '../../syntax/Outline';
import { folderOf, stemOf } from '../files/paths';
import type { Symbols } from '../index/Symbols';
import type { Knowledge, KnownSymbol, SymbolKey, Wanted } from '../Knowledge';
import type { Binding, DefinitionPlace, Resolver, Target } from '../resolve/Resolver';
import { insides, isPrivateMember, keyOf, knownSymbol, moduleSymbol, placeOf } from './knownSymbols';
import { namesakes } from './namesakes';
import { typeNames } from './typeNames';
import { pathsInUses } from './useTrees';

export interface Described {
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  /** Of `text`, with headers as signatures. */
  readonly outline: Outline;
}

/** Bounds what is sent: a hub of a large workspace reaches everything. */
const mostSymbols = 4000;
/** Members of one symbol, and names of one module, that are looked at. */
const mostMembers = 1000;
/** Members of a type that come before the rest of other types'. */
const firstMembers = 12;

/** A module that offers more than this shows only what is used of it. */
const fewOffers = 24;

/** Files of a package that are all looked at. */
const mostFilesOfPackage = 80;

/** What comes first when not all fits. */
const ranks = {
  /** A name that the file imports. */
  imported: 0,
  /** A name that the file uses from a module that it imports. */
  used: 1,
  /** The first members of an imported type. */
  members: 2,
  /** Names of the package that the file uses without an import. */
  implicit: 3,
  moreMembers: 4,
  /** What an imported module offers and the file has not used yet. */
  offered: 5,
  /** Types that imported functions give back and imported types consist of. */
  reachable: 6,
} as const;

const withMembers: ReadonlySet<string> = new Set([
  'class',
  'enum',
  'interface',
  'struct',
  'trait',
  'module',
  'type',
  'constant',
  'variable',
]);

/** Languages whose modules pass on what they take from others. */
const hasGiven: ReadonlySet<string> = new Set(['rust', 'python']);

/** Paths of modules as code writes them, up to the name of what is taken out. */
const writtenPaths: Readonly<Record<string, RegExp>> = {
  rust: /(?<![\w:])((?:[a-z_]\w*::)+)/g,
  python: /(?<![\w.])((?:(?!self\.|cls\.)[a-z_]\w*\.){2,})/g,
  java: /(?<![\w.])((?:[a-z_]\w*\.){2,})(?=[A-Z]|$)/g,
};

export function describeDocument(
  symbols: Symbols,
  resolver: Resolver,
  document: Described,
): Pick<Knowledge, 'symbols' | 'names' | 'own' | 'wanted'> {
  return new Description(symbols, resolver, document).build();
}

class Description {
  readonly #symbols: Symbols;
  readonly #resolver: Resolver;
  readonly #document: Described;
  readonly #words: ReadonlySet<string>;
  readonly #known = new Map<SymbolKey, KnownSymbol>();
  readonly #wanted = new Map<SymbolKey, number>();
  readonly #names = new Map<string, SymbolKey>();
  readonly #receivers = new Map<string, Map<string, DefinitionPlace[]>>();
  readonly #types = new Map<string, SymbolKey | undefined>();

  constructor(symbols: Symbols, resolver: Resolver, document: Described) {
    this.#symbols = symbols;
    this.#resolver = resolver;
    this.#document = document;
    this.#words = new Set(document.text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);
  }

  build(): Pick<Knowledge, 'symbols' | 'names' | 'own' | 'wanted'> {
    const { path, languageId, outline } = this.#document;
    const bindings = this.#resolver.bindings(path, languageId, outline);
    // What the document names comes before what else a module has, which may be more than is looked at.
    for (const binding of bindings) {
      this.#bind(binding, 'used');
    }
    const paths = this.#writtenPaths();
    for (const binding of paths) {
      this.#bind(binding, 'used');
    }
    for (const binding of [...bindings, ...paths]) {
      this.#bind(binding, 'unused');
    }
    const own = outline.definitions.flatMap((one, index) =>
      withMembers.has(one.kind) ? [this.#add({ path, index })] : [],
    );
    for (const place of namesakes(this.#symbols, this.#resolver, this.#document, bindings)) {
      this.#add(place);
    }
    this.#reach();
    return {
      symbols: Object.fromEntries(this.#known),
      names: Object.fromEntries(this.#names),
      own: own.filter((key) => key !== undefined),
      wanted: [...this.#wanted].map(([key, rank]): Wanted => ({ key, rank })),
    };
  }

  /**
   * Code names modules by their paths without importing them: `crate::parse::Parser`, `parse::Parser` beside `mod parse`,
   * `shop.models.Shop` behind `import shop`, `org.shop.Cart` in full.
   */
  #writtenPaths(): Binding[] {
    const { path, languageId, outline, text } = this.#document;
    const pattern = writtenPaths[languageId];
    const used = pattern === undefined ? [] : [...text.matchAll(pattern)];
    const written = used.map((match) => (match[1] ?? '').replace(/(?:\.|::)$/, ''));
    const paths = new Set([...written, ...(languageId === 'rust' ? pathsInUses(text) : [])]);
    return [...paths].flatMap((local): Binding[] => {
      const target = this.#names.has(local) ? undefined : this.#resolver.moduleNamed(path, languageId, local, outline);
      return target === undefined ? [] : [{ local, how: 'import', target }];
    });
  }

  /** `which`: what of a module is taken up now. What the document names comes first, since there may be more than is looked at. */
  #bind({ local, how, target }: Binding, which: 'used' | 'unused'): void {
    if (target.kind === 'module') {
      this.#bindModule(local, how, target.paths, which);
      return;
    }
    const key = which === 'used' ? this.#add(target) : undefined;
    if (key !== undefined) {
      this.#names.set(local, key);
      this.#want(key, ranks.imported);
      this.#addStatics(key, target.wholeOf);
      this.#wantMembers(key);
    }
  }

  #bindModule(local: string, how: Binding['how'], paths: readonly string[], which: 'used' | 'unused'): void {
    const offers = this.#offers(paths, how === 'implicit' || this.#seesAll(local));
    const words = local === '*' ? this.#words : this.#namesBehind(local);
    for (const { name, place } of offers) {
      const isUsed = words.has(name);
      const isTaken = which === 'used' ? isUsed : !isUsed && how === 'import';
      const key = isTaken ? this.#add(place) : undefined;
      if (key === undefined) {
        continue;
      }
      if (local === '*') {
        this.#names.set(name, key);
      }
      if (isUsed) {
        this.#want(key, how === 'import' ? ranks.used : ranks.implicit);
        this.#wantMembers(key);
      } else if (offers.length <= fewOffers) {
        this.#want(key, ranks.offered);
      }
    }
    if (local !== '*') {
      const key = `${paths[0] ?? ''}#`;
      const members = offers.map(({ place }) => keyOf(place)).filter((one) => this.#known.has(one));
      this.#known.set(key, moduleSymbol(paths[0] ?? '', local, members));
      this.#names.set(local, key);
    }
  }

  /** Whether a document can reach all that a module has, and not only what it shows: in Rust within a crate, in Python behind its name. */
  #seesAll(local: string): boolean {
    const { languageId } = this.#document;
    return languageId === 'rust' || (languageId === 'python' && local !== '*');
  }

  /** What a module gave to the one thing that it exports belongs to that. */
  #addStatics(key: SymbolKey, module: string | undefined): void {
    const symbol = this.#known.get(key);
    if (module !== undefined && symbol !== undefined) {
      const statics = this.#offers([module], false).map(({ place }) => this.#add(place));
      const members = [...symbol.members, ...statics.filter((one) => one !== undefined && one !== key)];
      this.#known.set(key, { ...symbol, members: [...new Set(members)].filter((one) => one !== undefined) });
    }
  }

  /** Of a package with many files those that the document seems to name. */
  #nearFiles(paths: readonly string[]): readonly string[] {
    return paths.length <= mostFilesOfPackage ? paths : paths.filter((path) => this.#words.has(stemOf(path)));
  }

  /** What the document takes out of a module by its name: `f` in `module.f`. */
  #namesBehind(module: string): ReadonlySet<string> {
    const uses = this.#document.text.matchAll(
      new RegExp(
        `(?<![\\p{L}\\p{N}_$])${module.replaceAll('$', '\\$')}(?:\\.|::|->)([\\p{L}_$][\\p{L}\\p{N}_$]*)`,
        'gu',
      ),
    );
    return new Set([...uses].map((use) => use[1] ?? ''));
  }

  #offers(paths: readonly string[], fromWithin: boolean): { readonly name: string; readonly place: DefinitionPlace }[] {
    const own = fromWithin
      ? this.#nearFiles(paths).flatMap((path) =>
          (this.#symbols.outline(path)?.definitions ?? []).flatMap(({ name, container, kind, signature }, index) => {
            // `mod parse;` only says that there is a file.
            const isElsewhere = kind === 'module' && signature.endsWith(';');
            return container === undefined && !isElsewhere ? [{ name, place: { path, index } }] : [];
          }),
        )
      : [];
    // A module of Rust gives on what it takes from its own modules (`pub use`), and shows all that is its own to its crate.
    const given = !fromWithin || hasGiven.has(this.#document.languageId) ? this.#resolver.offers(paths) : [];
    const offers = uniquePlaces([...own, ...given]);
    const used = offers.filter(({ name }) => this.#words.has(name));
    return offers.length <= mostMembers
      ? offers
      : [...used, ...offers.filter((one) => !used.includes(one))].slice(0, mostMembers);
  }

  #want(key: SymbolKey, rank: number): void {
    const before = this.#wanted.get(key);
    if (before === undefined || before > rank) {
      this.#wanted.set(key, rank);
    }
  }

  #wantMembers(key: SymbolKey): void {
    const symbol = this.#known.get(key);
    if (symbol === undefined) {
      return;
    }
    symbol.members.forEach((member, place) => {
      this.#want(member, place < firstMembers ? ranks.members : ranks.moreMembers);
    });
  }

  /** Adds a definition with its members; undefined = there is no such one, or there are too many. */
  #add(place: DefinitionPlace): SymbolKey | undefined {
    const key = keyOf(place);
    if (this.#known.has(key)) {
      return key;
    }
    const outline = this.#outlineOf(place.path);
    const definition = outline?.definitions[place.index];
    if (outline === undefined || definition === undefined || this.#known.size >= mostSymbols) {
      return undefined;
    }
    const members = [
      ...this.#membersOf(outline, place).map((index) => ({ path: place.path, index })),
      ...(definition.container === undefined ? this.#membersElsewhere(place.path, definition) : []),
    ];
    this.#known.set(key, knownSymbol(place.path, definition, members.map(keyOf)));
    members.forEach((member) => void this.#add(member));
    return key;
  }

  /** Private ones last: they are seldom what another file needs. */
  #membersOf(outline: Outline, { index }: DefinitionPlace): number[] {
    const members = insides(outline).get(index) ?? [];
    const isPrivate = (at: number): boolean => isPrivateMember(outline.definitions[at]);
    return [...members.filter((at) => !isPrivate(at)), ...members.filter(isPrivate)].slice(0, mostMembers);
  }

  /** Methods of a type that stand in other files of its folder, as Go and Rust have it. */
  #membersElsewhere(path: string, { name, kind }: Definition): DefinitionPlace[] {
    if (!['struct', 'type', 'interface', 'enum', 'trait'].includes(kind) || !/\.(?:go|rs)$/.test(path)) {
      return [];
    }
    const folder = folderOf(path);
    const known = this.#receivers.get(folder) ?? this.#readReceivers(folder);
    this.#receivers.set(folder, known);
    return (known.get(name) ?? []).filter((place) => place.path !== path);
  }

  #readReceivers(folder: string): Map<string, DefinitionPlace[]> {
    const receivers = new Map<string, DefinitionPlace[]>();
    for (const file of this.#symbols.names(folder)) {
      const path = folder === '' ? file : `${folder}/${file}`;
      this.#symbols.outline(path)?.definitions.forEach(({ receiver, container }, index) => {
        if (receiver !== undefined && container === undefined) {
          receivers.set(receiver, [...(receivers.get(receiver) ?? []), { path, index }]);
        }
      });
    }
    return receivers;
  }

  #outlineOf(path: string): Outline | undefined {
    return path === this.#document.path ? this.#document.outline : this.#symbols.outline(path);
  }

  /** Follows types and base classes from what is known, breadth first, two steps far. */
  #reach(): void {
    let frontier = [...this.#known.keys()];
    for (let step = 0; step < 3 && frontier.length > 0; step++) {
      const before = new Set(this.#known.keys());
      for (const key of frontier) {
        const symbol = this.#known.get(key);
        if (symbol !== undefined) {
          this.#known.set(key, this.#linked(key, symbol));
        }
      }
      frontier = [...this.#known.keys()].filter((key) => !before.has(key));
    }
  }

  #linked(key: SymbolKey, symbol: KnownSymbol): KnownSymbol {
    const place = placeOf(key);
    const definition = place === undefined ? undefined : this.#outlineOf(place.path)?.definitions[place.index];
    if (definition === undefined) {
      return symbol;
    }
    // Of `struct Age(Seconds);` it is the type of a field, which it inherits nothing from.
    const isType =
      ['class', 'interface', 'trait', 'enum'].includes(definition.kind) ||
      (definition.kind === 'struct' && definition.type !== undefined);
    const linked = typeNames(definition)
      .map((name) => this.#typeNamed(symbol.path, name))
      .filter((one) => one !== undefined && one !== key);
    const [first] = linked;
    if (first === undefined) {
      return symbol;
    }
    if (symbol.path !== this.#document.path) {
      this.#want(first, ranks.reachable);
    }
    return isType ? { ...symbol, bases: linked.filter((one) => one !== undefined) } : { ...symbol, type: first };
  }

  #typeNamed(path: string, name: string): SymbolKey | undefined {
    const asked = `${path}\n${name}`;
    if (!this.#types.has(asked)) {
      const target = this.#lookUp(path, name);
      this.#types.set(asked, target?.kind === 'definition' ? this.#add(target) : undefined);
    }
    return this.#types.get(asked);
  }

  #lookUp(path: string, name: string): Target | undefined {
    const [first = '', ...rest] = name.split('.');
    if (path === this.#document.path) {
      const index = this.#document.outline.definitions.findIndex(
        (one) => one.name === first && one.container === undefined,
      );
      const known = this.#names.get(first);
      const place = index >= 0 ? { path, index } : known === undefined ? undefined : placeOf(known);
      if (rest.length === 0) {
        return place === undefined ? undefined : { kind: 'definition', ...place };
      }
      const member = this.#known.get(known ?? '')?.members.find((one) => this.#known.get(one)?.name === rest[0]);
      const found = member === undefined ? undefined : placeOf(member);
      return found === undefined ? undefined : { kind: 'definition', ...found };
    }
    const target = this.#resolver.lookUp(path, first);
    return rest.length > 0 && target?.kind === 'module' ? this.#resolver.member(target.paths, rest[0] ?? '') : target;
  }
}

function uniquePlaces<T extends { readonly name: string; readonly place: DefinitionPlace }>(offers: readonly T[]): T[] {
  return [...new Map(offers.map((one) => [`${one.name} ${keyOf(one.place)}`, one])).values()];
}
