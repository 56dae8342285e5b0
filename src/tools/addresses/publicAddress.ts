/**
 * Which internet addresses are anybody's: everything that is for one machine, one network or one purpose is not. Sources: the IANA
 * special-purpose address registries for IPv4 and IPv6. Two cloud addresses that answer with credentials lie in ranges that are public.
 */

const closed4: readonly (readonly [string, number])[] = [
  ...[['0.0.0.0', 8] as const, ['10.0.0.0', 8] as const, ['100.64.0.0', 10] as const, ['127.0.0.0', 8] as const],
  ...[
    ['169.254.0.0', 16] as const,
    ['172.16.0.0', 12] as const,
    ['192.0.0.0', 24] as const,
    ['192.0.2.0', 24] as const,
  ],
  ...[
    ['192.31.196.0', 24] as const,
    ['192.52.193.0', 24] as const,
    ['192.88.99.0', 24] as const,
    ['192.168.0.0', 16] as const,
  ],
  ...[
    ['192.175.48.0', 24] as const,
    ['198.18.0.0', 15] as const,
    ['198.51.100.0', 24] as const,
    ['203.0.113.0', 24] as const,
  ],
  ...[['224.0.0.0', 4] as const, ['240.0.0.0', 4] as const, ['168.63.129.16', 32] as const],
];

/** `address`: an IPv4 or IPv6 address as a resolver gives it. What is none is not public. */
export function isPublicAddress(address: string): boolean {
  const four = toNumber4(address);
  if (four !== undefined) {
    return !closed4.some(([network, bits]) => sameNetwork(four, toNumber4(network) ?? 0, bits));
  }
  const words = toWords6(address);
  if (words === undefined) {
    return false;
  }
  const embedded = embedded4(words);
  if (embedded !== undefined) {
    return isPublicAddress(embedded);
  }
  const [first = 0, second = 0] = words;
  // Only global unicast, without documentation, benchmarking, Teredo and other special blocks.
  return (
    (first & 0xe000) === 0x2000 &&
    !(first === 0x2001 && (second < 0x0200 || second === 0x0db8)) &&
    !(first === 0x3fff && (second & 0xf000) === 0)
  );
}

function sameNetwork(one: number, other: number, bits: number): boolean {
  return Math.floor(one / 2 ** (32 - bits)) === Math.floor(other / 2 ** (32 - bits));
}

function toNumber4(address: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1).map(Number);
  return parts === undefined || parts.some((part) => part > 255)
    ? undefined
    : parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The eight words; undefined = it is no IPv6 address. */
function toWords6(address: string): readonly number[] | undefined {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  const four = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  const number = four === null ? undefined : toNumber4(four[2] ?? '');
  if (four !== null && number === undefined) {
    return undefined;
  }
  const text =
    four === null || number === undefined
      ? bare
      : `${four[1]}${Math.floor(number / 65_536).toString(16)}:${(number % 65_536).toString(16)}`;
  const halves = text.split('::');
  if (halves.length > 2) {
    return undefined;
  }
  const [before, after] = halves.map((half) => half.split(':').filter((word) => word !== ''));
  const missing = 8 - (before?.length ?? 0) - (after?.length ?? 0);
  const words = [
    ...(before ?? []),
    ...(after === undefined ? [] : Array<string>(Math.max(0, missing)).fill('0')),
    ...(after ?? []),
  ];
  return words.length === 8 && words.every((word) => /^[0-9a-f]{1,4}$/.test(word))
    ? words.map((word) => Number.parseInt(word, 16))
    : undefined;
}

/** The IPv4 address that an IPv6 address stands for: mapped, compatible, translated (NAT64), 6to4. */
function embedded4(words: readonly number[]): string | undefined {
  const dotted = (high = 0, low = 0): string => [high >> 8, high & 255, low >> 8, low & 255].join('.');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g, h] = words;
  const isLow = a === 0 && b === 0 && c === 0 && d === 0;
  if (isLow && ((e === 0 && f === 0xffff) || (e === 0xffff && f === 0) || (e === 0 && f === 0))) {
    return dotted(g, h);
  }
  if (a === 0x64 && b === 0xff9b) {
    return dotted(g, h);
  }
  return a === 0x2002 ? dotted(b, c) : undefined;
}
