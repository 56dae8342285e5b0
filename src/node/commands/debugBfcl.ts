/** `glm-tandem debug bfcl`: a model's function calls in, whether the leaderboard's checker takes them for right out. */
import * as z from 'zod';
import { bfclFunctions, bfclLanguages } from '../../evaluation/bfcl/BfclQuestion';
import { checkCalls } from '../../evaluation/bfcl/checkCalls';
import { type PythonValue, parsePythonJson, toPythonValue } from '../../evaluation/bfcl/pythonValues';
import { debugId } from './debugParse';
import { type DebugStage, debugStage } from './debugStage';

const value: z.ZodType<PythonValue> = z.unknown().transform(toPythonValue);

const requestSchema = z.object({
  id: debugId,
  functions: bfclFunctions,
  calls: z.array(z.object({ name: z.string(), arguments: z.record(z.string(), value) })),
  /** The data set's `ground_truth`; absent = no call is right. */
  allowed: z.array(z.record(z.string(), z.record(z.string(), z.array(value)))).default([]),
  language: z.enum(bfclLanguages).default('python'),
  strict: z.boolean().default(false),
});

const answer = debugStage(requestSchema, ({ functions, calls, allowed, language, strict }) =>
  checkCalls(functions, calls, allowed, { language, strict }),
);

/** Reads its lines so that `2` and `2.0` stay apart. */
export const debugBfcl: DebugStage = Object.assign<DebugStage, Pick<DebugStage, 'read'>>(
  (request, signal) => answer(request, signal),
  { read: parsePythonJson },
);
