/** A data set's own files: how its items are read, and how samples and results are read and written so that other tools can score them again. */
import type { MessageId } from '../../base/messages';
import type { Answer, EvaluationItem } from '../EvaluationItem';
import type { Verdict } from '../scoring/Verdict';

export const dataSetNames = ['humaneval', 'infilling', 'mbpp', 'multipl-e', 'ncb', 'bfcl', 'own'] as const;
export type DataSetName = (typeof dataSetNames)[number];

export type DeviationId = Extract<MessageId, `evaluation.deviation.${string}`>;

export interface DataFile {
  /** Relative to the path that was given, with `/`. */
  readonly path: string;
  /** Absolute path of the folder that holds it. */
  readonly folder: string;
  read(): Promise<string>;
}

export interface ItemChoice {
  readonly language?: string | undefined;
  readonly naturalLanguage?: 'en' | 'zh' | undefined;
  /** Absolute path of a folder with Java libraries; undefined = those beside the data. */
  readonly libraries?: string | undefined;
}

export interface Sample {
  readonly id: string;
  readonly answer: Answer;
  /** What the model said, where the sample file has that rather than the code. */
  readonly response?: string;
}

export interface DataSetFormat {
  /** Whether a file by its path is one of the data set's. */
  isData(path: string): boolean;
  items(files: readonly DataFile[], choice: ItemChoice): Promise<readonly EvaluationItem[]>;
  /** What a line of the data set's sample files says, usually one sample. `path`: of the sample file, which may say which language it is. */
  samples(line: unknown, path: string, items: ReadonlyMap<string, EvaluationItem>): readonly Sample[];
  /** The line for an answer; `response` is what the model said, where the answer was taken from that. */
  sampleLine(item: EvaluationItem, answer: Answer, response: string | undefined): object;
  resultLine(item: EvaluationItem, answer: Answer, response: string | undefined, verdict: Verdict): object;
  /** Where this program does otherwise than the benchmark's own, for the report. */
  readonly deviations: readonly DeviationId[];
}

/** Lines of JSON; a last line without its end counts. Throws `SyntaxError` with the number of the line. */
export function jsonLines(text: string): unknown[] {
  const lines = text.split('\n').map((line, index) => [line.trim(), index + 1] as const);
  return lines.flatMap(([line, number]): unknown[] => {
    if (line === '') {
      return [];
    }
    try {
      return [JSON.parse(line)];
    } catch (error) {
      throw new SyntaxError(`line ${number}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}
