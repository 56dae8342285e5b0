/** What goes along with a question, opened: the place that it is from, one of several places, or else the text as the model gets it. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { withoutHidden } from '../../base/hiddenCharacters';
import type { Attachment } from '../../chat/conversation/records';
import { besideChat } from './besideChat';
import { labelOf, linesLabel } from './mentions/labels';

const scheme = 'tandem-attachment';

/** URI and lines, from 0, first and last. */
type Place = NonNullable<Attachment['places']>[number];

export class AttachmentDocuments implements vscode.TextDocumentContentProvider, Disposable {
  /** What is open, by its address: the attachment's id and its text. */
  readonly #texts = new Map<string, { readonly id: string; readonly text: string }>();
  #count = 0;
  readonly #subscription = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
  );

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString())?.text ?? '';
  }

  async open(attachment: Attachment): Promise<void> {
    const { uri, lines = [0, 0], places, kind } = attachment;
    if (places !== undefined && places.length > 0) {
      await openOneOf(places);
      return;
    }
    // A page is shown as what went along of it, and not fetched once more.
    const isPlace = uri !== undefined && kind !== 'page';
    if (!isPlace || !(await openPlace({ uri, lines }))) {
      await this.#openText(attachment);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #openText({ id, label, languageId, text }: Attachment): Promise<void> {
    const name = withoutHidden(label).replace(/[\\/:*?"<>|]+/g, ' ');
    // The same thing says something else another time, and what is open stays as it went along.
    const shown = withoutHidden(text);
    const open = [...this.#texts].find(([, one]) => one.id === id && one.text === shown)?.[0];
    const address = open ?? vscode.Uri.from({ scheme, path: `/${name}`, query: `${id} ${++this.#count}` }).toString();
    this.#texts.set(address, { id, text: shown });
    const uri = vscode.Uri.parse(address, true);
    const document = await vscode.workspace.openTextDocument(uri);
    if (languageId !== undefined) {
      await vscode.languages.setTextDocumentLanguage(document, languageId).then(undefined, () => {});
    }
    await vscode.window.showTextDocument(document, besideChat());
  }
}

async function openOneOf(places: readonly Place[]): Promise<void> {
  const items = places.map((place) => {
    const uri = vscode.Uri.parse(place.uri, true);
    return { label: `${labelOf(uri)}:${linesLabel(...place.lines)}`, place };
  });
  const title = vscode.l10n.t('Places that went along with the question');
  const chosen = await vscode.window.showQuickPick(items, { title });
  if (chosen !== undefined) {
    await openPlace(chosen.place);
  }
}

/** False = it is not there any more. */
async function openPlace({ uri, lines: [from, to] }: Place): Promise<boolean> {
  const selection = new vscode.Range(from, 0, to, 0);
  return vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { ...besideChat(), selection }).then(
    () => true,
    () => false,
  );
}
