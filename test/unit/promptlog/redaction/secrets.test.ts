/** Recall: every kind of secret in every encoding in which it can reach a prompt. */
import { describe, expect, it } from 'vitest';
import { redact, secretsIn } from '../../../../src/promptlog/redaction/redact';
import { harmlessTexts } from './harmlessTexts';
import { moreRealisticSecrets } from './moreRealisticSecrets';
import { harmlessRules, publicRuleSamples } from './publicRules';
import { realisticSecrets } from './realisticSecrets';
import { random, type SecretSample, samplesByBody } from './secretSamples';

type Encoding = readonly [name: string, encode: (sample: SecretSample) => string, forms?: (secret: string) => string];

const same = (secret: string): string => secret;
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);
const withEscapes = (text: string): string => inJson(text).replaceAll('/', '\\/').replaceAll('-', '\\u002d');

/** Around any sample. */
const everywhere: readonly Encoding[] = [
  ['plain', ({ text }) => text],
  ['JSON', ({ text }) => JSON.stringify({ a: text }), inJson],
  ['JSON, more escaped', ({ text }) => `{"a":"${withEscapes(text)}"}`, withEscapes],
  [
    'JSON in JSON',
    ({ text }) => JSON.stringify({ a: JSON.stringify({ b: text }) }),
    (secret) => inJson(inJson(secret)),
  ],
  ['URL-encoded', ({ text }) => `q=${encodeURIComponent(text)}`, encodeURIComponent],
  [
    'base64',
    ({ text }) => `data: ${Buffer.from(text).toString('base64')}`,
    (secret) => Buffer.from(secret).toString('base64').slice(2, -4),
  ],
  [
    'base64 in JSON',
    ({ text }) => JSON.stringify({ a: Buffer.from(text).toString('base64') }),
    (secret) => Buffer.from(secret).toString('base64').slice(2, -4),
  ],
  ['before a comma', ({ text }) => `${text},`],
  ['before a bracket', ({ text }) => `(${text})`],
  ['before a line end', ({ text }) => `${text}\n`],
  ['at a line start', ({ text }) => `before\n${text}\nafter`],
  ['at a line end', ({ text }) => `before ${text}`],
  ['twice', ({ text }) => (text.includes('\n') ? `${text}\n\n${text}` : `${text} ${text}`)],
  ['in colours', ({ text }) => `\x1b[31m${text}\x1b[0m done`],
  ['percent-encoded in JSON', ({ text }) => JSON.stringify({ a: encodeURIComponent(text) }), encodeURIComponent],
  ['quoted in a chat', ({ text }) => text.replace(/^/gm, '> ')],
  ['in a fence', ({ text }) => `Why does this fail?\n\`\`\`\n${text}\n\`\`\`\n`],
];

/** Around tokens that are recognised by their own shape. */
const aroundTokens: readonly Encoding[] = [
  ["'", ({ text }) => `'${text}'`],
  ['"', ({ text }) => `"${text}"`],
  ['`', ({ text }) => `\`${text}\``],
  ['after =', ({ text }) => `x=${text}`],
  ['after :', ({ text }) => `x: ${text}`],
  ['after =>', ({ text }) => `x => ${text}`],
  ['export', ({ text }) => `export X=${text}`],
  ['YAML block', ({ text }) => `x: |\n  ${text}\ny: 1\n`],
  [
    'URL user',
    ({ text }) => `https://${text.replaceAll('/', '%2F')}@host.test/`,
    (secret) => secret.replaceAll('/', '%2F'),
  ],
  [
    'URL password',
    ({ text }) => `https://me:${text.replaceAll('/', '%2F')}@host.test/`,
    (secret) => secret.replaceAll('/', '%2F'),
  ],
  ['colour from within', ({ text }) => `${text.slice(0, 8)}\x1b[1m${text.slice(8)}\x1b[0m`],
];

function check(samples: readonly SecretSample[], encodings: readonly Encoding[]): string[] {
  return encodings.flatMap(([encoding, encode, form = same]) =>
    samples.flatMap((sample) => {
      const text = encode(sample);
      const { text: clean, hits } = redact(text);
      const left = sample.secrets.filter((secret) => clean.includes(secret) || clean.includes(form(secret)));
      const lines = (each: string): number => each.split('\n').length;
      const again = redact(clean);
      return [
        ...(hits.length === 0 || left.length > 0 ? [`${sample.name} | ${encoding} | ${clean.slice(0, 200)}`] : []),
        ...(lines(clean) === lines(text) ? [] : [`${sample.name} | ${encoding} | lines`]),
        ...(again.text === clean
          ? []
          : [`${sample.name} | ${encoding} | again: ${clean.slice(0, 160)} -> ${again.text.slice(0, 160)}`]),
        ...(encoding.startsWith('JSON') && !isJson(clean) ? [`${sample.name} | ${encoding} | no JSON: ${clean}`] : []),
      ];
    }),
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe.each(Object.entries(samplesByBody))('secrets with %s bodies', { timeout: 60_000 }, (_name, samples) => {
  it('are hidden in every encoding, on the same lines, once and for all', () => {
    expect(check([...samples.tokens, ...samples.lines, ...samples.blocks], everywhere)).toEqual([]);
  });

  it('are hidden behind every sign, where their shape tells', () => {
    expect(check(samples.tokens, aroundTokens)).toEqual([]);
  });

  it('are hidden in a line of a megabyte', () => {
    const filler = 'const total = items.length + 1; '.repeat(32_768);
    const all = [...samples.tokens, ...samples.lines];
    const clean = redact(`${filler}${all.map(({ text }) => text).join(' ; ')} ; ${filler}`).text;
    expect(
      all.filter(({ secrets }) => secrets.some((secret) => clean.includes(secret))).map(({ name }) => name),
    ).toEqual([]);
  });
});

describe('what people really paste', () => {
  it('has its secrets hidden, as it is and in a request’s JSON', () => {
    expect(check([...realisticSecrets, ...moreRealisticSecrets], everywhere.slice(0, 4))).toEqual([]);
  });
});

describe('base64 over several lines', () => {
  const key = ['gh', 'p_', 'FAKE'.repeat(9)].join('');
  const encoded = Buffer.from(`${'x'.repeat(50)} ${key} ${'y'.repeat(60)}`).toString('base64');
  const lines = encoded.match(/.{1,76}/g) ?? [];

  it('is read as one text', () => {
    expect(redact(`data: ${lines.join('\n')}\n`).text).toMatch(/^data: <SECRET:github-token#1>\n+$/);
  });

  it('is also read where another word stands on the next line', () => {
    const short = Buffer.from(`${key} ${'z'.repeat(19)}`).toString('base64');
    expect(short.length % 4).toBe(0);
    expect(redact(`data: ${short}\n${'Word'.repeat(8)}\n`).text).not.toContain(short.slice(0, 20));
  });
});

describe('a question that is about to be sent', () => {
  it('is said to hold each of them, by its kind', () => {
    const all = Object.values(samplesByBody).flatMap(({ tokens, lines, blocks }) => [...tokens, ...lines, ...blocks]);
    const unnoticed = all.filter(({ text }) => secretsIn(`Why does this fail?\n${text}\n`).length === 0);
    expect(unnoticed.map(({ name }) => name)).toEqual([]);
    const key = ['gh', 'p_', 'FAKE'.repeat(9)].join('');
    expect(secretsIn(`${key} and ${key}`)).toEqual(['github-token']);
    expect(secretsIn('say quiet harbour', { secrets: ['quiet harbour'] })).toEqual(['known-secret']);
  });

  it('is said to hold none where there are only personal details, or what is no secret', () => {
    const personal =
      'Write to jane.doe@acme-widgets.com or call +86 138 1234 5678; the server is 10.20.30.40, /home/jane';
    expect(redact(personal).hits).not.toEqual([]);
    expect([personal, redact(`password=${'Tr0ub4dor'}&3`).text].flatMap((text) => secretsIn(text))).toEqual([]);
    expect(
      Object.values(harmlessTexts)
        .flat()
        .filter((text) => secretsIn(text).length > 0),
    ).toEqual([]);
  });
});

describe('the rules of gitleaks', () => {
  const samples = publicRuleSamples(random(11));

  it('have each a sample here, or a reason why there is none', () => {
    const ids = [...samples.map(({ name }) => name), ...Object.keys(harmlessRules)];
    expect([ids.length, new Set(ids).size]).toEqual([222, 222]);
  });

  it.each(samples.map((sample) => [sample.name, sample] as const))('%s is found in every encoding', (_id, sample) => {
    expect(check([sample], everywhere)).toEqual([]);
  });
});
