/** Addresses by their letters (rows T-68, T-72, T-73, SEC-44) and the ranges that are nobody's on the internet. */
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../src/base/isPublicAddress';
import { judgeAddress } from '../../../../src/tools/addresses/judgeAddress';
import { addressRows } from './addressRows';

describe.each(addressRows)('$row: $decision', ({ decision, addresses }) => {
  it.each(addresses.map((address) => [address]))('%j', (address) => {
    const judged = judgeAddress(address);
    expect({ decision: judged.decision, reasons: judged.reasons }).toMatchObject({ decision });
    expect(judged.reasons).not.toEqual([]);
    expect(judged.url === undefined).toBe(decision === 'deny');
  });
});

describe('what is shown', () => {
  it('is what would be sent, decoded, with nothing hidden', () => {
    expect(judgeAddress('https://x.org/?d=the%20secret%E2%80%8B#part').shown).toBe(
      'https://x.org/?d=the secret⟨U+200B⟩',
    );
    expect(judgeAddress('https://x.org/a#part').url).toBe('https://x.org/a');
    expect(judgeAddress('https://BÜCHER.de/').url).toBe('https://xn--bcher-kva.de/');
  });
});

describe('ranges', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.0.1',
    '100.128.0.0',
    '169.253.0.1',
    '2606:4700::1111',
    '2a00::1',
    '::ffff:8.8.8.8',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    ...[
      '10.1.2.3',
      '127.255.255.255',
      '169.254.0.1',
      '192.168.0.1',
      '100.127.255.255',
      '0.1.2.3',
      '240.0.0.1',
      '::1',
      '::',
      'fe80::1%eth0',
      'fc00::1',
    ],
    ...[
      '::ffff:10.0.0.1',
      '::ffff:0:a00:1',
      '64:ff9b::a00:1',
      '64:ff9b:1::1',
      '2002:a00:1::',
      '2001::1',
      '2001:db8::',
      '3fff::1',
      'ff00::1',
      '100::1',
      '5f00::1',
    ],
    ...[
      '',
      'x',
      '1.2.3',
      '1.2.3.256',
      '1:2:3',
      '::1::',
      '12345::',
      '01.2.3.4x',
      '1.2.3.4.5',
      'fd12:3456::1',
      '168.63.129.16',
    ],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
