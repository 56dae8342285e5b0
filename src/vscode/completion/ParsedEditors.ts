/**
 * The syntax trees of the documents that are being completed, kept current by the editor's own events. A question is answered when the tree
 * of that very version is ready; nothing waits for one.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { TextDocument } from '../../base/text';
import type { CodePlace } from '../../completion/trigger/shouldTrigger';
import type { ParsedDocuments } from '../../syntax/documents/ParsedDocuments';
import type { TextChange } from '../../syntax/documents/TextChange';
import { placeAt } from '../../syntax/places/placeAt';

/** What is known of the place behind the last change, while its tree is not ready. */
interface Carried extends CodePlace {
  readonly uri: string;
  readonly version: number;
  readonly offset: number;
}

export class ParsedEditors implements Disposable {
  readonly #documents: ParsedDocuments;
  readonly #followed = new Set<string>();
  readonly #disposed = new AbortController();
  #carried: Carried | undefined;
  readonly #subscription: vscode.Disposable;

  /** Disposes the documents, too. */
  constructor(documents: ParsedDocuments) {
    this.#documents = documents;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
          offset: rangeOffset,
          length: rangeLength,
          text,
        }));
        const uri = document.uri.toString();
        const [change, second] = changes;
        this.#carried =
          second === undefined && change !== undefined ? this.#carry(uri, document.version, change) : undefined;
        documents.change(uri, document.version, changes);
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#followed.delete(uri.toString());
        documents.close(uri.toString());
      }),
    );
  }

  /** What a place is; undefined = not known yet, or not for such a document. From the first question on the document is followed. */
  placeAt(document: TextDocument, offset: number): CodePlace | undefined {
    const { uri, version } = document;
    // A notebook is several documents in one.
    if (uri.startsWith('vscode-notebook-cell:')) {
      return undefined;
    }
    const parsed = this.#documents.current(uri, version, offset);
    if (parsed !== undefined) {
      return { kind: placeAt(parsed, offset) };
    }
    this.#follow(document, offset);
    const carried = this.#carried;
    return carried?.uri === uri && carried.version === version && carried.offset === offset
      ? { kind: carried.kind }
      : undefined;
  }

  /** A typed letter does not lead out of a comment or a string: what was known right before it holds behind it. */
  #carry(uri: string, version: number, { offset, length, text }: TextChange): Carried | undefined {
    const before = this.#documents.current(uri, version - 1, offset);
    const last = this.#carried;
    const isNext = last?.uri === uri && last.version === version - 1 && last.offset === offset;
    const kind = before === undefined ? (isNext ? last.kind : undefined) : placeAt(before, offset);
    const isPlain = length === 0 && !/["'`\n/*#<-]/.test(text);
    return kind === undefined || !isPlain ? undefined : { uri, version, offset: offset + text.length, kind };
  }

  dispose(): void {
    this.#disposed.abort();
    this.#subscription.dispose();
    this.#documents.dispose();
  }

  /** Later, since the text has to be joined for it. */
  #follow({ uri, languageId }: TextDocument, offset: number): void {
    if (this.#followed.has(uri)) {
      return;
    }
    this.#followed.add(uri);
    setTimeout(() => {
      const now = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri);
      if (now === undefined || this.#disposed.signal.aborted) {
        return;
      }
      const text = { key: uri, languageId, version: now.version, text: now.getText() };
      this.#documents.prepare(text, offset, this.#disposed.signal).catch(() => {});
    }, 0);
  }
}
