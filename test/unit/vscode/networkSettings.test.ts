/** Behaviour 23: what VS Code's own settings say of the way to other machines, as the person has them and no folder. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readNetworkSettings } from '../../../src/vscode/networkSettings';

interface Values {
  readonly defaultValue?: unknown;
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
}
const editor = vi.hoisted(() => ({ settings: {} as Record<string, Values> }));
vi.mock('vscode', () => ({
  workspace: {
    getConfiguration: (section: string) => ({ inspect: (key: string) => editor.settings[`${section}.${key}`] }),
  },
}));

const limits = { firstByte: 1 };
const read = () => readNetworkSettings('/ca.pem', limits as Parameters<typeof readNetworkSettings>[1]);

beforeEach(() => {
  editor.settings = {
    'http.proxy': { defaultValue: '' },
    'http.proxySupport': { defaultValue: 'override' },
    'http.proxyStrictSSL': { defaultValue: true },
    'http.systemCertificates': { defaultValue: true },
  };
});

describe('the way to other machines', () => {
  it('is direct and checked by default', () => {
    const expected = { usesProxy: true, proxy: '', noProxy: [], strictTls: true, systemCertificates: true };
    expect(read()).toEqual({ ...expected, caFile: '/ca.pem', limits });
  });

  it('is the person’s', () => {
    editor.settings = {
      'http.proxy': { globalValue: ' http://proxy:3128 ' },
      'http.noProxy': { globalValue: ['near.test'] },
      'http.proxySupport': { globalValue: 'off' },
      'http.proxyStrictSSL': { globalValue: false },
      'http.systemCertificates': { globalValue: false },
    };
    expect(read()).toMatchObject({ usesProxy: false, proxy: 'http://proxy:3128', noProxy: ['near.test'] });
    expect(read()).toMatchObject({ strictTls: false, systemCertificates: false });
  });

  it('is never a folder’s', () => {
    editor.settings['http.proxy'] = { defaultValue: '', workspaceValue: 'http://evil:1' };
    editor.settings['http.proxyStrictSSL'] = { defaultValue: true, workspaceValue: false };
    expect(read()).toMatchObject({ proxy: '', strictTls: true });
  });
});
