/** What import resolution and the retrievers may ask about a workspace folder. Answers hold until `structure` or `version` grow. */
import type { Outline } from '../../syntax/Outline';

export interface Symbols {
  /** Grows when files come or go, or a project file changes: what was resolved before may lead elsewhere now. */
  readonly structure: number;
  /** Grows with every change. */
  readonly version: number;
  /** Paths of all source files, in no particular order. */
  readonly paths: () => Iterable<string>;
  readonly has: (path: string) => boolean;
  /** VS Code language identifier; undefined = no such source file. */
  readonly languageOf: (path: string) => string | undefined;
  /** Undefined = no such source file. In the index, a signature is the header's lines as they stand in the file, see `headerOf`. */
  readonly outline: (path: string) => Outline | undefined;
  /** Names of the source files directly in a folder, sorted. */
  readonly names: (folder: string) => readonly string[];
  /** Paths of the files that declare themselves to be this module (Java's package, …), sorted. */
  readonly declaring: (module: string) => readonly string[];
  /** Text of a file that says how a project is built (`package.json`, `go.mod`, …); undefined = there is none. */
  readonly projectFile: (path: string) => string | undefined;
  /** Paths of all project files, sorted. */
  readonly projectFiles: () => readonly string[];
}
