import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOfName, includesName, nameTable } from '../../../src/context/NameTable';

describe('a table of names', () => {
  // Many strings of every kind: on a busy machine that takes a while.
  it('includes every name that went in, and no other', { timeout: 60_000 }, () => {
    const name = fc.string({ maxLength: 12, unit: 'binary' });
    fc.assert(
      fc.property(fc.array(name), name, (names, other) => {
        const table = nameTable(new Set(names.map(hashOfName)));
        expect(names.filter((one) => !includesName(table, one))).toEqual([]);
        // Different names may share a hash, which makes an unknown one known.
        fc.pre(!names.some((one) => hashOfName(one) === hashOfName(other)));
        expect(includesName(table, other)).toBe(false);
      }),
    );
  });
});
