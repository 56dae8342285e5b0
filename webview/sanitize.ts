/** The last step before the DOM: what `src/markdown` made is already safe, and nothing gets past here that it does not make. */
import DOMPurify from 'dompurify';
import { element } from './dom';

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

/** Each HTML in an element of its own, `div.block`. They are looked at together: to begin costs more than a block does. */
export function sanitizeBlocks(htmls: readonly string[]): readonly HTMLElement[] {
  const together = sanitize(htmls.map((html) => `<div class="block">${html}</div>`).join(''));
  const blocks = [...together.childNodes].filter((node) => node instanceof HTMLElement);
  // HTML that closes more or less than it opens would run into its neighbours.
  const areApart = blocks.length === htmls.length && together.childNodes.length === htmls.length;
  return areApart ? blocks : htmls.map((html) => element('div', { class: 'block' }, sanitize(html)));
}
