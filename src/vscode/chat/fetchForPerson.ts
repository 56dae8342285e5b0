/** What is fetched from the web for a person who said so after a look at the whole address: a picture of an answer, a page for a question. */
import * as vscode from 'vscode';
import type { Attachment } from '../../chat/conversation/records';
import { type FailedPage, type PersonsWeb, pageAddress, pageAttachment } from '../../chat/prompt/PersonsWeb';
import { linkTarget } from '../../markdown/linkTarget';
import { withProgress } from '../progress';

/** A `data:` address of the picture; undefined = the person said no, or it is none. Only bitmaps: other pictures can hold more. */
export async function fetchPicture(address: string, web: PersonsWeb): Promise<string | undefined> {
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
  const fetched = await whileFetching(target.host, (signal) => web.picture(target.url, signal));
  const mediaType = fetched?.kind === 'picture' ? mediaTypeOf(fetched.bytes) : undefined;
  if (fetched?.kind !== 'picture' || mediaType === undefined) {
    tell(fetched, vscode.l10n.t('What {0} sent is no picture.', target.host));
    return undefined;
  }
  return `data:${mediaType};base64,${Buffer.from(fetched.bytes).toString('base64')}`;
}

/** The readable text of a page; undefined = the person said no, or it could not be read. */
export async function fetchPage(address: string, web: PersonsWeb): Promise<Attachment | undefined> {
  const target = pageAddress(address);
  if (target === undefined) {
    return undefined;
  }
  const load = vscode.l10n.t('Fetch the page');
  const message = vscode.l10n.t('Fetch a page from {0} for the model?', target.host);
  if ((await vscode.window.showWarningMessage(message, { modal: true, detail: target.url }, load)) !== load) {
    return undefined;
  }
  const fetched = await whileFetching(target.host, (signal) => web.page(target.url, signal));
  if (fetched?.kind !== 'page') {
    tell(fetched, vscode.l10n.t('What {0} sent is no text.', target.host));
    return undefined;
  }
  return pageAttachment(target.url, fetched.text);
}

function whileFetching<T>(host: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  return withProgress(vscode.l10n.t('Fetching from {0}…', host), (signal) => work(signal).catch(() => undefined));
}

/** `otherwise`: where it came, and is of another kind. Undefined = the person went away from it. */
function tell(fetched: FailedPage | { readonly kind: string } | undefined, otherwise: string): void {
  if (fetched !== undefined && 'reason' in fetched && fetched.reason !== 'type') {
    const texts: Partial<Record<FailedPage['reason'], string>> = {
      private: vscode.l10n.t('The name leads into a private network. Nothing was fetched.'),
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
