/** Ids that sort by time: ULIDs (github.com/ulid/spec), for requests, records and whatever else is told apart by when it happened. */

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID: 48 bits of time (milliseconds since 1970) and 80 drawn by lot, in Crockford's base 32. */
export function createId(milliseconds: number): string {
  let time = '';
  for (let rest = Math.max(0, milliseconds), i = 0; i < 10; i++) {
    time = (alphabet[rest % 32] ?? '') + time;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => alphabet[byte % 32]).join('');
}
