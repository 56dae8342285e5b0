/** What goes along with a question, as small labels that can be opened and removed. */
import type { Chip } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { element, fill } from './dom';
import { send } from './host';
import { icon } from './icons';

/** A chip that goes along, or went: opens with a click; `removable`: with a cross. */
export function chipElement(chip: Chip, words: PanelWords, removable: boolean): HTMLElement {
  const tokens = chip.tokens === null ? '' : fill(words.tokens, chip.tokens);
  const label = element('span', { class: 'chip-label' }, chip.label);
  const count =
    chip.tokens === null
      ? undefined
      : element('span', { class: 'chip-tokens', 'aria-hidden': 'true' }, short(chip.tokens));
  const name = chip.canOpen
    ? element(
        'button',
        {
          type: 'button',
          class: 'chip-open',
          title: tokens,
          'aria-label': [fill(words.openChip, chip.label), tokens].filter((part) => part !== '').join(', '),
        },
        label,
      )
    : element('span', { class: 'chip-open', title: tokens }, label);
  name.addEventListener('click', () => chip.canOpen && send('openAttachment', { id: chip.id }));
  const picture = chip.picture === undefined ? undefined : pictureButton(chip.label, chip.picture, words);
  const made = element('span', { class: 'chip' }, picture, name, count);
  if (removable) {
    const text = fill(words.remove, chip.label);
    const remove = element(
      'button',
      { type: 'button', class: 'chip-remove', title: text, 'aria-label': text },
      icon('remove'),
    );
    remove.addEventListener('click', () => send('detach', { id: chip.id }));
    made.append(remove);
  }
  return made;
}

/** A small picture that a click makes large, and small again. */
function pictureButton(label: string, data: string, words: PanelWords): HTMLElement {
  const name = fill(words.openChip, label);
  const button = element(
    'button',
    { type: 'button', class: 'chip-picture', title: name, 'aria-label': name, 'aria-expanded': 'false' },
    element('img', { src: data, alt: '' }),
  );
  button.addEventListener('click', () => {
    const isLarge = button.parentElement?.classList.toggle('large') === true;
    button.setAttribute('aria-expanded', String(isLarge));
  });
  return button;
}

/** A count of tokens in few signs: 980, 1.2k, 35k. */
function short(tokens: number): string {
  return tokens < 1000
    ? String(tokens)
    : `${tokens < 10_000 ? (tokens / 1000).toFixed(1) : Math.round(tokens / 1000)}k`;
}

/** Something that could go along: one click takes it. */
export function offerElement(chip: Chip, words: PanelWords): HTMLElement {
  const text = fill(words.add, chip.label);
  const offer = element(
    'button',
    { type: 'button', class: 'chip offer', title: text, 'aria-label': text },
    icon('add'),
    element('span', { class: 'chip-label' }, chip.label),
  );
  offer.addEventListener('click', () => send('attach', { id: chip.id }));
  return offer;
}
