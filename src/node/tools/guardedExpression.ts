/**
 * A model's regular expression, which may take for ever on a text that was made for it: it runs where it can be interrupted. Throws
 * `SyntaxError` for one that is none, and for one that takes too long.
 */
import { createContext, Script } from 'node:vm';

/** Milliseconds for the lines of one file: nobody notices that the editor was busy. */
const patience = 100;
const script = new Script('lines.flatMap((line, index) => (expression.test(line) ? [index] : []))');

/** Gives the indexes of the lines that fit. */
export function guardedExpression(source: string, flags: string): (lines: readonly string[]) => readonly number[] {
  const sandbox: { expression: RegExp; lines: readonly string[] } = {
    expression: new RegExp(source, flags),
    lines: [],
  };
  const context = createContext(sandbox);
  return (lines) => {
    sandbox.lines = lines;
    try {
      const found: unknown = script.runInContext(context, { timeout: patience });
      return Array.isArray(found) ? found.map(Number) : [];
    } catch (error) {
      // It may be another realm's error.
      if (
        typeof error === 'object' &&
        error !== null &&
        'code' in error &&
        error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
      ) {
        throw new SyntaxError('it takes too long on a line of this workspace; write a simpler one');
      }
      throw error;
    }
  };
}
