/**
 * What the editor reports after a change was accepted and did not report before: told to the person once, and to the model when the person
 * says so. Looked at only while the text is as it was accepted: what somebody types afterwards is no doing of the model's.
 */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { Diagnostic } from '../../inlineEdit/InlineEdit';
import { newDiagnostics } from '../../inlineEdit/newDiagnostics';
import { commandIds } from '../commandIds';
import type { Reviews } from '../review/Reviews';
import type { InlineEditCommand } from './InlineEditCommand';
import { diagnosticsOf } from './selectionContext';

/** Language servers have so long, in milliseconds, from the acceptance to their word on it. */
const patience = 60_000;
/** They report piece by piece: this long nothing more must have come. */
const quiet = 700;

interface Watched {
  readonly uri: vscode.Uri;
  readonly before: readonly Diagnostic[];
  /** Of the accepted text; undefined = it is not yet written. */
  readonly version: number | undefined;
}

export class NewProblems implements Disposable {
  readonly #inlineEdit: InlineEditCommand;
  readonly #subscriptions: vscode.Disposable;
  #watched: readonly Watched[] = [];
  #until = 0;
  #timer: NodeJS.Timeout | undefined;
  #found: { readonly uri: vscode.Uri; readonly diagnostics: readonly Diagnostic[] } | undefined;

  constructor(reviews: Reviews, inlineEdit: InlineEditCommand) {
    this.#inlineEdit = inlineEdit;
    this.#subscriptions = vscode.Disposable.from(
      reviews.onWillAccept((paths) => this.#begin(paths)),
      reviews.onDidAccept(() => {
        // Of a file that no editor holds nobody reports anything.
        this.#watched = this.#watched.flatMap((watched) => {
          const version = openDocument(watched.uri)?.version;
          return version === undefined ? [] : [{ ...watched, version }];
        });
        this.#wait();
      }),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        if (this.#watched.some(({ uri }) => uris.some((changed) => changed.toString() === uri.toString()))) {
          this.#wait();
        }
      }),
    );
  }

  /** Gives the model the problems that the last accepted change brought. */
  async mend(): Promise<void> {
    const found = this.#found;
    this.#find(undefined);
    if (found !== undefined) {
      await this.#inlineEdit.mend(await vscode.workspace.openTextDocument(found.uri), found.diagnostics);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  #begin(paths: readonly string[]): void {
    this.#find(undefined);
    this.#until = Date.now() + patience;
    this.#watched = paths.map((path) => {
      const uri = vscode.Uri.file(path);
      return { uri, before: diagnosticsOf(uri), version: undefined };
    });
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), quiet);
  }

  #look(): void {
    if (this.#watched.some(({ version }) => version === undefined)) {
      // Reports come while the change is still being written: it is looked at when it is.
      return;
    }
    const asAccepted = this.#watched.filter(({ uri, version }) => openDocument(uri)?.version === version);
    for (const { uri, before } of asAccepted) {
      const brought = newDiagnostics(before, diagnosticsOf(uri)).filter(({ severity }) => severity === 'error');
      if (brought.length > 0) {
        this.#watched = [];
        this.#find({ uri, diagnostics: brought });
        void this.#tell(uri, brought.length);
        return;
      }
    }
    this.#watched = Date.now() > this.#until ? [] : asAccepted;
  }

  #find(found: { readonly uri: vscode.Uri; readonly diagnostics: readonly Diagnostic[] } | undefined): void {
    this.#found = found;
    void vscode.commands.executeCommand('setContext', 'tandem.inlineEdit.mendable', found !== undefined);
  }

  async #tell(uri: vscode.Uri, count: number): Promise<void> {
    const mend = vscode.l10n.t('Mend with GLM');
    const name = vscode.workspace.asRelativePath(uri);
    const chosen = await vscode.window.showInformationMessage(
      count === 1
        ? vscode.l10n.t('The change brought 1 new problem in {0}.', name)
        : vscode.l10n.t('The change brought {0} new problems in {1}.', count, name),
      mend,
    );
    if (chosen === mend) {
      await vscode.commands.executeCommand(commandIds.mendEdit);
    }
  }
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
}
