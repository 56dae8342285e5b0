/** How the index gets an outline out of a text; the roots give it `syntax`'s. */
import type { Outline } from '../../syntax/Outline';

export interface Outliner {
  /** Stands for what it makes of a text: a stored index of another one is not used. */
  readonly version: string;
  /** Whether files of a language are read at all. */
  readonly supports: (languageId: string) => boolean;
  /** Whether a file is written by people, and short enough: not minified, generated or binary. */
  readonly isWorthReading: (path: string, text: string) => boolean;
  /** Undefined = nothing to say about this text: the grammar failed, or it took too long. */
  readonly outline: (text: string, languageId: string) => Promise<Outline | undefined>;
}
