/** What a model writes and what the panel would give to the DOM. */
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/markdown/renderMarkdown';

function check(text: string, html: string): void {
  expect(renderMarkdown(text)).toBe(html);
}

describe('renderMarkdown', () => {
  it('renders paragraphs, emphasis and lists', () => {
    check('**hi**', '<p><strong>hi</strong></p>\n');
    check('- a\n- b\n', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n');
    check(' \n', '');
  });

  it('shows HTML as text', () => {
    check('<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>\n');
  });

  it('makes web links data, with the host behind the text', () => {
    check(
      '[docs](https://example.org/a?b=c)',
      '<p><a class="web-link" role="link" tabindex="0" data-url="https://example.org/a?b=c" title="https://example.org/a?b=c">docs <bdi class="link-host">(example.org)</bdi></a></p>\n',
    );
  });

  it('shows where an international host really is', () => {
    expect(renderMarkdown('[paypal](https://xn--pypal-4ve.com/)')).toContain('(xn--pypal-4ve.com)');
    expect(renderMarkdown('[paypal](https://pаypal.com/)')).toContain('(xn--');
  });

  it('makes paths places in files', () => {
    check(
      '[it](src/a.ts#L12)',
      '<p><a class="file-link" role="link" tabindex="0" data-path="src/a.ts" data-line="12">it</a></p>\n',
    );
    expect(renderMarkdown('See `src/a.ts:7`.')).toContain('data-path="src/a.ts" data-line="7"');
    expect(renderMarkdown('Call `a.b`.')).toBe('<p>Call <code>a.b</code>.</p>\n');
  });

  it('makes remote pictures buttons that name the host', () => {
    const html = renderMarkdown('![chart](https://evil.example/?d=1)');
    expect(html).toContain('<button type="button" class="remote-image" data-url="https://evil.example/?d=1"');
    expect(html).toContain('(evil.example)');
    expect(html).not.toContain('<img');
  });

  it('renders tables without style attributes', () => {
    const html = renderMarkdown('| a | b |\n|:--|--:|\n| 1 | 2 |\n');
    expect(html).toContain('<div class="table"><table>');
    expect(html).toContain('<td class="align-right">2</td>');
    expect(html).not.toContain('style=');
  });

  it('highlights code and keeps the file that the fence names', () => {
    const html = renderMarkdown('```ts src/a.ts\nconst x = 1;\n```\n');
    expect(html).toContain('<div class="code-block" data-language="ts" data-path="src/a.ts"><pre><code>');
    expect(html).toContain('<span class="hljs-keyword">const</span>');
  });

  it('keeps fences inside a Markdown fence together', () => {
    const html = renderMarkdown('```markdown\n# T\n```ts\nlet a;\n```\nend\n```\nafter\n');
    expect(html.match(/code-block/g)).toHaveLength(1);
    expect(html).toContain('<p>after</p>');
  });

  it('leaves formulas as they were written', () => {
    check('so \\(a_1 * b * c\\) holds', '<p>so \\(a_1 * b * c\\) holds</p>\n');
  });

  it('makes signs visible that nobody sees', () => {
    check('a\u202Eb', '<p>a<span class="hidden-sign">U+202E</span>b</p>\n');
    expect(renderMarkdown('```\n\u{E0041}\n```')).toContain('U+E0041');
  });

  it('colours no line that is too long for a person', () => {
    expect(renderMarkdown(`\`\`\`js\n${'const a=1;'.repeat(5000)}\n\`\`\``)).not.toContain('hljs-');
  });

  it('shows tasks as boxes that nobody can tick', () => {
    expect(renderMarkdown('- [x] done\n- [ ] *todo*\n- [y] no\n\n[x] no')).toBe(
      '<ul>\n<li><span class="task-box">☑</span> done</li>\n<li><span class="task-box">☐</span> <em>todo</em></li>\n<li>[y] no</li>\n</ul>\n<p>[x] no</p>\n',
    );
  });
});
