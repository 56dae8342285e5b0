/** The queries of a language, and what they cannot say: comment signs, what is exported, how its imports are written. */
import type { Definition, DefinitionKind, Import, Outline } from '../Outline';

/** What a rule of a language may look at. */
export interface DefinitionFacts {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** The header as it is written. */
  readonly signature: string;
  /** The definition around it, or the type that a method belongs to. */
  readonly container: Definition | undefined;
  /** Whether the queries say that it is exported. */
  readonly marked: boolean;
  /** The last word before it that opens a section of its container (`private` in C++ and Ruby); absent = there is none. */
  readonly section?: string | undefined;
}

export interface CommentSyntax {
  /** Starts of comments that go to the end of the line. */
  readonly line: readonly string[];
  /** Starts and ends of comments over several lines. */
  readonly block: readonly (readonly [start: string, end: string])[];
  /** Lines between a comment and its definition that belong to neither, such as Rust's `#[derive(…)]`. */
  readonly between?: RegExp;
}

export interface LanguageQueries {
  /** The text of the .scm files for the outline. */
  readonly outline: string;
  /** Those for calls; absent = its calls are not read. */
  readonly calls?: string;
  /** Those for scopes and the names they declare; absent = they are not read. */
  readonly scopes?: string;
  /**
   * How deep below the root, or below the body of a module or class, a pattern may begin: what is deeper is inside functions. Keeps the
   * query out of the greater part of the tree (9 times faster on TypeScript).
   */
  readonly depth: number;
  readonly comments: CommentSyntax;
  /** Blanks out what would hide definitions from the parser; the length and all positions stay. */
  readonly readable?: (text: string) => string;
  /** What is left out of the start of a signature: annotations and attributes. */
  readonly decorations?: RegExp;
  /** What is left out of the end of a signature that has no body: `end` of Ruby and Lua. */
  readonly endings?: RegExp;
  /** Whether other files can reach a definition. Default: what the queries mark. */
  readonly isExported?: (definition: DefinitionFacts) => boolean;
  /** Reads one import that the queries only delimit, from its text. */
  readonly readImport?: (text: string) => readonly Omit<Import, 'line'>[];
  /** Types that comments tell, where the code has none. */
  readonly documented?: {
    /** What a function gives back or a variable is, by the comment above it; undefined = it does not say. */
    readonly typeIn: (documentation: string) => string | undefined;
    /** Names that comments take from other files. */
    readonly importsIn: (text: string) => readonly Import[];
  };
  /** What remains to be done when the whole file is known. */
  readonly finish?: (outline: Outline) => Outline;
}
