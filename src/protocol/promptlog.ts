/**
 * What passes between a window and the worker that cleans and writes its prompt log. Content passes in memory only; the worker alone
 * touches the disk.
 */
import * as z from 'zod';

/** Where and as whom a worker writes; given once, when it is started. */
export const promptLogWorkerStart = z.object({
  /** Absolute path of the store. */
  folder: z.string(),
  /** Letters and digits that no other window, and no earlier worker of this one, has. */
  window: z.string(),
  /** Names of this window's earlier workers, which crashed. */
  earlier: z.array(z.string()),
});
export type PromptLogWorkerStart = z.infer<typeof promptLogWorkerStart>;

const strings = z.array(z.string()).readonly();

/** What can change while a window is open. */
export const promptLogSettings = z.object({
  /** Values that are secret, whatever they look like. */
  secrets: strings,
  /** Name and address from the git configuration. */
  identity: strings,
  /** Expressions that the person added. */
  patterns: strings,
  /** Age at which segments go, and bytes that they may take together; absent = kept. */
  retention: z.object({ days: z.number().optional(), bytes: z.number().optional() }),
});
export type PromptLogSettings = z.infer<typeof promptLogSettings>;

/** Numbered entries are answered, in order, when they are on the disk or known to be lost. */
export const toPromptLogWorker = z.discriminatedUnion('type', [
  z.object({ type: z.literal('settings'), settings: promptLogSettings }),
  z.object({
    type: z.literal('record'),
    number: z.number(),
    /** A `PromptRecord`. */
    record: z.unknown(),
    /** An earlier worker was given it and may have written it. */
    again: z.boolean(),
  }),
  /** `outcome`: a `NewOutcome`. */
  z.object({ type: z.literal('outcome'), number: z.number(), outcome: z.unknown() }),
]);
export type ToPromptLogWorker = z.infer<typeof toPromptLogWorker>;

export const fromPromptLogWorker = z.discriminatedUnion('type', [
  /** All entries up to this number are settled; `isFailing`: the disk refused the last of them. */
  z.object({ type: z.literal('settled'), number: z.number(), isFailing: z.boolean() }),
  /** Writing began to fail; told again only after it worked in between. */
  z.object({ type: z.literal('fault'), reason: z.string() }),
]);
export type FromPromptLogWorker = z.infer<typeof fromPromptLogWorker>;
