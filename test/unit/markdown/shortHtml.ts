/** The panel's HTML in few signs, so that tables of it can be read: `⟦text → where⟧` for links, `⟦code ts a.ts⟧…⟦/code⟧` for blocks. */
export function shortHtml(html: string): string {
  return html
    .replace(/<\/?span(?: class="hljs-[^"]*")?>/g, (tag) => (tag.includes('hljs') ? '' : tag))
    .replace(
      /<a class="web-link" role="link" tabindex="0" data-url="([^"]*)" title="\1">(.*?) <bdi class="link-host">\(([^)]*)\)<\/bdi><\/a>/g,
      (_all, url, text, host) => `⟦${text} → ${url} (${host})⟧`,
    )
    .replace(
      /<a class="file-link" role="link" tabindex="0" data-path="([^"]*)"(?: data-line="(\d+)")?>(.*?)<\/a>/g,
      (_all, path, line, text) => `⟦${text} → ${path}${line === undefined ? '' : `:${line}`}⟧`,
    )
    .replace(
      /<button type="button" class="remote-image" data-url="([^"]*)" title="\1">(.*?)<\/button>/g,
      (_all, url, text) => `⟦picture ${text.replace(/<\/?bdi[^>]*>/g, '')} → ${url}⟧`,
    )
    .replace(/<span class="inert-link">(.*?)<\/span>/g, '⟦inert $1⟧')
    .replace(/<span class="hidden-sign">(.*?)<\/span>/g, '⟦$1⟧')
    .replace(/<span class="task-box">(.*?)<\/span>/g, '⟦$1⟧')
    .replace(
      /<div class="code-block" data-language="([^"]*)"(?: data-path="([^"]*)")?><pre><code>([\s\S]*?)<\/code><\/pre><\/div>\n/g,
      (_all, language, path, code) =>
        `⟦code${[language, path].map((each) => (each ? ` ${each}` : '')).join('')}⟧${code.replaceAll('</span>', '')}⟦/code⟧`,
    )
    .replace(
      /<div class="table"><table>([\s\S]*?)<\/table><\/div>\n/g,
      (_all, rows) => `⟦table⟧${rows.replace(/\n|<\/?(?:thead|tbody|tr)>/g, '').replace(/<\/t[hd]>/g, '')}⟦/table⟧`,
    )
    .replace(/\n$/, '');
}
