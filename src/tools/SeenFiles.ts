/**
 * Which files a model has seen in a conversation: read, got along with a question, or written itself. An edit of any other file is a guess,
 * and is sent back before anything is matched.
 */
export class SeenFiles {
  readonly #real = new Set<string>();
  readonly #resolve: (path: string) => Promise<string | undefined>;
  #earlier: readonly string[];

  /**
   * @param earlier paths of what was seen before, as they were written then; looked up when they are first needed
   * @param resolve gives the real path of one of them; undefined = it leads nowhere
   */
  constructor(
    earlier: readonly string[] = [],
    resolve: (path: string) => Promise<string | undefined> = async () => undefined,
  ) {
    this.#earlier = earlier;
    this.#resolve = resolve;
  }

  add(realPath: string): void {
    this.#real.add(realPath);
  }

  async has(realPath: string): Promise<boolean> {
    if (!this.#real.has(realPath)) {
      const paths = this.#earlier;
      this.#earlier = [];
      for (const path of await Promise.all(paths.map((one) => this.#resolve(one)))) {
        if (path !== undefined) {
          this.#real.add(path);
        }
      }
    }
    return this.#real.has(realPath);
  }
}
