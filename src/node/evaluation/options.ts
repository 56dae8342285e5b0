/** The options of `evaluate`, read and checked. */
import { resolve } from 'node:path';
import { type DataSetName, dataSetNames } from '../../evaluation/datasets/DataSetFormat';
import { type CodeLanguage, codeLanguages } from '../../evaluation/EvaluationItem';
import type { CommandIo } from '../commands/CommandIo';
import { type DisplayLanguage, displayLanguages } from '../commands/displayLanguage';
import { type EvaluateOptions, wrongEvaluation } from '../commands/evaluate';
import { sandboxNames } from './scoringTools';

export interface DataChoice {
  readonly name: DataSetName;
  /** Absolute. */
  readonly data: string;
  readonly language: CodeLanguage | undefined;
  readonly naturalLanguage: 'en' | 'zh' | undefined;
  readonly libraries: string | undefined;
  readonly limit: number;
  readonly shard: { readonly index: number; readonly count: number } | undefined;
}

export function dataChoice(options: EvaluateOptions, io: Pick<CommandIo, 'workingDirectory'>): DataChoice {
  const name = dataSetNames.find((each) => each === options.dataset);
  if (name === undefined) {
    throw wrongEvaluation(`--dataset takes one of ${dataSetNames.join(', ')}.`);
  }
  if (options.data === undefined) {
    throw wrongEvaluation('--data is missing.');
  }
  const naturalLanguage = options['natural-language'];
  if (naturalLanguage !== undefined && naturalLanguage !== 'en' && naturalLanguage !== 'zh') {
    throw wrongEvaluation('--natural-language takes en or zh.');
  }
  return {
    name,
    data: resolve(io.workingDirectory, options.data),
    language: languageChoice(options).code,
    naturalLanguage,
    libraries: options.libraries === undefined ? undefined : resolve(io.workingDirectory, options.libraries),
    limit: numberOption(options, 'limit', { least: 1, whole: true }) ?? Number.POSITIVE_INFINITY,
    shard: shardOption(options.shard),
  };
}

/** What `--language` says: of which programs, and in which words the report speaks. Each may be given once. */
export function languageChoice({ language: given = [] }: EvaluateOptions): {
  readonly code: CodeLanguage | undefined;
  readonly display: DisplayLanguage | undefined;
} {
  const [code, ...otherCodes] = codeLanguages.filter((each) => given.includes(each));
  const [display, ...otherDisplays] = displayLanguages.filter((each) => given.includes(each));
  const known: readonly string[] = [...codeLanguages, ...displayLanguages];
  if (otherCodes.length + otherDisplays.length > 0 || given.some((each) => !known.includes(each))) {
    throw wrongEvaluation(
      `--language takes one of ${codeLanguages.join(', ')}; and for the report one of ${displayLanguages.join(', ')}.`,
    );
  }
  return { code, display };
}

/** Undefined = what this machine has. */
export function sandboxChoice({ sandbox }: EvaluateOptions): (typeof sandboxNames)[number] | undefined {
  const name = sandboxNames.find((each) => each === sandbox);
  if (sandbox !== undefined && name === undefined) {
    throw wrongEvaluation(`--sandbox takes ${sandboxNames.join(' or ')}.`);
  }
  return name;
}

function shardOption(text: string | undefined): DataChoice['shard'] {
  if (text === undefined) {
    return undefined;
  }
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (!(index >= 1 && index <= count)) {
    throw wrongEvaluation('--shard takes I/N, such as 1/4.');
  }
  return { index, count };
}

type NumberName =
  | 'limit'
  | 'n'
  | 'temperature'
  | 'top-p'
  | 'seed'
  | 'max-tokens'
  | 'concurrency'
  | 'price-in'
  | 'price-out';

export function numberOption(
  options: EvaluateOptions,
  name: NumberName,
  limits: { readonly least: number; readonly most?: number; readonly whole?: boolean },
): number | undefined {
  const text = options[name];
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const { least, most = Number.MAX_SAFE_INTEGER, whole = false } = limits;
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw wrongEvaluation(
      `--${name} takes a ${whole ? 'whole ' : ''}number from ${least}${limits.most === undefined ? '' : ` to ${most}`}.`,
    );
  }
  return value;
}

/** A share from 0 to 1; `75%` and 75 mean 0.75. */
export function failBelow({ 'fail-below': text }: EvaluateOptions): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const number = Number(text.replace(/%$/, '').trim() || Number.NaN);
  const value = text.endsWith('%') || number > 1 ? number / 100 : number;
  if (!(value >= 0 && value <= 1)) {
    throw wrongEvaluation('--fail-below takes a number from 0 to 1, or per cent.');
  }
  return value;
}
