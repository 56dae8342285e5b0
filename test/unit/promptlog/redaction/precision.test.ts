/** Precision: what must stay as it is, because it is no secret and says what a prompt is about. */
import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../../src/promptlog/redaction/redact';
import { harmlessTexts } from './harmlessTexts';
import { realisticTexts } from './realisticTexts';

describe('what is no secret', () => {
  it.each(Object.entries(harmlessTexts))('%s stays', (_name, texts) => {
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
    const texts = [...Object.values(harmlessTexts).flat(), ...realisticTexts];
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
