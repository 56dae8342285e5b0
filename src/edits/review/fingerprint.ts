/** A short stand-in for a text, to recognise it again. Not for security: who could make two texts collide could as well just edit one. */

/** Two 32-bit FNV-1a hashes from different starts, and the length. Source: G. Fowler, L. C. Noll, K.-P. Vo, “The FNV hash function”. */
export function fingerprint(text: string): string {
  let one = 0x811c9dc5;
  let other = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 0x01000193);
    other = Math.imul(other ^ (unit + index), 0x85ebca6b);
  }
  return `${text.length.toString(36)}-${(one >>> 0).toString(36)}-${(other >>> 0).toString(36)}`;
}
