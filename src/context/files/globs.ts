/** The glob patterns of the editor's `files.exclude` and `search.exclude`: `*`, `**`, `?`, `{a,b}`, `[a-z]`. */

/** A test for paths relative to the folder; undefined = the pattern makes no sense. */
export function globTest(pattern: string): ((path: string) => boolean) | undefined {
  try {
    const expression = new RegExp(`^${expressionOf(pattern)}$`);
    return (path) => expression.test(path);
  } catch {
    return undefined;
  }
}

function expressionOf(pattern: string): string {
  let expression = '';
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at);
    if (sign === '*' && pattern.startsWith('**', at)) {
      const slash = pattern.charAt(at + 2) === '/';
      expression += slash ? '(?:[^/]+/)*' : '.*';
      at += slash ? 2 : 1;
    } else if (sign === '*') {
      expression += '[^/]*';
    } else if (sign === '?') {
      expression += '[^/]';
    } else if (sign === '{') {
      expression += '(?:';
      depth++;
    } else if (sign === '}' && depth > 0) {
      expression += ')';
      depth--;
    } else if (sign === ',' && depth > 0) {
      expression += '|';
    } else if (sign === '[' && pattern.includes(']', at + 2)) {
      const end = pattern.indexOf(']', at + 2);
      expression += `[${pattern
        .slice(at + 1, end)
        .replace(/^!/, '^')
        .replace(/\\/g, '\\\\')}]`;
      at = end;
    } else {
      expression += sign.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
    }
  }
  return expression + ')'.repeat(depth);
}
