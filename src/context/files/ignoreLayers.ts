/** What ignore files say together, in gitignore's syntax: one matcher for the index, which walks a tree, and for who asks about a file. */
import ignore, { type Ignore } from 'ignore';

/** The rules of one ignore file: they hold below its folder. */
export interface IgnoreLayer {
  /** Relative to the workspace folder; ends with a slash, or is empty for the workspace folder. */
  readonly below: string;
  readonly rules: Ignore;
}

/** `text`: the whole file, with or without a byte order mark. */
export function ignoreLayer(below: string, text: string): IgnoreLayer {
  return { below, rules: ignore().add(text.replace(/^\uFEFF/, '')) };
}

/**
 * Whether files name a path: the innermost one that says something has the last word. `layers`: those of the folders around the path, the
 * outermost first. A folder's path ends with a slash.
 */
export function decides(layers: readonly IgnoreLayer[], path: string): boolean {
  for (const { below, rules } of layers.toReversed()) {
    const { ignored, unignored } = rules.test(path.slice(below.length));
    if (ignored || unignored) {
      return ignored;
    }
  }
  return false;
}
