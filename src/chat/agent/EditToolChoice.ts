/**
 * Which tools for edits a model is offered, learned from what it succeeds with: quantised and small models fail with one format and
 * manage another. Outcomes are kept by model, the newest hundred of each tool.
 */

/** Small values that outlive the window. */
export interface OutcomeMemory {
  get(): unknown;
  set(value: OutcomeTable): void;
}

/** By model, by tool: `1` = it worked, `0` = it did not, oldest first. */
export type OutcomeTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Tools that do the same in different formats, the one offered first to whom nothing is known about. */
export const editTools = ['edit_file', 'apply_patch'] as const;

const mostOutcomes = 100;
/** VS Code reads all of it at every start: 8 kB at most. */
const mostModels = 24;
/** Fewer outcomes say nothing. */
const leastOutcomes = 12;
const goodShare = 0.7;
const badShare = 0.5;

export class EditToolChoice {
  readonly #memory: OutcomeMemory;
  #table: OutcomeTable;

  constructor(memory: OutcomeMemory) {
    this.#memory = memory;
    this.#table = readTable(memory.get());
  }

  /** An edit was made, or could not be for the way it was written; a person's no is neither. */
  record(model: string, tool: string, worked: boolean): void {
    if (!editTools.some((name) => name === tool)) {
      return;
    }
    const { [model]: tools = {}, ...others } = this.#table;
    const outcomes = ((tools[tool] ?? '') + (worked ? '1' : '0')).slice(-mostOutcomes);
    // The model that was used last stands last, so that those go that nobody uses.
    const kept = Object.entries(others).slice(-(mostModels - 1));
    this.#table = { ...Object.fromEntries(kept), [model]: { ...tools, [tool]: outcomes } };
    this.#memory.set(this.#table);
  }

  /**
   * The edit tools to offer: all, until one of them clearly fails while another works. When all fail the first stays, for there
   * must be one.
   */
  offered(model: string): readonly string[] {
    const shares = editTools.map((name) => ({ name, share: this.#share(model, name) }));
    const works = shares.some(({ share }) => share !== undefined && share >= goodShare);
    const bad = shares.filter(({ share }) => share !== undefined && share < badShare);
    const kept = shares.filter(({ name }) => !bad.some((each) => each.name === name)).map(({ name }) => name);
    if (kept.length === 0) {
      return [editTools[0]];
    }
    return works || bad.length > 0 ? kept : editTools;
  }

  /** Of all tools those that a model is offered. */
  among<Each extends { readonly name: string }>(tools: readonly Each[], model: string): readonly Each[] {
    const edits = this.offered(model);
    return tools.filter(({ name }) => !editTools.some((one) => one === name) || edits.includes(name));
  }

  /** The share of edits that worked; undefined = too few to tell. */
  #share(model: string, tool: string): number | undefined {
    const outcomes = this.#table[model]?.[tool] ?? '';
    return outcomes.length < leastOutcomes
      ? undefined
      : [...outcomes].filter((outcome) => outcome === '1').length / outcomes.length;
  }
}

function readTable(value: unknown): OutcomeTable {
  if (typeof value !== 'object' || value === null) {
    return {};
  }
  const table: Record<string, Record<string, string>> = {};
  for (const [model, tools] of Object.entries(value)) {
    if (typeof tools === 'object' && tools !== null) {
      const kept = Object.entries(tools).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string' && /^[01]{0,100}$/.test(entry[1]),
      );
      table[model] = Object.fromEntries(kept);
    }
  }
  return table;
}
