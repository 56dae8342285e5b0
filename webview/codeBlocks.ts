/** What can be done with a block of code: a bar with its language and buttons. */
import type { PanelWords } from '../src/protocol/chatWords';
import { changeButton, plainIconButton } from './components';
import { element } from './dom';
import { send } from './host';

/** Languages whose code is meant for a terminal. */
const shells = new Set(['bash', 'sh', 'shell', 'zsh', 'console', 'shellscript', 'powershell', 'ps1', 'cmd', 'bat']);

/** Gives every code block in an element its bar. `answer`: the id of the message that it stands in. */
export function decorateCode(root: HTMLElement, answer: string, words: PanelWords): void {
  for (const block of root.querySelectorAll<HTMLElement>('.code-block')) {
    const pre = block.querySelector('pre');
    if (pre === null || block.querySelector('.code-bar') !== null) {
      continue;
    }
    const language = block.dataset.language ?? '';
    const path = block.dataset.path ?? '';
    // Long lines scroll, also with the keyboard.
    pre.tabIndex = 0;
    pre.setAttribute('role', 'group');
    pre.setAttribute('aria-label', [words.code, language, path].filter((part) => part !== '').join(' '));
    block.prepend(bar(block, { language, path, answer }, words));
  }
}

interface BlockFacts {
  readonly language: string;
  readonly path: string;
  readonly answer: string;
}

function bar(block: HTMLElement, { language, path, answer }: BlockFacts, words: PanelWords): HTMLElement {
  const code = (): string => block.querySelector('code')?.textContent ?? '';
  const use = (action: 'insert' | 'apply' | 'newFile' | 'terminal') => (): void =>
    send('useCode', { action, answer, code: code(), language, path });
  const copy = plainIconButton('copy', {
    label: words.copy,
    onClick: () => {
      send('copy', { text: code(), answer });
      changeButton(copy, 'check', words.copied);
      setTimeout(() => changeButton(copy, 'copy', words.copy), 1500);
    },
  });
  const wrap = plainIconButton('wrap', { label: words.wrap, onClick: () => void block.classList.toggle('wrapped') });
  return element(
    'div',
    { class: 'code-bar' },
    element('span', { class: 'code-name' }, path === '' ? language : path),
    copy,
    shells.has(language) ? undefined : plainIconButton('apply', { label: words.apply, onClick: use('apply') }),
    plainIconButton('insert', { label: words.insert, onClick: use('insert') }),
    plainIconButton('file', { label: words.newFile, onClick: use('newFile') }),
    shells.has(language) ? plainIconButton('terminal', { label: words.terminal, onClick: use('terminal') }) : undefined,
    wrap,
  );
}
