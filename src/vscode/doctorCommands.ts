/** “Run Doctor” and “Report a Problem”: what is wrong, as a document that the person reads, copies and sends themselves. */
import * as vscode from 'vscode';
import type { DoctorReport, Finding } from '../glm/doctor/Finding';
import { formatFinding, formatMarkdown, formatSummary } from '../glm/doctor/formatReport';
import type { Endpoints } from '../glm/endpoints/Endpoints';
import { withProgressOrWarning } from './progress';
import type { ReportDocuments } from './ReportDocuments';

export interface DoctorContext {
  readonly endpoints: Endpoints;
  readonly reports: ReportDocuments;
  /** Examines an endpoint by its name; rejects with an `AssistantError` when it cannot even be started. */
  readonly examine: (name: string, onFinding: (found: Finding) => void, signal: AbortSignal) => Promise<DoctorReport>;
  /** Versions, settings and recent log lines for a report, without anything secret. */
  readonly describeProduct: (report: string) => Promise<string>;
  /** The product's version. */
  readonly version: string;
}

const translate = (english: string): string => vscode.l10n.t(english);

export async function runDoctorCommand(context: DoctorContext): Promise<void> {
  const report = await examined(context);
  if (report === undefined) {
    return;
  }
  await context.reports.show('GLM Tandem Doctor.md', formatMarkdown(report, context.version, translate));
  const copy = vscode.l10n.t('Copy');
  void vscode.window.showInformationMessage(`GLM Tandem: ${formatSummary(report, translate)}`, copy).then((chosen) => {
    if (chosen === copy) {
      void vscode.env.clipboard.writeText(formatMarkdown(report, context.version, translate));
    }
  });
}

/** Puts the active report into the clipboard. */
export async function copyReport({ reports }: DoctorContext): Promise<void> {
  const text = reports.activeText();
  if (text !== undefined) {
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('The report was copied.'), 3000);
  }
}

/** Opens a new document with everything that a report needs; it leaves this machine only by the person's own hand. */
export async function reportProblem(context: DoctorContext): Promise<void> {
  const report = await examined(context);
  const text = report === undefined ? '' : formatMarkdown(report, context.version, translate);
  const content = await context.describeProduct(text);
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'markdown', content }));
}

/** Undefined = the person ended it, or there is nothing to examine (which they were told). */
async function examined({ endpoints, examine }: DoctorContext): Promise<DoctorReport | undefined> {
  const name = await chooseEndpoint(endpoints);
  if (name === undefined) {
    return undefined;
  }
  return withProgressOrWarning(vscode.l10n.t('GLM Tandem: examining the endpoint'), (signal, report) =>
    examine(name, (found) => report(formatFinding(found, translate)), signal),
  );
}

/** The endpoint of completions, or the one that the person chooses among those that the roles use. */
async function chooseEndpoint(endpoints: Endpoints): Promise<string | undefined> {
  const used = new Set([
    ...endpoints.namesOf('completion'),
    ...endpoints.namesOf('chat'),
    ...endpoints.namesOf('agent'),
  ]);
  if (used.size < 2) {
    return [...used][0];
  }
  return vscode.window.showQuickPick([...used], {
    title: vscode.l10n.t('GLM Tandem: Endpoint to Examine'),
    placeHolder: vscode.l10n.t('Several endpoints are in use.'),
  });
}
