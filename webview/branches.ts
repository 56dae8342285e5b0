/** Which of several versions of a message is shown, and the way to the others. */
import type { ShownQuestion } from '../src/protocol/chat';
import type { PanelWords } from '../src/protocol/chatWords';
import { plainIconButton } from './components';
import { element, fill } from './dom';
import { send } from './host';

/** Undefined = there is only one version. */
export function branchElement({ ids, index }: ShownQuestion['branch'], words: PanelWords): HTMLElement | undefined {
  if (ids.length < 2) {
    return undefined;
  }
  const show = (offset: number) => (): void => {
    const id = ids[index + offset];
    if (id !== undefined) {
      send('showBranch', { id });
    }
  };
  const previous = plainIconButton('previous', { label: words.previousBranch, onClick: show(-1) });
  const next = plainIconButton('next', { label: words.nextBranch, onClick: show(1) });
  previous.disabled = index <= 0;
  next.disabled = index >= ids.length - 1;
  const place = element('span', { class: 'branch-place' }, fill(words.branchOf, index + 1, ids.length));
  return element('span', { class: 'branch' }, previous, place, next);
}
