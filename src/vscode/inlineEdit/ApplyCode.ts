/**
 * A block of code from a chat answer as a change under review. Where it belongs is found without a model where that is sure (a patch, the
 * lines that were asked about, definitions of the same name); else the model is asked. Nothing is written before the person accepts.
 */
import * as vscode from 'vscode';
import { createId } from '../../base/createId';
import { languageOfPath } from '../../base/languageOfPath';
import { changeOfBlock } from '../../edits/changeOfBlock';
import type { NamedLines } from '../../edits/placeCode';
import { isNotebook } from '../../edits/refuse/notebooks';
import { createReview } from '../../edits/review/ReviewSet';
import { linkTarget } from '../../markdown/linkTarget';
import type { FileChanger } from '../../platform/FileChanger';
import type { Outline } from '../../syntax/Outline';
import type { Reviews } from '../review/Reviews';
import type { ReviewCommands } from '../review/reviewCommands';
import { readTextFile } from '../review/textFiles';
import type { InlineEditCommand } from './InlineEditCommand';

/** A block as the chat knows it. */
export interface AppliedBlock {
  readonly code: string;
  /** As the fence says; '' = nothing. */
  readonly path: string;
  /** The request whose answer it stands in; undefined = not known. */
  readonly record: string | undefined;
  /** Places that went along with the question, as URIs, with the text of a selection. */
  readonly places: readonly {
    readonly uri: string;
    readonly selection?: { readonly text: string; readonly line: number };
  }[];
}

export interface ApplyCodeHost {
  readonly reviews: Reviews;
  readonly commands: ReviewCommands;
  readonly inlineEdit: InlineEditCommand;
  readonly files: FileChanger;
  /** Whether a model may see a file. */
  readonly mayRead: (path: string) => Promise<boolean>;
  /** Undefined = nobody can read the language. */
  readonly outlineOf: (languageId: string, text: string) => Promise<Outline | undefined>;
  readonly brokenAt: (languageId: string, before: string, after: string) => Promise<number | undefined>;
}

export class ApplyCode {
  readonly #host: ApplyCodeHost;

  constructor(host: ApplyCodeHost) {
    this.#host = host;
  }

  /** True = a change is under review. */
  async apply({ code, path, record, places }: AppliedBlock): Promise<boolean> {
    const { files, reviews, commands, brokenAt } = this.#host;
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(vscode.l10n.t('In a folder that you do not trust, no file is changed.'));
      return false;
    }
    const target = await targetOf(path, places);
    if (target === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('It is not clear which file this code is for. Open that file, then apply the code again.'),
      );
      return false;
    }
    const file = await readTextFile(target.fsPath, files);
    if (file === 'unreadable') {
      void vscode.window.showWarningMessage(vscode.l10n.t('This file is no text that can be changed without loss.'));
      return false;
    }
    const base = file?.text;
    const label = vscode.workspace.asRelativePath(target);
    const languageId = languageOfPath(label);
    const change = changeOfBlock({
      ...{ path: label, base, code },
      selection: places.find(({ uri }) => uri === target.toString())?.selection,
      ofBase: namedLines(await this.#host.outlineOf(languageId, base ?? '')),
      ofCode: namedLines(await this.#host.outlineOf(languageId, code)),
    });
    if (change === undefined) {
      if (base?.includes(code.trim()) === true) {
        vscode.window.setStatusBarMessage(vscode.l10n.t('This code stands in {0} already.', label), 4000);
        return false;
      }
      const about = isNotebook(label) ? 'python' : languageId;
      return (await this.#mayBeSent(target)) && this.#host.inlineEdit.merge(target, about, base ?? '', code, record);
    }
    if ('code' in change) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t('GLM Tandem: the model’s answer could not be used: {0}', change.message),
      );
      return false;
    }
    const broken = base === undefined ? undefined : await brokenAt(languageId, base, change.result ?? '');
    const id = createId(Date.now());
    const title = vscode.l10n.t('Code from the chat');
    await reviews.add(
      createReview({ id, title, origin: 'chat', record }, [{ change, path: target.fsPath, label, brokenAt: broken }]),
    );
    await commands.begin(id);
    return true;
  }

  async #mayBeSent(target: vscode.Uri): Promise<boolean> {
    const may = await this.#host.mayRead(target.fsPath);
    if (!may) {
      void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not sent to models.', target.fsPath));
    }
    return may;
  }
}

/** The file that a block is for: what its fence says, else what the question was about, else what the person looks at. */
async function targetOf(path: string, places: AppliedBlock['places']): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const named = linkTarget(path);
  if (named?.kind === 'file') {
    const inside = folders
      .map(({ uri }) => ({ folder: uri, file: vscode.Uri.joinPath(uri, named.path) }))
      .filter(({ folder, file }) => file.path.startsWith(`${folder.path}/`))
      .map(({ file }) => file);
    const there = await Promise.all(inside.map(exists));
    return inside.find((_, index) => there[index]) ?? inside[0];
  }
  const asked = [...new Set(places.map(({ uri }) => uri))].map((uri) => vscode.Uri.parse(uri));
  const [only, second] = asked.filter((uri) => uri.scheme === 'file');
  const active = vscode.window.activeTextEditor?.document.uri;
  const shown = active?.scheme === 'file' ? active : vscode.window.visibleTextEditors[0]?.document.uri;
  const chosen = second === undefined && only !== undefined ? only : shown;
  return chosen?.scheme === 'file' && vscode.workspace.getWorkspaceFolder(chosen) !== undefined ? chosen : undefined;
}

function exists(uri: vscode.Uri): Promise<boolean> {
  return Promise.resolve(
    vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    ),
  );
}

/** Definitions with the names around them, those of fields and variables inside of others left out. */
function namedLines(outline: Outline | undefined): readonly NamedLines[] {
  const definitions = outline?.definitions ?? [];
  return definitions.flatMap(({ name, kind, startLine, endLine, container }) => {
    if (container !== undefined && ['field', 'variable', 'constant'].includes(kind)) {
      return [];
    }
    const around = container === undefined ? undefined : definitions[container]?.name;
    return [{ name: around === undefined ? name : `${around}.${name}`, startLine, endLine }];
  });
}
