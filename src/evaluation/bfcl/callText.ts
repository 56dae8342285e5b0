/**
 * Function calls that a model wrote as text, in the leaderboard's form `[name(a=1, b="x"), other()]`: Python's syntax, whose values become data. In
 * Java and JavaScript questions each value stays the text of an expression.
 */
import type { BfclCall, BfclLanguage } from './BfclQuestion';
import { Float, type PythonValue } from './pythonValues';

/** Undefined = the text is no such list, so that no call was made. */
export function parseCalls(text: string, language: BfclLanguage): readonly BfclCall[] | undefined {
  const fenced = /^\s*```\w*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
  const bare = fenced.trim().replace(/^\[([\s\S]*)\]$/, '$1');
  const reader = new Reader(bare, language);
  try {
    return reader.calls();
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

class Reader {
  readonly #text: string;
  readonly #language: BfclLanguage;
  #at = 0;

  constructor(text: string, language: BfclLanguage) {
    this.#text = text;
    this.#language = language;
  }

  calls(): readonly BfclCall[] {
    const calls: BfclCall[] = [];
    while (!this.#isAtEnd()) {
      calls.push(this.#call());
      if (!this.#take(',')) {
        break;
      }
    }
    if (!this.#isAtEnd() || calls.length === 0) {
      throw new SyntaxError('no call');
    }
    return calls;
  }

  #call(): BfclCall {
    const name = this.#match(/[\p{L}_][\w.]*/uy);
    this.#need('(');
    const given: Record<string, PythonValue> = {};
    while (!this.#take(')')) {
      const parameter = this.#match(/[\p{L}_]\w*/uy);
      this.#need('=');
      given[parameter] = this.#language === 'python' ? this.#value() : this.#source();
      if (!this.#take(',')) {
        this.#need(')');
        break;
      }
    }
    return { name, arguments: given };
  }

  #value(): PythonValue {
    const sign = this.#peek();
    if (sign === '[' || sign === '(') {
      this.#at++;
      return this.#items(sign === '[' ? ']' : ')');
    }
    if (sign === '{') {
      this.#at++;
      return this.#dict();
    }
    if (sign === '"' || sign === "'") {
      return this.#string();
    }
    const number = this.#tryMatch(/[-+]?(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?\.?/y);
    if (number !== undefined) {
      const digits = number.replaceAll('_', '');
      return /[.eE]/.test(digits) ? new Float(Number(digits)) : Number(digits);
    }
    const word = this.#match(/[\p{L}_][\w.]*/uy);
    const known: Readonly<Record<string, PythonValue>> = {
      True: true,
      true: true,
      False: false,
      false: false,
      None: null,
      null: null,
    };
    // A name stands for a variable; the checker compares it as it is.
    return Object.hasOwn(known, word) ? (known[word] ?? null) : word;
  }

  #items(end: string): readonly PythonValue[] {
    const items: PythonValue[] = [];
    while (!this.#take(end)) {
      items.push(this.#value());
      if (!this.#take(',')) {
        this.#need(end);
        break;
      }
    }
    return items;
  }

  #dict(): PythonValue {
    const members: Record<string, PythonValue> = {};
    while (!this.#take('}')) {
      const key = this.#value();
      this.#need(':');
      members[typeof key === 'string' ? key : JSON.stringify(key)] = this.#value();
      if (!this.#take(',')) {
        this.#need('}');
        break;
      }
    }
    return members;
  }

  #string(): string {
    const quote = this.#match(/"""|'''|"|'/y);
    let text = '';
    while (!this.#text.startsWith(quote, this.#at)) {
      const sign = this.#text[this.#at];
      if (sign === undefined) {
        throw new SyntaxError('a text without end');
      }
      if (sign === '\\') {
        const [next = ''] = this.#text.slice(this.#at + 1, this.#at + 3);
        text += escapes[next] ?? (/['"\\]/.test(next) ? next : `\\${next}`);
        this.#at += 1 + next.length;
      } else {
        text += sign;
        this.#at++;
      }
    }
    this.#at += quote.length;
    return text;
  }

  /** The text of an expression up to the comma or bracket that ends it; a string literal loses its quotes. */
  #source(): string {
    this.#skip();
    const start = this.#at;
    let depth = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === '"' || sign === "'" || sign === '`') {
        const end = new RegExp(`${sign}(?:\\\\.|[^\\\\${sign}])*${sign}`, 'y');
        end.lastIndex = this.#at;
        const literal = end.exec(this.#text)?.[0];
        this.#at += literal === undefined ? 0 : literal.length - 1;
      } else if ('([{'.includes(sign)) {
        depth++;
      } else if (')]}'.includes(sign)) {
        if (depth === 0) {
          break;
        }
        depth--;
      } else if (sign === ',' && depth === 0) {
        break;
      }
    }
    const source = this.#text.slice(start, this.#at).trim();
    return /^(["'])((?:\\.|(?!\1)[^\\])*)\1$/.exec(source)?.[2] ?? source;
  }

  #skip(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) {
      this.#at++;
    }
  }

  #peek(): string {
    this.#skip();
    return this.#text[this.#at] ?? '';
  }

  #isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  #take(sign: string): boolean {
    const isThere = this.#peek() === sign;
    this.#at += isThere ? 1 : 0;
    return isThere;
  }

  #need(sign: string): void {
    if (!this.#take(sign)) {
      throw new SyntaxError(`no ${sign}`);
    }
  }

  #match(pattern: RegExp): string {
    const found = this.#tryMatch(pattern);
    if (found === undefined) {
      throw new SyntaxError(`unexpected ${this.#peek()}`);
    }
    return found;
  }

  #tryMatch(pattern: RegExp): string | undefined {
    this.#skip();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0', '\n': '' };
