/**
 * The question whether a prompt log may be kept: beside it stands a record as it would be kept with what is ticked, made by the same code
 * as a real one. Nothing is ticked beforehand, and nothing is kept until the last answer is yes.
 */
import * as vscode from 'vscode';
import type { PromptLogSettings } from '../../platform/settings';
import { agree, type ConsentChoice } from '../../promptlog/consent';
import { exampleRecord } from '../../promptlog/exampleRecord';
import { type ContentClass, contentClasses } from '../../promptlog/records';
import { recordDocument } from '../../promptlog/viewing/recordDocument';
import { className } from '../../promptlog/viewing/words';
import type { RecordDocuments } from './RecordDocuments';

interface ClassItem extends vscode.QuickPickItem {
  readonly contentClass: ContentClass;
}

export interface ConsentFlowHost {
  readonly choice: ConsentChoice;
  readonly documents: RecordDocuments;
  /** Absolute path of the store. */
  readonly folder: string;
  readonly settings: PromptLogSettings;
}

/** The person's new choice; undefined = they left it as it was. */
export async function runConsentFlow(host: ConsentFlowHost): Promise<ConsentChoice | undefined> {
  await showExample(host, host.choice.classes);
  const classes = await chooseClasses(host);
  if (classes === undefined || classes.length === 0) {
    return undefined;
  }
  return (await confirm(host, classes)) ? agree(host.choice, classes) : undefined;
}

/** Undefined = the person left. */
function chooseClasses(host: ConsentFlowHost): Promise<readonly ContentClass[] | undefined> {
  const input = vscode.window.createQuickPick<ClassItem>();
  input.title = vscode.l10n.t('GLM Tandem: What May the Prompt Log Keep?');
  input.placeholder = vscode.l10n.t('Tick with Space. Enter goes on, Escape keeps nothing.');
  input.canSelectMany = true;
  input.ignoreFocusOut = true;
  input.items = contentClasses.map((contentClass) => ({
    contentClass,
    label: className(contentClass, vscode.l10n.t),
    detail: classDetail(contentClass),
  }));
  input.selectedItems = input.items.filter(({ contentClass }) => host.choice.classes.includes(contentClass));
  const chosen = (): ContentClass[] => input.selectedItems.map(({ contentClass }) => contentClass);
  return new Promise<readonly ContentClass[] | undefined>((resolve) => {
    input.onDidChangeSelection(() => void showExample(host, chosen()));
    input.onDidAccept(() => {
      if (chosen().length === 0) {
        input.placeholder = vscode.l10n.t('Tick at least one with Space, or press Escape to keep nothing.');
      } else {
        resolve(chosen());
      }
    });
    input.onDidHide(() => resolve(undefined));
    input.show();
  }).finally(() => input.dispose());
}

async function confirm({ folder, settings }: ConsentFlowHost, classes: readonly ContentClass[]): Promise<boolean> {
  const yes = vscode.l10n.t('Yes, Keep a Prompt Log');
  const names = classes.map((each) => className(each, vscode.l10n.t)).join(', ');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Keep a prompt log with: {0}?', names),
    { modal: true, detail: promises(folder, settings).join('\n\n') },
    yes,
  );
  return chosen === yes;
}

/** What the person can rely on, and what not. */
function promises(folder: string, { retentionDays, sizeLimit }: PromptLogSettings): string[] {
  return [
    vscode.l10n.t(
      'It stays on this machine, in {0}. Nothing of it is sent anywhere unless you export it or set a collector.',
      folder,
    ),
    vscode.l10n.t(
      'Before anything is written, keys, passwords and personal details are replaced. No program finds all of them: look at what is kept now and then.',
    ),
    vscode.l10n.t(
      'It is deleted after {0} days, and the oldest first above {1} MB. A mark in the status bar shows that it records; there you pause it, stop it, delete it, or refuse a folder.',
      retentionDays,
      Math.round(sizeLimit / 1_000_000),
    ),
  ];
}

async function showExample(
  { documents, folder, settings }: ConsentFlowHost,
  classes: readonly ContentClass[],
): Promise<void> {
  const example = recordDocument({ record: exampleRecord(classes), outcomes: [] }, vscode.l10n.t);
  const lead = [
    `# ${vscode.l10n.t('An example of what the prompt log would keep')}`,
    vscode.l10n.t('This is an invented request with a false key in it. It changes with what you tick.'),
    ...promises(folder, settings),
    '---',
    '',
  ].join('\n\n');
  await documents.openText(
    vscode.l10n.t('Example of the prompt log.md'),
    {
      text: lead + example.text,
      redacted: example.redacted.map(({ start, end }) => ({ start: start + lead.length, end: end + lead.length })),
    },
    { preview: true, preserveFocus: true },
  );
}

function classDetail(contentClass: ContentClass): string {
  const details = {
    prompts: () => vscode.l10n.t('What you and the product ask a model.'),
    responses: () => vscode.l10n.t('What the model answers, its reasoning included.'),
    codeContext: () => vscode.l10n.t('Code that is sent along: around the cursor, selections, other files.'),
    toolArguments: () => vscode.l10n.t('What the model gives to tools: paths, commands, searches.'),
    toolOutput: () => vscode.l10n.t('What tools bring back: files, results of commands.'),
  } satisfies Record<ContentClass, () => string>;
  return details[contentClass]();
}
