/** Whether an IP address is one of the open internet: not of this machine, a private or local network, or a range with a special use. */

const special4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  // Tells machines in Azure about themselves.
  ['168.63.129.16', 32],
];

/** IANA's registries of special-purpose addresses. What is no address is not public. */
export function isPublicAddress(address: string): boolean {
  const four = numberOf4(address);
  if (four !== undefined) {
    return !special4.some(([base, bits]) => four >>> (32 - bits) === (numberOf4(base) ?? 0) >>> (32 - bits));
  }
  const groups = groupsOf6(address.replace(/%.*$/, ''));
  if (groups === undefined) {
    return false;
  }
  const [first = 0, second = 0] = groups;
  const last = `${(groups[6] ?? 0) >> 8}.${(groups[6] ?? 0) & 255}.${(groups[7] ?? 0) >> 8}.${(groups[7] ?? 0) & 255}`;
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && (groups[5] === 0xffff || groups[5] === 0);
  // Addresses of version 4 in other clothes are judged by what is inside.
  if (isMapped || (first === 0x64 && second === 0xff9b)) {
    return isPublicAddress(last);
  }
  // Global unicast is 2000::/3; 2001::/23 and 2002::/16 tunnel or are special, 2001:db8::/32 is for documents.
  const isGlobal = first >> 13 === 1;
  return (
    isGlobal && first !== 0x2002 && !(first === 0x2001 && (second < 0x200 || second === 0xdb8)) && first !== 0x3fff
  );
}

function numberOf4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

function groupsOf6(text: string): readonly number[] | undefined {
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const four = mapped === null ? undefined : numberOf4(mapped[2] ?? '');
  const plain =
    mapped === null || four === undefined
      ? text
      : `${mapped[1]}${(four >>> 16).toString(16)}:${(four & 0xffff).toString(16)}`;
  const halves = plain.split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  const isWhole = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
  const groups = [...head, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...tail];
  return isWhole && groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
