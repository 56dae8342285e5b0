import { describe, expect, it } from 'vitest';
import type * as vscode from 'vscode';
import { EndpointKeys } from '../../../src/vscode/EndpointKeys';

const here = 'https://here.example';
const there = 'https://there.example';
const nothing = { dispose: () => {} };

/** A secret storage in memory; `breaks`: how each call of it fails. */
function storage(breaks?: 'rejects' | 'hangs') {
  const kept = new Map<string, string>();
  const answer = <T>(value: () => T): Promise<T> =>
    breaks === undefined
      ? Promise.resolve(value())
      : breaks === 'rejects'
        ? Promise.reject(new Error('Cannot unlock keyring for key-in-the-error'))
        : new Promise<T>(() => {});
  const secrets: vscode.SecretStorage = {
    get: (name) => answer(() => kept.get(name)),
    store: (name, value) => answer(() => void kept.set(name, value)),
    delete: (name) => answer(() => void kept.delete(name)),
    keys: () => answer(() => [...kept.keys()]),
    onDidChange: () => nothing,
  };
  return { secrets, kept };
}

describe('EndpointKeys', () => {
  it('keep each key in the secret storage, for its origin alone', async () => {
    const { secrets, kept } = storage();
    const keys = new EndpointKeys(secrets, {});
    expect(await keys.set(here, 'key')).toBe('storage');
    expect([...kept.values()]).toEqual(['key']);
    expect([await keys.get(here), await keys.get(there)]).toEqual(['key', undefined]);
    await keys.remove(here);
    expect([await keys.get(here), kept.size]).toEqual([undefined, 0]);
  });

  it('take a key that was handed over, and leave nothing of it in the environment', async () => {
    const environment = { TANDEM_ENDPOINT_ORIGIN: here, TANDEM_ENDPOINT_KEY: 'handed', PATH: '/bin' };
    const keys = new EndpointKeys(storage().secrets, environment);
    expect([await keys.get(here), await keys.get(there)]).toEqual(['handed', undefined]);
    expect(environment).toEqual({ PATH: '/bin' });
    await keys.set(here, 'newer');
    expect(await keys.get(here)).toBe('newer');
  });

  it.each(['rejects', 'hangs'] as const)('hold a key for the window when the storage %s', async (breaks) => {
    const { secrets, kept } = storage(breaks);
    let faults = 0;
    const keys = new EndpointKeys(secrets, {}, { limit: 20, onFault: () => faults++ });
    expect(await keys.get(here)).toBeUndefined();
    expect(await keys.set(here, 'key')).toBe('window');
    expect([await keys.get(here), await keys.get(there), kept.size]).toEqual(['key', undefined, 0]);
    await expect(keys.remove(here)).rejects.toThrow('The secret storage cannot be used');
    expect(await keys.get(there)).toBeUndefined();
    expect(faults).toBeGreaterThan(2);
  });
});
