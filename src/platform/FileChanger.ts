/**
 * Changes files of the user: the only door to them for writing. It is given approved records and nothing else, and it is where an open
 * editor is preferred to the disk. Paths are absolute.
 */

/** What may be done to a file, as the gate in `tools/` approved it. */
export interface FileOperation {
  readonly operation: string;
  readonly realPath: string;
  readonly realTarget: string | undefined;
  readonly bytes: Uint8Array | undefined;
}

export interface FileChanger {
  /** The file as the person sees it: of the open editor, saved or not, else of the disk; undefined = there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Does what the record says. Rejects with an `AssistantError` that says why when the system refuses; then nothing has changed.
   * @param expected what `read` gave when the change was made ready
   */
  perform(operation: FileOperation, expected: Uint8Array | undefined): Promise<void>;
  /**
   * After a crash: what was changed in an editor and not yet saved is saved, where nothing else of the file was unsaved then.
   * @param before the file as it was before the change
   */
  settle(path: string, before: Uint8Array | undefined): Promise<void>;
}
