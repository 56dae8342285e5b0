/**
 * What a person allowed the prompt log to keep, as plain data, and the one decision whether a request may be kept. The editor asks,
 * draws and stores; nothing here knows how.
 */
import * as z from 'zod';
import { type ContentClass, contentClasses } from './records';

/** Version of the text that people agree to. Raised when what is kept changes: who agreed to an older one is asked again. */
export const consentVersion = 1;

/** What may be kept of one request. */
export interface Consent {
  /** Version of the text that they agreed to. */
  readonly version: number;
  readonly classes: readonly ContentClass[];
}

const storedChoice = z.object({
  version: z.number().int(),
  agreed: z.boolean(),
  classes: z.array(z.enum(contentClasses)),
  refusedFolders: z.array(z.string()),
  paused: z.boolean(),
});

/** A person's answer, to be stored as JSON; below 8 KB, so that a small key-value store may hold it. */
export interface ConsentChoice {
  /** Version of the text that was answered; 0 = it was never asked. */
  readonly version: number;
  readonly agreed: boolean;
  /** In the order of `contentClasses`, each once. */
  readonly classes: readonly ContentClass[];
  /** URIs of folders in which nothing is kept, without a slash at the end. */
  readonly refusedFolders: readonly string[];
  readonly paused: boolean;
}

/** What is assumed of somebody who was never asked. */
export const noChoice: ConsentChoice = { version: 0, agreed: false, classes: [], refusedFolders: [], paused: false };

/** Refused folders that are remembered; with long paths they stay below 8 KB. */
const mostFolders = 40;
const mostFolderCharacters = 6000;

/** Reads a stored choice. What is not one counts as never asked; never throws. */
export function readConsentChoice(stored: unknown): ConsentChoice {
  const choice = storedChoice.safeParse(stored);
  return choice.success ? { ...choice.data, classes: inOrder(choice.data.classes) } : noChoice;
}

/** The answer yes, to the present text. */
export function agree(choice: ConsentChoice, classes: readonly ContentClass[]): ConsentChoice {
  return { ...choice, version: consentVersion, agreed: true, classes: inOrder(classes), paused: false };
}

/** The answer no, also the withdrawal of an earlier yes. Refused folders stay refused. */
export function decline(choice: ConsentChoice): ConsentChoice {
  return { ...choice, version: consentVersion, agreed: false, classes: [] };
}

export function withClass(choice: ConsentChoice, contentClass: ContentClass, on: boolean): ConsentChoice {
  const others = choice.classes.filter((each) => each !== contentClass);
  return { ...choice, classes: inOrder(on ? [...others, contentClass] : others) };
}

export function withPause(choice: ConsentChoice, paused: boolean): ConsentChoice {
  return { ...choice, paused };
}

/**
 * Refuses a folder and all below it, or allows it again. Undefined when there is no room for one more: then the caller must say so,
 * since forgetting an old refusal would break a promise.
 */
export function withFolderRefused(choice: ConsentChoice, uri: string, refused: boolean): ConsentChoice | undefined {
  const folder = withoutSlash(uri);
  const others = choice.refusedFolders.filter((each) => each !== folder);
  const folders = refused ? [...others, folder] : others;
  const isTooMuch = folders.length > mostFolders || folders.join('').length > mostFolderCharacters;
  return refused && isTooMuch ? undefined : { ...choice, refusedFolders: folders };
}

/** Whether a file or folder is a refused one or lies below one. */
export function isFolderRefused(choice: ConsentChoice, uri: string): boolean {
  const place = `${withoutSlash(uri)}/`;
  return choice.refusedFolders.some((folder) => place.startsWith(`${folder}/`));
}

/** Everything that a request's record depends on, asked anew for each request. */
export interface ConsentSituation {
  readonly choice: ConsentChoice;
  /** False when the editor's telemetry level says that nothing is to be collected. */
  readonly telemetryEnabled: boolean;
  /** False in a folder that the person has not trusted. */
  readonly trusted: boolean;
  /** URI of the file that the request is about; undefined = none, or it has no place on a disk. */
  readonly uri?: string | undefined;
  /** Whether an ignore file (`.tandemignore`) names the file. */
  readonly ignored: boolean;
}

export const offReasons = [
  'not-asked',
  'declined',
  'outdated',
  'nothing-chosen',
  'telemetry-off',
  'untrusted',
  'folder-refused',
  'ignored',
  'paused',
] as const;
export type OffReason = (typeof offReasons)[number];

export type ConsentDecision =
  | ({ readonly kind: 'recording' } & Consent)
  | { readonly kind: 'off'; readonly reason: OffReason };

/** Whether a request may be kept, and what of it; else the weightiest reason why not, `paused` last, as it is the easiest to lift. */
export function decideConsent({ choice, telemetryEnabled, trusted, uri, ignored }: ConsentSituation): ConsentDecision {
  const off = (reason: OffReason): ConsentDecision => ({ kind: 'off', reason });
  if (choice.version === 0) {
    return off('not-asked');
  }
  if (!choice.agreed) {
    return off('declined');
  }
  if (choice.version !== consentVersion) {
    return off('outdated');
  }
  if (choice.classes.length === 0) {
    return off('nothing-chosen');
  }
  if (!telemetryEnabled) {
    return off('telemetry-off');
  }
  if (!trusted) {
    return off('untrusted');
  }
  if (uri !== undefined && isFolderRefused(choice, uri)) {
    return off('folder-refused');
  }
  if (ignored) {
    return off('ignored');
  }
  return choice.paused ? off('paused') : { kind: 'recording', version: choice.version, classes: choice.classes };
}

/** Whether records may go to a collector by themselves; a pause stops the recording only. */
export function maySendOn({ version, agreed }: ConsentChoice, telemetryEnabled: boolean): boolean {
  return agreed && version === consentVersion && telemetryEnabled;
}

function inOrder(classes: readonly ContentClass[]): readonly ContentClass[] {
  return contentClasses.filter((each) => classes.includes(each));
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}
