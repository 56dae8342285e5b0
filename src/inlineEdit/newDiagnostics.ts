/** Which problems an edit brought: those of after that were not there before, wherever they stand now. */
import type { Diagnostic } from './InlineEdit';

/** In the order of `after`. A problem that was there twice and is there three times counts once. */
export function newDiagnostics(before: readonly Diagnostic[], after: readonly Diagnostic[]): Diagnostic[] {
  const keyOf = ({ severity, message }: Diagnostic): string => `${severity} ${message}`;
  const known = new Map<string, number>();
  for (const diagnostic of before) {
    known.set(keyOf(diagnostic), (known.get(keyOf(diagnostic)) ?? 0) + 1);
  }
  return after.filter((diagnostic) => {
    const left = known.get(keyOf(diagnostic)) ?? 0;
    known.set(keyOf(diagnostic), left - 1);
    return left <= 0;
  });
}

/** Lines around problems that a model gets to see and may change, 0-based, `end` excluded; undefined = they stand too far apart. */
export function linesAround(
  diagnostics: readonly Diagnostic[],
  lineCount: number,
): { readonly start: number; readonly end: number } | undefined {
  const lines = diagnostics.map(({ line }) => line);
  const start = Math.max(0, Math.min(...lines) - margin);
  const end = Math.min(lineCount, Math.max(...lines) + margin + 1);
  return end - start > mostLines ? undefined : { start, end };
}

const margin = 8;
const mostLines = 120;
