/** What goes along with a question, opened: the place that it is from, one of several places, or else the text as the model gets it. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import { withoutHidden } from '../../base/hiddenCharacters';
import type { Attachment } from '../../chat/conversation/records';
import { labelOf, linesLabel } from './mentions/labels';

const scheme = 'tandem-attachment';

/** URI and lines, from 0, first and last. */
type Place = NonNullable<Attachment['places']>[number];

export class AttachmentDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscription = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, this),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
  );

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
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
    const uri = vscode.Uri.from({ scheme, path: `/${name}`, query: id });
    this.#texts.set(uri.toString(), withoutHidden(text));
    const document = await vscode.workspace.openTextDocument(uri);
    if (languageId !== undefined) {
      await vscode.languages.setTextDocumentLanguage(document, languageId).then(undefined, () => {});
    }
    await vscode.window.showTextDocument(document);
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
  return vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection }).then(
    () => true,
    () => false,
  );
}
