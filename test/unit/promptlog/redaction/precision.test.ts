// biome-ignore-all lint/suspicious/noTemplateCurlyInString: other languages' templates are what must stay
/** Precision: what must stay as it is, because it is no secret and says what a prompt is about. */
import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../src/promptlog/redaction/redact';
import { realisticTexts } from './realisticTexts';
import { random } from './secretSamples';

const draw = random(42);
const hex = (length: number): string => draw('0123456789abcdef', length);
const base64 = (length: number): string =>
  draw('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', length);
const publicKey = ['PUBLIC', 'KEY'].join(' ');

const harmless: Readonly<Record<string, readonly string[]>> = {
  'N-01 git': [
    `commit ${hex(40)}\nAuthor: nobody\n\n    Fix`,
    `index ${hex(7)}..${hex(7)} 100644`,
    `key: ${hex(40)}`,
    `"sha256": "${hex(64)}"`,
    `${hex(7)} Merge branch main`,
    `uses: actions/checkout@${hex(40)}`,
  ],
  'N-02 identifiers': [
    '550e8400-e29b-41d4-a716-446655440000',
    '017f22e2-79b0-7cc3-98c4-dc0c0c07398f',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'V1StGXR8_Z5jdHi6B-myT',
    '0ujtsYcgvSTl8PAuAdqWYSMnLOv',
    '507f1f77bcf86cd799439011',
    'id = 1541815603606036480',
    '"key": "550e8400-e29b-41d4-a716-446655440000"',
  ],
  'N-04 lock files': [
    `"integrity": "sha512-${base64(86)}=="`,
    `checksum = "${hex(64)}"`,
    `golang.org/x/text v0.3.7 h1:${base64(43)}=`,
    `    "sha256:${hex(64)}",`,
    `  resolution: {integrity: sha512-${base64(86)}==}`,
  ],
  'N-05 pictures': [
    `url(data:image/png;base64,iVBORw0KGgo${base64(400)}=)`,
    `"d": "data:font/woff2;base64,d09GMgABAAA${base64(300)}"`,
  ],
  'N-06 maps': [
    '"mappings":"AAAA,SAASA,EAAUC,GACjB,OAAOA,EAAIC,SAASC,MAAM"',
    'function a(b){return b.key?b.token:c(b.secret)}var d={key:e,token:f.g}',
  ],
  'N-08 public keys': [
    `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${base64(43)} me`,
    `-----BEGIN ${publicKey}-----\n${base64(64)}\n-----END ${publicKey}-----`,
    `-----BEGIN CERTIFICATE-----\n${base64(64)}\n-----END CERTIFICATE-----`,
    `-----BEGIN CERTIFICATE REQUEST-----\n${base64(64)}\n`,
    `-----BEGIN PGP ${publicKey} BLOCK-----\n\n${base64(64)}\n`,
    `p${'k_live_'}${base64(24).replace(/[+/]/g, 'a')}`,
    `"publicKey": "${base64(44)}"`,
  ],
  'N-09 fingerprints': [
    `SHA256:${base64(43)}`,
    `github.com ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB${base64(100)}`,
    'Key fingerprint = ABCD 1234 5678 90AB CDEF  1234 5678 90AB CDEF 1234',
  ],
  'N-10 images': [`FROM node@sha256:${hex(64)}`, `image: registry.test/app:${hex(12)}`],
  'N-12 numbers': [
    '1700000000',
    '1700000000000',
    '1.2.3+20130313144700',
    'ISBN 978-3-16-148410-0',
    '2024-01-15 10:30:00',
    '1.0.0-beta+exp.sha.5114f85',
    '555-1234',
    '2001:0db8:85a3:0000:0000:8a2e:0370:7334',
    '1234567890',
    'v4.18.0.1',
    'x = 12345678901',
    'range(13800000000, 99)'.replace('13800000000', '1380000000'),
  ],
  'N-13 code': [
    'const token = getToken()',
    'password: string',
    'apiKey?: string',
    'secret = None',
    'if (token === null)',
    'const password = req.body.password;',
    'let apiKey: string | undefined = undefined',
    'token = tokens[i]',
    'self.api_key = api_key',
    'def login(user, password=None):',
    'foo(token=token, secret=settings.SECRET)',
    'private readonly key: CryptoKey;',
    "type: 'password'",
    'const secret = crypto.randomBytes(32)',
    'return { accessToken, refreshToken };',
    'for (const key of Object.keys(map))',
    "localStorage.setItem('token', value)",
    'String password = scanner.nextLine();',
    'token: Token = next(self)',
    "map.set(key, 'some value')",
    'const STORAGE_KEY = "tandem.settings";',
    'function f(): { credential: X509Credential | undefined }',
    'AUTHORIZATION: "authorization",',
    'self._password = parsed.password',
    "fetch(url, { credentials: 'include' })",
    "credentials: 'same-origin',",
    "credentials = new WebSocketCredentials('Sideband')",
    "SUBJECT_TOKEN = 'urn:ietf:params:oauth:token-type:jwt'",
    'creds = " --username=%s --password=%s"',
    "password: 'aaaaaaaa'",
    'EOS_TOKEN = "<|endoftext|>"',
    'headers: { Authorization: `Bearer ${token}` }',
    'headers = {"Authorization": f"Bearer {self.token}"}',
  ],
  'N-14 references': [
    'key = process.env.API_KEY',
    'API_KEY = os.environ["TOKEN"]',
    'password=${API_KEY}',
    'TOKEN=$(cat key)',
    'set PASSWORD=%TOKEN%',
    'password: {{ secrets.X }}',
    'token: ${{ secrets.X }}',
    'SECRET=@TOKEN@',
    'password: !Ref DbPassword',
    'https://user:${PASSWORD}@host/',
    'curl -u "$USER:$PASS" https://host',
    '--password=$PASSWORD',
    '--token=<token>',
    'API_KEY=your-api-key-here',
    'OPENAI_API_KEY=sk-...',
  ],
  'N-16 documentation': [
    'Authorization: Bearer <token>',
    'bearerAuth:\n  type: http\n  scheme: bearer\n  bearerFormat: JWT',
    'pattern: /gh[pousr]_[A-Za-z0-9]{36}/',
    '`AKIA[A-Z0-9]{16}`',
    'Send the key in the x-api-key header.',
    'in: header\nname: x-api-key',
    "new Headers({ cookie: 'get=cookies; and=attributes' })",
    "headers: { 'X-TOKEN-SECRET': 'SuperSecretToken' }",
    'see RFC 2068, section 19.6.1.2',
    'allowedHeaders: ["content-type", "x-api-key", "authorization"]',
  ],
  'N-17 names': [
    'tokenizer = AutoTokenizer',
    'maxTokens: 4096',
    'secretary: "Smith"',
    'passwordless: true',
    'keyboard: "qwerty"',
    'monkey = "see"',
    'tokens_used=123',
    'keyCode = 13',
    'tokenType: "Bearer"',
    'secretName: "my-secret"',
  ],
  'N-18 logs': [
    '"prompt_tokens": 1234',
    '"request_id": "2026043020435620c6abc1d2e3f4a5"',
    'chatcmpl-9aBcDeFgHiJkLmNoPqRsTuVwXyZ12',
    '"id":"2026043020435620c6abc000000000aa"',
    '"total_tokens":99,"completion_tokens":10',
  ],
  'N-20 paths': [
    `/nix/store/${draw('0123456789abcdfghijklmnpqrsvwxyz', 32)}-hello-2.10/bin/hello`,
    `node_modules/.pnpm/react@18.2.0_${hex(32)}/node_modules`,
    `bazel-out/k8-fastbuild/bin/${hex(40)}/x.o`,
    '/home/user/project/src',
    '/usr/share/keyrings/x.gpg',
  ],
  'N-21 words': [
    'MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U',
    'GATTACAGATTACAGATTACAGATTACAGATTACA',
    'rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1',
    'AbstractSingletonProxyFactoryBeanGeneratorConfiguration',
    Buffer.from('the quick brown fox jumps over the lazy dog').toString('base64'),
  ],
  'N-22 cryptography': [
    '0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5',
    `p = 0x${hex(64).toUpperCase()}`,
    'abandon\nability\nable\nabout\nabove\nabsent\nabsorb',
    'key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")',
  ],
  'N-24 infrastructure': [
    "revision = 'ae1027a6acf'",
    "down_revision = '1975ea83b712'",
    'arn:aws:iam::123456789012:role/admin',
    'arn:aws:s3:::my-bucket/key',
    'i-0abcd1234efgh5678',
    'account_id = "123456789012"',
  ],
  'N-25 addresses': [
    'https://blog.test/2024/01/how-to-make-a-very-long-slug-that-goes-on-4f2a9c',
    'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
    'https://shop.test/?utm_source=x&gclid=EAIaIQobChMI',
    'https://search.test/?q=password+reset',
    'https://x.test/?v=1&key=name',
    'https://host:8080/@scope/name',
    'git@github.com:org/repo.git',
  ],
  'N-26 words': [
    'Enter your password',
    '"password": "Password"',
    '"forgotPassword": "Forgot your password?"',
    'Password: required',
    '<label for="password">Password</label>',
    '"password": "密码"',
    'placeholder="Password"',
    '"secret": "Geheimnis der Könige"',
    'The token is invalid.',
    'Password must be at least 8 characters',
  ],
  'N-28 Windows': [
    '{6B29FC40-CA47-1067-B31D-00DD010662DA}',
    'HKEY_CLASSES_ROOT\\CLSID\\{00000000-0000-0000-C000-000000000046}',
    'XXXXX-XXXXX-XXXXX-XXXXX-XXXXX',
  ],
  'N-29 hashes': ['$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'],
  'N-32 traces': [
    '@@ -1,3 +1,4 @@',
    '-  key: 1\n+  key: 2',
    'at Object.<anonymous> (/app/src/index.js:10:15)',
    '0000:0010  7f 45 4c 46 02 01 01 00',
    '0x00007ffd5e8e3a10',
    '+12345678901234',
  ],
  'N-33 rule files': [
    "regex = '''\\b(ghp_[0-9a-zA-Z]{36})'''",
    `"hashed_secret": "${hex(40)}"`,
    'keywords = ["xoxb-", "sk-ant-"]',
  ],
  'N-34 benchmarks': [
    'def has_close_elements(numbers: List[float], threshold: float) -> bool:\n    """ Check if in given list of numbers, are any two numbers closer """',
  ],
};

describe('what is no secret', () => {
  it.each(Object.entries(harmless))('%s stays', (_name, texts) => {
    expect(
      texts.flatMap((text) =>
        redact(text).hits.map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)} in ${text}`),
      ),
    ).toEqual([]);
  });

  it('stays in what people really paste', () => {
    expect(
      realisticTexts.flatMap((text) =>
        redact(text).hits.map(({ rule, start, end }) => `${rule}: ${text.slice(start, end)} in ${text}`),
      ),
    ).toEqual([]);
  });

  it('stays in every encoding, too', () => {
    const texts = [...Object.values(harmless).flat(), ...realisticTexts];
    const found = texts.flatMap((text) =>
      [
        JSON.stringify({ text }),
        JSON.stringify({ text: JSON.stringify(text) }),
        encodeURIComponent(text),
        Buffer.from(text).toString('base64'),
        `\x1b[31m${text}\x1b[0m`,
        `before\n${text}\nafter\n`,
        `${text}\n\n${text}`,
        `Why?\n\`\`\`\n${text}\n\`\`\`\n`,
      ].filter((form) => redact(form).hits.length > 0),
    );
    expect(found).toEqual([]);
  });
});

describe('any text', { timeout: 60_000 }, () => {
  it('keeps its lines and is not changed a second time', () => {
    const piece = fastCheck.constantFrom(
      'password=',
      'hunter2x9',
      '"',
      '\\n',
      '\n',
      '\r\n',
      '@',
      'a.com',
      '://',
      ':',
      '%3D',
      'KEY',
      '=',
      ' ',
      '<SECRET:x#1>',
      '\x1b[31m',
      '13800138000',
      '[',
      ',',
      ']',
      '{',
      '}',
      '-----BEGIN ',
      'eyJ',
      '.',
      '\ud800',
    );
    fastCheck.assert(
      fastCheck.property(
        fastCheck.array(fastCheck.oneof(piece, fastCheck.string({ maxLength: 6 })), { maxLength: 30 }),
        (pieces) => {
          const text = pieces.join('');
          const { text: clean, hits } = redact(text);
          expect(clean.split('\n')).toHaveLength(text.split('\n').length);
          expect(redact(clean).text).toBe(clean);
          expect(hits.every(({ start, end }, i) => start < end && start >= (hits[i - 1]?.end ?? 0))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('stays valid JSON, whatever its strings and numbers', () => {
    const value = fastCheck.oneof(
      fastCheck.constantFrom<unknown>(
        'a password=hunter2x9 b',
        13800138000,
        4111111111111111,
        'me@x.org',
        'x [13800138000] y',
        'x, 13800138000, y',
        true,
        null,
      ),
      fastCheck.string(),
    );
    fastCheck.assert(
      fastCheck.property(
        fastCheck.dictionary(
          fastCheck.constantFrom('password', 'phone', 'api_key', 'note'),
          fastCheck.oneof(value, fastCheck.array(value)),
        ),
        (document) => {
          for (const text of [
            JSON.stringify(document),
            JSON.stringify(document, null, 2),
            JSON.stringify(JSON.stringify(document)),
          ]) {
            expect(() => JSON.parse(redact(text).text)).not.toThrow();
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
