/**
 * Loads tree-sitter and its grammars when they are first asked for. A grammar that cannot be loaded or that breaks while it works is not
 * used again, which is said once in the log; nobody who asks for it sees an exception.
 */
import { Language, Parser, Query } from 'web-tree-sitter';
import type { Log } from '../platform/Log';
import type { GrammarSource } from './GrammarSource';
import { type SyntaxLanguage, syntaxLanguage } from './languages/languages';

/** A language that is ready: its parser, and its queries compiled. */
export interface Grammar {
  readonly name: string;
  readonly language: SyntaxLanguage;
  readonly parser: Parser;
  /** Waits until nobody else is in the middle of a parse: there is one parser for each grammar. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** Compiled when it is first asked for, which takes tens of milliseconds for a large grammar. */
  query(source: string): Query;
}

export class Grammars {
  readonly #source: GrammarSource;
  readonly #log: Log;
  readonly #grammars = new Map<string, Promise<Grammar | undefined>>();
  readonly #broken = new Set<string>();
  #runtime: Promise<void> | undefined;

  constructor(source: GrammarSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  /** undefined = there is no grammar for the language, or it does not work. Never throws. */
  async grammar(languageId: string): Promise<Grammar | undefined> {
    const language = syntaxLanguage(languageId);
    if (language === undefined || this.#broken.has(language.grammar)) return undefined;
    const name = `${language.grammar} ${languageId}`;
    const known = this.#grammars.get(name) ?? this.#load(language);
    this.#grammars.set(name, known);
    return known;
  }

  /** Runs what uses a grammar. When it throws, the grammar is not used again and the answer is undefined. */
  run<T>(grammar: Grammar, use: (grammar: Grammar) => T): T | undefined {
    if (this.#broken.has(grammar.name)) return undefined;
    try {
      return use(grammar);
    } catch (error) {
      this.#disable(grammar.name, error);
      return undefined;
    }
  }

  async #load(language: SyntaxLanguage): Promise<Grammar | undefined> {
    try {
      return await this.#source.unoptimised(async () => {
        this.#runtime ??= this.#source.runtime().then((bytes) => Parser.init({ wasmBinary: bytes }));
        await this.#runtime;
        const loaded = await Language.load(await this.#source.loadGrammar(language.grammar));
        const parser = new Parser().setLanguage(loaded);
        parser.parse(language.sample)?.delete();
        return grammarOf(language, loaded, parser);
      });
    } catch (error) {
      this.#disable(language.grammar, error);
      return undefined;
    }
  }

  #disable(name: string, error: unknown): void {
    if (this.#broken.has(name)) return;
    this.#broken.add(name);
    this.#log.warn(
      `The grammar ${name} does not work and is not used: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function grammarOf(language: SyntaxLanguage, loaded: Language, parser: Parser): Grammar {
  const queries = new Map<string, Query>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: language.grammar,
    language,
    parser,
    turn(work) {
      const mine = last.then(work, work);
      last = mine.catch(() => undefined);
      return mine;
    },
    query(source) {
      const query = queries.get(source) ?? new Query(loaded, source);
      queries.set(source, query);
      return query;
    },
  };
}
