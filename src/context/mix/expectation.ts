/** Whether what comes at the cursor is a type or a value, where the line tells: no value stands in a type's place, and no type in a value's. */
import type { KnownSymbol } from '../Knowledge';

export type Expectation = 'type' | 'value';

/** What stands before a type: `x as`, `A extends`, `Map<`, `f():`, `x?:`, `let x:`, `type A =`, Rust's and Python's `->`. */
const beforeType =
  /(?:\b(?:as|extends|implements|keyof|is|satisfies)\s+|[\w$]<|\)\s*:\s*|\?:\s*|->\s*(?:&\s*(?:mut\s+)?)?|\b(?:const|let|var|readonly|private|public|protected|static)\s+[\w$]+!?\s*:\s*|\btype\s+[\w$]+(?:<[^=]*>)?\s*=\s*)(?:readonly\s+)?$/;
/** And before a value. */
const beforeValue =
  /(?:^\s*|[^=!<>]=\s*|[([{!?+*]\s*|\b(?:return|await|new|throw|yield|case|typeof)\s+|=>\s*|&&\s*|\|\|\s*|\?\?\s*|===?\s*|\.\.\.)$/;

/** `line`: up to the cursor. Undefined = nothing tells. */
export function expectationAt(line: string): Expectation | undefined {
  const before = line.replace(/[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\?\.|\.|::)[\p{L}\p{N}_$]*)*$/u, '');
  return beforeType.test(before) ? 'type' : beforeValue.test(before) ? 'value' : undefined;
}

const typeScript = /\.[cm]?tsx?$/;

/** Whether a symbol is of the other sort. Only where languages leave no doubt. */
export function contradicts({ kind, path }: KnownSymbol, expected: Expectation | undefined): boolean {
  if (expected === 'value') {
    return typeScript.test(path) && (kind === 'interface' || kind === 'type');
  }
  const isValue = kind === 'function' || kind === 'method' || kind === 'macro';
  return expected === 'type' && (isValue || (!path.endsWith('.py') && (kind === 'constant' || kind === 'variable')));
}
