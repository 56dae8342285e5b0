/** What a text says of a name: where it is declared and by what, read without a syntax tree. */

export interface Declaration {
  /** `type`: `text` is a type as it is written; `value`: an expression; `parts`: one whose member of that name is meant. */
  readonly kind: 'type' | 'value' | 'part';
  readonly text: string;
  /** Where it stands: the nearest one before the cursor counts. */
  readonly index: number;
}

const identifier = '#?[\\p{L}_$][\\p{L}\\p{N}_$]*';
/** Of each form so many are told, the nearest ones: a comment may look like one. */
const mostOfForm = 3;
const longestExpression = 2000;
/** Words that stand before names as types do. */
const notTypes = new Set('as await case const else if in is let mut new not of or ref return var yield'.split(' '));

/** The declarations of a name, the nearest to the end of the text first. */
export function declarationsOf(name: string, text: string): Declaration[] {
  if (!text.includes(name)) {
    return [];
  }
  const escaped = name.replaceAll('$', '\\$');
  const types = typeForms(escaped, text).flatMap((pattern) => lastMatches(text, pattern));
  const values = valueForms(escaped, text).flatMap((pattern) => lastMatches(text, pattern));
  return [
    ...types.flatMap(({ index, 1: type = '' }): Declaration[] =>
      notTypes.has(type) ? [] : [{ kind: 'type', text: type, index }],
    ),
    ...values.flatMap((match) => assignedAt(match, text)),
    ...lastMatches(text, partForm(escaped)).map(
      ({ index, 0: all }): Declaration => ({ kind: 'part', text: expressionAt(text, index + all.length), index }),
    ),
    ...(text.includes('match ') ? lastMatches(text, armForm(escaped)) : []).flatMap(({ index }) =>
      matchedBefore(text, index),
    ),
  ].toSorted((one, other) => other.index - one.index);
}

/** What a text cannot have is not looked for, here and below: this runs while somebody types. */
function typeForms(name: string, text: string): RegExp[] {
  const end = '(?![\\p{L}\\p{N}_$])';
  const told = [
    // What JavaScript's comments and Go's assertions tell.
    `@(?:param|property)\\s+\\{([^{}\\n]+)\\}\\s+\\[?${name}${end}`,
    `@type\\s+\\{([^{}\\n]+)\\}\\s*\\*/\\s*(?:(?:const|let|var)\\s+|this\\.)?${name}${end}`,
    `(?<![\\p{L}\\p{N}_$])${name}\\s*=\\s*/\\*\\*\\s*@type\\s+\\{([^{}\\n]+)\\}`,
    `(?<![\\p{L}\\p{N}_$])${name}\\s*(?:,\\s*\\w+\\s*)?:?=[^\\n=]*\\.\\(\\*?([\\w.]+)\\)`,
  ];
  return [
    ...(text.includes('@') || text.includes('.(') ? told : []),
    `(?<![\\p{L}\\p{N}_$])${name}[?!]?\\s*:\\s*([^=;,(){}\\n]+(?:<[^=;(){}\\n]*>)?)`,
    `(${identifier}(?:\\.${identifier})*(?:<[^;(){}\\n]*>)?(?:\\[\\])?)[ \\t*&]+${name}\\s*(?=[=;,):\\n])`,
    `(?<![\\p{L}\\p{N}_$.])${name}\\s+[*&]?(?:\\[\\])?\\*?(${identifier}(?:\\.${identifier})?)(?=[,)\\s])`,
    ...(text.includes('instanceof')
      ? [`\\binstanceof\\s+(${identifier}(?:\\.${identifier})*)(?:<[^;(){}\\n]*>)?\\s+${name}${end}`]
      : []),
    ...(text.includes('except') ? [`\\bexcept\\s+(${identifier}(?:\\.${identifier})*)\\s+as\\s+${name}${end}`] : []),
  ].map((pattern) => new RegExp(pattern, 'gu'));
}

/** `x = f()`, `x, err := f()`, Rust's `if let Some(x) = f()`; Python's `with f() as x`. */
function valueForms(name: string, text: string): RegExp[] {
  return [
    `(?<![\\p{L}\\p{N}_$])${name}\\s*(?:,\\s*${identifier}\\s*)?(?::=|=)(?![=>])\\s*`,
    ...(/\b(?:Some|Ok|Err)\(/.test(text)
      ? [`\\b(?:Some|Ok|Err)\\(\\s*(?:ref\\s+)?(?:mut\\s+)?${name}\\s*\\)\\s*=(?![=>])\\s*`]
      : []),
    ...(text.includes('with ') ? [`\\bwith\\s+([^\\n]*?)\\s+as\\s+${name}(?![\\p{L}\\p{N}_$])`] : []),
  ].map((pattern) => new RegExp(pattern, 'gu'));
}

/** JavaScript's `const { x, y } = f()`. */
function partForm(name: string): RegExp {
  return new RegExp(
    `\\b(?:const|let|var)\\s*\\{(?:[^{}=]*[\\s,])?${name}(?:\\s*,[^{}=]*)?\\s*\\}\\s*=(?![=>])\\s*`,
    'gu',
  );
}

/** Rust's `match f() { Some(x) =>`. */
function armForm(name: string): RegExp {
  return new RegExp(
    `\\b(?:Some|Ok|Ready)\\(\\s*(?:Some\\(|Ok\\()?\\s*(?:ref\\s+)?(?:mut\\s+)?${name}\\s*\\)+\\s*=>`,
    'gu',
  );
}

function matchedBefore(text: string, index: number): Declaration[] {
  const [found] = lastMatches(text.slice(Math.max(0, index - longestExpression), index), /\bmatch\s+/g).slice(-1);
  if (found === undefined) {
    return [];
  }
  const at = Math.max(0, index - longestExpression) + found.index + found[0].length;
  return [{ kind: 'value', text: expressionAt(text, at), index }];
}

function assignedAt(match: RegExpExecArray, text: string): Declaration[] {
  const { index } = match;
  const end = index + match[0].length;
  const value = match[1] ?? expressionAt(text, end);
  const cast =
    match[1] === undefined
      ? /^\s+as\s+([^;,(){}\n]+)/.exec(text.slice(end + value.length, end + value.length + 200))
      : null;
  return cast?.[1] === undefined
    ? [{ kind: 'value', text: bare(value), index }]
    : [{ kind: 'type', text: cast[1], index }];
}

/** Without what a language writes before and around an expression and the type of the value stays the same. */
function bare(value: string): string {
  const inner = value.replace(/^(?:(?:await|new|yield|mut|&|\*)\s*)+(?=[^\s])/, '');
  const wrapped = /^(?:ready|try|pin)!\(([\s\S]*)\)\??$/.exec(inner)?.[1];
  return wrapped === undefined ? inner : bare(wrapped.trim());
}

/** A chain of names and calls from a place on: to the end of its line, or further where the next line goes on with a dot. */
export function expressionAt(text: string, from: number): string {
  const lead =
    /^(?:\s*(?:(?:await|new|yield|mut)(?![\p{L}\p{N}_$])|[&*]))*\s*/u.exec(text.slice(from, from + 100))?.[0] ?? '';
  const start = from + lead.length;
  let depth = 0;
  let at = start;
  for (; at < text.length && at < start + longestExpression; at++) {
    const sign = text.charAt(at);
    if (sign === '(' || sign === '[' || (sign === '{' && depth > 0)) {
      depth++;
    } else if (sign === ')' || sign === ']' || sign === '}') {
      if (depth === 0) {
        break;
      }
      depth--;
    } else if (depth === 0 && /\s/.test(sign)) {
      const next = /^\s*\n\s*(?=\??\.[\p{L}_$])/u.exec(text.slice(at, at + 200))?.[0];
      if (next === undefined) {
        break;
      }
      at += next.length - 1;
    } else if (depth === 0 && /[;,{|&+*/]/.test(sign)) {
      break;
    }
  }
  return text.slice(start, at);
}

/** The nearest to the end last. */
function lastMatches(text: string, pattern: RegExp): RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const match of text.matchAll(pattern)) {
    found.push(match);
    if (found.length > mostOfForm) {
      found.shift();
    }
  }
  return found;
}
