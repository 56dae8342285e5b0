/**
 * What was made of files' contents, kept from one judgement to the next for as long as a file's stamp says that nothing was written. The
 * stamp is looked at for each judgement; a file without one is read each time.
 */
import type { FileFacts, Files } from '../../platform/Files';

const mostKept = 500;

export class KeptContents<Value> {
  readonly #known = new Map<string, { readonly stamp: string; readonly value: Value }>();

  /**
   * @param facts of now, of the file itself
   * @param machine asked again once the file was read: a write meanwhile must not be kept under the stamp of before
   * @param key what else the value depends on, beside the content
   */
  async of(
    path: string,
    facts: FileFacts,
    machine: Files,
    read: () => Promise<Value>,
    key: string | number = '',
  ): Promise<Value> {
    const name = `${path}\0${key}`;
    const { stamp } = facts;
    const known = this.#known.get(name);
    if (known !== undefined && known.stamp === stamp) {
      return known.value;
    }
    const value = await read();
    this.#known.delete(name);
    if (stamp !== undefined && (await machine.facts(path))?.stamp === stamp) {
      const [oldest] = this.#known.size < mostKept ? [] : this.#known.keys();
      if (oldest !== undefined) {
        this.#known.delete(oldest);
      }
      this.#known.set(name, { stamp, value });
    }
    return value;
  }
}
