/** How long the client waits for what, in milliseconds. */
import type { NetworkLimits } from '../platform/network';

/** Limits that a caller may set. A prompt that the server has to read first can take minutes on a small machine. */
export interface ClientLimits {
  /** Until the first byte of a completion. */
  readonly completion: number;
  /** Until the first byte of a chat answer. */
  readonly chat: number;
  /** Until the whole answer of the small requests: models, token counts. */
  readonly probe: number;
  /** Between two bytes of a stream. */
  readonly idle: number;
  /** Until a TCP and TLS connection stands, the search for the host's name included. */
  readonly connect: number;
  /** For a whole answer: a server may keep a connection alive without ever saying anything. */
  readonly total: number;
  /** For the end of a stream whose finish reason has come, before it is taken as ended. */
  readonly grace: number;
}

export const defaultLimits: ClientLimits = {
  completion: 30_000,
  chat: 330_000,
  probe: 10_000,
  idle: 60_000,
  connect: 10_000,
  total: 3_600_000,
  grace: 2_000,
};

/** The limits with what a person has set. A completion that takes longer than its own limit is of no use, whatever is set for chat. */
export function limitsWith(set: NetworkLimits | undefined): ClientLimits {
  return set === undefined
    ? defaultLimits
    : {
        ...defaultLimits,
        connect: set.connect,
        chat: set.firstByte,
        completion: Math.min(defaultLimits.completion, set.firstByte),
        idle: set.idle,
        total: set.total,
      };
}

/** For the rest of a complete answer, before its connection is given up. */
export const drainLimit = 1_000;
