/**
 * What the rest of the product asks about source text. Constructed once per thread; everything heavy is loaded at the first question. No
 * answer throws but for an aborted signal: undefined says that the language has no grammar, that its grammar does not work, or that the
 * text took too long.
 */
import type { Query, Tree } from 'web-tree-sitter';
import type { Clock } from '../platform/Clock';
import type { Log } from '../platform/Log';
import { ParsedDocuments } from './documents/ParsedDocuments';
import type { GrammarSource } from './GrammarSource';
import { type Grammar, Grammars } from './Grammars';
import type { LanguageQueries } from './languages/LanguageQueries';
import { syntaxLanguage } from './languages/languages';
import { type Call, readCalls } from './names/readCalls';
import { readScopes, type Scope } from './names/readScopes';
import type { Outline } from './Outline';
import { readOutline } from './outline/readOutline';
import { parseInSlices } from './parseInSlices';
import { blockOf, startingAt } from './places/blocks';
import { isAlone, isEmptyAsItIs, trialsOf } from './places/openedBlock';
import { type ParseProblem, problemsIn } from './places/problems';
import { plainTree, type SyntaxNode } from './SyntaxNode';

/** A text with a piece that somebody may insert, LF line ends. */
export interface Candidate {
  readonly prefix: string;
  readonly text: string;
  readonly suffix: string;
}

/** How much of the text around a place is parsed in order to understand it. */
const before = 20_000;
const after = 5000;

export class Syntax {
  readonly #grammars: Grammars;

  constructor(source: GrammarSource, log: Log) {
    this.#grammars = new Grammars(source, log);
  }

  /** A cache of the documents that are being edited; whoever creates it disposes it. */
  createDocuments(clock: Clock): ParsedDocuments {
    return new ParsedDocuments(this.#grammars, clock);
  }

  /** What a file defines, imports and exports. Positions are those of `text`. */
  outlineOf(languageId: string, text: string, signal: AbortSignal): Promise<Outline | undefined> {
    const readable = syntaxLanguage(languageId)?.queries?.readable?.(text) ?? text;
    return this.#query(languageId, readable, 'outline', signal, readOutline);
  }

  /** In the order of the text. */
  callsIn(languageId: string, text: string, signal: AbortSignal): Promise<readonly Call[] | undefined> {
    return this.#query(languageId, text, 'calls', signal, readCalls);
  }

  /** In the order of the text, outer ones first. */
  scopesIn(languageId: string, text: string, signal: AbortSignal): Promise<readonly Scope[] | undefined> {
    return this.#query(languageId, text, 'scopes', signal, readScopes);
  }

  /** The whole tree of a short text; undefined also = it has more than `most` nodes. */
  treeOf(languageId: string, text: string, most: number, signal: AbortSignal): Promise<SyntaxNode | undefined> {
    return this.#parse(languageId, text, signal, (tree) => plainTree(tree, most));
  }

  /** Where a text does not parse, the first 20 places; empty = it parses. Grammars may lag behind the newest form of a language. */
  parseProblems(languageId: string, text: string, signal: AbortSignal): Promise<readonly ParseProblem[] | undefined> {
    return this.#parse(languageId, text, signal, problemsIn);
  }

  /**
   * What an edit breaks: the problems of the new text when the old one had none. Empty = nothing, or the old text did not parse either,
   * so that nothing can be said.
   */
  async problemsOfEdit(
    languageId: string,
    old: string,
    changed: string,
    signal: AbortSignal,
  ): Promise<readonly ParseProblem[] | undefined> {
    const problems = await this.parseProblems(languageId, changed, signal);
    if (problems === undefined || problems.length === 0) return problems;
    const earlier = await this.parseProblems(languageId, old, signal);
    return earlier?.length === 0 ? problems : [];
  }

  /**
   * Whether the place between `prefix` and `suffix` is in a block that has nothing in it yet: there a completion may have several lines.
   * The block need not be closed. Looks at 20,000 characters before the place and 5,000 after it.
   */
  async isInEmptyBlock(
    languageId: string,
    prefix: string,
    suffix: string,
    signal: AbortSignal,
  ): Promise<boolean | undefined> {
    const near = nearby(prefix, suffix);
    const offset = near.prefix.length;
    const whole = await this.#parse(languageId, near.prefix + near.suffix, signal, (tree) => ({
      isEmpty: isEmptyAsItIs(tree, offset),
    }));
    const trials = trialsOf(languageId);
    if (whole === undefined) return undefined;
    if (whole.isEmpty === true || (whole.isEmpty === false && !trials.some(({ isStatement }) => isStatement))) {
      return whole.isEmpty;
    }
    for (const trial of trials) {
      const text = near.prefix + trial.text + near.suffix;
      if (await this.#parse(languageId, text, signal, (tree) => isAlone(tree, offset, trial))) return true;
    }
    return false;
  }

  /**
   * How many units of a candidate belong to the statement that begins on the cursor's line (`statement`), or to the block around the
   * cursor (`block`). undefined also = the syntax does not tell. Never cuts before the first visible character.
   */
  async endOfCandidate(
    languageId: string,
    { prefix, text, suffix }: Candidate,
    unit: 'block' | 'statement',
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const near = nearby(prefix, suffix);
    const cursor = near.prefix.length;
    const first = text.search(/\S/);
    if (first < 0) return undefined;
    const lineStart = near.prefix.lastIndexOf('\n') + 1;
    const end = await this.#parse(languageId, near.prefix + text + near.suffix, signal, (tree) => {
      if (unit === 'statement') return startingAt(tree, cursor + first, lineStart)?.endIndex;
      return blockOf(tree, cursor + first)?.lastNamedChild?.endIndex;
    });
    if (end === undefined || end <= cursor + first) return undefined;
    const rest = /^[ \t]*[;,]/.exec(text.slice(end - cursor))?.[0].length ?? 0;
    return Math.min(text.length, end - cursor + rest);
  }

  #query<T>(
    languageId: string,
    text: string,
    name: 'calls' | 'outline' | 'scopes',
    signal: AbortSignal,
    read: (tree: Tree, text: string, query: Query, queries: LanguageQueries) => T,
  ): Promise<T | undefined> {
    return this.#parse(languageId, text, signal, (tree, part, grammar) => {
      const queries = grammar.language.queries;
      const source = queries?.[name];
      return queries === undefined || source === undefined
        ? undefined
        : read(tree, part, grammar.query(source), queries);
    });
  }

  /** Gives the tree of a text, or of the part of it in another language, to `read`. */
  async #parse<T>(
    languageId: string,
    text: string,
    signal: AbortSignal,
    read: (tree: Tree, text: string, grammar: Grammar) => T | undefined,
  ): Promise<T | undefined> {
    const embedded = syntaxLanguage(languageId)?.embedded;
    if (embedded !== undefined) {
      const part = embedded(text);
      return part && this.#parse(part.languageId, part.text, signal, read);
    }
    const grammar = await this.#grammars.grammar(languageId);
    if (grammar === undefined) return undefined;
    const tree = await parseInSlices(this.#grammars, grammar, text, signal);
    if (tree === undefined) return undefined;
    try {
      return this.#grammars.run(grammar, () => read(tree, text, grammar));
    } finally {
      tree.delete();
    }
  }
}

/** What lies around a place, in whole lines. */
function nearby(prefix: string, suffix: string): { readonly prefix: string; readonly suffix: string } {
  const start = prefix.length <= before ? 0 : prefix.indexOf('\n', prefix.length - before) + 1;
  const end = suffix.length <= after ? suffix.length : suffix.lastIndexOf('\n', after) + 1;
  return { prefix: prefix.slice(start), suffix: suffix.slice(0, end) };
}
