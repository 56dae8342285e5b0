/** The last step before the DOM: what `src/markdown` made is already safe, and nothing gets past here that it does not make. */
import DOMPurify from 'dompurify';

/** One object for all calls: DOMPurify reads another one anew each time. */
const options = {
  ALLOWED_TAGS: [
    ...['p', 'strong', 'em', 's', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    ...['blockquote', 'hr', 'br', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span', 'a', 'bdi', 'button'],
  ],
  ALLOWED_ATTR: [
    'class',
    'role',
    'tabindex',
    'title',
    'start',
    'type',
    'data-url',
    'data-path',
    'data-line',
    'data-language',
  ],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
};

/** HTML as nodes that can do nothing by themselves. */
export function sanitize(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, options);
}
