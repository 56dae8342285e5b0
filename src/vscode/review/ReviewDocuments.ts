/**
 * Both sides of a diff as read-only documents of the editor, neither of them the real file: what is there now, and what it would become.
 * Files in which a language server might fetch an address that they name are shown as plain text, the cells of a notebook as one Python file.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { isNotebook } from '../../edits/refuse/notebooks';
import type { Reviews } from './Reviews';

export const reviewScheme = 'tandem-review';
export type ReviewSide = 'current' | 'proposed';

export interface ReviewAddress {
  readonly set: string;
  readonly path: string;
  readonly side: ReviewSide;
}

const namesSchemas = /\.(?:jsonc?|json5|ya?ml|xml|xsd|xsl|svg|html?|code-workspace)$/i;

export function uriOf(address: ReviewAddress, label: string): vscode.Uri {
  const ending = isNotebook(label) ? '.py' : namesSchemas.test(label) ? '.txt' : '';
  const path = `/${label.replaceAll('\\', '/')}${ending}`;
  const query = new URLSearchParams({ set: address.set, side: address.side, path: address.path }).toString();
  return vscode.Uri.from({ scheme: reviewScheme, path, query });
}

/** Undefined = not one of ours. */
export function addressOf(uri: vscode.Uri): ReviewAddress | undefined {
  const query = new URLSearchParams(uri.query);
  const [set, side, path] = [query.get('set'), query.get('side'), query.get('path')];
  return uri.scheme === reviewScheme && set !== null && path !== null && (side === 'current' || side === 'proposed')
    ? { set, side, path }
    : undefined;
}

export class ReviewDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #reviews: Reviews;
  readonly #didChange = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#didChange.event;
  readonly #subscriptions: vscode.Disposable;
  /** Texts that VS Code has asked for; it may ask for one well before it counts it among its documents. */
  readonly #asked = new Map<string, vscode.Uri>();

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(reviewScheme, this),
      reviews.onDidChange(() => {
        for (const uri of this.#asked.values()) {
          this.#didChange.fire(uri);
        }
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#asked.delete(uri.toString())),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    this.#asked.set(uri.toString(), uri);
    const address = addressOf(uri);
    const file = address === undefined ? undefined : this.#reviews.file(address.set, address.path);
    if (address === undefined || file === undefined) {
      return '';
    }
    const fitted = this.#reviews.fitted(file);
    return address.side === 'current' ? fitted.live : fitted.proposed;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#didChange.dispose();
  }
}
