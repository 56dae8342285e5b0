/** The chain of names and calls that ends with the dot at the cursor, read backwards: `shop.find(a, b(c)).items[0].`. */

/** One step of a chain. */
export interface Step {
  readonly name: string;
  /** It is called, or something is taken out of it: `f(…)`, `list[…]`. */
  readonly isCall: boolean;
  /** `name` is that of a type: of something that was cast to it. */
  readonly isType?: boolean;
  /** `::` stands behind it: no variable. */
  readonly isPath?: boolean;
}

const closers: Readonly<Record<string, string>> = { ')': '(', ']': '[', '>': '<' };
/** Characters of arguments that are skipped at most. */
const longestArguments = 3000;

/** From the first step to the one before the dot; empty = the text ends with no dot and name. What is left of a typed name is ignored. */
export function stepsBefore(text: string): Step[] {
  const steps: Step[] = [];
  let at = text.length - (/[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(text.slice(-200))?.[0].length ?? 0);
  for (;;) {
    const dot = /(?:[!?]?\.|->|::)$/.exec(text.slice(Math.max(0, at - 2), at))?.[0];
    // `..` is a range or a spread.
    if (dot === undefined || text.slice(at - dot.length - 1, at - dot.length) === '.') {
      return steps;
    }
    at = backOverBlanks(text, at - dot.length);
    let isCall = false;
    while (text[at - 1] === ')' || text[at - 1] === ']') {
      const open = openerOf(text, at - 1);
      if (open === undefined) {
        return steps;
      }
      isCall = true;
      at = open;
    }
    if (text[at - 1] === '!' || text[at - 1] === '?') {
      at--;
    }
    if (isCall && text[at - 1] === '>' && text[at - 2] !== '-') {
      at = openerOf(text, at - 1) ?? at;
    }
    const name = /(?:#?[\p{L}_$][\p{L}\p{N}_$]*|(?<=[\p{L}\p{N}_$)\]]\.)\d+)$/u.exec(
      text.slice(Math.max(0, at - 200), at),
    )?.[0];
    if (name === undefined) {
      return isCall ? inParentheses(text, at, steps) : steps;
    }
    steps.unshift(dot === '::' ? { name, isCall, isPath: true } : { name, isCall });
    at = backOverLines(text, at - name.length);
  }
}

/** `(await load()).`, `(value as Type).`, `((Type) value).`: the type, or the first name inside. */
function inParentheses(text: string, open: number, steps: readonly Step[]): Step[] {
  const close = closerOf(text, open);
  const inner = text.slice(open + 1, close);
  const cast =
    /\bas\s+(?:unknown\s+as\s+)?([\p{L}_$][\p{L}\p{N}_$.]*)[^()]*$/u.exec(inner) ??
    /^\(([\p{L}_$][\p{L}\p{N}_$.]*)(?:<[^()]*>)?\)\s*[\p{L}_$]/u.exec(inner);
  if (cast?.[1] !== undefined) {
    return [{ name: cast[1], isCall: false, isType: true }, ...steps];
  }
  const first = /^(?:await\s+)?([\p{L}_$][\p{L}\p{N}_$]*)\(?/u.exec(inner)?.[1];
  return first === undefined ? [] : [{ name: first, isCall: true }, ...steps];
}

function closerOf(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/** A chain may go on in the line above, when this one begins with the dot; `f() -> Type::` on one line is none. */
function backOverLines(text: string, at: number): number {
  const before = backOverBlanks(text, at);
  if (before < at && !text.slice(before, at).includes('\n')) {
    return at;
  }
  return /[.>:]$/.test(text.slice(0, before).slice(-1)) ? before : at;
}

function backOverBlanks(text: string, at: number): number {
  let end = at;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) {
    end--;
  }
  return end;
}

/** Place of the bracket that one closes; undefined = it is too far away. */
function openerOf(text: string, close: number): number | undefined {
  const stack: string[] = [];
  for (let at = close; at >= 0 && at > close - longestArguments; at--) {
    const sign = text.charAt(at);
    const opener = closers[sign];
    if (opener !== undefined && (sign !== '>' || at === close)) {
      stack.push(opener);
    } else if (sign === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) {
        return at;
      }
    }
  }
  return undefined;
}
