/**
 * The one error that the core throws for a fault that a person should hear of. It carries a code and arguments, never a finished
 * sentence: the edges (VS Code's status bar, the command line) turn it into words in the person's language with `messages.ts`.
 */
import type { MessageId } from './messages';

export class AssistantError extends Error {
  override readonly name = 'AssistantError';

  constructor(
    /** Which message the person reads. */
    readonly code: MessageId,
    /** Values for the message's {0}, {1}, … Never a key, a token or prompt text. */
    readonly args: readonly (string | number)[] = [],
    options?: {
      readonly cause?: unknown;
      /** HTTP status, where a server answered. */
      readonly status?: number;
      /** Milliseconds after which trying again makes sense, where the server said so. */
      readonly retryAfter?: number;
      /** The server's own code, such as `1113`: figures only. */
      readonly serverCode?: string;
    },
  ) {
    super(`${code}(${args.join(', ')})`, options?.cause === undefined ? undefined : { cause: options.cause });
    this.status = options?.status;
    this.retryAfter = options?.retryAfter;
    this.serverCode = options?.serverCode;
  }

  readonly status: number | undefined;
  readonly retryAfter: number | undefined;
  readonly serverCode: string | undefined;
}
