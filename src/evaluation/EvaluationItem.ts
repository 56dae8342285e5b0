/** What every data set becomes: something to ask a model, and a way to tell whether its answer is right. */
import type { AllowedCall, BfclCall, BfclFunction, BfclLanguage } from './bfcl/BfclQuestion';

export const codeLanguages = ['python', 'javascript', 'typescript', 'java'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

export interface EvaluationItem {
  /** Unique in its data set; the data set's own name for it where that is unique. */
  readonly id: string;
  /** The same for one task in several natural languages; undefined = it is in one only. */
  readonly task?: string;
  /** By what results are looked at in parts, such as `language`, `domain`, `natural language`. */
  readonly slices: Readonly<Record<string, string>>;
  readonly ask: Ask;
  /** Absolute path of a folder that the assistant is asked in; undefined = there are no files. The bare model never sees it. */
  readonly workspace?: string;
  readonly test: Test;
  /** The data set's own right answer; undefined = it has none. */
  readonly canonical?: Answer | undefined;
}

/** How the model is asked. */
export type Ask =
  /** To go on with a program that breaks off behind a function's head. */
  | {
      readonly kind: 'function';
      readonly language: CodeLanguage;
      readonly prompt: string;
      readonly entry: string;
      /** Texts at which a raw continuation ends. */
      readonly stop: readonly string[];
    }
  /** To fill a hole. */
  | {
      readonly kind: 'hole';
      readonly language: CodeLanguage;
      readonly prefix: string;
      readonly suffix: string;
      /** Its file in the item's workspace; undefined = in none. */
      readonly file?: string;
    }
  /** One message, as it is. */
  | { readonly kind: 'message'; readonly content: string; readonly extraction: Extraction }
  | {
      readonly kind: 'tools';
      readonly messages: readonly { readonly role: 'system' | 'user'; readonly content: string }[];
      readonly functions: readonly BfclFunction[];
      readonly language: BfclLanguage;
    };

/** How code is found in the answer to a message. */
export type Extraction = 'ncb-python' | 'ncb-java' | 'last-fence';

export type Answer =
  /** What follows the prompt, or stands in the hole. */
  | { readonly kind: 'completion'; readonly text: string }
  /** A whole program. */
  | { readonly kind: 'solution'; readonly text: string }
  | { readonly kind: 'calls'; readonly calls: readonly BfclCall[] }
  /** The model's answer holds nothing that could be tried. */
  | { readonly kind: 'none'; readonly why: string };

/** Inputs for which the reference solution says what is right (EvalPlus). */
export interface DifferentialInputs {
  readonly base: readonly unknown[];
  readonly plus: readonly unknown[];
  /** Absolute difference of floats that is let pass; 0 = the usual one. */
  readonly tolerance: number;
  readonly oracle?: 'set' | 'truth' | 'root' | undefined;
}

export type Test =
  /** HumanEval and infilling: the program is `prefix + completion + suffix`, and `check(entry)` holds the assertions. */
  | {
      readonly kind: 'check';
      readonly prefix: string;
      readonly suffix: string;
      readonly entry: string;
      readonly test: string;
      /** A program that is right, whose helpers the test may use. */
      readonly reference: string;
      /** Modules that program and test may import, by path. */
      readonly files?: Readonly<Record<string, string>> | undefined;
      readonly inputs?: DifferentialInputs | undefined;
    }
  /** MBPP and own items: assertions about functions of a whole program. */
  | {
      readonly kind: 'assertions';
      readonly setup: string;
      readonly assertions: readonly string[];
      readonly reference: string;
      readonly entry?: string | undefined;
      readonly inputs?: DifferentialInputs | undefined;
    }
  /** MultiPL-E: the program is `prefix + completion`, and the tests are statements that follow it. */
  | {
      readonly kind: 'script';
      readonly language: 'javascript' | 'typescript';
      readonly prefix: string;
      readonly tests: string;
    }
  | { readonly kind: 'javaMain'; readonly prefix: string; readonly tests: string }
  /** NaturalCodeBench and own items: a module of tests beside the program. */
  | {
      readonly kind: 'pytest';
      /** Name under which the tests import the program. */
      readonly module: string;
      readonly tests: string;
      /** What stands before the program. */
      readonly preamble: string;
      /** Modules that program and tests may import, by path. */
      readonly files?: Readonly<Record<string, string>> | undefined;
      /** Folder of the machine whose files the tests read; undefined = none. */
      readonly assets?: string | undefined;
    }
  | {
      readonly kind: 'junit';
      readonly tests: string;
      /** Folder of the machine with the libraries (.jar). */
      readonly libraries: string;
      readonly assets?: string | undefined;
    }
  | {
      readonly kind: 'calls';
      readonly functions: readonly BfclFunction[];
      /** Undefined = at least one call is right, whatever it is. */
      readonly allowed: readonly AllowedCall[] | undefined;
      readonly language: BfclLanguage;
    }
  /** There is none yet. */
  | { readonly kind: 'missing' };
