/**
 * The Markdown of models as safe HTML: no HTML of theirs, no address that a browser would load or follow. Links and pictures are elements
 * with data that the extension acts on after a click.
 */
import Parser, { type MarkdownIt, type StateBlock, type StateInline, type Token } from 'markdown-it';
import { EmphasisState } from './emphasis';
import { escapeHtml, visibleHtml } from './escapeHtml';
import { FenceScanner, fenceOpening, readInfo } from './fences';
import { highlightCode } from './highlightCode';
import { codeAsPlace, type LinkTarget, linkTarget } from './linkTarget';

export function createMarkdown(): MarkdownIt {
  const markdown = new Parser({ html: false, linkify: true, breaks: false, typographer: false });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  // Every destination becomes a token; what it may do is decided when it is rendered.
  markdown.validateLink = () => true;
  const alternatives = { alt: ['paragraph', 'reference', 'blockquote', 'list'] };
  markdown.block.ruler.at('fence', fenceRule, alternatives);
  markdown.block.ruler.before('reference', 'footnote', footnoteRule);
  markdown.inline.State = EmphasisState;
  markdown.inline.ruler.before('escape', 'math', mathRule);
  markdown.core.ruler.push('targets', ({ tokens }) => markTargets(tokens));
  markdown.core.ruler.push('tasks', ({ tokens }) => markTasks(tokens));

  const { rules } = markdown.renderer;
  rules.text = (tokens, index) => taskBox(tokens[index]?.meta) + visibleHtml(tokens[index]?.content ?? '');
  rules.math = (tokens, index) => visibleHtml(tokens[index]?.content ?? '');
  rules.code_inline = (tokens, index) => inlineCode(tokens[index]?.content ?? '', tokens[index]?.meta);
  rules.code_block = (tokens, index) => codeBlock(tokens[index]?.content ?? '', '', '');
  rules.fence = (tokens, index) => {
    const { language, path } = readInfo(tokens[index]?.info.trim() ?? '');
    return codeBlock(tokens[index]?.content ?? '', language, path);
  };
  rules.link_open = (tokens, index) => openLink(tokens[index]?.meta);
  rules.link_close = (tokens, index) => closeLink(tokens[index]?.meta);
  rules.image = (tokens, index) => picture(tokens[index]);
  rules.table_open = () => '<div class="table"><table>\n';
  rules.table_close = () => '</table></div>\n';
  // Alignment is the only style that Markdown has; a class does it without a style attribute.
  rules.th_open = (tokens, index) => cell('th', tokens[index]);
  rules.td_open = (tokens, index) => cell('td', tokens[index]);
  return markdown;
}

/** The element of a code block; the panel adds its buttons. */
export function codeBlock(code: string, language: string, path: string): string {
  const attributes = `data-language="${escapeHtml(language)}"${path === '' ? '' : ` data-path="${escapeHtml(path)}"`}`;
  return `<div class="code-block" ${attributes}><pre><code>${highlightCode(code, language)}</code></pre></div>\n`;
}

function inlineCode(code: string, target: unknown): string {
  const place = isTarget(target) ? target : undefined;
  const shown = `<code>${visibleHtml(code)}</code>`;
  return place === undefined ? shown : `${openLink(place)}${shown}</a>`;
}

/** `markTasks` leaves the sign in the text's token. */
function taskBox(meta: unknown): string {
  const isTask = typeof meta === 'object' && meta !== null && 'task' in meta;
  return isTask ? `<span class="task-box">${escapeHtml(String(meta.task))}</span>` : '';
}

function openLink(target: unknown): string {
  if (!isTarget(target)) {
    return '<span class="inert-link">';
  }
  if (target.kind === 'file') {
    const line = target.line === undefined ? '' : ` data-line="${target.line}"`;
    return `<a class="file-link" role="link" tabindex="0" data-path="${escapeHtml(target.path)}"${line}>`;
  }
  return `<a class="web-link" role="link" tabindex="0" data-url="${escapeHtml(target.url)}" title="${escapeHtml(target.url)}">`;
}

/** Behind a link's text stands the host that it leads to. */
function closeLink(target: unknown): string {
  if (!isTarget(target)) {
    return '</span>';
  }
  return target.kind === 'file' ? '</a>' : ` <bdi class="link-host">(${escapeHtml(target.host)})</bdi></a>`;
}

/** A picture is a button that names the host; nothing is loaded for it. */
function picture(token: Token | undefined): string {
  const label = visibleHtml(token?.content ?? '');
  const target: unknown = token?.meta;
  if (!isTarget(target) || target.kind !== 'web') {
    return `<span class="inert-link">${label}</span>`;
  }
  const url = escapeHtml(target.url);
  const text = `${label === '' ? '' : `${label} `}<bdi class="link-host">(${escapeHtml(target.host)})</bdi>`;
  return `<button type="button" class="remote-image" data-url="${url}" title="${url}">${text}</button>`;
}

function cell(tag: string, token: Token | undefined): string {
  const alignment = /text-align:\s*(left|center|right)/.exec(String(token?.attrGet('style') ?? ''))?.[1];
  return alignment === undefined ? `<${tag}>` : `<${tag} class="align-${alignment}">`;
}

function isTarget(meta: unknown): meta is LinkTarget {
  return typeof meta === 'object' && meta !== null && 'kind' in meta;
}

/** Decides for each link and picture where it leads; inside of a link nothing else can be clicked. */
function markTargets(tokens: readonly Token[]): void {
  for (const { children } of tokens) {
    const open: Token[] = [];
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        const inner = open.length === 0 ? linkTarget(String(token.attrGet('href') ?? '')) : undefined;
        token.meta = inner ?? null;
        open.push(token);
      } else if (token.type === 'link_close') {
        token.meta = open.pop()?.meta ?? null;
      } else if (token.type === 'image') {
        token.meta = open.length === 0 ? (linkTarget(String(token.attrGet('src') ?? '')) ?? null) : null;
      } else if (token.type === 'code_inline') {
        token.meta = open.length === 0 ? (codeAsPlace(token.content) ?? null) : null;
      }
    }
  }
}

/** `[ ]` and `[x]` at the beginning of a list's item become boxes that nobody can tick. */
function markTasks(tokens: readonly Token[]): void {
  for (const [index, { type, children }] of tokens.entries()) {
    const [first] = children ?? [];
    const isItem = type === 'inline' && tokens[index - 2]?.type === 'list_item_open';
    const [, mark, rest] = /^\[([ xX])\] (.*)$/s.exec(isItem && first?.type === 'text' ? first.content : '') ?? [];
    if (first !== undefined && mark !== undefined) {
      first.meta = { task: mark === ' ' ? '☐' : '☑' };
      first.content = ` ${rest}`;
    }
  }
}

function fenceRule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const indent = state.sCount[startLine] ?? 0;
  if (indent - state.blkIndent >= 4) {
    return false;
  }
  const lineText = (line: number): string =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  const opening = fenceOpening(lineText(startLine));
  if (opening === undefined) {
    return false;
  }
  if (silent) {
    return true;
  }
  const scanner = new FenceScanner(opening);
  let line = startLine + 1;
  let closed = false;
  for (; line < endLine; line++) {
    const isOutside = (state.sCount[line] ?? 0) < state.blkIndent && lineText(line) !== '';
    if (isOutside) {
      break;
    }
    if ((state.sCount[line] ?? 0) - state.blkIndent < 4 && scanner.closes(lineText(line))) {
      closed = true;
      break;
    }
  }
  const token = state.push('fence', 'code', 0);
  token.info = lineText(startLine).slice(opening.indent + opening.marker.length);
  token.content = state.getLines(startLine + 1, line, indent, true);
  token.markup = opening.marker;
  token.map = [startLine, closed ? line + 1 : line];
  state.line = closed ? line + 1 : line;
  return true;
}

/** A footnote's text (`[^1]: …`) is a paragraph as it was written; without this it would be taken for the target of a link. */
function footnoteRule(state: StateBlock, startLine: number, _endLine: number, silent: boolean): boolean {
  const start = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
  const text = state.src.slice(start, state.eMarks[startLine]);
  if (silent || (state.sCount[startLine] ?? 0) - state.blkIndent >= 4 || !/^\[\^[^\]\s]+\]:/.test(text)) {
    return false;
  }
  const map: [number, number] = [startLine, startLine + 1];
  state.push('paragraph_open', 'p', 1).map = map;
  const inline = state.push('inline', '', 0);
  inline.content = text.trim();
  inline.map = map;
  inline.children = [];
  state.push('paragraph_close', 'p', -1);
  state.line = startLine + 1;
  return true;
}

/** Where the next closing signs stand, so that many that open look through the text only once together. */
const closers = new WeakMap<StateInline, Map<string, number>>();

/** -1 = there are none behind the signs at the cursor. */
function nextCloser(state: StateInline, closer: string): number {
  const known = closers.get(state) ?? new Map<string, number>();
  closers.set(state, known);
  const from = state.pos + 2;
  const last = known.get(closer) ?? 0;
  const next = last >= from || last < 0 ? last : state.src.indexOf(closer, from);
  known.set(closer, next);
  return next;
}

/** Formulas stay as they were written: `\(…\)`, `\[…\]`, `$$…$$`. */
function mathRule(state: StateInline, silent: boolean): boolean {
  const opener = state.src.slice(state.pos, state.pos + 2);
  const closer = { '\\(': '\\)', '\\[': '\\]', $$: '$$' }[opener];
  if (closer === undefined) {
    return false;
  }
  const end = nextCloser(state, closer);
  if (end < 0 || end + 2 > state.posMax) {
    return false;
  }
  if (!silent) {
    state.push('math', '', 0).content = state.src.slice(state.pos, end + 2);
  }
  state.pos = end + 2;
  return true;
}
