/**
 * Judges an address by its letters, before anything is asked of the network; where its name leads is looked at when it is fetched. One
 * parser reads it, the one that fetches.
 */
import { isPublicAddress } from '../../base/isPublicAddress';
import { looksSecret } from '../../base/secretFiles';
import { visibleText } from '../../base/visibleText';
import { type Opinion, strictest } from '../Decision';
import type { AddressJudgement } from './AddressJudgement';

/** Characters of path and query that need no second look. */
const mostCarried = 512;
/** Names that lead into the own machine or network, whatever a resolver says. */
const localName =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|in-addr\.arpa|ip6\.arpa|onion|i2p|test|invalid|example|localdomain|kubernetes|svc)$|^(?:metadata|instance-data)(?:\.|$)|^[^.]*$/;
/** Shapes of keys and tokens, and long runs that are no words. */
const secret =
  /\b(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abp]-|AKIA|ASIA|AIza|hf_|npm_|eyJ)[\w-]{10,}|[0-9a-f]{32}\.[0-9A-Za-z]{16}|-----BEGIN|[A-Za-z0-9+/_-]{80,}|(?:api[_-]?key|token|secret|password|passwd)=[^&]{8,}/i;

export function judgeAddress(address: string): AddressJudgement {
  const url = parse(address);
  const deny = (reason: Opinion['reason']): AddressJudgement => ({
    ...{ url: undefined, shown: visibleText(address.slice(0, 2000)) },
    ...strictest([{ decision: 'deny', reason }]),
  });
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:') || /[\p{C}]/u.test(address)) {
    return deny('no address of a web page');
  }
  if (url.username !== '' || url.password !== '') {
    return deny('a name or password in the address');
  }
  if (namesLocalNetwork(url)) {
    return deny('a private or local network');
  }
  url.hash = '';
  const carried = decoded(url.pathname + url.search);
  const opinions: Opinion[] = [{ decision: 'ask', reason: 'every address is asked for' }];
  if ((url.pathname + url.search).length > mostCarried) {
    opinions.push({ decision: 'ask_always', reason: 'the address carries much along: read what it says' });
  }
  if (secret.test(carried) || looksSecret(carried.toLowerCase().split(/[/?&=]/))) {
    opinions.push({ decision: 'ask_always', reason: 'the address carries what looks like a secret' });
  }
  return { url: url.href, ...strictest(opinions), shown: visibleText(`${url.protocol}//${url.host}${carried}`) };
}

/** Whether the very name or number says that it is this machine or a private network. */
export function namesLocalNetwork({ hostname }: URL): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const isNumber = /^[\d.]+$/.test(host) || host.includes(':');
  return isNumber ? !isPublicAddress(host) : localName.test(host);
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/** Percent signs resolved, as far as they can be: what is sent along has to be readable. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
