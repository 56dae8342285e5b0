import type { TextHit } from '../ToolHost';
import { cutLine } from './output';

/** By file, with 1-based line numbers. `path`s are labels. */
export function shownHits(hits: readonly TextHit[]): string {
  const byFile = new Map<string, TextHit[]>();
  for (const hit of hits) {
    byFile.set(hit.path, [...(byFile.get(hit.path) ?? []), hit]);
  }
  return [...byFile]
    .map(([path, lines]) => {
      const rows = lines.map(({ line, text }) => `${String(line + 1).padStart(6)} | ${cutLine(text).slice(0, 300)}`);
      return [path.replace(/[\n\r]/g, '⟨line break⟩'), ...rows].join('\n');
    })
    .join('\n');
}
