/**
 * What a model asks for and what becomes of it: the values that the formats produce, the matcher places and the review shows. No
 * behaviour here; every other file of `edits/` speaks in these.
 */

/** Replace one stretch of text. Line breaks in both texts may be of any kind; the file's own are kept. */
export interface RequestedEdit {
  /** Text that stands in the file; empty only where the file is empty. */
  readonly search: string;
  readonly replace: string;
  /** 1-based line where the model believes `search` to begin; chooses between equals, nothing else. */
  readonly lineHint?: number | undefined;
  /** `search` and `replace` are whole lines: a match begins at a line's start. */
  readonly wholeLines?: boolean | undefined;
  /** Lines above the place, outermost first, each unique below the one before: the `@@` lines of a patch. */
  readonly anchors?: readonly string[] | undefined;
  /** The match reaches the end of the file. */
  readonly atEnd?: boolean | undefined;
  /** The lines of a patch as they came, so that a context line without its leading space can be read again. */
  readonly patchLines?: readonly PatchLine[] | undefined;
}

export interface PatchLine {
  readonly kind: 'context' | 'remove' | 'add';
  /** Without the sign in front. */
  readonly text: string;
  /** As it came. */
  readonly raw: string;
}

/** One thing to do to one file. Paths are as the model wrote them: the gate in `tools/` judges them. */
export type RequestedChange =
  | {
      readonly kind: 'edit';
      readonly path: string;
      readonly edits: readonly RequestedEdit[];
      /** New path of the file; undefined = it stays. */
      readonly moveTo?: string | undefined;
    }
  /** A file that must not be there yet. */
  | { readonly kind: 'create'; readonly path: string; readonly content: string }
  /** A whole file, new or old. */
  | { readonly kind: 'rewrite'; readonly path: string; readonly content: string }
  | { readonly kind: 'delete'; readonly path: string };

/** How a search text was found, strictest first. `exact` and `trailing-whitespace` need no second look; the others always get one. */
export const rungs = [
  'exact',
  'trailing-whitespace',
  'line-hint',
  'anchor',
  'blank-lines',
  'look-alike-characters',
  'indentation',
  'elision',
  'similar',
] as const;
export type Rung = (typeof rungs)[number];

/** Whether a match was so close that a rule set by the person may accept it without showing it. */
export function isPlainMatch(rung: Rung): boolean {
  return rung === 'exact' || rung === 'trailing-whitespace';
}

export type EditFailureCode = 'no_match' | 'ambiguous' | 'no_change' | 'bad_format' | 'truncated' | 'refused';

/** Why nothing was changed. `message` is for the model: it says what to send instead, with 1-based line numbers. */
export interface EditFailure {
  readonly kind: 'failed';
  readonly code: EditFailureCode;
  readonly message: string;
  /** Places that fit equally well (`ambiguous`) or come nearest (`no_match`): 0-based lines. */
  readonly candidates: readonly { readonly path: string; readonly line: number }[];
}

export function failure(
  code: EditFailureCode,
  message: string,
  candidates: EditFailure['candidates'] = [],
): EditFailure {
  return { kind: 'failed', code, message, candidates };
}
