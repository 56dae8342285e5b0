/** Paths inside of the braces of Rust's `use crate::{a::{B, c::D}}`, read from text that may end in the middle of one. */

/** All of them in full, without the names at their ends: `crate::a`, `crate::a::c`. */
export function pathsInUses(text: string): string[] {
  const paths = new Set<string>();
  for (const [, tree = ''] of text.matchAll(/\buse\s+([^;]*)/g)) {
    readTree(tree, (path) => paths.add(path));
  }
  return [...paths];
}

/** The path that stands before the `::` at the end of a text; undefined = the text does not end inside of such braces. */
export function pathInOpenUse(text: string): string | undefined {
  const tree = text.slice(text.lastIndexOf(';') + 1).match(/\buse\s+([^;]*)$/)?.[1];
  return tree === undefined ? undefined : readTree(tree, () => {});
}

function readTree(tree: string, tell: (path: string) => void): string | undefined {
  const around: string[] = [];
  let path = '';
  for (const [token] of tree.matchAll(/\w+|::|[{},]/g)) {
    if (token === '::' && around.length > 0) {
      tell(path);
    }
    if (token === '{') {
      around.push(path);
    } else if (token === '}') {
      around.pop();
    } else if (token === ',') {
      path = around.at(-1) ?? '';
    } else {
      path += token;
    }
  }
  const written = path.replace(/(?:::)?\w*$/, '');
  return around.length === 0 || written === '' ? undefined : written;
}
