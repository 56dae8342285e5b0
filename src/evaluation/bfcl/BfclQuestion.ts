/**
 * A single-turn question of the Berkeley Function Calling Leaderboard (v4), in the form of its files: what may be called, and which calls are
 * right. Source: the data set's own files.
 */
import * as z from 'zod';
import type { PythonValue } from './pythonValues';

export const bfclLanguages = ['python', 'java', 'javascript'] as const;
export type BfclLanguage = (typeof bfclLanguages)[number];

export interface BfclParameter {
  /** In the words of the question's language: `integer`, `ArrayList`, `Boolean`, … */
  readonly type: string;
  readonly description?: string | undefined;
  /** Of a list: what is in it. */
  readonly items?: BfclParameter | undefined;
  readonly properties?: Readonly<Record<string, BfclParameter>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
}

export interface BfclFunction {
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters: {
    readonly properties: Readonly<Record<string, BfclParameter>>;
    readonly required?: readonly string[] | undefined;
  };
}

/** A call as a model made it. */
export interface BfclCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, PythonValue>>;
}

/** Of one expected call: by the function's name, what each parameter may be; `""` among it = the parameter may be left out. */
export type AllowedCall = Readonly<Record<string, Readonly<Record<string, readonly PythonValue[]>>>>;

const parameter: z.ZodType<BfclParameter> = z.looseObject({
  type: z.string(),
  description: z.string().optional(),
  get items() {
    return parameter.optional();
  },
  get properties() {
    return z.record(z.string(), parameter).optional();
  },
  required: z.array(z.string()).optional(),
  enum: z.array(z.unknown()).optional(),
});

/** For reading `function` of a question; unknown members are passed over. */
export const bfclFunctions: z.ZodType<readonly BfclFunction[]> = z.array(
  z.looseObject({
    name: z.string(),
    description: z.string().optional(),
    parameters: z.looseObject({
      properties: z.record(z.string(), parameter).default({}),
      required: z.array(z.string()).optional(),
    }),
  }),
);
