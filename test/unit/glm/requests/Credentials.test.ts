import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Credentials } from '../../../../src/glm/requests/Credentials';

const id = 'id123';
const secret = ['a', 'secret', 'of', 'this', 'test'].join('-');
const key = `${id}.${secret}`;
const noon = Date.UTC(2026, 5, 1, 12);
const day = 86_400_000;

/** The claims of a token whose signature is right. */
function claimsOf(token: string | undefined): unknown {
  const [head = '', claims = '', signature] = (token ?? '').split('.');
  expect(signature).toBe(createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url'));
  expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'HS256', sign_type: 'SIGN' });
  return JSON.parse(Buffer.from(claims, 'base64url').toString());
}

describe('Credentials', () => {
  it.each([
    ['a server that takes keys', key, false],
    ['no key', undefined, true],
    ['a key without a secret', 'abc', true],
    ['a key with a dot at its end', 'abc.', true],
    ['a token that somebody else signed', 'a.b.c', true],
  ])('send what was set for %s, whatever has expired', async (_, value, signs) => {
    const credentials = new Credentials(value, signs);
    expect(await credentials.bearer()).toBe(value);
    expect(credentials.renew(noon)).toBe(false);
    expect(await credentials.bearer()).toBe(value);
  });

  it('send the key until something has expired, then tokens of 210 seconds in milliseconds', async () => {
    let now = noon;
    const credentials = new Credentials(key, true, () => now);
    expect(await credentials.bearer()).toBe(key);
    expect(credentials.renew(undefined)).toBe(true);
    expect(claimsOf(await credentials.bearer())).toEqual({ api_key: id, exp: noon + 210_000, timestamp: noon });
    now += 200_000;
    expect(claimsOf(await credentials.bearer())).toEqual({ api_key: id, exp: now + 210_000, timestamp: now });
  });

  it.each([day, -day])('go by the server’s clock when ours is off by %i ms', async (off) => {
    let now = noon + off;
    const credentials = new Credentials(key, true, () => now);
    credentials.renew(noon);
    now += 1000;
    expect(claimsOf(await credentials.bearer())).toMatchObject({ timestamp: noon + 1000 });
    // Our clock was put right in the meantime: the server says so once more.
    now = noon + 5000;
    credentials.renew(noon + 5000);
    expect(claimsOf(await credentials.bearer())).toMatchObject({ timestamp: noon + 5000 });
  });

  it('know what nobody may read', async () => {
    const credentials = new Credentials(key, true);
    credentials.renew(noon);
    const token = await credentials.bearer();
    expect(credentials.secrets).toEqual([key, secret, token]);
    expect(JSON.stringify(credentials)).not.toContain(secret);
  });
});
