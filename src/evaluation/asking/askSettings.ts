/** How a model is asked in a run. */
export interface AskSettings {
  readonly maxTokens: number;
  /** 0 = greedy. */
  readonly temperature: number;
  readonly topP: number | undefined;
  /** Of the first answer to an item; each further one has the next. Undefined = none is sent. */
  readonly seed: number | undefined;
  /** Functions: in a chat, or as text to go on with. */
  readonly prompt: 'chat' | 'raw';
  /** What stands before each question; undefined = nothing, the bare model. */
  readonly system: string | undefined;
}
