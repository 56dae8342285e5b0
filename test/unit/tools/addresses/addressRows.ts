/** Addresses by their letters, and what is said of them (rows T of the attack matrix, SEC-44). */
import type { Decision } from '../../../../src/tools/Decision';

export interface AddressRow {
  readonly row: string;
  readonly decision: Decision;
  readonly addresses: readonly string[];
}

export const addressRows: readonly AddressRow[] = [
  // In every spelling that a URL parser takes for a number.
  {
    row: 'T-68',
    decision: 'deny',
    addresses: [
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
    ],
  },
  {
    row: 'T-72',
    decision: 'deny',
    addresses: [
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
  },
  {
    row: 'what is asked about once',
    decision: 'ask',
    addresses: [
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
  },
  {
    row: 'T-73',
    decision: 'ask_always',
    addresses: [
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
  },
];
