/**
 * Markdown that is easy to get wrong, with what has to come of it: as one text, sign by sign, and in between. `shortHtml` says how it is
 * written down.
 */
import { describe, expect, it } from 'vitest';
import { MarkdownStream } from '../../../src/markdown/MarkdownStream';
import { renderMarkdown } from '../../../src/markdown/renderMarkdown';
import { shortHtml } from './shortHtml';

const cases: readonly (readonly [name: string, text: string, html: string])[] = [
  ['emphasis beside Chinese', '这是**重点**内容', '<p>这是<strong>重点</strong>内容</p>'],
  [
    'emphasis with Chinese punctuation inside',
    '他说**“你好”。**然后走了',
    '<p>他说<strong>“你好”。</strong>然后走了</p>',
  ],
  [
    'emphasis that ends in a bracket before Chinese',
    '使用**函数（foo）**处理',
    '<p>使用<strong>函数（foo）</strong>处理</p>',
  ],
  ['emphasis beside Japanese', 'これは**太字。**です', '<p>これは<strong>太字。</strong>です</p>'],
  ['emphasis beside Korean', '이것은 **굵게(bold)**입니다', '<p>이것은 <strong>굵게(bold)</strong>입니다</p>'],
  ['half open bold', 'One **two', '<p>One **two</p>'],
  ['half open italic', 'One *two and `three', '<p>One *two and `three</p>'],
  ['snake case', 'call my_long_function_name now', '<p>call my_long_function_name now</p>'],
  ['stars in arithmetic', '2 * 3 * 4 = 24', '<p>2 * 3 * 4 = 24</p>'],
  [
    'bold and italic',
    '***both*** and **a *b* c**',
    '<p><em><strong>both</strong></em> and <strong>a <em>b</em> c</strong></p>',
  ],
  ['strike', '~~gone~~ and ~not~', '<p><s>gone</s> and ~not~</p>'],
  ['underscores beside Chinese', '这是_重点_内容', '<p>这是_重点_内容</p>'],
  ['strike beside Chinese', '这是~~旧的。~~新的', '<p>这是<s>旧的。</s>新的</p>'],
  ['rare Chinese signs', '𠀀**（𠀁）**𠀂', '<p>𠀀<strong>（𠀁）</strong>𠀂</p>'],
  ['code in bold in Chinese', '请**使用 `a.ts`。**谢谢', '<p>请<strong>使用 <code>a.ts</code>。</strong>谢谢</p>'],
  ['underscores', '__init__.py and __bold__', '<p><strong>init</strong>.py and <strong>bold</strong></p>'],
  ['escaped', '\\*not\\* \\_this\\_ \\`nor\\`', '<p>*not* _this_ `nor`</p>'],
  ['emphasis over lines', '**one\ntwo**', '<p><strong>one\ntwo</strong></p>'],
  ['emphasis does not cross a block', '**one\n\ntwo**', '<p>**one</p>\n<p>two**</p>'],
  ['code with backticks', '`` a`b ``', '<p><code>a`b</code></p>'],
  ['code unclosed', 'the `value of', '<p>the `value of</p>'],
  ['code with html', '`<script>alert(1)</script>`', '<p><code>&lt;script&gt;alert(1)&lt;/script&gt;</code></p>'],
  ['code with spaces', '` a `', '<p><code>a</code></p>'],
  ['code with a place', 'see `src/a.ts:12`', '<p>see ⟦<code>src/a.ts:12</code> → src/a.ts:12⟧</p>'],
  ['code with windows path', 'see `C:\\a\\b.ts`', '<p>see <code>C:\\a\\b.ts</code></p>'],
  ['bare fence', '```\na\n```', '⟦code⟧a\n⟦/code⟧'],
  ['fence unclosed', '```ts\nconst a = 1;', '⟦code ts⟧const a = 1;⟦/code⟧'],
  ['fence unclosed with half a closer', '```ts\nconst a = 1;\n``', '⟦code ts⟧const a = 1;\n``⟦/code⟧'],
  ['tilde fence with backticks inside', '~~~\n```\nx\n```\n~~~', '⟦code⟧```\nx\n```\n⟦/code⟧'],
  ['four around three', '````md\n```ts\nx\n```\n````', '⟦code md⟧```ts\nx\n```\n⟦/code⟧'],
  [
    'markdown in markdown, equal fences',
    '```md\nText\n```js\na\n```\nmore\n```\nafter',
    '⟦code md⟧Text\n```js\na\n```\nmore\n⟦/code⟧<p>after</p>',
  ],
  [
    'fence in a list',
    '1. do\n   ```sh\n   npm test\n   ```\n2. done',
    '<ol>\n<li>do⟦code sh⟧npm test\n⟦/code⟧</li>\n<li>done</li>\n</ol>',
  ],
  ['fence in a quote', '> ```js\n> a\n> ```\n> b', '<blockquote>\n⟦code js⟧a\n⟦/code⟧<p>b</p>\n</blockquote>'],
  ['fence that a quote ends', '> ```js\n> a\nb', '<blockquote>\n⟦code js⟧a\n⟦/code⟧</blockquote>\n<p>b</p>'],
  ['indented fence', '   ```js\n   a\n   ```', '⟦code js⟧a\n⟦/code⟧'],
  ['four blanks are no fence', '    ```js\n    a\n    ```', '⟦code⟧```js\na\n```\n⟦/code⟧'],
  ['longer closer', '```js\na\n`````\nb', '⟦code js⟧a\n⟦/code⟧<p>b</p>'],
  ['closer with text is none', '```js\na\n``` b\nc\n```', '⟦code js⟧a\n``` b\nc\n⟦/code⟧'],
  ['closer of the other kind', '```js\na\n~~~\nb\n```', '⟦code js⟧a\n~~~\nb\n⟦/code⟧'],
  ['empty fence', '```js\n```', '⟦code js⟧⟦/code⟧'],
  ['info with attributes', '```js {1,3} title="a.js"\na\n```', '⟦code js a.js⟧a\n⟦/code⟧'],
  ['info with a path after a colon', '```ts:src/a.ts\na\n```', '⟦code ts src/a.ts⟧a\n⟦/code⟧'],
  ['info with an evil path', '```ts "><img src=x onerror=alert(1)>\na\n```', '⟦code ts⟧a\n⟦/code⟧'],
  ['crlf fence', '```js\r\na\r\n```\r\nb', '⟦code js⟧a\n⟦/code⟧<p>b</p>'],
  ['text right before a fence', 'Run:\n```sh\nls\n```', '<p>Run:</p>\n⟦code sh⟧ls\n⟦/code⟧'],
  ['fence right after a list', '- a\n```js\nb\n```', '<ul>\n<li>a</li>\n</ul>\n⟦code js⟧b\n⟦/code⟧'],
  ['diff', '```diff\n- a\n+ b\n```', '⟦code diff⟧- a\n+ b\n⟦/code⟧'],
  ['unknown language', '```brainfudge\n+-<>\n```', '⟦code brainfudge⟧+-&lt;&gt;\n⟦/code⟧'],
  ['indented code', 'a\n\n    code <b>\n\nb', '<p>a</p>\n⟦code⟧code &lt;b&gt;\n⟦/code⟧<p>b</p>'],
  ['loose list', '- a\n\n- b', '<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>'],
  [
    'nested list with two blanks',
    '- a\n  - b\n    - c',
    '<ul>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n</ul>',
  ],
  ['ordered from seven', '7. a\n8. b', '<ol start="7">\n<li>a</li>\n<li>b</li>\n</ol>'],
  ['list that interrupts a paragraph', 'Steps:\n- a\n- b', '<p>Steps:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
  ['number that does not interrupt', 'In\n2020. it was', '<p>In\n2020. it was</p>'],
  ['tasks nested', '- [ ] a\n  - [x] b', '<ul>\n<li>⟦☐⟧ a\n<ul>\n<li>⟦☑⟧ b</li>\n</ul>\n</li>\n</ul>'],
  ['task with code', '- [x] `a`', '<ul>\n<li>⟦☑⟧ <code>a</code></li>\n</ul>'],
  ['list with a quote', '- > a\n  > b', '<ul>\n<li>\n<blockquote>\n<p>a\nb</p>\n</blockquote>\n</li>\n</ul>'],
  [
    'list item with a table',
    '- a\n\n  | x | y |\n  |---|---|\n  | 1 | 2 |',
    '<ul>\n<li>\n<p>a</p>\n⟦table⟧<th>x<th>y<td>1<td>2⟦/table⟧</li>\n</ul>',
  ],
  ['empty item', '- \n- a', '<ul>\n<li></li>\n<li>a</li>\n</ul>'],
  ['Chinese list marks are text', '一、首先\n二、其次', '<p>一、首先\n二、其次</p>'],
  ['full-width digits', '１．首先', '<p>１．首先</p>'],
  ['table with code and pipe', '| a |\n|---|\n| `x \\| y` |', '⟦table⟧<th>a<td><code>x | y</code>⟦/table⟧'],
  ['table with fewer cells', '| a | b |\n|---|---|\n| 1 |', '⟦table⟧<th>a<th>b<td>1<td>⟦/table⟧'],
  ['table with more cells', '| a |\n|---|\n| 1 | 2 |', '⟦table⟧<th>a<td>1⟦/table⟧'],
  ['table without outer pipes', 'a | b\n--|--\n1 | 2', '⟦table⟧<th>a<th>b<td>1<td>2⟦/table⟧'],
  ['table half written', '| a | b |\n|---|-', '⟦table⟧<th>a<th>b⟦/table⟧'],
  ['table header only', '| a | b |', '<p>| a | b |</p>'],
  [
    'table with Chinese',
    '| 名称 | 值 |\n|:--:|---:|\n| 重试 | 3 |',
    '⟦table⟧<th class="align-center">名称<th class="align-right">值<td class="align-center">重试<td class="align-right">3⟦/table⟧',
  ],
  ['table with a hostile link', '| a |\n|---|\n| [x](javascript:alert(1)) |', '⟦table⟧<th>a<td>⟦inert x⟧⟦/table⟧'],
  [
    'table ended by a quote',
    '| a |\n|---|\n| 1 |\n> q',
    '⟦table⟧<th>a<td>1⟦/table⟧<blockquote>\n<p>q</p>\n</blockquote>',
  ],
  ['javascript link', '[x](javascript:alert(1))', '<p>⟦inert x⟧</p>'],
  ['javascript link with blanks and case', '[x]( JaVaScript:alert(1) )', '<p>⟦inert x⟧</p>'],
  ['javascript by entities', '[x](&#106;avascript&colon;alert(1))', '<p>⟦inert x⟧</p>'],
  ['data link', '[x](data:text/html,<script>1</script>)', '<p>⟦inert x⟧</p>'],
  ['command link', '[x](command:workbench.action.quit)', '<p>⟦inert x⟧</p>'],
  [
    'link with brackets inside',
    '[a [b] c](https://example.org/)',
    '<p>⟦a [b] c → https://example.org/ (example.org)⟧</p>',
  ],
  ['link with parentheses', '[x](https://example.org/a_(b))', '<p>⟦x → https://example.org/a_(b) (example.org)⟧</p>'],
  ['link half written', '[x](https://exam', '<p>[x](⟦https://exam → https://exam/ (exam)⟧</p>'],
  [
    'link with a title',
    '[x](https://example.org "t\\" onclick=\\"1")',
    '<p>⟦x → https://example.org/ (example.org)⟧</p>',
  ],
  [
    'reference defined later',
    'See [a][1].\n\n[1]: https://example.org/ "t"',
    '<p>See ⟦a → https://example.org/ (example.org)⟧.</p>',
  ],
  [
    'reference defined first',
    '[1]: https://example.org/\n\nSee [a][1] and [1].',
    '<p>See ⟦a → https://example.org/ (example.org)⟧ and ⟦1 → https://example.org/ (example.org)⟧.</p>',
  ],
  ['reference never defined', 'See [a][1] and arr[0].', '<p>See [a][1] and arr[0].</p>'],
  ['reference to a script', 'See [a][1].\n\n[1]: javascript:alert(1)', '<p>See ⟦inert a⟧.</p>'],
  [
    'two definitions: the first counts',
    '[a]: https://one.example/\n[a]: https://two.example/\n\n[a]',
    '<p>⟦a → https://one.example/ (one.example)⟧</p>',
  ],
  ['footnote stays text', 'Text[^1]\n\n[^1]: note', '<p>Text[^1]</p>\n<p>[^1]: note</p>'],
  [
    'bare address',
    'see https://example.org/a?b=c.',
    '<p>see ⟦https://example.org/a?b=c → https://example.org/a?b=c (example.org)⟧.</p>',
  ],
  [
    'bare address in Chinese',
    '请看https://example.org/a。谢谢',
    '<p>请看⟦https://example.org/a → https://example.org/a (example.org)⟧。谢谢</p>',
  ],
  ['bare address without a scheme', 'see example.org', '<p>see example.org</p>'],
  ['mail', 'write a@b.example', '<p>write a@b.example</p>'],
  ['autolink', '<https://example.org/>', '<p>⟦https://example.org/ → https://example.org/ (example.org)⟧</p>'],
  ['user in the address', '[x](https://good.example@evil.example/)', '<p>⟦inert x⟧</p>'],
  ['file link with a line', '[x](src/a.ts#L3)', '<p>⟦x → src/a.ts:3⟧</p>'],
  ['link to a parent folder', '[x](../../etc/passwd)', '<p>⟦x → ../../etc/passwd⟧</p>'],
  ['absolute file', '[x](/etc/passwd)', '<p>⟦x → /etc/passwd⟧</p>'],
  ['file address', '[x](file:///etc/passwd)', '<p>⟦inert x⟧</p>'],
  [
    'picture',
    '![a *b*](https://example.org/x.png)',
    '<p>⟦picture a *b* (example.org) → https://example.org/x.png⟧</p>',
  ],
  [
    'picture by reference',
    '![a][p]\n\n[p]: https://example.org/x.png',
    '<p>⟦picture a (example.org) → https://example.org/x.png⟧</p>',
  ],
  [
    'picture of data',
    '![a](data:image/svg+xml,<svg onload=alert(1)>)',
    '<p>![a](data:image/svg+xml,&lt;svg onload=alert(1)&gt;)</p>',
  ],
  [
    'picture in a link',
    '[![a](https://example.org/x.png)](https://evil.example/)',
    '<p>⟦⟦inert a⟧ → https://evil.example/ (evil.example)⟧</p>',
  ],
  [
    'link in a link',
    '[a [b](https://one.example/) c](https://two.example/)',
    '<p>[a ⟦b → https://one.example/ (one.example)⟧ c](⟦https://two.example/ → https://two.example/ (two.example)⟧)</p>',
  ],
  [
    'bare address before a Chinese comma',
    '见https://example.org/a，谢谢',
    '<p>见⟦https://example.org/a → https://example.org/a (example.org)⟧，谢谢</p>',
  ],
  [
    'bare address in full-width brackets',
    '（https://example.org/a）',
    '<p>（⟦https://example.org/a → https://example.org/a (example.org)⟧）</p>',
  ],
  [
    'definition inside of a quote',
    '> [q]: https://example.org/\n\nSee [q].',
    '<blockquote></blockquote>\n<p>See ⟦q → https://example.org/ (example.org)⟧.</p>',
  ],
  [
    'reference in a heading and a table',
    '# [a]\n\n| [a] |\n|---|\n| [b][a] |\n\n[a]: https://example.org/',
    '<h1>⟦a → https://example.org/ (example.org)⟧</h1>\n⟦table⟧<th>⟦a → https://example.org/ (example.org)⟧<td>⟦b → https://example.org/ (example.org)⟧⟦/table⟧',
  ],
  [
    'definition in code is none',
    'See [a].\n\n```\n[a]: https://example.org/\n```',
    '<p>See [a].</p>\n⟦code⟧[a]: https://example.org/\n⟦/code⟧',
  ],
  [
    'block of html',
    '<div onclick="x">\n\n**a**\n\n</div>',
    '<p>&lt;div onclick=&quot;x&quot;&gt;</p>\n<p><strong>a</strong></p>\n<p>&lt;/div&gt;</p>',
  ],
  [
    'details',
    '<details><summary>S</summary>\n\ntext\n\n</details>',
    '<p>&lt;details&gt;&lt;summary&gt;S&lt;/summary&gt;</p>\n<p>text</p>\n<p>&lt;/details&gt;</p>',
  ],
  ['br', 'a<br>b', '<p>a&lt;br&gt;b</p>'],
  ['comment', 'a <!-- b --> c', '<p>a &lt;!-- b --&gt; c</p>'],
  ['unclosed tag', '<img src=x onerror=alert(1)', '<p>&lt;img src=x onerror=alert(1)</p>'],
  ['entities', '&lt;b&gt; &amp; &copy; &#x202E; &nbsp;', '<p>&lt;b&gt; &amp; © ⟦U+202E⟧  </p>'],
  [
    'angle brackets in prose',
    'if a<b and c>d then Map<string, number>',
    '<p>if a&lt;b and c&gt;d then Map&lt;string, number&gt;</p>',
  ],
  ['inline math', '\\(a_1 * b_1 * c\\)', '<p>\\(a_1 * b_1 * c\\)</p>'],
  ['display math', '\\[\n\\int_0^1 x^2 \\, dx\n\\]', '<p>\\[\n\\int_0^1 x^2 \\, dx\n\\]</p>'],
  ['dollars', '$$\na_1 + b_1\n$$', '<p>$$\na_1 + b_1\n$$</p>'],
  ['money', 'costs $5 or $10', '<p>costs $5 or $10</p>'],
  ['math unclosed', '\\(a_1 and _b_', '<p>(a_1 and <em>b</em></p>'],
  ['heading without a blank', '#heading', '<p>#heading</p>'],
  ['heading with trailing marks', '## a ##', '<h2>a</h2>'],
  ['setext', 'a\n===\nb\n---', '<h1>a</h1>\n<h2>b</h2>'],
  ['rule or setext', 'a\n\n---\n\nb', '<p>a</p>\n<hr>\n<p>b</p>'],
  ['seven marks', '####### a', '<p>####### a</p>'],
  ['lazy quote', '> a\nb', '<blockquote>\n<p>a\nb</p>\n</blockquote>'],
  ['nested quote', '> > a\n> b', '<blockquote>\n<blockquote>\n<p>a\nb</p>\n</blockquote>\n</blockquote>'],
  ['quote with a heading', '> # a', '<blockquote>\n<h1>a</h1>\n</blockquote>'],
  ['null', 'a\u0000b', '<p>a\ufffdb</p>'],
  ['bidi in a link', '[a\u202eb](https://example.org/)', '<p>⟦a⟦U+202E⟧b → https://example.org/ (example.org)⟧</p>'],
  ['tag characters', 'a\u{e0041}b', '<p>a⟦U+E0041⟧b</p>'],
  ['zero width in a word', 'pass\u200bword', '<p>pass⟦U+200B⟧word</p>'],
  ['lone surrogate', 'a\ud800b', '<p>a\ud800b</p>'],
  ['emoji with joiners', '👩‍💻 ok', '<p>👩‍💻 ok</p>'],
  ['tabs', '-\ta\n\n\tb', '<ul>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ul>'],
  ['nothing but blanks', '   \n\t\n', ''],
  ['hard break', 'a  \nb\\\nc', '<p>a<br>\nb<br>\nc</p>'],
];

const huge: readonly (readonly [name: string, text: string])[] = [
  ['a line of a million signs', 'x'.repeat(1_000_000)],
  ['a line of code of a million signs', `\`\`\`json\n${'{"a":1},'.repeat(125_000)}\n\`\`\``],
  ['a table of five hundred columns', `${'|a'.repeat(500)}|\n${'|-'.repeat(500)}|\n${'|1'.repeat(500)}|`],
  ['a table of five thousand rows', `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(5_000)}`],
  ['lists in lists', Array.from({ length: 200 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
  ['a hundred fences', 'a\n\n```ts\nlet a;\n```\n\n'.repeat(100)],
  ['a thousand references', `${'[a] '.repeat(1_000)}\n\n[a]: https://example.org/`],
];

/** What stands on the page when the text has come in pieces of this length, with a look at the open block after each. */
function inPieces(text: string, length: number): string {
  const stream = new MarkdownStream();
  const blocks: string[] = [];
  for (let at = 0; at < text.length; at += length) {
    blocks.push(...stream.push(text.slice(at, at + length)));
    stream.open();
  }
  blocks.push(...stream.end());
  const revised = stream.revised();
  return blocks.map((html, index) => revised.get(index) ?? html).join('');
}

describe('hard Markdown', () => {
  it.each(cases)('%s', (_name, text, html) => {
    expect(shortHtml(renderMarkdown(text))).toBe(html);
    for (const length of [1, 2, 3, 7]) {
      expect(inPieces(text, length)).toBe(renderMarkdown(text));
    }
  });

  it('is the same in one answer, however it is cut', () => {
    const all = cases.map(([, text]) => text).join('\n\n');
    const whole = renderMarkdown(all);
    for (const length of [1, 13, 100, 1_000]) {
      expect(inPieces(all, length)).toBe(whole);
    }
  });

  it.each(huge)('%s', (_name, text) => {
    const html = renderMarkdown(text);
    expect(html.length).toBeGreaterThan(0);
    expect(inPieces(text, Math.ceil(text.length / 9))).toBe(html);
  });
});
