/** A web page as text for a model: what people read of it, without scripts, styles, menus and what is hidden. One pass, no DOM. */

const dropped = /^(?:script|style|noscript|template|svg|iframe|object|nav|footer|form|head)$/;
const breaks = /^(?:p|div|section|article|main|br|hr|li|ul|ol|tr|table|pre|blockquote|h[1-6]|dt|dd|header|figure)$/;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** `contentType` as the server says; anything but HTML is given back as it is. */
export function readablePage(source: string, contentType: string): string {
  if (!/html/i.test(contentType) && !/^\s*<(?:!doctype html|html)/i.test(source)) {
    return source;
  }
  let text = '';
  /** The element whose whole content is left out, and how deep it is in itself. */
  let skipped: { readonly name: string; depth: number } | undefined;
  let at = 0;
  const title = /<title[^>]*>([^<]{1,300})/i.exec(source)?.[1];
  while (at < source.length) {
    const open = source.indexOf('<', at);
    const end = open < 0 ? source.length : open;
    if (skipped === undefined) {
      text += source.slice(at, end).replace(/\s+/g, ' ');
    }
    if (open < 0) {
      break;
    }
    if (source.startsWith('<!--', open)) {
      const close = source.indexOf('-->', open);
      at = close < 0 ? source.length : close + 3;
      continue;
    }
    const close = source.indexOf('>', open);
    if (close < 0) {
      break;
    }
    const [, slash = '', rawName = ''] = /^<(\/?)([a-z][a-z0-9]*)/i.exec(source.slice(open, open + 40)) ?? [];
    const name = rawName.toLowerCase();
    at = close + 1;
    if (skipped !== undefined) {
      if (name === skipped.name) {
        skipped.depth += slash === '/' ? -1 : 1;
        skipped = skipped.depth <= 0 ? undefined : skipped;
      }
    } else if (slash === '' && dropped.test(name) && !source.slice(open, close).endsWith('/')) {
      skipped = { name, depth: 1 };
    } else if (breaks.test(name)) {
      const mark = slash === '' && /^h[1-6]$/.test(name) ? `${'#'.repeat(Number(name[1]))} ` : '';
      text += `\n${slash === '' && name === 'li' ? '- ' : mark}`;
    }
  }
  const lines = decode(text)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return title === undefined ? lines : `${decode(title).trim()}\n\n${lines}`;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (all, decimal, hex, name) => {
    const code = decimal === undefined ? (hex === undefined ? undefined : Number.parseInt(hex, 16)) : Number(decimal);
    return code === undefined
      ? (entities[String(name).toLowerCase()] ?? all)
      : code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : '';
  });
}
