/** From the syntax tree of a command to its parts, each a program with its words. What is not one of the few plain shapes gets an opinion. */
import type { SyntaxNode } from '../../syntax/SyntaxNode';
import type { Opinion } from '../Decision';
import { readWord, type Word } from './Word';

export interface ReadPart {
  /** As it stands in the command. */
  readonly text: string;
  /** The program first. */
  readonly words: readonly Word[];
  /** What is said before anybody knows the program. */
  readonly opinions: readonly Opinion[];
  /** It stands inside of something that is not understood: only what is never run is looked for in it. */
  readonly isNested: boolean;
  /** What stands before it, `&&` or another separator; undefined = it is the first. */
  readonly separator: string | undefined;
  /** Files that it is redirected to or from, as far as they are plain. */
  readonly redirects: readonly Redirect[];
}

export interface Redirect {
  readonly target: Word;
  readonly writes: boolean;
}

const ask = (reason: Opinion['reason'], detail?: string): Opinion => ({ decision: 'ask_always', reason, detail });

const shapes = new Map<string, Opinion>([
  ['subshell', ask('a group of commands')],
  ['compound_statement', ask('a group of commands')],
  ['function_definition', ask('defines a function')],
  ['negated_command', ask('a condition or a loop')],
  ['if_statement', ask('a condition or a loop')],
  ['while_statement', ask('a condition or a loop')],
  ['for_statement', ask('a condition or a loop')],
  ['c_style_for_statement', ask('a condition or a loop')],
  ['case_statement', ask('a condition or a loop')],
  ['test_command', ask('a condition or a loop')],
  ['variable_assignment', ask('sets a variable')],
  ['variable_assignments', ask('sets a variable')],
  ['declaration_command', ask('sets a variable')],
  ['unset_command', ask('sets a variable')],
  ['heredoc_redirect', ask('a here-document')],
  ['heredoc_body', ask('a here-document')],
  ['herestring_redirect', ask('a here-document')],
  ['command_substitution', ask('runs another command inside')],
  ['process_substitution', ask('runs another command inside')],
  ['&', ask('runs in the background')],
]);

const separators = new Set([';', '&&', '||', '|', '\n']);
const words = new Set([
  ...['word', 'string', 'raw_string', 'concatenation', 'number'],
  // Not understood, and read all the same: what they stand for may be guessed.
  ...['simple_expansion', 'expansion', 'command_substitution', 'process_substitution', 'arithmetic_expansion'],
  ...['ansi_c_string', 'translated_string', 'brace_expression'],
]);

export function readCommand(root: SyntaxNode, source: string): readonly ReadPart[] {
  const reader = new Reader(source);
  reader.statements(root);
  return reader.parts;
}

class Reader {
  readonly parts: ReadPart[] = [];
  #separator: string | undefined;

  constructor(private readonly source: string) {}

  statements(node: SyntaxNode): void {
    let end = node.start;
    for (const child of node.children) {
      const gap = this.source.slice(end, child.start);
      end = child.end;
      if (/[^ \t\n]/.test(gap)) {
        this.#odd(node, [ask('not understood', gap.trim())]);
      }
      if (gap.includes('\n') && this.#separator === undefined && this.parts.length > 0) {
        this.#separator = '\n';
      }
      this.#statement(child);
    }
    if (/[^ \t\n]/.test(this.source.slice(end, node.end))) {
      this.#odd(node, [ask('not understood')]);
    }
  }

  #statement(node: SyntaxNode): void {
    const token = this.source.slice(node.start, node.end);
    if (node.isError) {
      this.#odd(node, [ask('not understood', token)]);
    } else if (node.type === 'list' || node.type === 'pipeline') {
      this.statements(node);
    } else if (node.type === 'command') {
      this.#command(node, []);
    } else if (node.type === 'redirected_statement') {
      this.#redirected(node);
    } else if (node.type === 'comment') {
      // It runs nothing; what follows on the next line does.
      this.#separator ??= '\n';
    } else if (!node.isNamed && separators.has(node.type)) {
      this.#separator = node.type;
    } else {
      this.#odd(node, [shapes.get(node.type) ?? ask('not understood', token)]);
    }
  }

  #redirected(node: SyntaxNode): void {
    const [body] = node.children;
    const redirects = node.children.filter((child) => child.isNamed && child !== body);
    if (body?.type !== 'command') {
      this.#odd(
        node,
        node.children.map((one) => shapes.get(one.type) ?? ask('reads from or writes to a file')),
      );
      return;
    }
    this.#command(body, redirects, this.source.slice(node.start, node.end));
    for (const redirect of redirects) {
      this.#nested(redirect);
    }
  }

  #command(node: SyntaxNode, redirectNodes: readonly SyntaxNode[], text?: string): void {
    const opinions: Opinion[] = [];
    const read: Word[] = [];
    let end = node.start;
    for (const child of node.children) {
      const gap = this.source.slice(end, child.start);
      if (child.start !== node.start && !/^[ \t]+$/.test(gap)) {
        opinions.push(ask('not understood', gap));
      }
      end = child.end;
      const inner = child.type === 'command_name' ? child.children[0] : child;
      if (inner !== undefined && words.has(inner.type)) {
        read.push(readWord(inner, this.source));
      } else {
        opinions.push(shapes.get(child.type) ?? ask('not understood', this.source.slice(child.start, child.end)));
      }
    }
    const redirects = redirectNodes.flatMap((redirect) => this.#redirect(redirect, opinions));
    this.#add({ text: text ?? this.source.slice(node.start, node.end), words: read, opinions, redirects }, false);
    for (const child of node.children) {
      this.#nested(child);
    }
  }

  /** Only throwing output away is nothing to ask about. */
  #redirect(node: SyntaxNode, opinions: Opinion[]): Redirect[] {
    const text = this.source.slice(node.start, node.end);
    if (node.type === 'file_redirect' && /^[12]?>[ \t]*\/dev\/null$/.test(text)) {
      return [];
    }
    opinions.push(
      node.type === 'file_redirect'
        ? ask('reads from or writes to a file', text)
        : (shapes.get(node.type) ?? ask('not understood', text)),
    );
    const inner = [node, ...node.children.filter(({ type }) => type === 'file_redirect')];
    return inner.flatMap(({ children }) => {
      const operator = children.find(({ type }) => /[<>]/.test(type))?.type ?? '>';
      return children
        .filter(({ type, isNamed }) => isNamed && words.has(type))
        .map((target) => ({ target: readWord(target, this.source), writes: operator.includes('>') }));
    });
  }

  /** Something that is not understood: its commands are still looked at for what is never run. */
  #odd(node: SyntaxNode, opinions: readonly Opinion[]): void {
    this.#add({ text: this.source.slice(node.start, node.end), words: [], opinions, redirects: [] }, false);
    this.#nested(node);
  }

  #nested(node: SyntaxNode): void {
    for (const child of node.children) {
      if (child.type === 'command') {
        const read = child.children
          .map((one) => (one.type === 'command_name' ? one.children[0] : one))
          .filter((one) => one !== undefined)
          .map((one) => readWord(one, this.source));
        this.#add({ text: this.source.slice(child.start, child.end), words: read, opinions: [], redirects: [] }, true);
      }
      if (child.type === 'file_redirect') {
        const redirects = this.#redirect(child, []);
        this.#add({ text: this.source.slice(child.start, child.end), words: [], opinions: [], redirects }, true);
      }
      this.#nested(child);
    }
  }

  #add(part: Pick<ReadPart, 'text' | 'words' | 'opinions' | 'redirects'>, isNested: boolean): void {
    this.parts.push({ ...part, isNested, separator: this.parts.length === 0 ? undefined : this.#separator });
    if (!isNested) {
      this.#separator = undefined;
    }
  }
}
