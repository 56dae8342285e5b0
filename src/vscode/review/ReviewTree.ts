/** The view of everything under review: files with counts and rungs, their hunks below; several sets each under its title. */
import * as vscode from 'vscode';
import * as z from 'zod';
import type { Disposable } from '../../base/events';
import { linesWithBreaks } from '../../edits/hunks';
import type { FittedFile } from '../../edits/review/fitFile';
import { isPending, type ReviewFile, type ReviewSet } from '../../edits/review/ReviewSet';
import { fileRows } from '../../edits/review/walk';
import { commandIds } from '../commandIds';
import { describeCount, describeFile, describeHunk } from './describeReview';
import type { Reviews } from './Reviews';

export const reviewView = 'tandem.review';

/** With more files than this the view shows no hunks until a file is opened. */
const mostExpanded = 8;

/** What the view's commands are called with. */
export type ReviewNode =
  | { readonly kind: 'set'; readonly set: string }
  | { readonly kind: 'file'; readonly set: string; readonly path: string }
  | { readonly kind: 'hunk'; readonly set: string; readonly path: string; readonly hunk: number };

const nodeSchema = z.union([
  z.object({ kind: z.literal('set'), set: z.string() }),
  z.object({ kind: z.literal('file'), set: z.string(), path: z.string() }),
  z.object({ kind: z.literal('hunk'), set: z.string(), path: z.string(), hunk: z.int() }),
]) satisfies z.ZodType<ReviewNode>;

export function isReviewNode(value: unknown): value is ReviewNode {
  return nodeSchema.safeParse(value).success;
}

export class ReviewTree implements vscode.TreeDataProvider<ReviewNode>, Disposable {
  readonly #reviews: Reviews;
  readonly #didChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#didChange.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(reviews: Reviews) {
    this.#reviews = reviews;
    const view = vscode.window.createTreeView(reviewView, { treeDataProvider: this, showCollapseAll: true });
    const update = (): void => {
      const count = reviews.pending;
      view.badge = count === 0 ? undefined : { value: count, tooltip: describeCount(count) };
      this.#didChange.fire(undefined);
    };
    this.#subscriptions = vscode.Disposable.from(view, reviews.onDidChange(update));
    update();
  }

  getChildren(node?: ReviewNode): ReviewNode[] {
    const sets = this.#reviews.sets.filter(({ files }) => files.some(isPending));
    if (node === undefined) {
      const [only, second] = sets;
      return only !== undefined && second === undefined
        ? filesOf(only)
        : sets.map(({ id }) => ({ kind: 'set', set: id }));
    }
    if (node.kind === 'set') {
      const set = this.#reviews.set(node.set);
      return set === undefined ? [] : filesOf(set);
    }
    const file = node.kind === 'file' ? this.#reviews.file(node.set, node.path) : undefined;
    return file === undefined
      ? []
      : file.hunks.flatMap(({ state }, hunk) =>
          state === 'pending' ? [{ kind: 'hunk' as const, set: node.set, path: file.path, hunk }] : [],
        );
  }

  getParent(node: ReviewNode): ReviewNode | undefined {
    const several = this.#reviews.sets.filter(({ files }) => files.some(isPending)).length > 1;
    return node.kind === 'hunk'
      ? { kind: 'file', set: node.set, path: node.path }
      : node.kind === 'file' && several
        ? { kind: 'set', set: node.set }
        : undefined;
  }

  getTreeItem(node: ReviewNode): vscode.TreeItem {
    const set = this.#reviews.set(node.set);
    if (set === undefined) {
      return new vscode.TreeItem('');
    }
    if (node.kind === 'set') {
      const item = new vscode.TreeItem(set.title, vscode.TreeItemCollapsibleState.Expanded);
      item.id = set.id;
      item.contextValue = 'set';
      item.iconPath = new vscode.ThemeIcon('diff-multiple');
      return item;
    }
    const file = set.files.find(({ path }) => path === node.path);
    if (file === undefined) {
      return new vscode.TreeItem('');
    }
    return node.kind === 'file' ? fileItem(set, file) : hunkItem(set, file, this.#reviews.fitted(file), node.hunk);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#didChange.dispose();
  }
}

function filesOf(set: ReviewSet): ReviewNode[] {
  return fileRows(set).map(({ path }) => ({ kind: 'file', set: set.id, path }));
}

function fileItem(set: ReviewSet, file: ReviewFile): vscode.TreeItem {
  const [row] = fileRows({ ...set, files: [file] });
  const name = file.label.slice(file.label.lastIndexOf('/') + 1);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(name, set.files.length > mostExpanded ? Collapsed : Expanded);
  item.id = `${set.id} ${file.path}`;
  item.contextValue = 'file';
  item.resourceUri = vscode.Uri.file(file.newPath ?? file.path);
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = file.label;
  if (row !== undefined) {
    const { description, spoken } = describeFile(row);
    const folder = file.label.slice(0, Math.max(0, file.label.lastIndexOf('/')));
    item.description = folder === '' ? description : `${folder} · ${description}`;
    item.accessibilityInformation = { label: spoken, role: 'treeitem' };
  }
  return item;
}

function hunkItem(set: ReviewSet, file: ReviewFile, fitted: FittedFile, hunk: number): vscode.TreeItem {
  const found = fitted.hunks.find(({ index }) => index === hunk);
  const item = new vscode.TreeItem(titleOf(file, hunk));
  item.id = `${set.id} ${file.path} ${hunk}`;
  const node: ReviewNode = { kind: 'hunk', set: set.id, path: file.path, hunk };
  item.command = { command: commandIds.reviewOpen, title: vscode.l10n.t('Open'), arguments: [node] };
  if (found !== undefined) {
    const { description, spoken } = describeHunk(file, found, fitted.live);
    item.description = description;
    item.tooltip = `${item.label}\n${description}`;
    item.accessibilityInformation = { label: `${spoken}: ${item.label}`, role: 'treeitem' };
    item.contextValue = found.problem === undefined ? 'hunk' : 'misfit';
    item.iconPath = new vscode.ThemeIcon(
      found.problem !== undefined
        ? 'warning'
        : found.hunk.base.start === found.hunk.base.end
          ? 'diff-added'
          : found.hunk.result.start === found.hunk.result.end
            ? 'diff-removed'
            : 'diff-modified',
    );
  }
  return item;
}

/** The first line with text of what comes, or of what goes. */
function titleOf({ base, result, hunks }: ReviewFile, index: number): string {
  const hunk = hunks[index];
  const firstLine = (text: string, span: { readonly start: number; readonly end: number } | undefined) =>
    linesWithBreaks(text)
      .slice(span?.start, span?.end)
      .find((line) => line.trim() !== '')
      ?.trim();
  const title = firstLine(result, hunk?.result) ?? firstLine(base, hunk?.base) ?? vscode.l10n.t('empty lines');
  return title.length > 120 ? `${title.slice(0, 120)}…` : title;
}
