/** How long the prompt of an inline completion may be, by the context of the model that gets it. */

/** More makes suggestions later, not better. */
const most = 2048;
const fewest = 128;
/** Kept free for the answer and for the format's own words. */
const room = 512;
/** Estimates of tokens are off by up to a quarter. */
const share = 0.75;

/** Tokens; `contextTokens` undefined = nobody knows the context, which is then taken for a usual one. */
export function promptBudget(contextTokens: number | undefined): number {
  return contextTokens === undefined
    ? most
    : Math.min(most, Math.max(fewest, Math.floor((contextTokens - room) * share)));
}
