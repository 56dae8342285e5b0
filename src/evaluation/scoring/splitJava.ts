/** Java source as its top-level types, because each public one has to stand in a file of its own name. */

export interface JavaParts {
  /** Lines of `import`, in order, each once. */
  readonly imports: readonly string[];
  /** Whole text of each top-level type by its name. */
  readonly types: ReadonlyMap<string, string>;
}

export function splitJava(code: string): JavaParts {
  const imports = new Set<string>();
  const types = new Map<string, string>();
  let start = 0;
  let depth = 0;
  for (let at = 0; at < code.length; at++) {
    const skipped = skipText(code, at);
    if (skipped > at) {
      at = skipped - 1;
      continue;
    }
    const sign = code[at];
    if (sign === '{') {
      depth++;
    } else if (sign === '}') {
      depth--;
    }
    if (depth === 0 && (sign === '}' || sign === ';')) {
      const piece = code.slice(start, at + 1).trim();
      start = at + 1;
      const imported = /\bimport\s[^;]*;$/.exec(piece)?.[0];
      const name = /\b(?:class|interface|enum|record|@interface)\s+(\w+)/.exec(withoutComments(piece))?.[1];
      if (sign === ';' && imported !== undefined) {
        imports.add(imported);
      } else if (sign === '}' && name !== undefined && !types.has(name)) {
        types.set(name, piece);
      }
    }
  }
  return { imports: [...imports], types };
}

/** Where a comment or a literal that begins at `at` ends; `at` itself when none does. */
function skipText(code: string, at: number): number {
  const patterns = [
    /\/\/[^\n]*/y,
    /\/\*[\s\S]*?\*\//y,
    /"""[\s\S]*?"""/y,
    /"(?:\\.|[^"\\\n])*"/y,
    /'(?:\\.|[^'\\\n])*'/y,
  ];
  if (!/["'/]/.test(code[at] ?? '')) {
    return at;
  }
  for (const pattern of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(code);
    if (found !== null) {
      return at + found[0].length;
    }
  }
  return at;
}

function withoutComments(code: string): string {
  return code.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\//g, '');
}
