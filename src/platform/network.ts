/** How the machine reaches other machines, as data that the roots collect: proxy, certificates, name search. */

export interface CertificateIdentity {
  readonly subject: string;
  readonly issuer: string;
}

export interface NetworkOptions {
  /** Address of a proxy, with name and password where it wants them; '' = none. Loopback addresses never go through it. */
  readonly proxy: string;
  /** Hosts that are reached directly: names, `.domain` or `*.domain`, `host:port`, `*` for all. */
  readonly noProxy: readonly string[];
  /** False = certificates are not checked, as a person has told VS Code; never our advice. */
  readonly strictTls: boolean;
  /** Trusted authorities in PEM form, instead of Node's own list; undefined = Node's own list. */
  readonly authorities: readonly string[] | undefined;
  /** How long may be waited for what; absent = what the client thinks right. */
  readonly limits?: NetworkLimits;
  /** Whose certificate a server shows, trusted or not, to name it in a message; undefined = nobody can tell. */
  readonly describeCertificate?: (host: string, port: number) => Promise<CertificateIdentity | undefined>;
  /** How host names are found; absent = as the system does. */
  readonly lookup?: (
    host: string,
    options: object,
    callback: (error: Error | null, addresses: { address: string; family: number }[]) => void,
  ) => void;
}

/** Limits that a person can set, in milliseconds. */
export interface NetworkLimits {
  /** Until a connection stands. */
  readonly connect: number;
  /** Until the first byte of an answer. */
  readonly firstByte: number;
  /** Between two bytes of an answer. */
  readonly idle: number;
  /** For a whole answer. */
  readonly total: number;
}

/** What a person has set about the network; the root makes `NetworkOptions` of it. */
export interface NetworkSettings {
  /** False = no proxy, whatever else says so. */
  readonly usesProxy: boolean;
  /** '' = as the environment says. */
  readonly proxy: string;
  /** Beside those of the environment. */
  readonly noProxy: readonly string[];
  readonly strictTls: boolean;
  /** Whether the authorities that the system trusts are trusted here. */
  readonly systemCertificates: boolean;
  /** Path of a file with more authorities in PEM form; '' = none. */
  readonly caFile: string;
  /** Absent = the client's own. */
  readonly limits?: NetworkLimits;
}

export const defaultNetworkSettings: NetworkSettings = {
  usesProxy: true,
  proxy: '',
  noProxy: [],
  strictTls: true,
  systemCertificates: true,
  caFile: '',
};

export const directNetwork: NetworkOptions = { proxy: '', noProxy: [], strictTls: true, authorities: undefined };

export type Proxies = Pick<NetworkOptions, 'proxy' | 'noProxy'>;

/** The proxy for a host; undefined = it is reached directly. */
export function proxyFor(host: string, port: string, { proxy, noProxy }: Proxies): URL | undefined {
  if (proxy === '' || /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$|\.localhost$/i.test(host)) {
    return undefined;
  }
  const isDirect = noProxy.some((entry) => matches(entry.trim().toLowerCase(), host.toLowerCase(), port));
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  return isDirect || !URL.canParse(address) ? undefined : new URL(address);
}

function matches(entry: string, host: string, port: string): boolean {
  const [, name = entry, entryPort] = /^(.+?):(\d+)$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) {
    return false;
  }
  const domain = name.replace(/^\*?\./, '');
  return name === '*' || (domain !== '' && (host === domain || host.endsWith(`.${domain}`)));
}
