/** Attack rows T-104 and T-105: links and markup that must come out inert. */
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../../src/markdown/renderMarkdown';

/** Whatever the text: only these elements and attributes may come out. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  a: ['class', 'role', 'tabindex', 'data-url', 'data-path', 'data-line', 'title'],
  button: ['type', 'class', 'data-url', 'title'],
  div: ['class', 'data-language', 'data-path'],
  ol: ['start'],
  ...{ span: ['class'], bdi: ['class'], td: ['class'], th: ['class'] },
};
const bare = new Set(
  'p strong em s del code pre ul li h1 h2 h3 h4 h5 h6 blockquote hr br table thead tbody tr'.split(' '),
);

function check(text: string): string {
  const html = renderMarkdown(text);
  for (const [tag, name = '', rest = ''] of html.matchAll(/<\/?([a-zA-Z][^\s>]*)([^>]*)>/g)) {
    const attributes = [...rest.matchAll(/([^\s="]+)="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(bare.has(name) || name in allowed, tag).toBe(true);
    expect(
      attributes.filter((attribute) => !(allowed[name] ?? []).includes(attribute)),
      tag,
    ).toEqual([]);
    expect(rest.replace(/[^\s="]+="[^"]*"/g, '').trim(), tag).toBe('');
  }
  // No sign opens a tag but those counted above.
  expect(html.replace(/<\/?[a-zA-Z][^>]*>/g, '')).not.toMatch(/<(?=[a-zA-Z/!?])/);
  for (const [, url = ''] of html.matchAll(/data-url="([^"]*)"/g)) {
    expect(url).toMatch(/^https?:\/\/[^/@]+(\/|$)/);
  }
  return html;
}

const destinations = [
  'command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22rm%22%7D',
  'vscode:extension/evil.evil',
  'vscode://evil.evil/run',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java&#10;script:alert(1)',
  '&#106;avascript:alert(1)',
  'vbscript:x',
  'data:text/html;base64,PHNjcmlwdD4=',
  'file:///etc/passwd',
  'blob:https://x/1',
  'mailto:a@b.c',
  'https://good.example@evil.example/',
  '//evil.example/x',
  '\\\\\\\\host\\\\share',
  'vscode-resource:/x',
  'tandem:x',
];

const markup = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><use href="data:image/svg+xml,#x"/></svg>',
  '<svg/onload=alert(1)>',
  '<math><mi xlink:href="javascript:alert(1)">',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<base href="https://evil.example/">',
  '<form action="https://evil.example"><input name=a></form>',
  '<a href="https://x" ping="https://evil.example">x</a>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="https://evil.example"></object>',
  '<embed src="https://evil.example">',
  '<link rel=prefetch href="https://evil.example">',
  '<style>@import "https://evil.example"</style>',
  '<video poster="https://evil.example/x"></video>',
  '<picture><source srcset="https://evil.example/x"></picture>',
  '<div style="background:url(https://evil.example)">x</div>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<!-- <img src=x> -->',
  '<?xml version="1.0"?>',
  '<![CDATA[<img src=x>]]>',
  '<https://evil.example/"onmouseover="alert(1)>',
  '`<img src=x onerror=alert(1)>`',
  '```"><img src=x onerror=alert(1)>\ncode\n```',
  '```js title="a\\"><img src=x onerror=alert(1)>"\n</code></pre><script>1</script>\n```',
  '![a"onload="alert(1)](https://evil.example/")',
  '[a](https://e.example "t\\"onclick=\\"alert(1)")',
  '[x]: javascript:alert(1)\n\n[x]',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"]\n```',
  '~~~html\n<script>alert(1)</script>\n~~~',
  '# <script>x</script>',
  '&lt;img src=x onerror=alert(1)&gt;',
];

describe('T-104: links that are not to the web', () => {
  for (const destination of destinations) {
    it(`leaves ${destination} inert`, () => {
      for (const text of [
        `[ok](<${destination}>)`,
        `[ok](${destination})`,
        `<${destination}>`,
        `![ok](${destination})`,
      ]) {
        expect(check(text)).not.toContain('data-url');
      }
    });
  }

  it('shows the host that a link leads to, not the one that it names', () => {
    expect(check('[https://good.example](https://evil.example/x)')).toContain('(evil.example)');
  });
});

describe('T-105: markup', () => {
  for (const text of markup) {
    it(`shows ${JSON.stringify(text).slice(0, 70)} as text`, () => {
      check(text);
      check(`> - ${text.replaceAll('\n', '\n>   ')}`);
    });
  }
});

describe('markdown that is made to be slow', () => {
  it.each([
    ['formulas that do not end', '\\('.repeat(100_000)],
    ['formulas of several kinds', '\\(\\[$$'.repeat(40_000)],
    ['brackets', '['.repeat(50_000)],
    ['links in links', '[a]('.repeat(20_000)],
    ['emphasis', '*a_b'.repeat(20_000)],
    ['quotes in quotes', `${'>'.repeat(50_000)} a`],
    ['code of one line', `\`\`\`js\n${'/('.repeat(50_000)}\n\`\`\``],
  ])('answers for %s', (_name, text) => {
    expect(check(text).length).toBeGreaterThan(0);
  });
});
