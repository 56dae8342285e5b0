/**
 * One indentation rule that turns the model's lines into the file's: more of the same in front, less of it, or tabs for spaces and the reverse. Only a
 * rule that holds for every line counts; anything else would be a guess.
 */

/** Turns an inserted line's indentation into the file's; undefined when the rule does not fit that line. */
export type Reindent = (line: string) => string | undefined;

/**
 * The rule by which each search line has become its file line, apart from indentation equal. Undefined when no single rule holds.
 * @param pairs lines of the search text and of the file, same order
 */
export function reindentBetween(pairs: readonly (readonly [search: string, file: string])[]): Reindent | undefined {
  const indents = pairs
    .filter(([search]) => search.trim() !== '')
    .map(([search, file]) => [indentOf(search), indentOf(file)] as const);
  const first = indents[0];
  if (first === undefined) {
    return undefined;
  }
  const [search, file] = first;
  if (file.endsWith(search)) {
    const more = file.slice(0, file.length - search.length);
    if (indents.every(([one, other]) => other === more + one)) {
      return (line) => (line.trim() === '' ? line : more + line);
    }
  }
  if (search.endsWith(file)) {
    const less = search.slice(0, search.length - file.length);
    if (indents.every(([one, other]) => one === less + other)) {
      return (line) => (line.trim() === '' ? line.trim() : line.startsWith(less) ? line.slice(less.length) : undefined);
    }
  }
  return otherUnit(indents);
}

/** A level is a tab on the one side, 2, 3, 4 or 8 spaces on the other; the file may stand some levels deeper or less deep. */
function otherUnit(indents: readonly (readonly [search: string, file: string])[]): Reindent | undefined {
  const is = (unit: RegExp, side: 0 | 1): boolean => indents.every((pair) => unit.test(pair[side]));
  const toTabs = is(/^ *$/, 0) && is(/^\t*$/, 1);
  if (!toTabs && !(is(/^\t*$/, 0) && is(/^ *$/, 1))) {
    return undefined;
  }
  const pairs = indents.map(([search, file]) =>
    toTabs ? { spaces: search.length, tabs: file.length } : { spaces: file.length, tabs: search.length },
  );
  const steps = pairs.slice(1).flatMap(({ spaces, tabs }, index) => {
    const before = pairs[index] ?? { spaces: 0, tabs: 0 };
    return tabs === before.tabs ? [] : [(spaces - before.spaces) / (tabs - before.tabs)];
  });
  const [first] = pairs;
  const width = steps[0] ?? (toTabs ? first?.spaces : (first?.spaces ?? 0) / (first?.tabs || 1));
  if (first === undefined || width === undefined || ![2, 3, 4, 8].includes(width)) {
    return undefined;
  }
  // Levels by which the side with the tabs stands deeper.
  const deeper = first.tabs - first.spaces / width;
  if (!pairs.every(({ spaces, tabs }) => spaces / width + deeper === tabs)) {
    return undefined;
  }
  return toTabs ? spacesToTabs(width, deeper) : tabsToSpaces(width, -deeper);
}

function spacesToTabs(width: number, deeper: number): Reindent {
  return (line) => {
    const indent = indentOf(line);
    const levels = indent.length / width + deeper;
    if (line.trim() === '') {
      return '';
    }
    if (!/^ *$/.test(indent) || levels < 0) {
      return undefined;
    }
    const whole = Math.floor(levels);
    return '\t'.repeat(whole) + ' '.repeat(Math.round((levels - whole) * width)) + line.slice(indent.length);
  };
}

function tabsToSpaces(width: number, deeper: number): Reindent {
  return (line) => {
    const indent = indentOf(line);
    const tabs = indent.replace(/ +$/, '').length;
    const spaces = (tabs + deeper) * width + indent.length - tabs;
    if (line.trim() === '') {
      return '';
    }
    return /^\t* *$/.test(indent) && tabs + deeper >= 0 ? ' '.repeat(spaces) + line.slice(indent.length) : undefined;
  };
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
