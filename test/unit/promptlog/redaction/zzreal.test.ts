import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { redact } from '../../../../src/promptlog/redaction/redact';

function* walk(dir: string): Generator<string> {
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    const p = join(dir, e.name);
    if (e.isDirectory()) {
      if (!/^(\.git|dist|test-results)$/.test(e.name)) yield* walk(p);
    } else if (
      e.isFile() &&
      /\.(ts|js|mjs|cjs|md|json|py|yml|yaml|toml|sh|c|h|txt|pl|rb|html|css|go|rs)$/.test(e.name) &&
      statSync(p).size < 300_000
    )
      yield p;
  }
}
it('x', () => {
  let lines = 0;
  const hits: string[] = [];
  const t = performance.now();
  let bytes = 0;
  for (const root of (process.env.ROOTS ?? '').split(',')) {
    let files = 0;
    for (const p of walk(root)) {
      if (++files > 6000) break;
      const text = readFileSync(p, 'utf8');
      lines += text.split('\n').length;
      bytes += text.length;
      for (const { rule, start, end } of redact(text).hits) {
        if (['email', 'phone', 'ip-address', 'home-path', 'private-host', 'resident-id', 'payment-card'].includes(rule))
          continue;
        hits.push(
          `${rule}\t${text.slice(Math.max(0, start - 50), start).replace(/\s+/g, ' ')}⟦${text.slice(start, end).slice(0, 60).replace(/\s+/g, ' ')}⟧\t${p.slice(-60)}`,
        );
      }
    }
  }
  console.log(
    `${hits.length} hits in ${lines} lines, ${bytes} bytes, ${Math.round(performance.now() - t)} ms\n` +
      hits.join('\n'),
  );
}, 600_000);
