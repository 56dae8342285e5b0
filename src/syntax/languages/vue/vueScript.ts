/** What a Vue component defines stands in its script, which is TypeScript or JavaScript. */

/**
 * The script of a component with everything else blanked out, so that lines and offsets stay what they are; undefined = it has none.
 */
export function vueScript(text: string): { readonly languageId: string; readonly text: string } | undefined {
  const scripts = [...text.matchAll(/(<script\b([^>]*)>)(.*?)<\/script>/gs)];
  if (scripts.length === 0) return undefined;
  let blanked = '';
  let at = 0;
  for (const { index, 1: tag = '', 3: script = '' } of scripts) {
    const start = index + tag.length;
    blanked += blank(text.slice(at, start)) + script;
    at = start + script.length;
  }
  const language = /\blang=["'](\w+)["']/.exec(scripts.map(([, , attributes]) => attributes).join(' '))?.[1];
  const ids: Readonly<Record<string, string>> = { ts: 'typescript', tsx: 'typescriptreact', jsx: 'javascriptreact' };
  return { languageId: ids[language ?? ''] ?? 'javascript', text: blanked + blank(text.slice(at)) };
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}
