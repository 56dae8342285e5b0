/**
 * From a cursor to the request's prompt: asks for context, plans what fits, lets the model's format write it. Keeps what the layout needs
 * from one keystroke to the next, and how much of the budget is worth using.
 */
import { estimateTokens } from '../../base/estimateTokens';
import type { Context, ContextSnippet, ContextSource } from '../../context/ContextSource';
import type {
  FillInTheMiddleFormat,
  FillInTheMiddleRequest,
  RenderedPrompt,
} from '../../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { Usage } from '../../glm/Model';
import type { Cursor } from '../Cursor';
import { isBlank } from '../text/lines';
import type { GateReason } from '../types';
import { CacheFeedback } from './CacheFeedback';
import { PromptPlanner } from './PromptPlanner';
import { stopTexts } from './stopTexts';
import { TokenCalibration } from './TokenCalibration';

/** Tokens of the prompt, unless a model with a smaller context teaches otherwise. */
const defaultPromptTokens = 2048;
const fewestPromptTokens = 128;
/** Where so little is to be had, the parts' estimates and what the format says around them are counted once more, as one text. */
const scarceTokens = 512;
const mostAttempts = 4;
const noContext: Context = { stable: [], volatile: [] };

export interface PromptBuilderOptions {
  readonly format: FillInTheMiddleFormat;
  /** What other files say; absent = nothing. */
  readonly contextSource?: ContextSource | undefined;
  /** Tokens for the prompt, as the server counts them once it has told; absent = 2048. */
  readonly promptTokens?: number | undefined;
}

/** What of a document and cursor a prompt is made of. */
export type PromptCursor = Pick<
  Cursor,
  'document' | 'languageId' | 'offset' | 'position' | 'prefix' | 'suffix' | 'uri'
>;

export interface BuiltPrompt {
  /** What the prompt was rendered from. */
  readonly hole: FillInTheMiddleRequest;
  readonly rendered: RenderedPrompt;
  /** The format's own stop texts, then what the document gives. */
  readonly stop: readonly string[];
  /** What of other files the prompt holds. */
  readonly snippets: readonly ContextSnippet[];
}

export class PromptBuilder {
  readonly #options: PromptBuilderOptions;
  readonly #planner = new PromptPlanner();
  readonly #feedback = new CacheFeedback();
  readonly #calibration = new TokenCalibration();
  #promptTokens: number;

  constructor(options: PromptBuilderOptions) {
    this.#options = options;
    this.#promptTokens = options.promptTokens ?? defaultPromptTokens;
  }

  /** The prompt; undefined = there is none, see `promptOrReason`. `multiline`: a block may follow, or only the rest of one line. */
  build(cursor: PromptCursor, multiline: boolean): BuiltPrompt | undefined {
    const built = this.promptOrReason(cursor, multiline);
    return typeof built === 'string' ? undefined : built;
  }

  /** The prompt, never longer than its budget as it is estimated, or why there is none. */
  promptOrReason(
    cursor: PromptCursor,
    multiline: boolean,
  ): BuiltPrompt | Extract<GateReason, 'nothing-to-go-on' | 'no-room'> {
    const fewest = Math.min(fewestPromptTokens, this.#promptTokens);
    const worthUsing = Math.max(fewest, this.#promptTokens * this.#feedback.scale);
    const budget = Math.floor(worthUsing / this.#calibration.factor);
    let planned = budget;
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const built = this.#built(cursor, multiline, planned);
      const { prompt } = built.rendered;
      if (prompt === '') {
        return 'nothing-to-go-on';
      }
      if (isBlank(built.hole.prefix) && !isBlank(cursor.prefix)) {
        return 'no-room';
      }
      const over = planned > scarceTokens ? 0 : estimateTokens(prompt) - budget;
      if (over <= 0) {
        return built;
      }
      planned -= over;
    }
    return 'no-room';
  }

  #built(cursor: PromptCursor, multiline: boolean, budget: number): BuiltPrompt {
    const { format, contextSource } = this.#options;
    const { document, position, offset, uri, languageId, prefix, suffix } = cursor;
    const contextFor = (room: number): Context =>
      contextSource?.contextFor({ document, position, offset, prefix, suffix, budget, room }) ?? noContext;
    const { path } = document;
    const bare = { path, languageId, multiline, prefix: '', suffix: '', snippets: [] };
    const plan = this.#planner.plan({ uri, path, languageId, prefix, suffix, line: position.line }, contextFor, {
      budget,
      frame: estimateTokens(format.render(bare).prompt),
      suffixFirst: format.suffixFirst,
      multiline,
    });
    const hole: FillInTheMiddleRequest = {
      path,
      languageId,
      prefix: plan.prefix,
      suffix: plan.suffix,
      snippets: plan.stable,
      nearby: plan.nearby,
      multiline: plan.multiline,
    };
    const rendered = format.render(hole);
    const stop = multiline ? [...format.stop, ...stopTexts(cursor)] : format.stop;
    return { hole, rendered, stop, snippets: plan.snippets };
  }

  /** To be called with what a server says of a prompt's cost. */
  observe(prompt: string, usage: Usage): void {
    this.#feedback.observe(prompt, usage);
    this.#calibration.observe(estimateTokens(prompt), usage.promptTokens);
  }

  /** After a model refused a prompt for its length: less text from now on; false = it is as short as can be. */
  shorten(): boolean {
    if (this.#promptTokens <= fewestPromptTokens) {
      return false;
    }
    this.#promptTokens = Math.max(fewestPromptTokens, Math.floor(this.#promptTokens / 2));
    return true;
  }
}
