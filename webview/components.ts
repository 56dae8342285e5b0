/**
 * The only file that knows the component library: buttons, the ring that turns, badges. The library is archived; when it has to go, this
 * file gets other elements and nothing else changes.
 */
import {
  type Button,
  type ProgressRing,
  provideVSCodeDesignSystem,
  vsCodeBadge,
  vsCodeButton,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { type IconName, icon } from './icons';

/** Defines the elements; once, before the first one is made. */
export function defineComponents(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeBadge(), vsCodeProgressRing());
}

export interface ButtonOptions {
  /** What it does, for the hover and for those who cannot see it. */
  readonly label: string;
  readonly onClick: () => void;
  readonly className?: string;
}

/** A button that shows an icon only. */
export function iconButton(name: IconName, { label, onClick, className = '' }: ButtonOptions): Button {
  const button = createButton(label, onClick, className);
  button.setAttribute('appearance', 'icon');
  button.append(icon(name));
  return button;
}

/**
 * The same for where there are hundreds, in the bars of code blocks: an element of the browser's own, since a custom one of the library
 * costs a tenth of a frame.
 */
export function plainIconButton(name: IconName, { label, onClick, className = '' }: ButtonOptions): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = `plain-button ${className}`.trim();
  button.append(icon(name));
  setLabel(button, label);
  button.addEventListener('click', onClick);
  return button;
}

/** A button with its label on it. */
export function textButton(options: ButtonOptions & { readonly primary?: boolean }): Button {
  const button = createButton(options.label, options.onClick, options.className ?? '');
  button.setAttribute('appearance', options.primary === true ? 'primary' : 'secondary');
  button.textContent = options.label;
  return button;
}

/** Gives a button another icon and label without taking the focus from it. */
export function changeButton(button: HTMLElement, name: IconName, label: string): void {
  if (button.getAttribute('aria-label') !== label) {
    button.replaceChildren(icon(name));
    setLabel(button, label);
  }
}

export function badge(text: string): HTMLElement {
  const element = document.createElement('vscode-badge');
  element.textContent = text;
  return element;
}

export function progressRing(): ProgressRing {
  const ring = document.createElement('vscode-progress-ring');
  ring.setAttribute('aria-hidden', 'true');
  // The library's own type of this element.
  if (!isRing(ring)) {
    throw new Error('The components are not defined yet');
  }
  return ring;
}

function createButton(label: string, onClick: () => void, className: string): Button {
  const button = document.createElement('vscode-button');
  if (!isButton(button)) {
    throw new Error('The components are not defined yet');
  }
  button.className = className;
  setLabel(button, label);
  button.addEventListener('click', onClick);
  return button;
}

function setLabel(button: HTMLElement, label: string): void {
  button.setAttribute('aria-label', label);
  button.title = label;
}

function isButton(element: HTMLElement): element is Button {
  return element.tagName === 'VSCODE-BUTTON' && 'appearance' in element;
}

function isRing(element: HTMLElement): element is ProgressRing {
  return element.tagName === 'VSCODE-PROGRESS-RING' && '$fastController' in element;
}

export type { Button };
