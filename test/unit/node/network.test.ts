/** Behaviour 23: proxy, exceptions and authorities from settings and environment together, for one client that serves all requests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { networkOptions, proxiesOf } from '../../../src/node/network';
import { defaultNetworkSettings, type NetworkSettings } from '../../../src/platform/network';
import { createCertificate } from '../../support/certificates';

const environment = { HTTPS_PROXY: 'http://from.env:1', no_proxy: 'a.test, b.test' };

describe('the proxy', () => {
  it.each<[string, Partial<NetworkSettings>, Record<string, string>, string, readonly string[]]>([
    [
      'of VS Code goes first',
      { proxy: 'http://set:2', noProxy: ['c.test'] },
      environment,
      'http://set:2',
      ['c.test', 'a.test', 'b.test'],
    ],
    ['is that of the environment otherwise', {}, environment, 'http://from.env:1', ['a.test', 'b.test']],
    ['may be named in lower case, or for HTTP only', {}, { http_proxy: 'h:3' }, 'h:3', []],
    [
      'is none where VS Code is told so',
      { usesProxy: false, proxy: 'http://set:2' },
      environment,
      '',
      ['a.test', 'b.test'],
    ],
    ['is none by itself', {}, {}, '', []],
  ])('%s', (_, more, variables, proxy, noProxy) => {
    expect(proxiesOf({ ...defaultNetworkSettings, ...more }, variables)).toEqual({ proxy, noProxy });
  });
});

describe('authorities', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-network-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (name: string): string => {
    writeFileSync(join(folder, name), createCertificate(name, { isAuthority: true }).cert);
    return join(folder, name);
  };
  const bare = { ...defaultNetworkSettings, systemCertificates: false };

  it('are Node’s own without any others', async () => {
    expect((await networkOptions(bare, {})).authorities).toBeUndefined();
  });

  it('are added from the person’s file and from Node’s variable', async () => {
    const [own, extra] = [fileOf('own.pem'), fileOf('extra.pem')];
    const alone = (await networkOptions({ ...bare, caFile: own }, {})).authorities?.length ?? 0;
    const both = (await networkOptions({ ...bare, caFile: own }, { NODE_EXTRA_CA_CERTS: extra })).authorities;
    expect(alone).toBeGreaterThan(1);
    expect(both).toHaveLength(alone + 1);
  });

  it('from a file without any are a fault at once', async () => {
    const nothing = networkOptions({ ...bare, caFile: join(folder, 'none.pem') }, {});
    await expect(nothing).rejects.toMatchObject({ code: 'endpoint.unreadableCaFile' });
  });

  it('are not asked for where certificates are not checked', async () => {
    expect((await networkOptions({ ...bare, strictTls: false }, {})).strictTls).toBe(false);
    expect((await networkOptions(bare, {})).strictTls).toBe(true);
  });
});
