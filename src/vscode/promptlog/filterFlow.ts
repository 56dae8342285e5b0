/** Filters of the list: one of them is chosen, then its value; each keeps what the others say. */
import * as vscode from 'vscode';
import type { PromptFilter } from '../../promptlog/PromptLogStore';
import { surfaces } from '../../promptlog/records';
import { actionName, localTime, surfaceName } from '../../promptlog/viewing/words';

const dayMilliseconds = 86_400_000;

interface ValueItem extends vscode.QuickPickItem {
  /** What the filter says then; undefined members are taken out. */
  readonly change: { readonly [Key in keyof PromptFilter]: PromptFilter[Key] | undefined };
}

/** The filter in words; '' = everything is listed. */
export function describeFilter({ from, to, surface, model, outcome, text }: PromptFilter): string {
  return [
    ...(from === undefined ? [] : [vscode.l10n.t('from {0}', localTime(from).replace(' 00:00:00', ''))]),
    ...(to === undefined ? [] : [vscode.l10n.t('before {0}', localTime(to).replace(' 00:00:00', ''))]),
    ...(surface === undefined ? [] : [surfaceName(surface, vscode.l10n.t)]),
    ...(model === undefined ? [] : [model]),
    ...(outcome === undefined ? [] : [outcomeName(outcome)]),
    ...(text === undefined ? [] : [`“${text}”`]),
  ].join(' · ');
}

/** Asks for one more condition; undefined = the person left. `now`: milliseconds since 1970. */
export async function chooseFilter(filter: PromptFilter, now: number): Promise<PromptFilter | undefined> {
  const title = vscode.l10n.t('GLM Tandem: Filter the Prompt Log');
  const kinds = [
    { label: `$(calendar) ${vscode.l10n.t('Date')}`, choose: () => chooseDate(title, now) },
    { label: `$(symbol-event) ${vscode.l10n.t('Surface')}`, choose: () => chooseSurface(title) },
    {
      label: `$(server) ${vscode.l10n.t('Model')}`,
      choose: () => askFor(title, vscode.l10n.t('Part of the model’s name'), 'model'),
    },
    { label: `$(pass) ${vscode.l10n.t('Outcome')}`, choose: () => chooseOutcome(title) },
    {
      label: `$(search) ${vscode.l10n.t('Text')}`,
      choose: () => askFor(title, vscode.l10n.t('Part of any text'), 'text'),
    },
  ];
  const described = describeFilter(filter);
  const placeHolder = described === '' ? vscode.l10n.t('Which records are to be listed?') : described;
  const kind = await vscode.window.showQuickPick(kinds, { title, placeHolder });
  const change = await kind?.choose();
  return change === undefined ? undefined : withChange(filter, change);
}

function withChange(filter: PromptFilter, change: ValueItem['change']): PromptFilter {
  const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

async function chooseDate(title: string, now: number): Promise<ValueItem['change'] | undefined> {
  const day = (back: number): string => localTime(new Date(now - back * dayMilliseconds).toISOString()).slice(0, 10);
  const since = (label: string, back: number): ValueItem => ({
    label,
    description: day(back),
    change: { from: midnight(day(back), 0), to: undefined },
  });
  const other = { label: vscode.l10n.t('Other days…'), change: {} };
  const chosen = await vscode.window.showQuickPick<ValueItem>(
    [
      since(vscode.l10n.t('Today'), 0),
      since(vscode.l10n.t('Since yesterday'), 1),
      since(vscode.l10n.t('The last 7 days'), 6),
      since(vscode.l10n.t('The last 30 days'), 29),
      { label: vscode.l10n.t('Any time'), change: { from: undefined, to: undefined } },
      other,
    ],
    { title },
  );
  return chosen === other ? askDays(title, day(0)) : chosen?.change;
}

async function askDays(title: string, today: string): Promise<ValueItem['change'] | undefined> {
  const pattern = /^(\d{4}-\d{2}-\d{2})(?:\s+(\d{4}-\d{2}-\d{2}))?$/;
  const answer = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('A day, or the first and the last day'),
    value: `${today} ${today}`,
    validateInput: (value) =>
      pattern.test(value.trim()) &&
      !value
        .trim()
        .split(/\s+/)
        .some((day) => Number.isNaN(Date.parse(day)))
        ? undefined
        : vscode.l10n.t('Days look like {0}.', '2026-01-31'),
  });
  const [, from, to = from] = pattern.exec(answer?.trim() ?? '') ?? [];
  // The last day is meant whole.
  return from === undefined ? undefined : { from: midnight(from, 0), to: midnight(to ?? from, 1) };
}

/** The beginning of a day where the person is, or of one so many days later, in UTC as records have it. */
function midnight(day: string, later: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

async function chooseSurface(title: string): Promise<ValueItem['change'] | undefined> {
  const items: ValueItem[] = surfaces.map((surface) => ({
    label: surfaceName(surface, vscode.l10n.t),
    change: { surface },
  }));
  return choose(title, [{ label: vscode.l10n.t('Any surface'), change: { surface: undefined } }, ...items]);
}

async function chooseOutcome(title: string): Promise<ValueItem['change'] | undefined> {
  const actions = ['accepted', 'partly_accepted', 'rejected', 'shown', 'survived', 'applied', 'undone', 'feedback'];
  const items: ValueItem[] = [...actions, 'none'].map((outcome) => ({
    label: outcomeName(outcome),
    change: { outcome },
  }));
  return choose(title, [{ label: vscode.l10n.t('Any outcome'), change: { outcome: undefined } }, ...items]);
}

function outcomeName(outcome: string): string {
  return outcome === 'none' ? vscode.l10n.t('no outcome') : actionName(outcome, vscode.l10n.t);
}

async function choose(title: string, items: readonly ValueItem[]): Promise<ValueItem['change'] | undefined> {
  return (await vscode.window.showQuickPick(items, { title }))?.change;
}

async function askFor(title: string, prompt: string, key: 'model' | 'text'): Promise<ValueItem['change'] | undefined> {
  const value = await vscode.window.showInputBox({ title, prompt });
  return value === undefined ? undefined : { [key]: value === '' ? undefined : value };
}
