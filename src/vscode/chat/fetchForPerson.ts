/** What is fetched from the web for a person who said so after a look at the whole address: a picture of an answer, a page for a question. */
import * as vscode from 'vscode';
import type { Attachment } from '../../chat/conversation/records';
import { readablePage } from '../../chat/prompt/readablePage';
import { linkTarget } from '../../markdown/linkTarget';
import { bounded } from './mentions/labels';

export type Fetched =
  | { readonly kind: 'fetched'; readonly url: string; readonly contentType: string; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail: string };

/** `allowPrivate`: also from this machine and private networks. */
export type Fetch = (
  url: string,
  limits: { readonly bytes: number; readonly milliseconds: number; readonly allowPrivate: boolean },
  signal: AbortSignal,
) => Promise<Fetched>;

const pictureBytes = 6_000_000;
const pageBytes = 3_000_000;
const patience = 20_000;

/** A `data:` address of the picture; undefined = the person said no, or it is none. Only bitmaps: other pictures can hold more. */
export async function fetchPicture(address: string, fetch: Fetch): Promise<string | undefined> {
  const target = linkTarget(address);
  if (target?.kind !== 'web') {
    return undefined;
  }
  const load = vscode.l10n.t('Load the picture');
  const message = vscode.l10n.t('Load a picture from {0}?', target.host);
  const warning = vscode.l10n.t('The server learns that you look at it, and everything that stands in the address.');
  const detail = `${target.url}

${warning}`;
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, load)) !== load) {
    return undefined;
  }
  const fetched = await withProgress(target.host, (signal) =>
    fetch(target.url, { bytes: pictureBytes, milliseconds: patience, allowPrivate: false }, signal),
  );
  const mediaType = fetched?.kind === 'fetched' ? mediaTypeOf(fetched.bytes) : undefined;
  if (fetched?.kind !== 'fetched' || mediaType === undefined) {
    tell(fetched, vscode.l10n.t('What {0} sent is no picture.', target.host));
    return undefined;
  }
  return `data:${mediaType};base64,${Buffer.from(fetched.bytes).toString('base64')}`;
}

/** The readable text of a page; undefined = the person said no, or it could not be read. */
export async function fetchPage(address: string, fetch: Fetch): Promise<Attachment | undefined> {
  const target = linkTarget(/^https?:/i.test(address) ? address : `https://${address}`);
  if (target?.kind !== 'web') {
    return undefined;
  }
  const load = vscode.l10n.t('Fetch the page');
  const message = vscode.l10n.t('Fetch a page from {0} for the model?', target.host);
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: target.url }, load)) !== load) {
    return undefined;
  }
  const fetched = await withProgress(target.host, (signal) =>
    fetch(target.url, { bytes: pageBytes, milliseconds: patience, allowPrivate: true }, signal),
  );
  if (fetched?.kind !== 'fetched' || !/^(?:text\/|application\/(?:json|xml|xhtml))|^$/.test(fetched.contentType)) {
    tell(fetched, vscode.l10n.t('What {0} sent is no text.', target.host));
    return undefined;
  }
  const text = readablePage(new TextDecoder().decode(fetched.bytes), fetched.contentType);
  return { id: `url:${target.url}`, kind: 'page', label: target.url, uri: target.url, text: bounded(text, 60_000) };
}

function withProgress<T>(host: string, work: (signal: AbortSignal) => Promise<T>): Thenable<T | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Fetching from {0}…', host),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (_progress, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    return work(controller.signal).catch(() => undefined);
  });
}

function tell(fetched: Fetched | undefined, otherwise: string): void {
  if (fetched?.kind === 'failed') {
    const texts: Readonly<Record<string, string>> = {
      private: vscode.l10n.t('Addresses of private networks are not asked for pictures.'),
      redirect: vscode.l10n.t('The address leads on to another server, which was not asked: {0}', fetched.detail),
      status: vscode.l10n.t('The server answered with status {0}.', fetched.detail),
    };
    void vscode.window.showWarningMessage(
      texts[fetched.reason] ?? vscode.l10n.t('The address cannot be reached: {0}', fetched.detail),
    );
  } else if (fetched !== undefined) {
    void vscode.window.showWarningMessage(otherwise);
  }
}

/** What a picture's first bytes say it is; undefined = no bitmap that browsers show. */
export function mediaTypeOf(bytes: Uint8Array): string | undefined {
  const starts = (...signature: readonly number[]): boolean => signature.every((byte, at) => bytes[at] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) {
    return 'image/png';
  }
  if (starts(0xff, 0xd8, 0xff)) {
    return 'image/jpeg';
  }
  if (starts(0x47, 0x49, 0x46, 0x38)) {
    return 'image/gif';
  }
  return starts(0x52, 0x49, 0x46, 0x46) && String.fromCharCode(...bytes.slice(8, 12)) === 'WEBP'
    ? 'image/webp'
    : undefined;
}
