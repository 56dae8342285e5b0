/** The list of records in the side bar: by day, newest first, a page at a time, whatever the size of the store. */
import * as vscode from 'vscode';
import type { Disposable } from '../../base/events';
import type { LoggedPrompt, PromptFilter, PromptLogStore } from '../../promptlog/PromptLogStore';
import { type EntryState, type ListEntry, listEntry } from '../../promptlog/viewing/listEntry';
import { commandIds, internalCommandIds } from '../commandIds';
import { describeFilter } from './filterFlow';

const viewId = 'tandem.promptLog';
const pageSize = 200;

export type PromptLogNode =
  | { readonly kind: 'day'; readonly day: string; readonly entries: readonly ListEntry[] }
  | { readonly kind: 'record'; readonly entry: ListEntry }
  | { readonly kind: 'more' };

export class PromptLogView implements vscode.TreeDataProvider<PromptLogNode>, Disposable {
  readonly #store: PromptLogStore;
  readonly #didChange = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#didChange.event;
  readonly #view: vscode.TreeView<PromptLogNode>;
  #filter: PromptFilter = {};
  #pages = 1;
  #isShown = false;

  constructor(store: PromptLogStore) {
    this.#store = store;
    this.#view = vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true });
    this.#view.onDidChangeVisibility(({ visible }) => visible && this.reload());
    this.#showFilter();
  }

  get filter(): PromptFilter {
    return this.#filter;
  }

  set filter(filter: PromptFilter) {
    this.#filter = filter;
    this.#pages = 1;
    this.#showFilter();
    this.#didChange.fire(undefined);
  }

  /** Ids of the records that are chosen in the list. */
  get selection(): readonly string[] {
    return this.#view.selection.flatMap((node) => (node.kind === 'record' ? [node.entry.id] : []));
  }

  /** Whether the view is there at all; it stays for the window once it was asked for. */
  setVisible(visible: boolean): void {
    this.#isShown ||= visible;
    void vscode.commands.executeCommand('setContext', 'tandem.promptLog.shown', this.#isShown);
  }

  async focus(): Promise<void> {
    this.setVisible(true);
    await vscode.commands.executeCommand(`${viewId}.focus`);
  }

  more(): void {
    this.#pages++;
    this.#didChange.fire(undefined);
  }

  reload(): void {
    if (this.#view.visible) {
      this.#didChange.fire(undefined);
    }
  }

  async getChildren(node?: PromptLogNode): Promise<PromptLogNode[]> {
    if (node !== undefined) {
      return node.kind === 'day' ? node.entries.map((entry) => ({ kind: 'record', entry })) : [];
    }
    const most = this.#pages * pageSize;
    const entries: ListEntry[] = [];
    for await (const logged of this.#read()) {
      if (entries.length >= most) {
        break;
      }
      entries.push(listEntry(logged, vscode.l10n.t));
    }
    const days = Map.groupBy(entries, ({ day }) => day);
    return [
      ...[...days].map(([day, ofDay]): PromptLogNode => ({ kind: 'day', day, entries: ofDay })),
      ...(entries.length < most ? [] : [{ kind: 'more' } as const]),
    ];
  }

  getTreeItem(node: PromptLogNode): vscode.TreeItem {
    switch (node.kind) {
      case 'day':
        return dayItem(node.day, node.entries.length);
      case 'record':
        return recordItem(node.entry);
      case 'more': {
        const item = new vscode.TreeItem(vscode.l10n.t('Show more…'));
        item.command = { command: internalCommandIds.morePromptLog, title: vscode.l10n.t('Show more…') };
        item.iconPath = new vscode.ThemeIcon('ellipsis');
        return item;
      }
    }
  }

  dispose(): void {
    this.#view.dispose();
    this.#didChange.dispose();
  }

  #read(): AsyncIterable<LoggedPrompt> {
    return this.#store.read(this.#filter, 'newest', new AbortController().signal);
  }

  #showFilter(): void {
    const text = describeFilter(this.#filter);
    this.#view.message = text === '' ? '' : vscode.l10n.t('Only: {0}', text);
    void vscode.commands.executeCommand('setContext', 'tandem.promptLog.filtered', text !== '');
  }
}

function dayItem(day: string, count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(day, vscode.TreeItemCollapsibleState.Expanded);
  item.id = day;
  item.description = String(count);
  item.accessibilityInformation = { label: vscode.l10n.t('{0}, {1} records', day, count) };
  return item;
}

function recordItem({ id, label, description, state, spoken }: ListEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.description = description;
  item.iconPath = iconOf(state);
  item.contextValue = 'record';
  item.tooltip = `${label}\n${description}`;
  item.accessibilityInformation = { label: spoken };
  item.command = { command: commandIds.openRecord, title: vscode.l10n.t('Open record'), arguments: [id] };
  return item;
}

function iconOf(state: EntryState): vscode.ThemeIcon {
  const icons = {
    accepted: ['pass', 'testing.iconPassed'],
    rejected: ['circle-slash', 'descriptionForeground'],
    failed: ['warning', 'list.warningForeground'],
    open: ['circle-outline', 'descriptionForeground'],
  } as const satisfies Record<EntryState, readonly [string, string]>;
  const [icon, color] = icons[state];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}
