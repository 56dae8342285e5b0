/** What the commands of a review do, from wherever they are called: the view, a diff editor, the file's own editor, the keyboard. */
import * as vscode from 'vscode';
import type { LineSpan } from '../../edits/hunks';
import { nextStop, type Stop, stopsOf } from '../../edits/review/walk';
import { commandIds } from '../commandIds';
import { addressOf, type ReviewAddress, reviewScheme, uriOf } from './ReviewDocuments';
import type { Reviews } from './Reviews';
import type { ReviewNode } from './ReviewTree';
import { shownPart } from './shownPart';

export class ReviewCommands {
  readonly #reviews: Reviews;
  /** The hunk that was shown last. */
  #shown: Stop | undefined;

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
  }

  /** `node`: what the view or a lens passes; undefined = what the person is looking at. Unknown ids do nothing. */
  async run(command: string, node: ReviewNode | undefined): Promise<void> {
    switch (command) {
      case commandIds.reviewOpen:
        return node === undefined ? this.#go(1) : this.#open(node);
      case commandIds.reviewNext:
        return this.#go(1);
      case commandIds.reviewPrevious:
        return this.#go(-1);
      case commandIds.reviewAcceptHunk:
        return this.#judge(node, 'hunk', true);
      case commandIds.reviewRejectHunk:
        return this.#judge(node, 'hunk', false);
      case commandIds.reviewAcceptFile:
        return this.#judge(node, 'file', true);
      case commandIds.reviewRejectFile:
        return this.#judge(node, 'file', false);
      case commandIds.reviewAcceptAll:
        return this.#judgeAll(node, true);
      case commandIds.reviewRejectAll:
        return this.#judgeAll(node, false);
      case commandIds.reviewUndo:
        return this.#reviews.again('undo');
      case commandIds.reviewRedo:
        return this.#reviews.again('redo');
    }
  }

  /** Shows the first hunk of a set. */
  async begin(set: string): Promise<void> {
    const first = nextStop(
      this.#reviews.sets.filter(({ id }) => id === set),
      undefined,
      1,
    );
    if (first !== undefined) {
      await this.#show(first);
    }
  }

  /** Closes the diffs in which nothing is pending any more. */
  closeFinished(): Promise<void> {
    return closeFinished(this.#reviews);
  }

  async #go(direction: 1 | -1): Promise<void> {
    const stop = nextStop(this.#reviews.sets, this.#current() ?? this.#shown, direction);
    if (stop !== undefined) {
      await this.#show(stop);
    }
  }

  async #open(node: ReviewNode): Promise<void> {
    const stops = node.kind === 'set' ? undefined : this.#reviews.file(node.set, node.path);
    const hunk = node.kind === 'hunk' ? node.hunk : stops?.hunks.findIndex(({ state }) => state === 'pending');
    if (node.kind === 'set') {
      await this.begin(node.set);
    } else if (hunk !== undefined && hunk >= 0) {
      await this.#show({ set: node.set, path: node.path, hunk });
    }
  }

  async #judge(node: ReviewNode | undefined, what: 'hunk' | 'file', accepts: boolean): Promise<void> {
    const inDiff = isReview(vscode.window.activeTextEditor);
    const target = node === undefined ? this.#current() : node.kind === 'set' ? undefined : node;
    if (target === undefined) {
      return;
    }
    const hunk = what === 'hunk' && 'hunk' in target ? target.hunk : undefined;
    if (accepts) {
      await this.#reviews.accept(target.set, { path: target.path, hunk });
    } else {
      await this.#reviews.reject(target.set, { path: target.path, hunk });
    }
    const from: Stop = { set: target.set, path: target.path, hunk: hunk ?? Number.MAX_SAFE_INTEGER };
    await this.#goOn(from, inDiff);
  }

  async #judgeAll(node: ReviewNode | undefined, accepts: boolean): Promise<void> {
    const inDiff = isReview(vscode.window.activeTextEditor);
    const ids = node === undefined ? this.#reviews.sets.map(({ id }) => id) : [node.set];
    for (const id of ids) {
      await (accepts ? this.#reviews.accept(id, {}) : this.#reviews.reject(id, {}));
    }
    await this.#goOn(undefined, inDiff);
  }

  /** After a decision in a diff editor: on to the next hunk; where nothing is left the diff editors go. */
  async #goOn(from: Stop | undefined, inDiff: boolean): Promise<void> {
    const next = nextStop(this.#reviews.sets, from, 1);
    if (next !== undefined && inDiff) {
      await this.#show(next);
    }
    await closeFinished(this.#reviews);
  }

  async #show(stop: Stop): Promise<void> {
    const file = this.#reviews.file(stop.set, stop.path);
    const fitted = file === undefined ? undefined : this.#reviews.fitted(file);
    const hunk = fitted?.hunks.find(({ index }) => index === stop.hunk);
    if (file === undefined || hunk === undefined) {
      return;
    }
    this.#shown = stop;
    const { set, path } = stop;
    const line = hunk.proposed.start;
    await vscode.commands.executeCommand(
      'vscode.diff',
      uriOf({ set, path, side: 'current' }, file.label),
      uriOf({ set, path, side: 'proposed' }, file.label),
      vscode.l10n.t('{0} (proposed changes)', file.label),
      {
        preview: !showsForeignPreview(),
        selection: new vscode.Range(line, 0, line, 0),
      } satisfies vscode.TextDocumentShowOptions,
    );
  }

  /** The pending hunk at the cursor, or the nearest one after it; undefined = the active editor has none. */
  #current(): Stop | undefined {
    const editor = vscode.window.activeTextEditor;
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    const diff = tab?.input instanceof vscode.TabInputTextDiff ? addressOf(tab.input.modified) : undefined;
    if (diff !== undefined && (editor === undefined || addressOf(editor.document.uri) === undefined)) {
      // A diff that was just opened has no text editor yet: what was shown last is in it.
      const shown = this.#shown;
      const stops = shown === undefined ? [] : stopsOf(this.#reviews.sets);
      return stops.find(({ set, path, hunk }) => {
        return set === diff.set && path === diff.path && shown?.path === path && shown.hunk === hunk;
      });
    }
    if (editor === undefined) {
      return undefined;
    }
    const address = addressOf(editor.document.uri);
    const part = shownPart(editor.document);
    const path = address?.path ?? part?.path;
    const set = path === undefined ? undefined : (address?.set ?? this.#reviews.filesAt(path)[0]?.set.id);
    const file = set === undefined || path === undefined ? undefined : this.#reviews.file(set, path);
    if (set === undefined || path === undefined || file === undefined) {
      return undefined;
    }
    const { hunks } = this.#reviews.fitted(file);
    const line = editor.selection.active.line + (part?.line ?? 0);
    const side = address?.side === 'proposed' ? 'proposed' : 'live';
    const holds = ({ start, end }: LineSpan): boolean => line >= start && line < Math.max(end, start + 1);
    const found =
      hunks.find((hunk) => holds(hunk[side])) ?? hunks.find((hunk) => hunk[side].start > line) ?? hunks.at(-1);
    return found === undefined ? undefined : { set, path, hunk: found.index };
  }
}

function isReview(editor: vscode.TextEditor | undefined): boolean {
  return editor?.document.uri.scheme === reviewScheme;
}

/** Whether a file that the person only looks at would give way to a diff that is opened in the same manner. */
function showsForeignPreview(): boolean {
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  const isOurs = tab?.input instanceof vscode.TabInputTextDiff && addressOf(tab.input.modified) !== undefined;
  return tab?.isPreview === true && !isOurs;
}

/** Closes the diff editors of files in which nothing is pending any more. */
async function closeFinished(reviews: Reviews): Promise<void> {
  const finished = reviewTabs().filter(({ address: { set, path } }) => {
    return reviews.file(set, path)?.hunks.some(({ state }) => state === 'pending') !== true;
  });
  await vscode.window.tabGroups.close(
    finished.map(({ tab }) => tab),
    true,
  );
}

function reviewTabs(): { readonly tab: vscode.Tab; readonly address: ReviewAddress }[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap((tab) => {
      const address = tab.input instanceof vscode.TabInputTextDiff ? addressOf(tab.input.modified) : undefined;
      return address === undefined ? [] : [{ tab, address }];
    });
}
