import type { CommandIo } from '../commands/CommandIo';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import type { DataChoice } from './options';

export async function evaluateModel(
  _options: EvaluateOptions,
  _choice: DataChoice,
  _threshold: number | undefined,
  _io: CommandIo,
): Promise<number> {
  throw wrongEvaluation('not yet');
}
