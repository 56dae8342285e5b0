/**
 * The one place where the product says how it is: ready, working, off, or what is wrong, in the status bar. Nothing of ours pops up
 * while a person types.
 */
import * as vscode from 'vscode';
import type { AssistantError } from '../base/AssistantError';
import type { Disposable } from '../base/events';
import { formatMessage } from '../base/messages';
import type { NoCompletionReason } from '../completion/types';
import type { IndexProgress } from '../context/ContextIndex';
import type { Role } from '../glm/endpoints/readEndpoints';
import type { FillInTheMiddleFormat } from '../glm/fillInTheMiddle/FillInTheMiddleFormat';
import type { ConnectionState } from '../glm/ModelConnection';
import type { RatePause } from '../glm/RateGate';
import { commandIds } from './commandIds';
import { describeReason } from './describeReason';
import { remoteHints } from './remoteHint';

/** Everything that the status bar tells, as data. */
export interface Status {
  /** Completions are switched on for the active editor. */
  readonly enabled: boolean;
  readonly connection: ConnectionState;
  /** A completion is being written. */
  readonly working: boolean;
  /** The last request's fault; undefined once a request went well again. */
  readonly error: AssistantError | undefined;
  /** Why the last trigger showed nothing; undefined when it showed something. */
  readonly lastReason: NoCompletionReason | undefined;
  /** What the model wrote when a filter took it; undefined = nothing was taken. */
  readonly lastRaw: string | undefined;
  /** Minutes for which the person wants no suggestions; 0 = they want them. */
  readonly snoozedMinutes: number;
  /** Other extensions that show suggestions in the same place. */
  readonly otherProviders: readonly string[];
  /** The endpoint asked to slow down; undefined = it did not, or the time is over. */
  readonly pause: RatePause | undefined;
  /** How far the code of the open folders is indexed; undefined = there is no index. */
  readonly indexing: IndexProgress | undefined;
  /** Roles that another endpoint does than the one of completions, for the hover. */
  readonly roles: readonly RoleStatus[];
}

export interface RoleStatus {
  readonly role: Role;
  readonly connection: ConnectionState;
}

interface Appearance {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  readonly warning: boolean;
  /** Shown beside the name, while something runs down. */
  readonly countdown?: string;
}

/** From so many files on, reading them takes long enough to be told beside the name. */
const manyFiles = 100;

export class StatusBar implements Disposable {
  readonly #item = vscode.window.createStatusBarItem('tandem.status', vscode.StatusBarAlignment.Right, 100);

  /** Milliseconds of the clock that pauses are told in. */
  readonly #now: () => number;
  #countdown: NodeJS.Timeout | undefined;

  constructor(now: () => number) {
    this.#now = now;
    this.#item.name = 'GLM Tandem';
    this.#item.command = commandIds.showMenu;
  }

  show(status: Status): void {
    clearTimeout(this.#countdown);
    const seconds = status.pause === undefined ? 0 : Math.ceil((status.pause.until - this.#now()) / 1000);
    if (seconds > 0) {
      this.#countdown = setTimeout(() => this.show(status), 1000);
    }
    const look = appearanceOf(status, seconds);
    const beside = look.countdown ?? indexedShare(status.indexing);
    this.#item.text = beside === undefined ? `${look.icon} GLM` : `${look.icon} GLM ${beside}`;
    const said = [look.detail, ...warningsOf(status), describeIndexing(status.indexing) ?? ''].join(' ').trim();
    this.#item.accessibilityInformation = { label: `GLM Tandem: ${look.label}. ${said}`, role: 'button' };
    this.#item.backgroundColor = look.warning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.tooltip = tooltipOf(look, status);
    this.#item.show();
  }

  dispose(): void {
    clearTimeout(this.#countdown);
    this.#item.dispose();
  }
}

/** An error in the person's language. */
export function describeError(error: Pick<AssistantError, 'code' | 'args'>): string {
  return formatMessage(error.code, error.args, (english) => vscode.l10n.t(english));
}

/** `pauseSeconds`: what is left of a pause, 0 = there is none. */
function appearanceOf(status: Status, pauseSeconds: number): Appearance {
  const { connection } = status;
  if (connection.kind === 'notConfigured') {
    const detail = formatMessage('endpoint.notConfigured', [], (english) => vscode.l10n.t(english));
    return { icon: '$(debug-disconnect)', label: vscode.l10n.t('Not connected'), detail, warning: false };
  }
  if (!status.enabled) {
    const detail = vscode.l10n.t('Inline completions are switched off.');
    return { icon: '$(circle-slash)', label: vscode.l10n.t('Off'), detail, warning: false };
  }
  if (status.snoozedMinutes > 0) {
    const detail = vscode.l10n.t('No suggestions for {0} more minutes.', status.snoozedMinutes);
    const countdown = vscode.l10n.t('{0} min', status.snoozedMinutes);
    return { icon: '$(bell-slash)', label: vscode.l10n.t('Snoozed'), detail, warning: false, countdown };
  }
  if (pauseSeconds > 0) {
    const host = status.pause?.error.args[0] ?? '';
    const detail = vscode.l10n.t('{0} asks to slow down. Going on in {1} s.', host, pauseSeconds);
    const countdown = vscode.l10n.t('{0} s', pauseSeconds);
    return { icon: '$(watch)', label: vscode.l10n.t('Paused'), detail, warning: false, countdown };
  }
  // A request to slow down is told by the pause; once that is over there is nothing wrong.
  const fault = status.error?.code === 'endpoint.rateLimited' ? undefined : status.error;
  if (connection.kind === 'failed') {
    return problem(connection.error);
  }
  if (fault !== undefined) {
    return problem(fault);
  }
  if (connection.kind === 'connecting') {
    const detail =
      connection.fraction === undefined
        ? vscode.l10n.t('Connecting…')
        : vscode.l10n.t('Loading the model: {0} %', Math.round(connection.fraction * 100));
    return { icon: '$(loading~spin)', label: vscode.l10n.t('Starting'), detail, warning: false };
  }
  if (connection.kind === 'idle') {
    const detail = vscode.l10n.t('Connects with the first request.');
    return { icon: '$(circle-outline)', label: vscode.l10n.t('Waiting'), detail, warning: false };
  }
  const detail = whereOf(connection.connected);
  return status.working
    ? { icon: '$(loading~spin)', label: vscode.l10n.t('Working'), detail, warning: false }
    : { icon: '$(sparkle)', label: vscode.l10n.t('Ready'), detail, warning: false };
}

function problem(error: AssistantError): Appearance {
  return { icon: '$(warning)', label: vscode.l10n.t('Problem'), detail: describeError(error), warning: true };
}

function whereOf(connected: { readonly modelId: string; readonly host: string | undefined }): string {
  return connected.host === undefined
    ? vscode.l10n.t('{0} on the local engine', connected.modelId)
    : vscode.l10n.t('{0} at {1}', connected.modelId, connected.host);
}

function tooltipOf(look: Appearance, status: Status): vscode.MarkdownString {
  const paragraphs = [`**GLM Tandem: ${escapeMarkdown(look.label)}**`, escapeMarkdown(look.detail)];
  paragraphs.push(...warningsOf(status).map((warning) => `$(warning) ${escapeMarkdown(warning)}`));
  if (status.lastReason !== undefined && !look.warning && status.enabled) {
    paragraphs.push(
      escapeMarkdown(vscode.l10n.t('Last time nothing was shown: {0}', describeReason(status.lastReason))),
    );
    if (status.lastRaw !== undefined && status.lastRaw.trim() !== '') {
      paragraphs.push(escapeMarkdown(vscode.l10n.t('The model had written: {0}', shortened(status.lastRaw))));
    }
  }
  if (status.connection.kind === 'connected') {
    paragraphs.push(escapeMarkdown(howAsked(status.connection.connected)));
  }
  const fault = status.connection.kind === 'failed' ? status.connection.error : status.error;
  paragraphs.push(...remoteHints(vscode.env.remoteName, fault).map(escapeMarkdown));
  if (status.otherProviders.length > 0) {
    const names = status.otherProviders.join(', ');
    paragraphs.push(escapeMarkdown(vscode.l10n.t('Also shows suggestions in the same place: {0}', names)));
  }
  const indexing = describeIndexing(status.indexing);
  if (indexing !== undefined) {
    paragraphs.push(escapeMarkdown(indexing));
  }
  paragraphs.push(...status.roles.map((role) => escapeMarkdown(roleLine(role))));
  return new vscode.MarkdownString(paragraphs.join('\n\n'), true);
}

/** What works badly rather than not at all: a context that is too short, for instance. Each once. */
function warningsOf({ connection, roles }: Status): readonly string[] {
  const states = [connection, ...roles.map((role) => role.connection)];
  const warnings = states.map((state) => (state.kind === 'connected' ? state.connected.warning : undefined));
  return [...new Set(warnings.flatMap((warning) => (warning === undefined ? [] : [describeError(warning)])))];
}

/** Undefined = nothing that a person need know. */
function describeIndexing(indexing: IndexProgress | undefined): string | undefined {
  if (indexing?.kind === 'working') {
    return vscode.l10n.t('Reading the code of the folder: {0} of {1} files', indexing.done, indexing.total);
  }
  if (indexing?.kind === 'off') {
    return vscode.l10n.t('Code indexing has stopped; the log says why. Suggestions go on without it.');
  }
  return indexing?.kind === 'paused' ? vscode.l10n.t('Code indexing is paused.') : undefined;
}

/** How the place of the cursor is put to the model. */
function howAsked({ format }: { readonly format: FillInTheMiddleFormat }): string {
  const { t } = vscode.l10n;
  const names = {
    codegeex4: t('Fill-in-the-middle: CodeGeeX4'),
    glm45: t('Fill-in-the-middle: GLM-4.5 and later'),
    infill: t('Fill-in-the-middle: by llama.cpp'),
    target: t('Fill-in-the-middle: by the service'),
    chat: t('Fill-in-the-middle: described in a chat'),
    none: t('Only the text before the cursor is sent'),
  } satisfies Record<FillInTheMiddleFormat['id'], string>;
  return names[format.id];
}

/** How much of a larger folder is read, such as `45 %`; undefined = it is ready, or was only a few files. */
function indexedShare(indexing: IndexProgress | undefined): string | undefined {
  return indexing?.kind === 'working' && indexing.total >= manyFiles
    ? vscode.l10n.t('{0} %', Math.floor((100 * indexing.done) / indexing.total))
    : undefined;
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length <= 100 ? line : `${line.slice(0, 100)}…`;
}

function roleLine({ role, connection }: RoleStatus): string {
  const names = {
    completion: vscode.l10n.t('Completion'),
    chat: vscode.l10n.t('Chat'),
    agent: vscode.l10n.t('Agent'),
    evaluation: vscode.l10n.t('Evaluation'),
  } satisfies Record<Role, string>;
  const states = {
    idle: () => vscode.l10n.t('Connects with the first request.'),
    notConfigured: () => vscode.l10n.t('Not connected'),
    connecting: () => vscode.l10n.t('Connecting…'),
  };
  const state =
    connection.kind === 'connected'
      ? whereOf(connection.connected)
      : connection.kind === 'failed'
        ? describeError(connection.error)
        : states[connection.kind]();
  return vscode.l10n.t('{0}: {1}', names[role], state);
}

/** Names and messages of servers are shown as text. (`appendText` would make every space a non-breaking one.) */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+\-.!|~&:]/g, '\\$&').replace(/\s+/g, ' ');
}
