/** Pictures on the web: a button that names the host; after a click the extension asks, fetches, and the picture comes as data. */
import { element, hasFocus } from './dom';
import { send } from './host';

/** Data of the pictures that the person wanted to see, by address. */
const loaded = new Map<string, string>();

export function pictureButton(url: string, host: string, label: string): HTMLElement {
  const button = element(
    'button',
    { type: 'button', class: 'remote-image', 'data-url': url, title: url },
    `${label} `,
    element('bdi', { class: 'link-host' }, `(${host})`),
  );
  return button;
}

/** Asks for the picture behind a button; true = it was one. */
export function askForPicture(target: Element): boolean {
  const button = target.closest<HTMLElement>('.remote-image');
  const url = button?.dataset.url;
  if (url === undefined) {
    return false;
  }
  send('loadImage', { url });
  return true;
}

/** Shows a picture in place of all of its buttons. `data`: a `data:` address. */
export function showPicture(url: string, data: string): void {
  loaded.set(url, data);
  showPictures(document.body);
}

/** Puts the pictures that are here already in place of their buttons. */
export function showPictures(root: ParentNode): void {
  if (loaded.size === 0) {
    return;
  }
  for (const button of root.querySelectorAll<HTMLElement>('.remote-image')) {
    const data = loaded.get(button.dataset.url ?? '');
    if (data !== undefined) {
      const picture = element('img', { class: 'picture', src: data, alt: button.textContent ?? '', tabindex: '-1' });
      const hadFocus = hasFocus(button);
      button.replaceWith(picture);
      if (hadFocus) {
        picture.focus({ preventScroll: true });
      }
    }
  }
}
