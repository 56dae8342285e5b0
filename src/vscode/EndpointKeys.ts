/**
 * Keys of endpoints: kept in VS Code's secret storage only, each bound to the origin it was entered for, so that a changed address
 * never gets an old key. Where that storage fails or hangs (no keyring, WSL, SSH), a key lives in memory until the window closes, never in
 * the settings. A launcher may hand one key to the process it starts; it is held in memory, for its origin alone.
 */
import type * as vscode from 'vscode';

const originVariable = 'TANDEM_ENDPOINT_ORIGIN';
const keyVariable = 'TANDEM_ENDPOINT_KEY';

/** Milliseconds for the secret storage: a locked keyring may ask a person who is not there. */
const patience = 10_000;

/** Where a key was put. */
export type KeyPlace = 'storage' | 'window';

export class EndpointKeys {
  readonly #secrets: vscode.SecretStorage;
  readonly #patience: number;
  /** Told each time the storage cannot be used. */
  readonly #onFault: () => void;
  /** Keys of this window alone, by origin. */
  readonly #held = new Map<string, string>();

  /** `limit`: milliseconds for the storage. */
  constructor(
    secrets: vscode.SecretStorage,
    environment: NodeJS.ProcessEnv,
    { onFault = () => {}, limit = patience }: { readonly onFault?: () => void; readonly limit?: number } = {},
  ) {
    this.#secrets = secrets;
    this.#patience = limit;
    this.#onFault = onFault;
    const origin = environment[originVariable];
    const key = environment[keyVariable];
    if (origin && key) {
      this.#held.set(origin, key);
    }
    // What this process starts later (the engine, the person's tools) has no business with the key.
    delete environment[keyVariable];
    delete environment[originVariable];
  }

  /** The key for an origin such as `https://api.example.com`; undefined = none was entered, or the storage cannot be read. */
  async get(origin: string): Promise<string | undefined> {
    return (
      this.#held.get(origin) ?? (await this.#within(this.#secrets.get(storageName(origin))).catch(() => undefined))
    );
  }

  /** `window` = the storage cannot be used, and the key is forgotten when the window closes. */
  async set(origin: string, key: string): Promise<KeyPlace> {
    try {
      await this.#within(this.#secrets.store(storageName(origin), key));
      this.#held.delete(origin);
      return 'storage';
    } catch {
      this.#held.set(origin, key);
      return 'window';
    }
  }

  /** Rejects when the storage cannot be used: the key may still be in it. */
  async remove(origin: string): Promise<void> {
    this.#held.delete(origin);
    await this.#within(this.#secrets.delete(storageName(origin)));
  }

  /** The storage's answer, if it comes in time. Its own errors are left out: nobody knows what they quote. */
  #within<T>(answer: Thenable<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        this.#onFault();
        reject(new Error('The secret storage cannot be used'));
      };
      const timer = setTimeout(fail, this.#patience);
      answer.then(
        (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        () => {
          clearTimeout(timer);
          fail();
        },
      );
    });
  }
}

function storageName(origin: string): string {
  return `endpoint-key:${origin}`;
}
