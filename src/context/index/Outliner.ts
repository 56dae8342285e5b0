/** How the index gets an outline out of a text; the roots give it `syntax`'s. */
import type { Outline } from '../../syntax/Outline';

export interface Outliner {
  /** Stands for what it makes of a text: a stored index of another one is not used. */
  readonly version: string;
  /** Whether files of a language are read at all. */
  readonly supports: (languageId: string) => boolean;
  /** Undefined = nothing to say about this text: minified, generated, not of this language, or the grammar failed. */
  readonly outline: (text: string, languageId: string, path: string) => Promise<Outline | undefined>;
}
