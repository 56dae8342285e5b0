import { describe, expect, it } from 'vitest';
import {
  agree,
  type ConsentChoice,
  type ConsentSituation,
  consentVersion,
  decideConsent,
  decline,
  isFolderRefused,
  maySendOn,
  noChoice,
  readConsentChoice,
  withClass,
  withFolderRefused,
  withPause,
} from '../../../src/promptlog/consent';
import { exampleRecord } from '../../../src/promptlog/exampleRecord';
import { contentClasses, recordSchema } from '../../../src/promptlog/records';

const agreed = agree(noChoice, ['responses', 'prompts']);
const refused = (uri: string): ConsentChoice => withFolderRefused(agreed, uri, true) ?? agreed;

describe('decideConsent', () => {
  const situation = (changes: Partial<ConsentSituation> = {}): ConsentSituation => ({
    choice: agreed,
    telemetryEnabled: true,
    trusted: true,
    uri: 'file:///work/a.ts',
    ignored: false,
    ...changes,
  });

  it('lets what was chosen be kept', () => {
    expect(decideConsent(situation())).toEqual({
      kind: 'recording',
      version: consentVersion,
      classes: ['prompts', 'responses'],
    });
    expect(decideConsent(situation({ uri: undefined })).kind).toBe('recording');
  });

  it.each<[string, Partial<ConsentSituation>]>([
    ['not-asked', { choice: noChoice }],
    ['declined', { choice: decline(agreed) }],
    ['outdated', { choice: { ...agreed, version: consentVersion - 1 || -1 } }],
    ['nothing-chosen', { choice: agree(noChoice, []) }],
    ['telemetry-off', { telemetryEnabled: false }],
    ['untrusted', { trusted: false }],
    ['folder-refused', { choice: refused('file:///work/') }],
    ['ignored', { ignored: true }],
    ['paused', { choice: withPause(agreed, true) }],
    ['declined', { choice: decline(agreed), telemetryEnabled: false, trusted: false, ignored: true }],
    ['untrusted', { trusted: false, ignored: true, choice: withPause(agreed, true) }],
  ])('says %s for %j', (reason, changes) => {
    expect(decideConsent(situation(changes))).toEqual({ kind: 'off', reason });
  });
});

describe('maySendOn', () => {
  it.each([
    ['a yes', agreed, true, true],
    ['a pause', withPause(agreed, true), true, true],
    ['a yes that was taken back', decline(agreed), true, false],
    ['a yes to an older text', { ...agreed, version: consentVersion - 1 }, true, false],
    ['telemetry that is off', agreed, false, false],
    ['nobody who was asked', noChoice, true, false],
  ])('after %s: %#', (_what, choice, telemetryEnabled, expected) => {
    expect(maySendOn(choice, telemetryEnabled)).toBe(expected);
  });
});

describe('a choice', () => {
  it('comes back from its JSON, and nothing else counts as one', () => {
    const choice = refused('file:///a');
    expect(readConsentChoice(JSON.parse(JSON.stringify(choice)))).toEqual(choice);
    for (const stored of [undefined, null, 7, 'yes', [], {}, { ...choice, classes: ['everything'] }]) {
      expect(readConsentChoice(stored)).toEqual(noChoice);
    }
  });

  it('has its classes turned on and off', () => {
    expect(withClass(agreed, 'codeContext', true).classes).toEqual(['prompts', 'responses', 'codeContext']);
    expect(withClass(withClass(agreed, 'prompts', false), 'prompts', false).classes).toEqual(['responses']);
  });

  it('refuses a folder and what is below, no namesake beside it', () => {
    const choice = refused('file:///a/b/');
    const places = ['file:///a/b', 'file:///a/b/c/d.ts', 'file:///a/bc/d.ts', 'file:///a', 'untitled:x'];
    expect(places.map((uri) => isFolderRefused(choice, uri))).toEqual([true, true, false, false, false]);
    expect(withFolderRefused(choice, 'file:///a/b', false)?.refusedFolders).toEqual([]);
  });

  it('survives a later no and another yes', () => {
    expect(agree(decline(refused('file:///a')), ['prompts']).refusedFolders).toEqual(['file:///a']);
  });

  it('stays small, and says when it has no room', () => {
    let choice: ConsentChoice | undefined = agreed;
    let last = agreed;
    for (let i = 0; choice !== undefined && i < 1000; i++) {
      last = choice;
      choice = withFolderRefused(choice, `file:///${'folder/'.repeat(60)}${i}`, true);
    }
    expect(choice).toBeUndefined();
    expect(JSON.stringify(last).length).toBeLessThan(8192);
  });
});

describe('the example', () => {
  it('is a record without its secrets, and shows what each class adds', () => {
    const text = (classes: Parameters<typeof exampleRecord>[0]): string => JSON.stringify(exampleRecord(classes));
    expect(recordSchema.safeParse(exampleRecord(contentClasses)).success).toBe(true);
    expect(text(contentClasses)).not.toMatch(/Example0|ada@/);
    expect(text(contentClasses)).toContain('<SECRET:glm-key#1>');
    expect(contentClasses.map((each) => text([each]).length > text([]).length + 20)).toEqual(
      contentClasses.map(() => true),
    );
  });
});
