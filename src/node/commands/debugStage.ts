/** The frame of a `glm-tandem debug` stage: a checked request in, an answer with its id out, never an exception for a bad request. */
import type * as z from 'zod';
import { type DebugFailure, debugFailure } from './debugParse';

/** One stage: a line's value in, the value of the answer's line out. */
export interface DebugStage {
  (request: unknown, signal: AbortSignal): object | Promise<object>;
  /** Reads a line where plain JSON would lose something; throws `SyntaxError`. */
  readonly read?: (line: string) => unknown;
}

/** A stage from the shape of its requests (which has an `id: debugId`) and the work for a good one. */
export function debugStage<Schema extends z.ZodType<{ readonly id: string | number | null }>>(
  schema: Schema,
  answer: (request: z.infer<Schema>, signal: AbortSignal) => object | Promise<object>,
): DebugStage {
  return async (request, signal): Promise<object | DebugFailure> => {
    const parsed = schema.safeParse(request);
    return parsed.success
      ? { id: parsed.data.id, ...(await answer(parsed.data, signal)) }
      : debugFailure(request, parsed.error);
  };
}
