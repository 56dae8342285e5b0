/** The page's messages are judged like text from the web: what is not exactly a message of the protocol is dropped. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToHost, parseToPage, toHost } from '../../../src/protocol/chat';

describe('messages from the chat panel’s page', () => {
  it('are taken when they are exact', () => {
    expect(parseToHost({ method: 'send', params: { text: 'Hi' } })).toEqual({ method: 'send', params: { text: 'Hi' } });
  });

  it('name what goes along by addresses of any length that a disk knows', () => {
    const id = `file:file:///${'%E5%9B%BE'.repeat(255)}`;
    for (const method of ['attach', 'detach', 'openAttachment'] as const) {
      expect(parseToHost({ method, params: { id } })).toEqual({ method, params: { id } });
    }
  });

  const wrong: readonly unknown[] = [
    ...[undefined, null, 1, 'send', [], {}],
    { method: 'send' },
    { method: 'send', params: {} },
    { method: 'send', params: { text: 1 } },
    { method: 'stop', params: { more: 1 } },
    { method: 'send', params: { text: 'x', more: 1 } },
    { method: 'send', params: { text: 'x' }, more: 1 },
    { method: 'send', params: { text: 'x'.repeat(1_000_001) } },
    { method: 'eval', params: { text: 'x' } },
    { method: 'constructor', params: {} },
    { method: '__proto__', params: {} },
    JSON.parse('{"method":"send","params":{"text":"x","__proto__":{"a":1}}}'),
    { method: 'useCode', params: { action: 'delete', code: '', language: '', path: '' } },
    { method: 'openPlace', params: { path: 'a', line: -1 } },
  ];
  for (const message of wrong) {
    it(`are dropped: ${JSON.stringify(message)?.slice(0, 80)}`, () => {
      expect(parseToHost(message)).toBeUndefined();
    });
  }

  it.each(Object.entries(toHost))('SEC-51: are dropped with more than belongs to them: %s', (method, schema) => {
    const issues = (params: unknown) => schema.safeParse(params).error?.issues ?? [];
    expect(issues({ unknown: 1 }).map(({ code }) => code)).toContain('unrecognized_keys');
    // No field takes a text of any length, alone or in a list.
    const long = 'x'.repeat(10_000_000);
    for (const key of Object.keys(schema.shape)) {
      for (const value of [long, [long]]) {
        expect(parseToHost({ method, params: { [key]: value } })).toBeUndefined();
        expect(
          issues({ [key]: value }).map(({ path }) => path[0]),
          key,
        ).toContain(key);
      }
    }
  });

  it('never make a mess', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom('ready', 'send', 'attach', 'state', 'delta'), (params, method) => {
        parseToHost({ method, params });
        parseToPage({ method, params });
        expect(({} as Record<string, unknown>).polluted).toBeUndefined();
      }),
    );
  });
});
