/**
 * The machine's part of `NetworkOptions`: proxies from the environment, trusted authorities from Node, the system and files, and a look at
 * the certificate that a server shows.
 */
import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, connect, getCACertificates, type PeerCertificate, rootCertificates } from 'node:tls';
import { AssistantError } from '../base/AssistantError';
import type { CertificateIdentity, NetworkOptions, NetworkSettings, Proxies } from '../platform/network';

export interface AuthoritySources {
  /** Whether the system's own authorities are trusted too. */
  readonly system: boolean;
  /** Files in PEM form; '' entries are passed over. */
  readonly files: readonly string[];
}

/**
 * Node's authorities with those of the system and of files; undefined = Node's own are all. Throws `endpoint.unreadableCaFile` when a file
 * cannot be read or holds no certificate: going on without it would fail later for no visible reason.
 */
export async function trustedAuthorities({ system, files }: AuthoritySources): Promise<readonly string[] | undefined> {
  const fromSystem = system ? systemAuthorities() : [];
  const fromFiles = await Promise.all(files.filter((file) => file !== '').map(readCertificates));
  const more = [...fromSystem, ...fromFiles.flat()];
  return more.length === 0 ? undefined : [...new Set([...rootCertificates, ...more])];
}

/** Proxy and exceptions as the environment of the process has them (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, lower case too). */
export function environmentProxy(environment: Readonly<Record<string, string | undefined>>): Proxies {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy, NO_PROXY, no_proxy } = environment;
  return {
    proxy: (HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy || '').trim(),
    noProxy: (NO_PROXY || no_proxy || '').split(/[,\s]+/).filter((entry) => entry !== ''),
  };
}

/** Of settings and environment together. */
export function proxiesOf(
  { usesProxy, proxy, noProxy }: Pick<NetworkSettings, 'usesProxy' | 'proxy' | 'noProxy'>,
  environment: Readonly<Record<string, string | undefined>>,
): Proxies {
  const fromEnvironment = environmentProxy(environment);
  return {
    proxy: usesProxy ? proxy || fromEnvironment.proxy : '',
    noProxy: [...noProxy, ...fromEnvironment.noProxy],
  };
}

/** Settings, environment and the system's authorities together. Throws `endpoint.unreadableCaFile`. */
export async function networkOptions(
  settings: NetworkSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<NetworkOptions> {
  const files = [settings.caFile, environment.NODE_EXTRA_CA_CERTS ?? ''];
  return {
    ...proxiesOf(settings, environment),
    strictTls: settings.strictTls,
    authorities: await trustedAuthorities({ system: settings.systemCertificates, files }),
    describeCertificate,
    ...(settings.limits === undefined ? {} : { limits: settings.limits }),
  };
}

/** Whose certificate a server shows, trusted or not; nothing is sent to it. Undefined = it shows none within two seconds. */
export function describeCertificate(host: string, port: number): Promise<CertificateIdentity | undefined> {
  return new Promise((resolve) => {
    const bare = host.replace(/^\[|\]$/g, '');
    const options: ConnectionOptions = { host: bare, port, rejectUnauthorized: false, timeout: 2_000 };
    const socket = connect(/^[\d.:]+$/.test(bare) ? options : { ...options, servername: bare }, () => {
      const certificate = outermost(socket.getPeerCertificate(true));
      socket.destroy();
      resolve(certificate);
    });
    const giveUp = (): void => {
      socket.destroy();
      resolve(undefined);
    };
    socket.once('timeout', giveUp);
    socket.once('error', giveUp);
  });
}

/** The server's own name, and the authority at the other end of the chain that it shows. */
function outermost(leaf: PeerCertificate & { issuerCertificate?: PeerCertificate }): CertificateIdentity {
  let last: PeerCertificate & { issuerCertificate?: PeerCertificate } = leaf;
  for (let i = 0; i < 8 && last.issuerCertificate !== undefined && last.issuerCertificate !== last; i++) {
    last = last.issuerCertificate;
  }
  return { subject: nameOf(leaf.subject), issuer: nameOf(last.issuer) };
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const parts = [name?.CN, name?.O].flat().filter((part) => part !== undefined && part !== '');
  return parts[0] ?? '?';
}

function systemAuthorities(): readonly string[] {
  // Node before 22.15 has no such function, and some systems no such store.
  try {
    return typeof getCACertificates === 'function' ? getCACertificates('system') : [];
  } catch {
    return [];
  }
}

async function readCertificates(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  if (found === null) {
    throw new AssistantError('endpoint.unreadableCaFile', [file]);
  }
  return found;
}
