/** What a person may have fetched who saw the whole address and agreed: a page for a question, a picture of an answer. */
import { linkTarget } from '../../markdown/linkTarget';
import type { Attachment } from '../conversation/records';

/** `private`: an address of a private network; `redirect`: it leads to another host; `type`: it is no text. `detail`: which, or what. */
export interface FailedPage {
  readonly kind: 'failed';
  readonly reason: 'private' | 'redirect' | 'proxied' | 'status' | 'encoded' | 'network' | 'type';
  readonly detail: string;
}

export interface PersonsWeb {
  /** What people read of a page, also of one in the own network where the address says so: the person read it. Rejects with the signal's reason only. */
  page(url: string, signal: AbortSignal): Promise<{ readonly kind: 'page'; readonly text: string } | FailedPage>;
  /** The bytes of a picture, which may be anything: its address is the model's, so private networks are not asked. */
  picture(
    url: string,
    signal: AbortSignal,
  ): Promise<{ readonly kind: 'picture'; readonly bytes: Uint8Array } | FailedPage>;
}

/** An address as a person types it, with its host; undefined = it is none of a web page. */
export function pageAddress(typed: string): { readonly url: string; readonly host: string } | undefined {
  const target = linkTarget(/^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
  return target?.kind === 'web' ? target : undefined;
}

/** UTF-16 units of a page that go along, its beginning and its end. */
const longest = 60_000;

export function pageAttachment(url: string, text: string): Attachment {
  const half = longest / 2;
  const kept =
    text.length <= longest
      ? text
      : `${text.slice(0, half)}\n… ${text.length - longest} characters left out …\n${text.slice(-half)}`;
  return { id: `url:${url}`, kind: 'page', label: url, uri: url, text: kept };
}
