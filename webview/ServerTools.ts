/** What the provider did with tools of its own for an answer: queries with their sources, code with its output, pictures behind a click. */
import type { ShownServerTool } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { element } from './dom';
import { pictureButton } from './pictures';

export function serverToolElements(uses: readonly ShownServerTool[], words: PanelWords): readonly HTMLElement[] {
  return uses.map(({ title, input, outputs }) => {
    const pages = outputs.filter((output) => output.kind === 'page');
    const others = outputs.filter((output) => output.kind !== 'page');
    return element(
      'details',
      { class: 'server-tool', open: others.some(({ kind }) => kind === 'image') ? '' : undefined },
      element(
        'summary',
        {},
        element('span', { class: 'server-tool-name' }, title),
        pages.length === 0 ? undefined : element('span', { class: 'server-tool-count' }, String(pages.length)),
      ),
      input === ''
        ? undefined
        : element('pre', { class: 'server-tool-input', tabindex: '0', 'aria-label': words.code }, input),
      pages.length === 0
        ? undefined
        : element(
            'ol',
            { class: 'server-tool-pages' },
            ...pages.map(({ label, text, url, host }) => element('li', {}, ...pageElements(label, text, url, host))),
          ),
      ...others.map((output) => {
        if (output.kind === 'log') {
          return element(
            'pre',
            { class: 'server-tool-output', tabindex: '0', 'aria-label': words.output },
            output.text,
          );
        }
        return output.kind === 'image' && output.url !== ''
          ? pictureButton(output.url, output.host, words.openImage)
          : element('div', {}, ...pageElements(output.label, '', output.url, output.host));
      }),
    );
  });
}

/** A source: a link where it leads to a web page, else only its title. */
function pageElements(label: string, text: string, url: string, host: string): readonly HTMLElement[] {
  const title = label === '' ? host : label;
  const link =
    url === ''
      ? element('span', {}, title)
      : element(
          'a',
          { class: 'web-link', role: 'link', tabindex: '0', 'data-url': url, title: url },
          title,
          ' ',
          element('bdi', { class: 'link-host' }, `(${host})`),
        );
  return text === '' ? [link] : [link, element('p', { class: 'server-tool-text' }, text)];
}
