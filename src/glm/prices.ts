/**
 * What a provider asks for tokens, where its price list is known and counts them: Z.ai's pay-as-you-go, in US dollars for a million tokens.
 * Plans count requests, and other servers have prices of their own: for them nothing is said. The list is of autumn 2026; lists change.
 */
import type { Usage } from './Model';
import type { ProfileId } from './profiles/ServerProfile';

export interface Price {
  readonly input: number;
  readonly output: number;
  /** Of tokens that the server had in its cache. */
  readonly cached: number;
}

const zai: readonly (readonly [RegExp, Price])[] = [
  [/^glm-4\.[57]-flash$/, { input: 0, output: 0, cached: 0 }],
  [/^glm-4-32b-0414-128k$/, { input: 0.1, output: 0.1, cached: 0.1 }],
  [/^glm-4\.5-air$/, { input: 0.2, output: 1.1, cached: 0.03 }],
  [/^glm-4\.[567]$/, { input: 0.6, output: 2.2, cached: 0.11 }],
  [/^glm-5$/, { input: 1, output: 3.2, cached: 0.2 }],
];

/** Undefined = not known. */
export function priceOf(profile: ProfileId, modelId: string): Price | undefined {
  return profile === 'zai' ? zai.find(([pattern]) => pattern.test(modelId.toLowerCase()))?.[1] : undefined;
}

/** US dollars of one request. */
export function costOf(
  {
    promptTokens,
    completionTokens,
    cachedTokens = 0,
  }: Omit<Usage, 'cachedTokens'> & { readonly cachedTokens?: number | undefined },
  price: Price,
): number {
  const fresh = Math.max(0, promptTokens - cachedTokens);
  return (fresh * price.input + cachedTokens * price.cached + completionTokens * price.output) / 1_000_000;
}
