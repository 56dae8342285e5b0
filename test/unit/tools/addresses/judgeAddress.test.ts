/** Addresses by their letters (rows T-68, T-72, T-73, SEC-44) and the ranges that are nobody's on the internet. */
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../../src/base/isPublicAddress';
import { judgeAddress } from '../../../../src/tools/addresses/judgeAddress';

const rows: Readonly<Record<string, readonly string[]>> = {
  deny: [
    // T-68, in every spelling that a URL parser takes for a number.
    ...[
      'http://169.254.169.254/latest/meta-data/',
      'http://metadata.google.internal/',
      'http://100.100.100.200/',
      'http://[fd00::1]/',
    ],
    ...[
      'http://10.0.0.1/',
      'http://172.16.0.1/',
      'http://172.31.255.255/',
      'http://192.168.1.1/',
      'http://100.64.0.1/',
      'http://127.0.0.1/',
    ],
    ...[
      'http://localhost/',
      'http://localhost./',
      'http://LOCALHOST:3000/',
      'http://x.localhost/',
      'http://0/',
      'http://0.0.0.0/',
      'http://127.1/',
    ],
    ...[
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0177.0.0.1/',
      'http://0x7f.1/',
      'http://017700000001/',
      'http://[::1]/',
      'http://[::]/',
    ],
    ...[
      'http://[::ffff:127.0.0.1]/',
      'http://[::ffff:7f00:1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://[2002:7f00:1::]/',
      'http://[fe80::1]/',
    ],
    ...[
      'http://[::127.0.0.1]/',
      'http://[ff02::1]/',
      'http://[2001:db8::1]/',
      'http://168.63.129.16/',
      'http://224.0.0.1/',
      'http://255.255.255.255/',
    ],
    ...[
      'http://１２７.0.0.1/',
      'http://①②⑦.0.0.1/',
      'http://127。0。0。1/',
      'http://printer/',
      'http://router.lan/',
      'http://x.internal/',
      'http://x.local/',
    ],
    ...[
      'http://metadata/',
      'http://kubernetes.default.svc/',
      'https://192.0.2.1/',
      'https://198.18.0.1/',
      'https://203.0.113.9/',
      'http://3232235777/',
    ],
    // T-72
    ...[
      'file:///etc/passwd',
      'ftp://x.org/',
      'gopher://x.org/',
      'data:text/html,x',
      'vscode-resource:/x',
      'blob:https://x.org/1',
      'javascript:alert(1)',
    ],
    ...[
      'command:x',
      'vscode://x',
      'about:blank',
      'ws://x.org',
      'git://x.org',
      '//x.org',
      'x.org',
      '',
      'http://',
      'https:///',
      'http:/\u0000/x.org',
    ],
    ...[
      'https://good.org\u202e/',
      'https://x.org/\n',
      'jar:http://x.org',
      'view-source:http://x.org',
      '\\\\server\\share',
      'http://x.org\u200b/',
    ],
    // A name in front is there to deceive.
    ...['https://good.org@evil.org/', 'https://user:pass@x.org/', 'https://@:x@x.org/'],
  ],
  ask: [
    ...[
      'https://docs.example.org/guide',
      'http://x.org',
      'https://x.org/?q=a%20b',
      'https://good.com.evil.org/',
      'https://evil.org/?good.com',
    ],
    ...[
      'https://8.8.8.8/',
      'https://[2606:4700::1111]/',
      'https://xn--bcher-kva.de/',
      'https://x.org:8443/a',
      'https://x.org/a#b',
      'https://172.32.0.1/',
    ],
  ],
  ask_always: [
    // T-73
    ...[
      `https://x.org/?d=${'a b+'.repeat(200)}`,
      `https://x.org/${'ab/'.repeat(200)}`,
      `https://x.org/?t=${'gh'}p_${'FAKE'.repeat(9)}`,
    ],
    ...[
      'https://x.org/?token=abcdefghijkl',
      'https://x.org/?api_key=abcdefghijkl',
      `https://x.org/${'0'.repeat(32)}.${'A'.repeat(16)}`,
    ],
    ...[
      'https://x.org/?f=.env',
      `https://x.org/?d=${'QUJD'.repeat(30)}`,
      'https://x.org/?password=hunter22x',
      `https://x.org/?d=%65yJ${'a'.repeat(20)}`,
    ],
  ],
};

describe.each(Object.entries(rows))('%s', (decision, addresses) => {
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
