/**
 * The repositories that stand inside another one as entries of its index. Git goes into each of them to see what differs, and does there
 * what that repository's own settings say. Source: gitformat-index's manual page.
 */

const isLink = (mode: number): boolean => (mode & 0o170000) === 0o160000;
/** A whole folder as one entry, of a sparse index: what is in it stands elsewhere. */
const isFolder = (mode: number): boolean => (mode & 0o170000) === 0o040000;
const longestName = 65_536;
const decoder = new TextDecoder();

/**
 * @param hashLength bytes of an object's name: 20, or 32 for SHA-256
 * @returns paths below the top of the working tree; undefined = these bytes do not tell all of them
 */
export function gitlinksIn(bytes: Uint8Array, hashLength: number): readonly string[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 + hashLength || decoder.decode(bytes.subarray(0, 4)) !== 'DIRC') {
    return undefined;
  }
  const version = view.getUint32(4);
  const count = view.getUint32(8);
  if (version < 2 || version > 4) {
    return undefined;
  }
  const links: string[] = [];
  /** Of the entry before, in version 4, whose names are told by how they differ from it. */
  const name = new Uint8Array(longestName);
  let nameLength = 0;
  let at = 12;
  for (let entry = 0; entry < count; entry++) {
    const flagsAt = at + 40 + hashLength;
    if (flagsAt + 6 > bytes.length) {
      return undefined;
    }
    const mode = view.getUint32(at + 24);
    const flags = view.getUint16(flagsAt);
    let start = flagsAt + (version > 2 && (flags & 0x4000) !== 0 ? 4 : 2);
    let kept = 0;
    if (version === 4) {
      const cut = readNumber(bytes, start);
      kept = nameLength - cut.value;
      start = cut.end;
    }
    const told = flags & 0xfff;
    const end = told < 0xfff ? start + told - kept : bytes.indexOf(0, start);
    nameLength = kept + end - start;
    if (kept < 0 || end < start || end >= bytes.length || nameLength === 0 || nameLength > longestName) {
      return undefined;
    }
    if (version === 4) {
      name.set(bytes.subarray(start, end), kept);
    }
    if (isFolder(mode)) {
      return undefined;
    }
    if (isLink(mode)) {
      links.push(decoder.decode(version === 4 ? name.subarray(0, nameLength) : bytes.subarray(start, end)));
    }
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  // Behind the entries stand extensions; one of them says that there are more entries in another file.
  while (at + 8 + hashLength <= bytes.length) {
    if (decoder.decode(bytes.subarray(at, at + 4)) === 'link') {
      return undefined;
    }
    at += 8 + view.getUint32(at + 4);
  }
  return links;
}

/** As git writes numbers of any length: seven bits a byte, the highest first, each continuation counted from one on. */
function readNumber(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = bytes[at++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0 && at < bytes.length) {
    byte = bytes[at++] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, end: at };
}
