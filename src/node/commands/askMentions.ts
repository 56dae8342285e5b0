/**
 * What stands behind an @ in a question on the command line: `@src/a.ts`, `@src/`, `@symbol:Name`, `@changes`, `@codebase`, `@url:…`. Files
 * that look like secrets or lie outside of the folder are not sent by a mention: `--file` names them on purpose.
 */
import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { languageOfPath } from '../../base/languageOfPath';
import type { Attachment } from '../../chat/conversation/records';
import { type PersonsWeb, pageAddress, pageAttachment } from '../../chat/prompt/PersonsWeb';
import type { CodeSearch } from '../../context/search/CodeSearch';
import { sourceTree } from '../context/sourceTree';
import { createPathGate } from '../gates/createPathGate';
import { realFolder } from '../tools/folderFacts';
import { gitChanges } from '../tools/gitChanges';

export interface AskMentionsHost {
  /** Absolute path of the folder that the question is about. */
  readonly folder: string;
  /** The index of the folder, built when the first mention needs it. */
  readonly openIndex: () => Promise<Pick<CodeSearch, 'findSymbols' | 'retrieve'>>;
  readonly web: Pick<PersonsWeb, 'page'>;
  /** Whether the person lets a page be fetched; `unasked` = nobody can be asked. */
  readonly mayFetch: (url: string) => Promise<'yes' | 'declined' | 'unasked'>;
  readonly signal: AbortSignal;
}

export type MentionsResult =
  | { readonly kind: 'found'; readonly attachments: readonly Attachment[] }
  /** `mention` cannot go along. */
  | { readonly kind: 'refused'; readonly mention: string; readonly why: MentionRefusal; readonly detail?: string };

/** `problems`, `terminal`: what only an editor has; `unreachable`: with the reason as `detail`. */
export type MentionRefusal =
  | 'missing'
  | 'secret'
  | 'nothing'
  | 'unknown'
  | 'problems'
  | 'terminal'
  | 'address'
  | 'declined'
  | 'unasked'
  | 'unreachable';

const longest = 200_000;
const mostNames = 500;
const codebaseBudget = 6_000;

/** Words behind an @ that are no mention (an address, a decorator) stay what they are. */
export async function askMentions(question: string, host: AskMentionsHost): Promise<MentionsResult> {
  const attachments: Attachment[] = [];
  const words = [...question.matchAll(/(?<=^|\s)@((?:file|folder|symbol|url):\S+|[^\s@]+)/g)].map(
    ([, word = '']) => word,
  );
  for (const word of new Set(words)) {
    const mention = word.replace(/[.,;:!?)]+$/, '');
    const taken = await take(mention, question, host);
    if (typeof taken === 'string') {
      return { kind: 'refused', mention: `@${mention}`, why: taken };
    }
    if (taken !== undefined && 'detail' in taken) {
      return { kind: 'refused', mention: `@${mention}`, why: 'unreachable', detail: taken.detail };
    }
    attachments.push(...(taken === undefined ? [] : [taken]));
  }
  return { kind: 'found', attachments };
}

/** Undefined = no mention. */
async function take(
  mention: string,
  question: string,
  host: AskMentionsHost,
): Promise<Attachment | MentionRefusal | { readonly detail: string } | undefined> {
  const { folder, signal } = host;
  const [, kind, name = ''] = /^(file|folder|symbol|url):(.+)$/.exec(mention) ?? [];
  if (kind === 'url') {
    return page(name, host);
  }
  if (mention === 'problems' || mention === 'all-problems') {
    return 'problems';
  }
  if (mention === 'terminal') {
    return 'terminal';
  }
  if (mention === 'changes') {
    return changes(host);
  }
  if (mention === 'codebase') {
    const pieces = await (await host.openIndex()).retrieve(question, codebaseBudget, signal);
    const allowed = await Promise.all(
      pieces.map(async (piece) => ((await mayRead(folder, piece.path)) ? [piece] : [])),
    );
    const text = allowed
      .flat()
      .map((piece) => `${piece.path}:${piece.startLine + 1}-${piece.endLine + 1}\n${piece.text}`)
      .join('\n\n');
    return text === '' ? 'nothing' : { id: mention, kind: 'codebase', label: '', text };
  }
  if (kind === 'symbol') {
    const [symbol] = await (await host.openIndex()).findSymbols(name.replace(/^.*\./, ''), 1, signal);
    if (symbol === undefined) {
      return 'missing';
    }
    const { path, startLine, endLine } = symbol;
    const text = (await mayRead(folder, path)) ? await readText(join(folder, path)) : undefined;
    const lines = text?.split(/\r\n?|\n/).slice(startLine, endLine + 1);
    const label = `${symbol.name} (${path}:${startLine + 1}-${endLine + 1})`;
    return lines === undefined
      ? 'secret'
      : { id: mention, kind: 'symbol', label, languageId: languageOfPath(path), text: lines.join('\n') };
  }
  return place(kind === undefined ? mention : name, kind !== undefined, folder);
}

async function page(
  typed: string,
  { web, mayFetch, signal }: AskMentionsHost,
): Promise<Attachment | MentionRefusal | { readonly detail: string }> {
  const address = pageAddress(typed);
  if (address === undefined) {
    return 'address';
  }
  const may = await mayFetch(address.url);
  if (may !== 'yes') {
    return may;
  }
  const fetched = await web.page(address.url, signal);
  return fetched.kind === 'page'
    ? pageAttachment(address.url, fetched.text)
    : { detail: `${fetched.reason}: ${fetched.detail.slice(0, 200)}` };
}

async function place(
  name: string,
  isMeant: boolean,
  folder: string,
): Promise<Attachment | 'missing' | 'secret' | undefined> {
  const path = resolve(folder, name);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) {
    return isMeant ? 'missing' : undefined;
  }
  if (!(await mayRead(folder, name, facts.isDirectory() ? 'list' : 'read'))) {
    return 'secret';
  }
  if (facts.isDirectory()) {
    const names = [...filesBelow(folder, name.replace(/\/+$/, ''))];
    return { id: `folder:${name}`, kind: 'folder', label: name, text: names.join('\n') };
  }
  const text = await readText(path);
  return text === undefined
    ? 'missing'
    : { id: `file:${name}`, kind: 'file', label: name, languageId: languageOfPath(name), text };
}

function* filesBelow(folder: string, start: string): Generator<string> {
  const tree = sourceTree(folder);
  const folders = [start === '.' ? '' : start.replace(/^\.\//, '')];
  let count = 0;
  for (let at = folders.shift(); at !== undefined; at = folders.shift()) {
    for (const { name, kind } of tree.list(at)) {
      const path = at === '' ? name : `${at}/${name}`;
      if (kind === 'folder') {
        if (!['node_modules', '.git'].includes(name)) {
          folders.push(path);
        }
      } else if (++count <= mostNames) {
        yield path;
      }
    }
  }
}

async function changes({ folder, signal }: AskMentionsHost): Promise<Attachment | 'nothing' | 'unknown'> {
  const root = realFolder(folder);
  const found = await gitChanges(root, signal);
  if ('problem' in found) {
    return 'unknown';
  }
  const kept = await Promise.all(
    found.map(async ({ path, kind, diff }) => {
      const name = relative(root, path);
      return !(await mayRead(root, name))
        ? ''
        : kind === 'untracked'
          ? `New file, not added to git yet: ${name}\n`
          : diff;
    }),
  );
  const text = kept.join('').slice(0, longest);
  return text.trim() === '' ? 'nothing' : { id: 'changes', kind: 'changes', label: '', languageId: 'diff', text };
}

async function mayRead(folder: string, path: string, operation: 'read' | 'list' = 'read'): Promise<boolean> {
  const root = process.platform === 'win32' ? folder.replaceAll('\\', '/') : folder;
  const gate = createPathGate({ roots: [{ path: root, name: '' }], trusted: true });
  const target = resolve(folder, path);
  const slashed = process.platform === 'win32' ? target.replaceAll('\\', '/') : target;
  return (await gate.decide({ operation, path: slashed })).decision === 'allow';
}

/** Undefined = no text. */
async function readText(path: string): Promise<string | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes === undefined || bytes.includes(0)
    ? undefined
    : bytes
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .slice(0, longest);
}
