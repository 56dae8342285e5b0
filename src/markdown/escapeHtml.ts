/**
 * Text as HTML. Signs that people cannot see but that change what they read (direction overrides, tag characters, zero-width ones) become
 * visible marks, so that text from a model or a file cannot look like something else than it is.
 */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For element content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** Direction marks and overrides, zero-width signs but the joiners that scripts and emoji need, and Unicode's tag characters. */
const hidden =
  /[\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;

/** Escaped text in which hidden signs stand as `<span class="hidden-sign">U+202E</span>`. */
export function visibleHtml(text: string): string {
  return escapeHtml(text).replace(hidden, (sign) => `<span class="hidden-sign">${nameOf(sign)}</span>`);
}

/** HTML whose text has no hidden signs: for output of a highlighter, where only text can hold them. */
export function showHiddenSigns(html: string): string {
  return html.replace(hidden, (sign) => `<span class="hidden-sign">${nameOf(sign)}</span>`);
}

function nameOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
