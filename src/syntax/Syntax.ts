/** What the rest of the product asks about source text. Constructed once per thread; everything heavy is loaded at the first question. */
import type { Log } from '../platform/Log';
import type { GrammarSource } from './GrammarSource';
import { type Grammar, Grammars } from './Grammars';
import { syntaxLanguage } from './languages/languages';
import type { Outline } from './Outline';
import { readOutline } from './outline/readOutline';
import { parseInSlices } from './parseInSlices';

export class Syntax {
  readonly #grammars: Grammars;

  constructor(source: GrammarSource, log: Log) {
    this.#grammars = new Grammars(source, log);
  }

  /** The outline of a text; undefined = its language has none, its grammar does not work, or it took too long. Throws only when aborted. */
  async outlineOf(languageId: string, text: string, signal: AbortSignal): Promise<Outline | undefined> {
    const embedded = syntaxLanguage(languageId)?.embedded;
    if (embedded !== undefined) {
      const part = embedded(text);
      return part && this.outlineOf(part.languageId, part.text, signal);
    }
    const grammar = await this.#grammars.grammar(languageId);
    const language = grammar?.language.outline;
    if (grammar === undefined || language === undefined) return undefined;
    const tree = await parseInSlices(this.#grammars, grammar, text, signal);
    if (tree === undefined) return undefined;
    try {
      return this.#grammars.run(grammar, () => readOutline(tree, text, grammar.query(language.outline), language));
    } finally {
      tree.delete();
    }
  }
}

export type { Grammar };
