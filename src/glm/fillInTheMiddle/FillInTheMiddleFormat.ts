/**
 * How a model wants to be asked for the text between a prefix and a suffix. A format is data and pure functions; which one fits a
 * server is decided in `chooseFormat`.
 */

/** A piece of another file that helps. */
export interface Snippet {
  /** Path relative to the workspace folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** What a prompt is made of; all texts with LF line ends, already cut to the budget. */
export interface FillInTheMiddleRequest {
  readonly path: string;
  /** VS Code language identifier. */
  readonly languageId: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly snippets: readonly Snippet[];
  /** Comment lines in the file's language that stand right before the prefix, with a line break at the end; absent or empty = none. */
  readonly nearby?: string;
  /** Whether a block may follow, or only the rest of one line. */
  readonly multiline: boolean;
}

/** What stands in the prompt besides the format's own words, in the prompt's order. */
export interface PromptPart {
  readonly role: 'context' | 'prefix' | 'suffix';
  readonly text: string;
}

export interface RenderedPrompt {
  readonly prompt: string;
  readonly parts: readonly PromptPart[];
}

/** How a prompt travels: as raw text, as a user's message, by the service's own fields, or by llama.cpp's fields for a hole. */
export type CompletionRoute = 'raw' | 'chat' | 'target' | 'infill';

export interface FillInTheMiddleFormat {
  readonly id: 'none' | 'codegeex4' | 'glm45' | 'infill' | 'chat' | 'target';
  readonly route: CompletionRoute;
  /** Whether the suffix stands before the prefix: then a server can keep it while the prefix grows. */
  readonly suffixFirst: boolean;
  /** Texts that must each be one token of the model, or the format is noise to it. */
  readonly markers: readonly string[];
  /** Texts at which generation ends. */
  readonly stop: readonly string[];
  readonly render: (request: FillInTheMiddleRequest) => RenderedPrompt;
}
