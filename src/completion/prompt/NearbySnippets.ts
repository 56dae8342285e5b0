/**
 * What follows the cursor and the last edits, as comment lines right before the code. It stands before all text that is typed, so it only
 * grows: what was told stays as it is until the space is used up, and only then the list begins anew.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { ContextSnippet } from '../../context/ContextSource';

export class NearbySnippets {
  #told: readonly ContextSnippet[] = [];
  #lines = '';
  #tokens = 0;

  /** What the lines say. */
  get told(): readonly ContextSnippet[] {
    return this.#told;
  }

  /** The comment lines, LF, with a line break at the end; empty = there is nothing to tell. */
  get lines(): string {
    return this.#lines;
  }

  /** Estimated. */
  get tokens(): number {
    return this.#tokens;
  }

  /** `sign` begins a line comment. */
  update(snippets: readonly ContextSnippet[], budget: number, sign: string): void {
    const fresh = snippets.filter((snippet) => !this.#told.some((told) => isSame(told, snippet)));
    if (fresh.length === 0 && this.#tokens <= budget) {
      return;
    }
    const kept = this.#told.some((told) => fresh.some((one) => contradicts(told, one))) ? [] : this.#told;
    if (!this.#tell([...kept, ...fresh], budget, sign)) {
      const fitting = [...snippets];
      while (!this.#tell(fitting, budget, sign) && fitting.length > 0) {
        fitting.pop();
      }
    }
  }

  #tell(snippets: readonly ContextSnippet[], budget: number, sign: string): boolean {
    const lines = snippets.map((snippet, at) => commented(snippet, sign, snippets[at - 1])).join('');
    const tokens = estimateTokens(lines);
    if (tokens > budget) {
      return false;
    }
    this.#told = snippets;
    this.#lines = lines;
    this.#tokens = tokens;
    return true;
  }
}

function isSame(one: ContextSnippet, other: ContextSnippet): boolean {
  return one.path === other.path && one.text === other.text;
}

/** What the editor says of a place holds until it says something else of it. */
function contradicts(told: ContextSnippet, now: ContextSnippet): boolean {
  const isTheEditors = now.retriever === 'language-server' || now.retriever === 'diagnostics';
  return isTheEditors && told.retriever === now.retriever && told.path === now.path && told.startLine === now.startLine;
}

/** Where imported names come from, the imports say. */
function commented(snippet: ContextSnippet, sign: string, before: ContextSnippet | undefined): string {
  const heading = snippet.retriever === 'imports' ? 'Imported:' : `From ${snippet.path}:`;
  const isHeaded = snippet.retriever === 'imports' && before?.retriever === 'imports';
  return [...(isHeaded ? [] : [heading]), ...snippet.text.trimEnd().split('\n')]
    .map((line) => `${`${sign} ${line}`.trimEnd()}\n`)
    .join('');
}
