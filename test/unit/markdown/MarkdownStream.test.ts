/** However a text is cut, its blocks are the same; and what is finished stays as it is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MarkdownStream } from '../../../src/markdown/MarkdownStream';
import { renderMarkdown } from '../../../src/markdown/renderMarkdown';

const pieces = [
  ...[
    '# Title\n',
    'a paragraph\n',
    '\n',
    '- item\n',
    '  - deeper\n',
    '1. one\n',
    '2',
    '. two\n',
    '> quote\n',
    '---\n',
    '===',
  ],
  ...[
    '```ts\n',
    '```\n',
    '```',
    '~~~\n',
    '````md\n',
    '````\n',
    '    indented\n',
    '`code`',
    '**bold**',
    '[x]',
    '[a][y]',
    '[x]: https://a.b\n',
    '[y]: <c/d.ts>\n',
  ],
  ...[
    '| a | b |\n',
    '|---|---|\n',
    '| 1 | 2 |\n',
    'const x = 1;\n',
    '<b>',
    '\r\n',
    '\r',
    '  \n',
    '\t',
    'x',
    '中文。\n',
    '\\(a\\)',
  ],
];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
const cuts = fc.array(fc.nat(400), { maxLength: 12 });

function cutAt(whole: string, at: readonly number[]): string[] {
  const places = [...new Set(at.filter((place) => place < whole.length))].toSorted((a, b) => a - b);
  return [...places, whole.length].map((end, index) => whole.slice(index === 0 ? 0 : places[index - 1], end));
}

/** What stands on the page at the end. */
function withRevised(stream: MarkdownStream, blocks: readonly string[]): string {
  const revised = stream.revised();
  return blocks.map((html, index) => revised.get(index) ?? html).join('');
}

describe('MarkdownStream', () => {
  it('gives the same however the text was cut', () => {
    fc.assert(
      fc.property(text, cuts, (whole, at) => {
        const stream = new MarkdownStream();
        const html = cutAt(whole, at).flatMap((piece) => {
          const finished = stream.push(piece);
          stream.open();
          return finished;
        });
        expect(withRevised(stream, [...html, ...stream.end()])).toBe(renderMarkdown(whole));
      }),
      { numRuns: 2_000 },
    );
  });

  it('finishes a block as soon as the next one has begun', () => {
    const stream = new MarkdownStream();
    expect(stream.push('one\n\ntw')).toEqual([]);
    expect(stream.push('o\n')).toEqual(['<p>one</p>\n']);
    expect(stream.open()).toEqual({ kind: 'html', html: '<p>two</p>\n' });
    expect(stream.end()).toEqual(['<p>two</p>\n']);
  });

  it('gives open code in segments, the earlier of which stay', () => {
    const stream = new MarkdownStream();
    stream.push('```js\n');
    let before: readonly string[] = [];
    for (let line = 0; line < 400; line++) {
      stream.push(`const name${line} = ${line};\n`);
      const open = stream.open();
      const segments = open?.kind === 'code' ? open.segments : [];
      expect(segments.slice(0, before.length - 1)).toEqual(before.slice(0, -1));
      before = segments;
    }
    expect(before.length).toBeGreaterThan(2);
    const [block = ''] = stream.push('```\n');
    expect(block).toContain(`<code>${before.join('')}</code>`);
    expect(stream.open()).toBeUndefined();
  });

  it('makes links of what is only defined at the end, and renders no other block again', () => {
    const stream = new MarkdownStream();
    const text =
      'See [docs][1], [Home] and [none].\n\n```ts\na[docs];\n```\n\nplain [x](https://b.example/)\n\n- [ ] [Home]\n\n';
    const blocks = [...stream.push(`${text}[1]: https://a.example/one\n[home]: https://a.example/\n`), ...stream.end()];
    expect(blocks[0]).toBe('<p>See [docs][1], [Home] and [none].</p>\n');
    const revised = stream.revised();
    expect([...revised.keys()]).toEqual([0, 3]);
    expect(revised.get(0)?.match(/data-url="[^"]*"/g)).toEqual([
      'data-url="https://a.example/one"',
      'data-url="https://a.example/"',
    ]);
    expect(revised.get(0)).toContain('and [none].');
    expect(renderMarkdown('[evil]\n\n[evil]: javascript:alert(1)\n')).not.toContain('data-url');
  });

  it('knows link definitions for what comes behind them', () => {
    expect(renderMarkdown('[x]: https://a.example/\n\nSee [x].\n')).toContain('data-url="https://a.example/"');
  });
});
