/**
 * What may be in the packed extension: the checked-in list `test/package-files.txt`.
 *
 * A line is a path inside the extension or a pattern: `**` stands for anything, `*` for anything but a slash, `[Ll]` for one of these; with
 * `!` in front, for what must not be there. Lines behind `# engine` belong to the packages for one platform only.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from './checkout.mjs';
import { Failure } from './Failure.mjs';
import { listZip } from './zip.mjs';

/** The files of the extension in a VSIX, as paths inside the extension. */
export async function extensionFiles(vsix) {
  const root = 'extension/';
  const names = (await listZip(vsix)).map(({ name }) => name);
  return names.filter((name) => name.startsWith(root)).map((name) => name.slice(root.length));
}

/** Throws `Failure` when a VSIX holds more or less than the list says. */
export async function checkPackage(vsix, withEngine) {
  const list = parsePackageFiles(await readFile(join(checkout, 'test', 'package-files.txt'), 'utf8'));
  const { unexpected, missing } = comparePackage(await extensionFiles(vsix), list, withEngine);
  const lines = [...unexpected.map((file) => `not in the list: ${file}`), ...missing.map((file) => `missing: ${file}`)];
  if (lines.length > 0) {
    throw new Failure(
      `The package and its list differ:\n  ${lines.join('\n  ')}`,
      'when the change is meant, correct test/package-files.txt (and .vscodeignore).',
    );
  }
}

/** Reads the list: names for every package, those of packages with the engine, and what must not be there. */
export function parsePackageFiles(text) {
  const patterns = [];
  const enginePatterns = [];
  const forbidden = [];
  let engine = false;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '# engine') engine = true;
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('!')) forbidden.push(line.slice(1));
    else (engine ? enginePatterns : patterns).push(line);
  }
  return { patterns, enginePatterns, forbidden };
}

/** Compares what a package holds with the list. Empty arrays: equal. A line that nothing matches counts as missing. */
export function comparePackage(found, { patterns, enginePatterns, forbidden }, withEngine) {
  const expected = [...patterns, ...(withEngine ? enginePatterns : [])];
  const expressions = expected.map(toExpression);
  const bad = forbidden.map(toExpression);
  const matches = (name, among) => among.some((expression) => expression.test(name));
  return {
    unexpected: found.filter((name) => !matches(name, expressions) || matches(name, bad)),
    missing: expected.filter((_, index) => !found.some((name) => expressions[index].test(name))),
  };
}

function toExpression(pattern) {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`);
}
