/** The export that a person starts: where to, which content, then a file or the collector that they configured. */
import * as vscode from 'vscode';
import { type Collector, narrowed } from '../../promptlog/CollectorFeed';
import { type ExportFormat, exportFormats, exportLines } from '../../promptlog/exports/exportFormats';
import type { LoggedPrompt, PromptFilter, PromptLogStore } from '../../promptlog/PromptLogStore';
import { type ContentClass, contentClasses } from '../../promptlog/records';
import { className } from '../../promptlog/viewing/words';
import { withProgress } from '../progress';
import { describeFilter } from './filterFlow';

/** What an export does outside the editor. */
export interface PromptLogExporter {
  readonly collector: () => Collector;
  /** Sends to a collector; resolves to how many records it took. */
  readonly send: (logged: AsyncIterable<LoggedPrompt>, url: string, signal: AbortSignal) => Promise<number>;
  /** Writes a file that only this person can read; a file of the name is replaced when all is written. */
  readonly writeFile: (path: string, lines: AsyncIterable<string>) => Promise<void>;
}

type Target =
  | { readonly kind: 'file'; readonly format: ExportFormat }
  | { readonly kind: 'collector'; readonly url: string };

interface TargetItem extends vscode.QuickPickItem {
  readonly target: Target;
}

/** `filter`: what the list shows; only that is exported. */
export async function runExportFlow(
  exporter: PromptLogExporter,
  store: PromptLogStore,
  filter: PromptFilter,
): Promise<void> {
  const title = vscode.l10n.t('GLM Tandem: Export the Prompt Log');
  const target = await chooseTarget(title, exporter.collector().url, filter);
  const classes = target === undefined ? undefined : await chooseClasses(title);
  if (target === undefined || classes === undefined) {
    return;
  }
  const path = target.kind === 'file' ? await chooseFile(target.format) : undefined;
  if (target.kind === 'file' && path === undefined) {
    return;
  }
  const where = target.kind === 'collector' ? target.url : (path ?? '');
  try {
    const count = await withProgress(vscode.l10n.t('GLM Tandem: exporting the prompt log'), async (signal) => {
      let count = 0;
      const logged = narrowed(store.read(filter, 'oldest', signal), classes);
      if (target.kind === 'collector') {
        return exporter.send(logged, target.url, signal);
      }
      const counted = async function* (): AsyncGenerator<LoggedPrompt> {
        for await (const each of logged) {
          count++;
          yield each;
        }
      };
      await exporter.writeFile(where, exportLines(counted(), target.format, classes));
      return count;
    });
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} records went to {1}.', count, where));
  } catch (error) {
    if (error instanceof Error && error.name !== 'AbortError') {
      void vscode.window.showErrorMessage(vscode.l10n.t('The prompt log could not be exported: {0}', error.message));
    }
  }
}

async function chooseTarget(title: string, collector: string, filter: PromptFilter): Promise<Target | undefined> {
  const files = exportFormats.map(
    (format): TargetItem => ({ ...describeFormat(format), target: { kind: 'file', format } }),
  );
  const own: TargetItem[] =
    collector === ''
      ? []
      : [
          {
            label: vscode.l10n.t('OpenTelemetry collector'),
            detail: collector,
            target: { kind: 'collector', url: collector },
          },
        ];
  const described = describeFilter(filter);
  const placeHolder =
    described === '' ? vscode.l10n.t('All records') : vscode.l10n.t('The records that are listed: {0}', described);
  return (await vscode.window.showQuickPick([...files, ...own], { title, placeHolder }))?.target;
}

function describeFormat(format: ExportFormat): { readonly label: string; readonly detail: string } {
  const descriptions = {
    jsonl: () => [vscode.l10n.t('JSON Lines'), vscode.l10n.t('Whole records with their outcomes.')],
    humaneval: () => [
      vscode.l10n.t('HumanEval problems'),
      vscode.l10n.t('Accepted completions; tests are for people to write.'),
    ],
    ncb: () => [vscode.l10n.t('NaturalCodeBench problems'), vscode.l10n.t('Questions whose answer has code.')],
    continue: () => [vscode.l10n.t('Continue’s development data'), vscode.l10n.t('Events of version 0.2.0.')],
    otlp: () => [vscode.l10n.t('OpenTelemetry file'), vscode.l10n.t('OTLP/JSON, a request for each record.')],
  } satisfies Record<ExportFormat, () => readonly [string, string] | readonly string[]>;
  const [label = format, detail = ''] = descriptions[format]();
  return { label, detail };
}

/** All content is ticked: an export is for the person themselves unless they say otherwise. Undefined = they left. */
async function chooseClasses(title: string): Promise<readonly ContentClass[] | undefined> {
  const items = contentClasses.map((contentClass) => ({
    contentClass,
    label: className(contentClass, vscode.l10n.t),
    picked: true,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t('Content that goes along, as far as it was kept'),
    canPickMany: true,
  });
  return chosen?.map(({ contentClass }) => contentClass);
}

async function chooseFile(format: ExportFormat): Promise<string | undefined> {
  const name = `prompt-log-${format}.jsonl`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('GLM Tandem: Export the Prompt Log'),
    filters: { [vscode.l10n.t('JSON Lines')]: ['jsonl'] },
    ...(folder?.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  return uri?.scheme === 'file' ? uri.fsPath : undefined;
}
