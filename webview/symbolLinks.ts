/** Names of symbols in an answer, in inline code: those of which the extension knows the one definition become links to it. */
import type { ToPage } from '../src/protocol/chat';
import { element } from './dom';
import { send } from './host';

/** Names of one request, and milliseconds in which they are gathered. */
const mostNames = 100;
const gathering = 50;
/** Dotted names, with or without the brackets of a call; shorter ones are mostly no symbols. */
const symbol = /^((?:[A-Za-z_$][\w$]*\.)*[A-Za-z_$][\w$]{2,})(?:\(\))?$/;

const places = new Map<string, { readonly path: string; readonly line: number }>();
const waiting = new Set<string>();

/** Makes links of the names in an answer that is complete, and asks for those that are not known. */
export function linkSymbols(root: ParentNode): void {
  for (const name of link(root)) {
    if (waiting.size === 0) {
      setTimeout(ask, gathering);
    }
    waiting.add(name);
  }
}

/** Takes what the extension found. */
export function showSymbols({ found }: Extract<ToPage, { method: 'symbols' }>['params']): void {
  for (const { name, path, line } of found) {
    places.set(name, { path, line });
  }
  if (found.length > 0) {
    link(document);
  }
}

function ask(): void {
  const names = [...waiting];
  waiting.clear();
  for (let at = 0; at < names.length; at += mostNames) {
    send('findSymbols', { names: names.slice(at, at + mostNames) });
  }
}

/** Gives the names that are not known (yet). */
function link(root: ParentNode): Set<string> {
  const unknown = new Set<string>();
  for (const code of root.querySelectorAll<HTMLElement>('.block code')) {
    const name = symbol.exec(code.textContent)?.[1];
    if (name === undefined || code.closest('pre, a') !== null) {
      continue;
    }
    const place = places.get(name);
    if (place === undefined) {
      unknown.add(name);
      continue;
    }
    const { path, line } = place;
    const anchor = element('a', {
      ...{ class: 'file-link', role: 'link', tabindex: '0', title: `${path}:${line}` },
      ...{ 'data-path': path, 'data-line': String(line) },
    });
    code.replaceWith(anchor);
    anchor.append(code);
  }
  return unknown;
}
