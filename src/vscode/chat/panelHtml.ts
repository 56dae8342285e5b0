/** The page of the chat panel: nothing but our own script and style, and nothing from elsewhere, ever. */

export interface PanelPage {
  readonly script: string;
  readonly style: string;
  /** VS Code's source expression for what the webview may load of ours. */
  readonly cspSource: string;
  /** A word that nobody can guess, new for each page. */
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/** The hash of nothing: the component library finds out with an empty style element what the browser can do. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

export function contentSecurityPolicy({ cspSource, nonce }: Pick<PanelPage, 'cspSource' | 'nonce'>): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} ${emptyStyle}`,
    // Pictures that the person pasted, or wanted to see: as data, from nowhere.
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

export function panelHtml(page: PanelPage): string {
  return `<!DOCTYPE html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${page.style}">
</head>
<body>
<script type="module" nonce="${page.nonce}" src="${page.script}"></script>
</body>
</html>
`;
}
